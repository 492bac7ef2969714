"""The three languages: catalogues, numbers, dates."""
