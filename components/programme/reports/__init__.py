"""What managers say in the programme's reports, part by part."""
