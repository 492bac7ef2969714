"""An agent's day: what waits, put off or handed over; transfers; the week and the month."""
