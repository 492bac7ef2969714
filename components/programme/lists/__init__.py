"""The code lists of the programme: labels, order, what is offered."""
