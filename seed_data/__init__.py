"""Code lists, agencies and the demo."""
