"""The forms in which agents record, and the list of what they recorded."""
