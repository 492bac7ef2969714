"""What a programme is set up and kept with: places, postings, waves, counts, lists, settings."""
