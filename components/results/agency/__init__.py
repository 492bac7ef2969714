"""One agency on one page: its team, its figures beside target and mean, and why they differ."""
