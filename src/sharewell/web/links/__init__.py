"""Linking a class's tasks to standards: suggestions by code and by meaning, which a teacher confirms."""
