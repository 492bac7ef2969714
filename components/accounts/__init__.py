"""Signing in, one's own account, and the administrator's accounts."""
