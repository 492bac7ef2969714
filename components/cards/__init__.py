"""A card: one chart in words, its table and its files."""
