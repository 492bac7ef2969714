"""Did the agent change anything: the registers around each arrival, and the time to work."""
