"""The language lens."""
