"""Enrolments in courses, and their next steps."""
