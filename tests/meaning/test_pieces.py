"""The encoder written out, and made fast, says what the encoder says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharewell.meaning import prepared
from sharewell.meaning.network import forward, layout, own_weights, piece_rows, word_pieces
from sharewell.meaning.prepared import Prepared
from sharewell.meaning.vectors import encoder, sentence_vectors

TEXTS = [
    "He is a lazy boy.",
    "",
    " \t ",
    "¿Qué te gusta aprender, y por qué?",
    "two\tlines\nhere",
    "word " * 400,
    "日本語 テスト。",
    "caf\u0065\u0301 naïve\u00a0day",
]


def test_the_network_written_out_is_the_encoder() -> None:
    pieces = word_pieces(TEXTS)
    said = forward(own_weights(), piece_rows(np.concatenate(pieces)), layout([len(one) for one in pieces]))
    np.testing.assert_allclose(said, sentence_vectors(TEXTS), atol=1e-5)


def test_a_prepared_network_is_the_encoder_also_when_it_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "KEPT", 30)
    small = Prepared(own_weights())
    for _ in range(2):
        for text in TEXTS:
            np.testing.assert_allclose(small.vectors([text]), sentence_vectors([text]), atol=1e-5)
    np.testing.assert_allclose(small.vectors(TEXTS * 3), sentence_vectors(TEXTS * 3), atol=1e-5)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_word_by_word_the_pieces_are_the_tokenizers(text: str) -> None:
    model = vars(type(encoder(1)))["_tokenizer"].__get__(encoder(1))
    assert word_pieces([text])[0].tolist() == model.encode(text, add_bos=True, add_eos=True)
