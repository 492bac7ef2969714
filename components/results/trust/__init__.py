"""The cards of the trust page."""
