"""Writes: one act, one transaction, one audit row; every function takes ``by=``."""
