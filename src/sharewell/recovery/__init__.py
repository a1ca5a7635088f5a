"""The smallest reasonable recovery packet."""
