"""What leaves the house: pages, PDF, charts, formula-safe tables."""
