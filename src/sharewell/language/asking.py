"""What is asked of a writer: about which sentences, how surely, in which words, and what could stand instead.

Every door (command line, editor, composer, streams) asks by these rules.
"""

from __future__ import annotations

from collections.abc import Sequence

from sharewell.language.lens import read_many
from sharewell.language.model import SentenceReading, Span
from sharewell.language.packs import Pack
from sharewell.language.reframing import Known, rewrite, suggest

OWN = "own"  # the question for a criterion of one's own in a sentence that the lens would not ask about


def asks(reading: SentenceReading) -> bool:
    """Whether there is anything to ask: deficit is heard or may be, or a criterion of one's own is met."""
    return reading.asked is not None or bool(reading.criteria)


def is_unsure(reading: SentenceReading) -> bool:
    """Whether the lens asks rather than marks; a criterion of one's own always speaks."""
    return reading.unsure and not reading.criteria


def question(reading: SentenceReading, known: Known | None = None) -> str | None:
    """The question with how it could begin and what stays; None where nothing is asked.

    Kind words without information have a question too, though they are no finding.
    """
    code = reading.asked or (OWN if reading.criteria else reading.reason)
    return suggest(reading.text, code, reading.lang, _spans(reading), known, reading.moves)


def wordings(
    asked: Sequence[SentenceReading], packs: Sequence[Pack] = (), known: Known | None = None, text: str = ""
) -> list[str | None]:
    """What may stand in each sentence's place: facts kept by `rewrite`, and nothing left that the lens would ask
    about. What is known of the learner is named once: not where `text` or an earlier wording names it. All are read
    at once, which takes less time than one after the other.
    """
    made: list[str | None] = []
    for s in asked:
        new = known and known.unsaid(" ".join((text, *filter(None, made))))
        made.append(rewrite(s.text, s.asked, s.lang, _spans(s), new, s.moves) if s.asked else None)
    heard = read_many([wording or "" for wording in made], packs=packs, fast=True)
    return [
        wording if wording and not any(map(asks, reading.sentences)) else None
        for wording, reading in zip(made, heard, strict=True)
    ]


def _spans(reading: SentenceReading) -> list[Span]:
    """The words it rests on, with offsets in the sentence; one's own criterion may rest on all of it."""
    return [s.moved(-reading.start) for s in reading.spans if s.criterion not in reading.criteria]
