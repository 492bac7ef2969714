"""Releases as a manager freezes and a partner reads them."""
