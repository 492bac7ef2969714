"""What the figures of a page are compared with: another time or place, the mean, the target."""
