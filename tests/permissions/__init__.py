"""The permission matrix: every role, every address, every method."""
