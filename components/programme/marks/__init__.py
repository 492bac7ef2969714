"""Events and notes that managers mark on the time of an agency or of the programme."""
