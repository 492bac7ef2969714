"""Passwords, sealed values, and names as hashes."""
