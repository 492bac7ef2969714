"""Indicators beside what was promised of them: the list, and one indicator's sheet."""
