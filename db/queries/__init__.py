"""Reads for screens; every function takes ``viewer=`` and stays inside its agencies."""
