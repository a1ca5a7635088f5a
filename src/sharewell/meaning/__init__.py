"""What a sentence means, as numbers: one multilingual sentence encoder behind one function."""

from sharewell.meaning.vectors import DIMENSIONS, sentence_vectors

__all__ = ["DIMENSIONS", "sentence_vectors"]
