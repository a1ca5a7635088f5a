"""Suggestions keep every fact and next step, invent no strength, and pass the lens themselves."""

from __future__ import annotations

import pytest

from sharewell.language import Known, keeps_facts, openings, read, rewrite, suggest
from sharewell.language.codes import reasons_of
from sharewell.language.model import Span
from sharewell.language.moves import MOVES_FOR, QUESTIONS
from sharewell.language.reframing import reworded

WRITTEN = [
    "She scored 42 of 60 points and is far behind the others in Class 7B.",
    "He is lazy; two drawings are due on Friday.",
    "Kwame never tries. Redo question 6 by 4 May.",
    "Their curriculum is 20 years behind ours, says Mr. Brandt.",
    "Va por detrás de sus compañeros: sacó un 4,5 el 3 de marzo.",
]


@pytest.mark.parametrize("sentence", WRITTEN)
@pytest.mark.parametrize("reason", reasons_of("deficit"))
def test_every_fact_is_kept_whatever_the_reason(sentence: str, reason: str) -> None:
    for lang in ("en", "es"):
        suggestion = suggest(sentence, reason, lang)
        assert suggestion is not None
        assert keeps_facts(sentence, suggestion)


@pytest.mark.parametrize("sentence", WRITTEN)
@pytest.mark.parametrize("reason", sorted(MOVES_FOR))
def test_a_wording_to_take_keeps_every_fact_and_names_no_fault(sentence: str, reason: str) -> None:
    known = Known(shown=["Explains each step of a proof."], ready=["Writes equations"])
    for lang in ("en", "es"):
        for spans in ((), (Span(0, len(sentence), "all of it"),)):
            wording = rewrite(sentence, reason, lang, spans, known)
            assert wording is not None
            assert keeps_facts(sentence, wording)
    assert not {"lazy", "behind", "never"} & set(wording.lower().split())


def test_a_wording_to_take_keeps_the_clauses_that_may_stay_and_asks_for_what_is_not_known() -> None:
    wording = rewrite("He is lazy; redo question 6 by Friday.", "trt", "en", [Span(0, 10, "fixed-label")])
    assert wording == (
        "Here is where you excel: [something you have seen go well, and when]. Redo question 6 by Friday."
    )
    assert rewrite("They need our help.", "sav", "en") is None


def test_openings_come_from_evidence_alone() -> None:
    assert set(openings(Known())) == {"learned", "enjoy"}
    said = openings(Known(shown=["explains his sketches"], ready=["draw to scale"]))
    assert said["excel"] == "Here is where you excel: explains his sketches."
    assert "draw to scale" in said["goal"]


def test_the_next_step_is_never_dropped() -> None:
    suggestion = suggest("He is lazy; redo question 6 by Friday.", "trt", "en")
    assert suggestion is not None
    assert "redo question 6 by Friday" in suggestion


def test_nothing_known_asks_the_writer_and_invents_nothing() -> None:
    suggestion = suggest("Lacks basic skills.", "abs", "en")
    assert suggestion is not None
    assert "[something you have seen go well, and when]" in suggestion


def test_what_is_known_is_used() -> None:
    known = Known(shown=["explains each step of a proof"])
    suggestion = suggest("Lacks basic skills.", "abs", "en", known=known)
    assert suggestion is not None
    assert "Here is where you excel: explains each step of a proof." in suggestion


def test_plain_facts_need_no_suggestion() -> None:
    assert suggest("Mark: 17/25.", "fct", "en") is None


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_lens_passes_its_own_suggestions(lang: str) -> None:
    for reason in QUESTIONS[lang]:
        suggestion = suggest("…", reason, lang)
        assert suggestion is not None
        assert [s.text for s in read(suggestion, lang).findings] == [], reason


def test_every_deficit_reason_has_a_question_in_both_languages() -> None:
    assert set(reasons_of("deficit")) <= set(QUESTIONS["en"])
    assert set(QUESTIONS["en"]) == set(QUESTIONS["es"])
    assert set(MOVES_FOR) <= set(QUESTIONS["en"])


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("Here is where you excel: 42 points on graphs.", True),
        ("Here is where you excel: graphs.", False),
        ("", False),
    ],
)
def test_a_freer_wording_is_shown_only_with_every_fact(answer: str, shown: bool) -> None:
    wording = reworded("Only 42 points.", "safe", lambda prompt: answer, lambda text: True)
    assert wording == (answer if shown else "safe")


def test_a_freer_wording_must_pass_the_lens() -> None:
    assert reworded("x", "safe", lambda prompt: "He is lazy.", lambda text: False) == "safe"
    assert reworded("x", "safe", None, lambda text: True) == "safe"
