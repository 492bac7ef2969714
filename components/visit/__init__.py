"""Who is here, from which browser, and where they may go."""
