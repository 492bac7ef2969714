"""Whether entries can be believed: what is to be mended, and which months are approved."""
