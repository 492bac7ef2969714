"""What the agencies' own registers count: typed in a grid of months, or pasted as a table."""
