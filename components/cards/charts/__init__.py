"""Pure charts: a DataFrame and labels in, an Altair chart out."""
