"""Every student's progress."""
