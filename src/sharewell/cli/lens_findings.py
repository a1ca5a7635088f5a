"""What the doors show of a sentence: where it stands, how it is heard, why, and how else to begin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sharewell.language.codes import REASONS
from sharewell.language.model import SentenceReading, Summary
from sharewell.language.reframing import suggest

Freer = Callable[[str, str], str | None]  # sentence, suggestion → a wording that holds


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence in its file.

    Attributes:
        file, line, column, end_line, end_column: where the sentence stands; lines and columns from 1.
        marked: where the words stand that the reading rests on, as (line, column, end line, end column).
        reading: what the lens heard.
        why, source: of the criterion behind it, or of the guide's reason.
        suggestion: a question and a way to begin; None where nothing is asked.
        own: names of own criteria that were met.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    marked: tuple[int, int, int, int]
    reading: SentenceReading
    why: str
    source: str
    suggestion: str | None
    own: tuple[str, ...]

    @property
    def unsure(self) -> bool:
        """Whether the lens asks rather than marks; a criterion of one's own always speaks."""
        return self.reading.unsure and not self.own

    @property
    def asks(self) -> bool:
        """Whether there is anything to ask the writer."""
        return self.reading.framing == "deficit" or bool(self.own)

    @property
    def title(self) -> str:
        """One line for people: the own criterion, or the reason in words."""
        return "; ".join(self.own) or REASONS[self.reading.reason].name


@dataclass(frozen=True, slots=True)
class FileSummary:
    """The summary of one file, or of one cell of a table."""

    file: str
    summary: Summary


def suggestion_for(reading: SentenceReading, freer: Freer | None = None) -> str | None:
    """The suggestion for a sentence that stands at `reading.start` of a longer text.

    `freer` may give another wording for what the lens would ask about; None from it leaves ours.
    """
    spans = [span.moved(-reading.start) for span in reading.spans]
    suggestion = suggest(reading.text, reading.reason, reading.lang, spans)
    if suggestion is None or freer is None or reading.framing != "deficit":
        return suggestion
    return freer(reading.text, suggestion) or suggestion
