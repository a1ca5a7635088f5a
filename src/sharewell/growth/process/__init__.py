"""Solvers behind `growth.quantiles`: design rows, rank, simplex, path, bands, certificate."""
