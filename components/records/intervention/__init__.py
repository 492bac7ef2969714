"""Interventions: the fields of their form."""
