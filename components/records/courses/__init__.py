"""Courses that many people attend: the list, one course, its group marked on one screen."""
