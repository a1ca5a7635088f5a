"""JSON Lines in, JSON Lines out: each text read as one, in order, with memory that does not grow."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

from sharewell.evidence.refusals import Place, Refusal
from sharewell.language.lens import BATCH, read_passages
from sharewell.language.model import SentenceReading
from sharewell.language.packs import Pack
from sharewell.language.reframing import suggest

LONGEST = 100_000  # characters of one text


@dataclass(frozen=True, slots=True)
class Given:
    """One line of the input."""

    id: Any
    text: str
    lang: str | None


def read_lines(
    lines: Iterable[str],
    name: str,
    refuse: Callable[[Refusal], None],
    packs: Sequence[Pack] = (),
    *,
    fast: bool = False,
    threads: int = 1,
) -> Iterator[tuple[Given, SentenceReading]]:
    """Read `{"id", "text", "lang"?}` lines lazily; a line that cannot be used goes to `refuse`."""
    given = _given(lines, name, refuse)
    while batch := list(islice(given, BATCH)):
        readings = read_passages(
            [line.text for line in batch], [line.lang for line in batch], packs, fast=fast, threads=threads
        )
        yield from zip(batch, readings, strict=True)


def answer(given: Given, reading: SentenceReading) -> dict[str, Any]:
    """The answer to one line, with the codes of the label guide."""
    return {
        "id": given.id,
        "framing": reading.framing,
        "probability": {kind: round(p, 4) for kind, p in reading.probability.items()},
        "unsure": reading.unsure,
        "reason": reading.reason,
        "spans": [[span.start, span.end, span.criterion] for span in reading.spans],
        "level": reading.level,
        "informative": list(reading.informative),
        "controlling": reading.controlling,
        "suggestion": suggest(reading.text, reading.reason, reading.lang, reading.spans),
    }


def _given(lines: Iterable[str], name: str, refuse: Callable[[Refusal], None]) -> Iterator[Given]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = cast("object", json.loads(line))
        except ValueError:
            _refuse(refuse, name, number, "not-json", "This line is not JSON.")
            continue
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            _refuse(refuse, name, number, "no-text", "This line has no text.")
            continue
        fields = cast("dict[str, Any]", row)
        lang = fields.get("lang")
        yield Given(fields.get("id"), fields["text"][:LONGEST], lang if isinstance(lang, str) else None)


def _refuse(refuse: Callable[[Refusal], None], name: str, row: int, code: str, what: str) -> None:
    fix = 'Write one object a line: {"id": "1", "text": "…", "lang": "en"}.'
    refuse(Refusal(code, Place(name, row=row), what, fix))
