"""JSON Lines in, JSON Lines out: each text read as one, in order, with memory that does not grow."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from sharewell.evidence.refusals import Caution, Place, Refusal
from sharewell.language.asking import question
from sharewell.language.fold import HALVES
from sharewell.language.lens import read_passages
from sharewell.language.lines import Source, decoded, runs
from sharewell.language.model import SentenceReading
from sharewell.language.packs import Pack
from sharewell.language.tongue import said_tongue

LONGEST = 100_000  # characters of one text


@dataclass(frozen=True, slots=True)
class Given:
    """One line of the input; lines are counted from 1."""

    row: int
    id: Any
    text: str
    lang: str | None


def read_lines(
    source: Source,
    name: str,
    refuse: Callable[[Refusal], None],
    packs: Sequence[Pack] = (),
    *,
    lang: str | None = None,
    warn: Callable[[Caution], None] = lambda _: None,
    fast: bool = False,
    threads: int = 1,
) -> Iterator[list[tuple[Given, SentenceReading]]]:
    """Read `{"id", "text", "lang"?}` lines lazily, in batches of what is there.

    Args:
        source: bytes of the lines; from a pipe, a line that stands alone is answered at once.
        name: of the source, for refusals.
        refuse: is given each line that cannot be used.
        packs: criteria of one's own.
        lang: of lines that say none themselves.
        warn: is told how letters were read that are not UTF-8, and of texts that are read in part.
        fast: patterns and n-grams only.
        threads: threads of the sentence encoder.
    """
    for run in given_lines(source, name, refuse, warn, lang):
        for line in run:
            if len(line.text) > LONGEST:
                what = f"Of a text the first {LONGEST:,} characters are read; this one is longer."
                warn(Caution("long-text", what, Place(name, row=line.row)))
        batch = [replace(line, text=line.text[:LONGEST]) for line in run]
        readings = read_passages(
            [line.text for line in batch], [line.lang for line in batch], packs, fast=fast, threads=threads
        )
        yield list(zip(batch, readings, strict=True))


def answer(given: Given, reading: SentenceReading) -> dict[str, Any]:
    """The answer to one line; what is asked, and how surely, stands after the fields every reader needs."""
    said = {"id": given.id, **coded(reading), "suggestion": question(reading)}
    return {**said, "unsure": reading.unsure, "asked": reading.asked}


def coded(reading: SentenceReading) -> dict[str, Any]:
    """A reading with the codes of the label guide, for machines; spans with offsets in its own text."""
    spans = [span.moved(-reading.start) for span in reading.spans]
    return {
        "framing": reading.framing,
        "probability": {kind: round(p, 4) for kind, p in reading.probability.items()},
        "reason": reading.reason,
        "spans": [[span.start, span.end, span.criterion] for span in spans],
        "level": reading.level,
        "informative": list(reading.informative),
        "controlling": reading.controlling,
    }


def as_line(said: object) -> str:
    """One line of JSON for any output: halves of letters are escaped, as they came. ValueError: not JSON."""
    line = json.dumps(said, ensure_ascii=False, allow_nan=False)
    return HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", line)


def given_lines(
    source: Source,
    name: str,
    refuse: Callable[[Refusal], None],
    warn: Callable[[Caution], None],
    lang: str | None = None,
) -> Iterator[list[Given]]:
    """The texts of JSON lines in runs of what is there; a line that cannot be used goes to `refuse`."""
    row = 0
    for run in runs(source):
        batch: list[Given] = []
        for line in run:
            row += 1
            text = decoded(line, name, warn)
            given = _given(text, row, lang) if text is None or text.strip() else None
            if isinstance(given, Given):
                batch.append(given)
            elif given:
                code, what, fix = given
                refuse(Refusal(code, Place(name, row=row), what, fix))
        yield batch


def _given(line: str | None, row: int, lang: str | None) -> Given | tuple[str, str, str]:
    """What a line gives, or why it cannot be used: code, what, how to mend it."""
    fix = 'Write one object a line: {"id": "1", "text": "…", "lang": "en"}.'
    if line is None:
        return "wrong-encoding", "The letters of this line are not in UTF-8.", "Save the file as UTF-8."
    try:
        fields = cast("object", json.loads(line, parse_constant=_no_json))
    except (ValueError, RecursionError):
        return (
            "not-json",
            "This line is not JSON.",
            f"{fix} Text of another kind: say --as txt, md, html or csv.",
        )
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
        return "no-text", "This line has no text.", fix
    told = cast("dict[str, Any]", fields)
    if not _can_be_an_id(told.get("id")):
        return "unusable-id", "The id of this line is no name or number.", fix
    said = told.get("lang")
    return Given(
        row, told.get("id"), told["text"], said_tongue(said if isinstance(said, str) else None) or lang
    )


def _no_json(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _can_be_an_id(value: object) -> bool:
    """Whether an id can be given back: not a number beyond all (1e999), nor a list too deep to write."""
    try:
        as_line(value)
    except (ValueError, RecursionError):
        return False
    return True
