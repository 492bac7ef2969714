"""One-time slips and posters of the trust survey: made once, printed, counted."""
