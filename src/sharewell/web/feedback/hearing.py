"""What the lens hears in a draft or a text, ready to be shown: marks with why, source, a question and a wording.

Nothing is kept here and nothing is logged: a text goes in, marks come out.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sharewell.language import Known, Pack, read, read_many
from sharewell.language.asking import asks, is_unsure, question, wordings
from sharewell.language.codes import REASONS
from sharewell.language.explaining import explained
from sharewell.language.model import Reading, SentenceReading
from sharewell.language.moves import QUESTIONS
from sharewell.language.summary import carries_next_step
from sharewell.language.tongue import served_tongue

LONGEST = 20_000  # characters of one text


@dataclass(frozen=True, slots=True)
class Mark:
    """A sentence that the lens asks about.

    Attributes:
        start, end: characters of the text; `at`, `to` the same in UTF-16 units, as browsers count.
        sentence: as written.
        unsure: a question rather than a mark; never so for a criterion of the class.
        title, why, source: what was heard, in words.
        question: what a colleague would ask.
        wording: what may stand in the sentence's place, every fact kept; None where nothing fits.
        own: it is a criterion of the class.
    """

    start: int
    end: int
    at: int
    to: int
    sentence: str
    unsure: bool
    title: str
    why: str
    source: str
    question: str
    wording: str | None
    own: bool
    lang: str = "en"


@dataclass(frozen=True, slots=True)
class Hearing:
    """A text as heard: its marks, the summary in words, and the counts that are kept with it."""

    marks: tuple[Mark, ...]
    words: tuple[str, ...]
    counts: dict[str, Any] = field(default_factory=dict[str, Any])


def hear(text: str, packs: Sequence[Pack] = (), known: Known | None = None, *, fast: bool = False) -> Hearing:
    """Read a text with the shipped packs and a class's own.

    `fast` takes patterns and n-grams alone (and the class's criteria): for while somebody is typing.
    """
    (heard,) = hear_many([text], packs, known, fast=fast)
    return heard


def hear_many(
    texts: Sequence[str], packs: Sequence[Pack] = (), known: Known | None = None, *, fast: bool = False
) -> list[Hearing]:
    """Several texts at once, which takes less time than one after the other."""
    # While somebody types, wordings are checked against the shipped packs alone; at rest, against the class's too.
    checked = () if fast else packs
    return [_heard(reading, packs, checked, known) for reading in read_many(texts, packs=packs, fast=fast)]


def counts_of(texts: Sequence[str]) -> list[dict[str, Any]]:
    """What is kept of each text (`Hearing.counts`), where nobody is shown its marks."""
    return [_counts(reading) for reading in read_many(texts)]


def _heard(reading: Reading, packs: Sequence[Pack], checked: Sequence[Pack], known: Known | None) -> Hearing:
    asked = [sentence for sentence in reading.sentences if asks(sentence)]
    instead = wordings(asked, checked, known, reading.text)
    marks = tuple(
        _mark(reading.text, sentence, packs, known, wording)
        for sentence, wording in zip(asked, instead, strict=True)
    )
    return Hearing(marks, reading.summary.words, _counts(reading))


def warm() -> None:
    """Load what reading needs, in the background, so that the first pause in a draft is as quick as the others."""
    threading.Thread(target=_load, name="lens", daemon=True).start()


def _load() -> None:
    for fast in (True, False):
        read("Ready.", fast=fast)


def _mark(
    text: str, sentence: SentenceReading, packs: Sequence[Pack], known: Known | None, wording: str | None
) -> Mark:
    why, source, own = explained(sentence, packs)
    at = _utf16(text[: sentence.start])
    return Mark(
        start=sentence.start,
        end=sentence.end,
        at=at,
        to=at + _utf16(sentence.text),
        sentence=sentence.text,
        unsure=is_unsure(sentence),
        title="; ".join(own) or REASONS[sentence.asked or sentence.reason].name,
        why=why,
        source=source,
        question=_question(sentence, known, wording),
        wording=wording,
        own=bool(own),
        lang=sentence.lang,
    )


def _question(sentence: SentenceReading, known: Known | None, wording: str | None) -> str:
    """The question alone where a wording stands under it; else with how it could begin and what stays."""
    if wording is not None and sentence.asked:
        return QUESTIONS[served_tongue(sentence.lang)][sentence.asked]
    return question(sentence, known) or ""


def passes(wording: str, packs: Sequence[Pack] = (), *, fast: bool = True) -> bool:
    """Whether the lens, with these packs beside the shipped ones, would ask about nothing in it."""
    return not any(map(asks, read(wording, packs=packs, fast=fast).sentences))


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _counts(reading: Reading) -> dict[str, Any]:
    """The columns of `models.Heard`. An unsure sentence counts for how it is heard, but gives no reason."""
    framings = reading.summary.framings
    sure = [
        sentence for sentence in reading.sentences if sentence.framing == "deficit" and not sentence.unsure
    ]
    return {
        "asset": framings["asset"],
        "deficit": len(sure),
        "neutral": framings["neutral"] + framings["deficit"] - len(sure),
        "reasons": [sentence.reason for sentence in sure],
        "next_step": carries_next_step(reading.sentences),
        "sentences": [[s.start, s.end, asks(s)] for s in reading.sentences],
    }
