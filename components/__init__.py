"""Everything that draws, or knows the browser's session."""
