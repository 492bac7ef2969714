"""A copy of the whole database: in one file, or in a database of the other kind."""
