"""The cards of the placements page."""
