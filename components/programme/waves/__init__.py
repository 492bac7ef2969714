"""Waves of the trust survey: planned, followed and ended."""
