"""Placements, and the retention checks that follow them."""
