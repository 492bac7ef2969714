"""The rows behind a figure: which part of it, the list, its files."""
