"""What each command does; ``db.__main__`` reads its arguments and hands them on by name."""
