"""Words cut one by one are cut as the encoder's tokenizer cuts the whole text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sharewell.meaning.pieces import word_pieces
from sharewell.meaning.vectors import encoder


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_word_by_word_the_pieces_are_the_tokenizers(text: str) -> None:
    model = vars(type(encoder(1)))["_tokenizer"].__get__(encoder(1))
    assert word_pieces([text])[0].tolist() == model.encode(text, add_bos=True, add_eos=True)
