"""What screens read from the database, and what is kept of it between two runs of a page."""
