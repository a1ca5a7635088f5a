"""The pattern language says what its table says, on any text, in linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.language.fold import fold
from sharewell.language.inflect import forms
from sharewell.language.patterns import PatternError, PatternSet, compile_pattern

LISTS = {"learner": ("she", "the class", "años")}


def found(pattern: str, text: str) -> str | None:
    patterns = PatternSet([compile_pattern(pattern, LISTS)])
    folded = fold(text)
    if patterns.present(folded) != [0]:
        return None
    start, end = patterns.where(0, folded)
    return text[start:end]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("behind", "Far Behind, again", "Behind"),
        ("behind", "behindhand", None),
        ("lack~ effort", "He lacked effort.", "lacked effort"),
        ("carec*", "Carecen de base", "Carecen"),
        ("far_behind|years_behind us", "Years  behind us", "Years  behind us"),
        ("<learner> is", "The class is loud", "The class is"),
        ("<learner>", "tres años", "años"),
        ("she ... wrong", "she did it all wrong", "she did it all wrong"),
        ("she ... wrong", "she did it so very much more wrong", None),
        ("she ..8 wrong", "she did it so very much more wrong", "she did it so very much more wrong"),
        ("very? good", "good!", "good"),
        ("very? good", "Very good.", "Very good"),
        ("^ why", "Why now?", "Why"),
        ("^ why", "And why now?", None),
        ("wrong $", "It is wrong.", "wrong"),
        ("wrong $", "wrong turn", None),
        ("# points", "42 points", "42 points"),
        ("está mal", "ESTA MAL", "ESTA MAL"),
        ("can't", "can’t", "can’t"),
        ("not * child", "not this child", "not this child"),
    ],
)
def test_the_table_of_patterns(pattern: str, text: str, expected: str | None) -> None:
    assert found(pattern, text) == expected


@pytest.mark.parametrize("bad", ["...", "<nobody> is", "a|b ]", "^", "("])
def test_what_cannot_be_read_is_said(bad: str) -> None:
    with pytest.raises(PatternError, match=r"word|list"):
        compile_pattern(bad, LISTS)


@given(st.text(max_size=200))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_no_pattern_explodes() -> None:
    patterns = PatternSet([compile_pattern("..12 a ..12 a ..12 a ..12 b", LISTS)])
    text = fold("a " * 20_000)
    start = time.process_time()
    assert patterns.present(text) == []
    assert time.process_time() - start < 2


def test_forms_of_words() -> None:
    assert {"lack", "lacks", "lacked", "lacking"} == set(forms("lack"))
    assert {"carry", "carries", "carried", "carrying"} == set(forms("carry"))
    assert "stopped" in forms("stop")
    assert "is" in forms("be")
