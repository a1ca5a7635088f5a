"""The school's picture: sums of everyone's progress, never a ranking."""
