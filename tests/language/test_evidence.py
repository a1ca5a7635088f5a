"""What the heads look at: folded letters, n-grams, what is counted; and where a sentence is cut for its spans."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from sharewell.language.clauses import said_apart
from sharewell.language.features import features, names
from sharewell.language.fold import fold
from sharewell.language.heads import Evidence, Head
from sharewell.language.lens import read_passages
from sharewell.language.matching import shipped_matcher
from sharewell.language.ngrams import BUCKETS, ngrams

SENTENCES = [
    "She reads, reads and reads.",
    "",
    "¿Qué sigue? Ñandú…",
    "7 of 12",
    "—",
    "She reads, reads and reads.",
]


@given(st.text(st.characters(codec=None), max_size=40))
def test_a_letter_is_folded_alike_in_whatever_company(text: str) -> None:
    assert fold(text) == b"".join(map(fold, text))


def test_letters_of_every_kind_have_one_plain_form() -> None:
    assert fold("Él\u00a0no…") == b"el no."
    assert fold("‘Ñ’\t“x”–\u0130\ud800李") == b"'n' \"x\"-i??"


def test_ngrams_of_a_batch_are_those_of_each_sentence() -> None:
    many = SENTENCES * 30
    together = ngrams(many)
    assert together.shape == (len(many), BUCKETS)
    assert together.has_canonical_format
    assert together.dtype == np.float32
    for row, sentence in enumerate(many):
        assert (together[row] != ngrams([sentence])).nnz == 0
    assert together[1].nnz == 0


def test_an_ngram_that_comes_often_counts_by_its_logarithm() -> None:
    once, thrice = ngrams(["la", "la la la"])
    alone = once.indices
    assert once.data.tolist() == [1.0] * len(alone)
    np.testing.assert_allclose(thrice[0, alone].toarray(), 1 + np.log(3), rtol=1e-6)


def test_weights_of_ngrams_say_the_same_sparse_and_dense() -> None:
    rng = np.random.default_rng(7)
    weights = sparse.random(BUCKETS, 3, density=0.2, format="csr", dtype=np.float32, random_state=rng)
    evidence = Evidence(None, np.zeros((len(SENTENCES), 1), dtype=np.float32), ngrams(SENTENCES))
    kinds = (weights, weights.toarray())
    said = [
        Head(("a", "b", "c"), np.ones(3, np.float32), None, None, kind).logits(evidence) for kind in kinds
    ]
    np.testing.assert_allclose(said[0], said[1], rtol=1e-5)
    assert np.ptp(said[1]) > 0


def test_what_a_head_says_of_many_is_what_it_says_of_each() -> None:
    rng = np.random.default_rng(7)
    meaning, looks = (rng.normal(size=(100, wide)).astype(np.float32) for wide in (6, 4))
    head = Head(
        ("a", "b", "c"), *(rng.normal(size=size).astype(np.float32) for size in (3, (6, 3), (4, 3))), None
    )
    together = head.logits(Evidence(meaning, looks, ngrams([])))
    apart = [
        head.logits(Evidence(one[None], other[None], ngrams([])))[0]
        for one, other in zip(meaning, looks, strict=True)
    ]
    np.testing.assert_allclose(together, apart, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(
    ("sentence", "name", "much"),
    [
        ("We met Ana and Luis O'Neil today.", "capitals", 12 / 7),
        ("We met ana, luis and Oscar.", "capitals", 4 / 6),
        ("She solved 9 of 12 tasks.", "figures", 1.0),
        ("She solved x9 of 3rd.", "figures", 0.5),
        ("We don't.", "few-words", 1.0),
        ("one two three four five", "some-words", 1.0),
        ('He said "no" and left.', "quotes", 1.0),
        ("'We can', she said.", "quotes", 1.0),
        ("She's sure it isn't so.", "quotes", 0.0),
        ('A 6" rule and no more', "quotes", 0.0),
    ],
)
def test_the_surface_is_counted_by_words(sentence: str, name: str, much: float) -> None:
    hit = shipped_matcher("en").hits(sentence)
    (row,) = features([sentence], ["en"], [hit])
    assert row[names().index(name)] == pytest.approx(much)


def test_features_of_a_batch_are_those_of_each_sentence() -> None:
    said = ["She is a lazy child.", "We will stop calling her a lazy child.", "Due Friday."]
    hits = [shipped_matcher("en").hits(sentence) for sentence in said]
    together = features(said, ["en"] * 3, hits)
    apart = [features([sentence], ["en"], [hit])[0] for sentence, hit in zip(said, hits, strict=True)]
    np.testing.assert_array_equal(together, apart)
    assert together[0, names().index("met-trt")] == 1
    assert features([], [], []).shape == (0, len(names()))


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("You are so lazy today", ["You are so lazy today"]),
        ("That's so lazy", ["That's so lazy"]),
        ("It rained so we stayed", ["It rained ", "so we stayed"]),
        ("He knows this so ask him", ["He knows this ", "so ask him"]),
        ("She tried - twice (at home)", ["She tried - ", "twice ", "(at home)"]),
        ("Due March 14, 2025, because of rain", ["Due March 14, 2025, ", "because of rain"]),
        ("Uno y dos vienen, pero tarde", ["Uno y dos vienen, ", "pero tarde"]),
    ],
)
def test_a_sentence_is_cut_at_its_joints(sentence: str, parts: list[str]) -> None:
    assert [sentence[start:end] for start, end in said_apart(sentence)] == parts


def test_half_a_letter_stays_in_the_text_that_is_given_back() -> None:
    text = "\ud800 She is lazy."
    (heard,) = read_passages([text], fast=True)
    assert (heard.text, heard.start, heard.end) == (text, 0, len(text))
