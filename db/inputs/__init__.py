"""What people may send in: raw values in, validated values out."""
