"""People: found by a few words, and each one's page."""
