"""Facts are found, and a new wording that drops one is caught."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.language.facts import facts_of, keeps_facts, missing_facts


@pytest.mark.parametrize(
    ("sentence", "facts"),
    [
        ("Kwame scored 42 of 60 points on 6.RP.A.3 on Friday.", ["Kwame", "42", "60", "6.RP.A.3", "Friday"]),
        ("Retake by 4 May at 5:30 pm with Ms. Hill.", ["4", "May", "5:30 pm", "Ms. Hill"]),
        ("F's fell from 54 to 19 in nine weeks.", ["F's", "54", "19", "nine"]),
        ("She got a B+ and 83% in Algebra.", ["a B+", "83%", "Algebra"]),
        ("Sacó un 4,5 en Lengua el 3 de marzo.", ["4,5", "Lengua", "3", "marzo"]),
        ("Lacks basics and never tries.", []),
        ("Why is this so bad?", []),
    ],
)
def test_facts(sentence: str, facts: list[str]) -> None:
    assert [fact.text for fact in facts_of(sentence)] == facts


def test_a_dropped_figure_is_named() -> None:
    assert [fact.text for fact in missing_facts("Ana got 4 of 42.", "Ana got 42.")] == ["4"]


def test_a_figure_inside_another_is_not_kept() -> None:
    assert not keeps_facts("4 quizzes are missing", "42 quizzes are missing")


@given(st.text(alphabet="Ana 4,2.5%BMay'on:/-", max_size=60))
def test_a_text_keeps_its_own_facts(text: str) -> None:
    assert keeps_facts(text, text)
