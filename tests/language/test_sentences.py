"""Sentences end where a reader would end them, and every offset points back into the text."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.language.sentences import sentence_spans


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She reads. He writes!", ["She reads.", "He writes!"]),
        (
            "Mr. Okafor met Dr. Li at 3.30 p.m. They agreed.",
            ["Mr. Okafor met Dr. Li at 3.30 p.m. They agreed."],
        ),
        ("See p. 4 and J. Klein. Then write.", ["See p. 4 and J. Klein.", "Then write."]),
        ("¿Qué te gusta? ¡Cuéntame! Vale.", ["¿Qué te gusta?", "¡Cuéntame!", "Vale."]),
        ("- first point\n- second point", ["first point", "second point"]),
        ("1. Add units.\n2) Label axes.", ["Add units.", "Label axes."]),
        ("# A heading\nA line that goes on\nand on.", ["A heading", "A line that goes on\nand on."]),
        ("One paragraph\n\nAnother", ["One paragraph", "Another"]),
        ("“Lazy.” We do not say that.", ["“Lazy.”", "We do not say that."]),
        ("She waited… and then spoke.", ["She waited… and then spoke."]),
        ("La Sra. Vega llamó. Todo bien.", ["La Sra. Vega llamó.", "Todo bien."]),
        (
            "She solved it! 🎉 Next, label it. 👩🏽‍🔬 ✔️ Done.",
            ["She solved it!", "🎉 Next, label it.", "👩🏽‍🔬 ✔️ Done."],
        ),
        ("Well done 🎉 Ana! 🙂 and so on.", ["Well done 🎉 Ana! 🙂 and so on."]),
        ("... !!! \n ---", []),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


@given(st.text(alphabet="aB .!?\n-1¿é…“”()", max_size=120))
def test_offsets_are_in_order_and_nothing_that_can_be_read_is_lost(text: str) -> None:
    spans = sentence_spans(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    letters = [place for place, char in enumerate(text) if char in "aBé"]
    inside = {place for start, end in spans for place in range(start, end)}
    bullets = {place for place in letters if place not in inside}
    assert all(text[place + 1 : place + 2] in (".", ")") for place in bullets)  # "a)" may be a bullet
