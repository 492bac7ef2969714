"""The settings of the programme, and what they were before."""
