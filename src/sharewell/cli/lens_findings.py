"""What the doors show of a sentence: where it stands, how it is heard, why, and how else to begin."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sharewell.language.asking import asks, is_unsure, question
from sharewell.language.codes import REASONS
from sharewell.language.model import SentenceReading

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
        cell: the column of a table in which it stands, where several are read.
        in_row: whether columns are those of a text in a row, which say nothing of the file's own line.
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
    cell: str | None = None
    in_row: bool = False

    @property
    def place(self) -> str:
        """Where it stands, for people and as a name of its own."""
        where = f"{self.file}:{self.line}:{self.column}"
        return f"{where} ({self.cell})" if self.cell else where

    @property
    def uri(self) -> str:
        """The file as a reference by RFC 3986: relative where its name is."""
        path = Path(self.file)
        return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))

    @property
    def unsure(self) -> bool:
        """Whether the lens asks rather than marks; a criterion of one's own always speaks."""
        return is_unsure(self.reading)

    @property
    def asks(self) -> bool:
        """Whether there is anything to ask the writer."""
        return asks(self.reading)

    @property
    def code(self) -> str:
        """The code of what is asked about, or of the reason where nothing is."""
        return self.reading.asked or self.reading.reason

    @property
    def title(self) -> str:
        """One line for people: the own criterion, or the reason in words."""
        return "; ".join(self.own) or REASONS[self.code].name

    @property
    def label(self) -> str:
        """The title, marked as unsure where the lens only asks."""
        return f"Not sure: {self.title}?" if self.unsure else self.title


def suggestion_for(reading: SentenceReading, freer: Freer | None = None) -> str | None:
    """The suggestion for a sentence that stands at `reading.start` of a longer text.

    `freer` may give another wording for what the lens would ask about; None from it leaves ours.
    """
    suggestion = question(reading)
    if suggestion is None or freer is None or not asks(reading):
        return suggestion
    return freer(reading.text, suggestion) or suggestion
