"""The encoder keeps its promise: shape, length 1, the same vector in any company, two languages."""

from __future__ import annotations

import numpy as np
import pytest

from sharewell.meaning import DIMENSIONS, sentence_vectors


def test_vectors_have_length_one_and_the_shape_that_is_promised() -> None:
    vectors = sentence_vectors(["She reads.", "", "¿Qué te gusta aprender?"])
    assert vectors.shape == (3, DIMENSIONS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_nothing_in_nothing_out() -> None:
    assert sentence_vectors([]).shape == (0, DIMENSIONS)


def test_a_text_means_the_same_in_any_company() -> None:
    alone = sentence_vectors(["We compared both rivers."])[0]
    crowd = sentence_vectors(["Short.", "We compared both rivers.", "A much longer neighbour " * 30])[1]
    np.testing.assert_allclose(alone, crowd, atol=1e-5)


def test_a_translation_is_nearer_than_another_subject() -> None:
    english, spanish, other = sentence_vectors(
        ["What do you enjoy learning about?", "¿Qué te gusta aprender?", "The bus leaves at four."]
    )
    assert english @ spanish > english @ other + 0.3


def test_one_string_is_a_mistake_that_is_named() -> None:
    with pytest.raises(TypeError, match="give \\[text\\]"):
        sentence_vectors("one string")
