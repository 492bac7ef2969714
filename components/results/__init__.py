"""The cards of each results page: measures into sentences, charts and tables."""
