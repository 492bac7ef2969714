"""Measurements, run by hand; numbers in docs/performance.md."""
