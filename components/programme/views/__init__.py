"""Views of results pages that a person has kept."""
