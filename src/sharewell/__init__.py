"""Sharewell: the asset-based approach to education as software. Start from what every learner can do."""

__version__ = "0.1.0"
