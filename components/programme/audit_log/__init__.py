"""Who did what, in words: found by person, act, day and record, and taken as a file."""
