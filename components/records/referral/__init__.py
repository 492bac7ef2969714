"""Persons sent on to other places, and the answers."""
