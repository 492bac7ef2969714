"""A trust interview, one question a screen."""
