"""Keeping floods and robots off without ever refusing a person."""
