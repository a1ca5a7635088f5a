"""Feedback as a thread, comments read for their writer, a class's own criteria, and what leaders see of it all."""
