"""What a manager decides of indicators: targets, key ones, definitions, and why one is off."""
