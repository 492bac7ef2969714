"""What a release holds: catalogue, true counts, cells, editions."""
