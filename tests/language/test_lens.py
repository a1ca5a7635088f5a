"""Reading: offsets, probabilities, the founding essay's own examples, batches, speed modes, odd input."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharewell.language import Span, read, read_many, read_passages
from sharewell.language.codes import FRAMINGS, LEVELS, REASONS
from sharewell.language.model import SentenceReading

ASSET = [
    "Can you tell me what you learned from this experience?",
    "What do you enjoy learning about?",
    "Her oral retellings are detailed, well ordered and funny.",
    "¿Qué aprendiste cuando cambiaste de estrategia?",
]
DEFICIT = [
    "Here is where you are behind others in your class.",
    "What do you think you did wrong here?",
    "If you focus harder you will perform better.",
    "He is a lazy student from a lazy family.",
    "Es un alumno vago que nunca llegará a nada.",
]
NEUTRAL = [
    "Label the axes and add a title.",
    "School closes at noon on Wednesday.",
    "The library opens at eight and closes at four.",
    "La biblioteca abre a las ocho.",
]


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize(
    ("sentence", "framing"),
    [(s, "asset") for s in ASSET] + [(s, "deficit") for s in DEFICIT] + [(s, "neutral") for s in NEUTRAL],
)
def test_plain_cases(sentence: str, framing: str, fast: bool) -> None:
    (reading,) = read(sentence, fast=fast).sentences
    assert fast or reading.framing == framing
    assert REASONS[reading.reason].framing == reading.framing


def test_offsets_point_into_the_text() -> None:
    text = "Label the axes.\n\nHe is a lazy boy, and everyone else has finished already."
    reading = read(text)
    assert [text[s.start : s.end] for s in reading.sentences] == [s.text for s in reading.sentences]
    (finding,) = reading.findings
    assert finding.spans
    for span in finding.spans:
        assert finding.start <= span.start < span.end <= finding.end


def test_a_summary_teaches() -> None:
    reading = read("You explained each step clearly, and the graph is labelled. Mark: 17 of 25.")
    assert any("not yet what next" in words for words in reading.summary.words)
    assert sum(reading.summary.framings.values()) == reading.summary.sentences == 2


@pytest.mark.parametrize("text", ["Good job, Ana! Keep it up.", "¡Muy bien! ¡Eres la mejor! Sigue así."])
def test_a_cheer_is_no_next_step(text: str) -> None:
    said = " ".join(read(text).summary.words)
    assert "what next" not in said
    assert "qué sigue" not in said
    assert any(asked in said for asked in ("what exactly went well?", "¿qué salió bien exactamente?"))


def test_a_notice_is_not_told_what_feedback_it_lacks() -> None:
    reading = read("The exam is on 12 June. Bring a ruler. Room 14.")
    assert reading.summary.words == ("Facts and arrangements, plainly said.",)


def test_one_by_one_and_together_are_the_same() -> None:
    texts = [*ASSET, *DEFICIT, *NEUTRAL, "", "42", "x" * 5000]
    together = list(read_passages(texts))
    alone = [next(iter(read_passages([text]))) for text in texts]
    assert [r.framing for r in together] == [r.framing for r in alone]
    assert [r.reason for r in together] == [r.reason for r in alone]


def test_many_are_read_in_order_however_many_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*ASSET, *DEFICIT, *NEUTRAL, "", " ".join(DEFICIT * 2)]
    together = _told(texts)
    monkeypatch.setattr("sharewell.language.lens.BATCH", 3)
    assert _told(texts) == together
    assert [text for text, *_ in together[: len(texts)]] == texts


def _told(texts: list[str]) -> list[tuple[str, str, str, tuple[Span, ...]]]:
    sentences = [one for reading in read_many(texts, fast=True) for one in reading.sentences]
    told = [*read_passages(texts, fast=True), *sentences]
    return [(one.text, one.framing, one.reason, one.spans) for one in told]


def test_a_long_text_is_spoken_for_by_its_most_telling_sentence() -> None:
    plain = "The meeting begins at nine in room four. " * 12
    (reading,) = read_passages([plain + "He is a lazy, disruptive boy from a bad family."])
    assert reading.framing == "deficit"
    assert reading.end == len(reading.text)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=200))
def test_anything_can_be_read(text: str) -> None:
    for reading in (*read(text, fast=True).sentences, *read_passages([text], fast=True)):
        assert reading.framing in FRAMINGS
        assert abs(sum(reading.probability.values()) - 1) < 1e-6
        assert reading.level in (None, *LEVELS)
        assert all(0 <= span.start < span.end <= len(text) for span in reading.spans) or not text.strip()


def test_nothing_to_read() -> None:
    reading = read("")
    assert reading.sentences == ()
    assert reading.summary.words


def test_a_sentence_of_no_language_alone_is_of_its_text() -> None:
    english = read("We wrote to the families. No thanks. Good job.", fast=True)
    spanish = read("Hemos escrito a las familias. No participa. Explica bien.", fast=True)
    assert {sentence.lang for sentence in english.sentences} == {"en"}
    assert {sentence.lang for sentence in spanish.sentences} == {"es"}
    mixed = read("Hemos escrito a las familias de la clase. She reads. No participa.", fast=True)
    assert [sentence.lang for sentence in mixed.sentences] == ["es", "en", "es"]


@pytest.mark.parametrize("text", ["", "  \n", "👍", "?!"])
def test_a_text_without_words_says_nothing_of_anybody(text: str) -> None:
    (reading,) = read_passages([text], fast=True)
    assert (reading.framing, reading.reason, reading.level) == ("neutral", "fct", None)
    assert not reading.unsure
    assert reading.asked is None
    assert reading.informative == ()


def test_a_text_that_changes_is_read_anew_only_where_it_changed() -> None:
    kept: dict[tuple[str, str | None], SentenceReading] = {}
    before, after = "Label the axes. She is lazy.", "She is lazy. Label the axes, please. She is lazy."
    read(before, fast=True, kept=kept)
    key = ("She is lazy.", "en")
    kept[key] = replace(kept[key], reason="cmp")  # tells whether it is judged again
    again = read(after, fast=True, kept=kept)
    anew = read(after, fast=True)
    assert [one.reason for one in again.sentences][::2] == ["cmp", "cmp"]
    assert [(one.start, one.end, one.text) for one in again.sentences] == [
        (one.start, one.end, one.text) for one in anew.sentences
    ]
    assert again.sentences[1] == anew.sentences[1]
    assert set(kept) == {key, ("Label the axes, please.", "en")}
