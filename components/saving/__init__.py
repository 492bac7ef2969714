"""From raw fields to one stored row: drafts, one transaction, what is told afterwards."""
