"""People who were at a group session, named line by line after it."""
