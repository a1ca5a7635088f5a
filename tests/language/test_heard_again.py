"""A second hearing: what is in doubt is heard by the deeper net too, and both hearings count."""

from __future__ import annotations

import numpy as np

from sharewell.language.codes import FRAMINGS
from sharewell.language.heads import load
from sharewell.language.hearing import framing_probabilities, gather, heard_again, reconsidered

SENTENCES = [
    "The library opens at eight and closes at four.",
    "He is a lazy student from a lazy family.",
    "They have little, and they share it.",
    "Seeing where they live was quite something for our group.",
    "Ayudas a construir el taller y das autonomía a una comunidad.",
    "I had no idea what to do with the second motor, so I asked around.",
    "The children need a lot of help with reading.",
    "Some will take more time.",
]
TABLE = gather(SENTENCES[:2], ["en", "en"], load("fast"), fast=True)[0].features
NO_SHIFT = dict.fromkeys([f"again.{framing}" for framing in FRAMINGS], 0.0)


def test_only_what_is_in_doubt_is_heard_again() -> None:
    heads = load("full")
    evidence, _ = gather(SENTENCES, ["en"] * 4 + ["es"] + ["en"] * 3, heads, fast=False)
    first = framing_probabilities(heads, evidence)
    doubtful = first.max(axis=1) < heads.settings["again.below"]
    assert 0 < doubtful.sum() < len(SENTENCES)
    last = heard_again(first, evidence.features, SENTENCES, heads.settings)
    np.testing.assert_array_equal(last[~doubtful], first[~doubtful])
    assert (np.abs(last - first)[doubtful].max(axis=1) > 1e-3).all()
    np.testing.assert_allclose(last.sum(axis=1), 1)


def test_both_hearings_count_by_their_share() -> None:
    first, other = np.array([[0.2, 0.3, 0.5]]), np.array([[0.6, 0.3, 0.1]])
    again = np.log(other).astype(np.float32)
    for share, wished in ((0.0, first), (1.0, other)):
        said = reconsidered(first, again, TABLE[:1], NO_SHIFT | {"again.short": share, "again.share": 0.0})
        np.testing.assert_allclose(said, wished, atol=1e-6)
    half = reconsidered(first, again, TABLE[:1], NO_SHIFT | {"again.short": 0.5, "again.share": 0.0})[0]
    mean = np.sqrt(first[0] * other[0])
    np.testing.assert_allclose(half, mean / mean.sum(), atol=1e-6)


def test_the_deeper_net_leans_and_the_shift_mends_it() -> None:
    first, again = np.array([[0.3, 0.3, 0.4]]), np.log(np.array([[0.2, 0.4, 0.4]], dtype=np.float32))
    level = NO_SHIFT | {"again.short": 1.0, "again.share": 0.0}
    before = reconsidered(first, again, TABLE[:1], level)[0]
    after = reconsidered(first, again, TABLE[:1], level | {"again.deficit": -0.5})[0]
    np.testing.assert_allclose(after[1] / after[2], np.exp(-0.5) * before[1] / before[2])
