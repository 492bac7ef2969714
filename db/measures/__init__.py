"""What a figure is: one definition for pages, files and releases."""
