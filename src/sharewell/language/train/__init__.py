"""Fitting the lens's heads: `python -m sharewell.language.train data/language/train` (needs scikit-learn)."""
