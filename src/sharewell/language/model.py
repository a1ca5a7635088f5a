"""What the lens says: spans, a reading of each sentence, and a summary of the whole that teaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sharewell.language.codes import Framing, Informative, Level
from sharewell.language.moves import Move


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (as in `text[start:end]`) and the criterion that rests on them."""

    start: int
    end: int
    criterion: str

    def moved(self, by: int) -> Span:
        """The same span in a text that begins `by` characters earlier."""
        return Span(self.start + by, self.end + by, self.criterion)


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """One sentence or short passage as the lens hears it.

    Attributes:
        start, end: where it stands in the text that was read.
        text: the sentence.
        lang: "en", "es", or another code when the text said so.
        framing: asset, deficit or neutral.
        probability: of each framing; calibrated, sums to 1.
        unsure: the probability lies in the band where the lens asks instead of marking.
        reason: main code of the guide.
        spans: the words it rests on, or the question does where one is asked, best first; offsets in the text
            that was read.
        level: level of feedback to a learner; None when it is not feedback.
        informative: which of where to (feed_up), how it went (feed_back), what next (feed_forward) it gives.
        controlling: aims a threat, a reward or a must at the person's effort.
        criteria: ids of the criteria of one's own packs that were met.
        asked: code of what the lens would ask about: the reason of a deficit, or what it would be where deficit
            is likely enough to ask and not to mark; None elsewhere.
        moves: those that the criteria of one's own name for another wording; empty where they leave it to the reason.
    """

    start: int
    end: int
    text: str
    lang: str
    framing: Framing
    probability: Mapping[Framing, float]
    unsure: bool
    reason: str
    spans: tuple[Span, ...]
    level: Level | None
    informative: tuple[Informative, ...]
    controlling: bool
    criteria: tuple[str, ...]
    asked: str | None = None
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """What a text does as a whole: counts, and up to three sentences for its writer."""

    sentences: int
    framings: Mapping[Framing, int]
    informative: Mapping[Informative, int]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the lens hears it: its sentences in order, and the summary."""

    text: str
    sentences: tuple[SentenceReading, ...]
    summary: Summary

    @property
    def findings(self) -> tuple[SentenceReading, ...]:
        """The sentences that the lens would ask about, sure or unsure."""
        return tuple(sentence for sentence in self.sentences if sentence.asked)
