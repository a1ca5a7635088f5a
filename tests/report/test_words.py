"""Figures, days and names as pages say them."""

from __future__ import annotations

import doctest
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sharewell.report import marked_up, names, standards, words
from sharewell.report.standards import LABEL
from sharewell.report.words import NO_BREAK


def test_examples_in_the_docstrings_hold() -> None:
    for module in (words, names, standards):
        assert doctest.testmod(module).failed == 0


def test_figures() -> None:
    assert [words.figure(n) for n in (8.0, 7.5, 1204, 0, 0.125, 100, 1e6)] == [
        "8", "7.5", "1,204", "0", "0.12", "100", "1,000,000",
    ]  # fmt: skip
    assert words.points(8.0, 10.0) == "8 of 10"
    assert words.day(date(2026, 9, 1)) == "1 September 2026"
    assert words.day(None) == ""
    assert words.hours(16_565).replace(NO_BREAK, " ") == "276 hours"
    assert words.hours(85) == words.minutes(85)
    assert words.count(1, "task") == "1 task"
    assert words.count(0, "task") == "0 tasks"
    assert words.listing([]) == ""
    assert words.sentence("comes later") == "Comes later."


@given(st.integers(0, 100_000))
def test_minutes_can_be_read_back(amount: int) -> None:
    said = words.minutes(amount).replace(NO_BREAK, " ").replace(",", "").split(" ")
    read = {unit: int(number) for number, unit in zip(said[::2], said[1::2], strict=True)}
    assert 60 * read.get("h", 0) + read.get("min", 0) == amount
    assert " " not in words.minutes(amount)


def test_a_voice_reads_whole_words() -> None:
    assert words.spoken(words.minutes(85)) == "1 hour 25 minutes"
    assert words.spoken(words.minutes(121)) == "2 hours 1 minute"
    assert words.spoken("4 tasks, 11 min") == "4 tasks, 11 minutes"


def test_a_person_is_never_called_by_half_a_name() -> None:
    assert names.called("Ana García López") == "Ana"
    assert names.called("García López, Ana María") == "Ana María"
    assert names.called("Trần Mai") == "Trần Mai"
    assert names.called("Kim Minji", "ko-KR") == "Kim Minji"
    assert names.called("王小明") == "王小明"
    assert names.called("Lord Brett Sinclair") == "Lord Brett Sinclair"
    assert names.called("Abdul Rahman Said") == "Abdul Rahman Said"
    assert names.called("A. Smith") == "A. Smith"
    assert names.called("D’Andre Brown") == "D’Andre"
    assert names.called("s-1042") == "s-1042"


@given(st.text(max_size=400), st.integers(10, 80))
def test_first_words_fit(text: str, at_most: int) -> None:
    cut = standards.first_words(text, at_most)
    assert len(cut) <= at_most
    assert cut.endswith("…") or cut == " ".join(text.split()).rstrip(".")


def test_a_standard_is_called_by_what_helps() -> None:
    long = (
        "Understand that statistics can be used to gain information about a population by examining a sample."
    )
    assert (
        standards.label("7.SP.A.1", long)
        == "7.SP.A.1 Understand that statistics can be used to gain information…"
    )
    assert standards.label("7.SP.A.1", "Samples") == "Samples"
    assert standards.label("7.SP.A.1", "") == "7.SP.A.1"
    assert (
        standards.label("f3b2c1d0-9a8b-4c7d-8e6f-000000000001", long)
        == "Understand that statistics can be used to gain information…"
    )
    assert standards.label("task:17", long) == "Understand that statistics can be used to gain information…"
    assert len(standards.first_words(long)) <= LABEL


def test_what_people_write_is_escaped() -> None:
    assert "<b>" not in marked_up.named("<b>", "")
    assert "<b>" not in marked_up.piece_line("<b>x</b>", 1, 2, None)
    assert marked_up.isolate("<i> Ana", "Ana") == "&lt;i&gt; <bdi>Ana</bdi>"
    assert marked_up.isolate("<i>", "") == "&lt;i&gt;"


def test_people_are_sorted_as_they_are_read() -> None:
    people = ["Øystein", "Zoë", "Álvaro", "ana", "Đặng", "Ana"]
    assert sorted(people, key=lambda name: names.by_name(name, "")) == [
        "Álvaro",
        "Ana",
        "ana",
        "Đặng",
        "Zoë",
        "Øystein",
    ]
