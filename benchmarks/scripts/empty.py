"""The floor: a script that does nothing."""
