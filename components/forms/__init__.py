"""Fields of one form each: they draw, and return raw values."""
