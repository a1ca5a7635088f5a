"""Files cut into parts that can be read apart from each other: CSV and TSV, JSON Lines, Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import numpy as np
import polars as pl

from sharewell.evidence.encoding import as_utf8
from sharewell.evidence.findings import Findings
from sharewell.evidence.refusals import Place, Refusal, Refused
from sharewell.language.delimiters import cells_up_to, delimiter_of
from sharewell.language.lines import JSON_LINES

PART_BYTES = 4 * 2**20
PART_ROWS = 20_000  # of a Parquet file
_BLOCK = 2**22
_QUOTE, _NEWLINE = ord('"'), ord("\n")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold the text, the writer, and what groups are made by."""

    text: str
    writer: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes `start` to `stop` of a text file, or rows of a Parquet file."""

    path: str
    start: int
    stop: int
    header: tuple[str, ...]
    columns: Columns
    fast: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One comment."""

    text: str
    writer: str
    group: tuple[str, ...]


def header_of(path: Path) -> tuple[str, ...]:
    """The names of a file's columns. Raises Refused when it cannot be read."""
    try:
        if path.suffix.lower() == ".parquet":
            return tuple(pl.read_parquet_schema(path))
        with path.open("rb") as source:
            return _first_names(path, source)
    except (OSError, csv.Error, pl.exceptions.PolarsError) as trouble:
        what = f"The file could not be read ({trouble.__class__.__name__})."
        raise Refused(
            Refusal("unreadable-file", Place(str(path)), what, "Check its name and format.")
        ) from None


def parts_of(path: Path, columns: Columns, *, fast: bool, size: int = PART_BYTES) -> Iterator[Part]:
    """Cut a file into parts, always at the same places. One pass over the bytes; nothing is kept of them."""
    header = header_of(path)
    if path.suffix.lower() == ".parquet":
        rows = pl.scan_parquet(path).select(pl.len()).collect().item()
        cuts = [*range(0, rows, PART_ROWS), rows]
    else:
        cuts = list(_cuts(path, size))
    for start, stop in pairwise(cuts):
        if stop > start:
            yield Part(str(path), start, stop, header, columns, fast)


def rows_of(part: Part) -> Iterator[Row | None]:
    """The comments of a part; None for a line that cannot be used, and nothing for one without a comment."""
    for record in _records(part):
        if record is None or None in record:  # more cells than columns: the cells may have moved
            yield None
            continue
        text = record.get(part.columns.text)
        if not isinstance(text, str):
            yield None
        elif text.strip():
            group = tuple(_word(record.get(name)) for name in part.columns.by)
            yield Row(text, _word(record.get(part.columns.writer)), group)


def _records(part: Part) -> Iterator[dict[Any, Any] | None]:
    path = Path(part.path)
    wanted = [part.columns.text, part.columns.writer, *part.columns.by]
    if path.suffix.lower() == ".parquet":
        table = (
            pl.scan_parquet(path)
            .slice(part.start, part.stop - part.start)
            .select(list(dict.fromkeys(wanted)))
        )
        for record in table.collect().iter_rows(named=True):
            yield {**record, part.columns.text: record[part.columns.text] or ""}
        return
    with path.open("rb") as source:
        source.seek(part.start)
        said = _text(source.read(part.stop - part.start))
    if path.suffix.lower() in JSON_LINES:
        yield from _objects(said)
    else:
        with cells_up_to(len(said)):
            table = csv.DictReader(
                io.StringIO(said, newline=""), fieldnames=part.header, delimiter=_delimiter(path)
            )
            records = list(table)  # at once: the limit is one for all that read
        yield from records


def _objects(said: str) -> Iterator[dict[Any, Any] | None]:
    for line in said.split("\n"):
        if line.strip():
            try:
                found: object = json.loads(line)
            except (ValueError, RecursionError):
                found = None
            yield cast("dict[Any, Any]", found) if isinstance(found, dict) else None


def _first_names(path: Path, source: io.BufferedReader) -> tuple[str, ...]:
    if path.suffix.lower() in JSON_LINES:
        return tuple(next(_objects(_text(source.readline())), None) or ())
    lines = io.StringIO(_text(source.read(_BLOCK)), newline="")
    return tuple(next(csv.reader(lines, delimiter=_delimiter(path)), ()))


def _delimiter(path: Path) -> str:
    with path.open("rb") as source:
        return delimiter_of(_text(source.readline()), path.suffix)


def _text(raw: bytes) -> str:
    """Bytes of a part: UTF-8, or Windows-1252 where they cannot be; letters that cannot be told become U+FFFD."""
    try:
        return as_utf8(raw, "", Findings()).data.decode("utf-8")
    except Refused:
        return raw.decode("utf-8", errors="replace")


def _cuts(path: Path, size: int) -> Iterator[int]:
    """Where parts begin: after the header, then at the first end of a record past every `size` bytes.

    A line end inside quotation marks ends no record: there the number of marks so far is odd.
    """
    quoted = path.suffix.lower() not in JSON_LINES
    seen, marks, last = 0, 0, None if quoted else 0
    if last is not None:
        yield last
    with path.open("rb") as source:
        while block := source.read(_BLOCK):
            for end in _record_ends(block, marks if quoted else None):
                if last is None or seen + end - last >= size:
                    last = seen + end
                    yield last
            marks += block.count(b'"')
            seen += len(block)
    yield seen


def _record_ends(block: bytes, marks: int | None) -> Sequence[int]:
    """Offsets after the line ends that end a record; `marks` quotation marks stood before (None: none count)."""
    octets = np.frombuffer(block, dtype=np.uint8)
    ends = octets == _NEWLINE
    if marks is not None:
        ends &= (np.cumsum(octets == _QUOTE) + marks) % 2 == 0
    return cast("Sequence[int]", (np.flatnonzero(ends) + 1).tolist())


def _word(value: object) -> str:
    return "" if value is None else str(value).strip()
