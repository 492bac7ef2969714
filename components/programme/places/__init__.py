"""Agencies and organisations: the list, one of them, and its form."""
