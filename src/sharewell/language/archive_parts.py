"""Files cut into parts that can be read apart from each other: CSV and TSV, JSON Lines, Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl

from sharewell.language.archive_cuts import cuts
from sharewell.language.archive_forms import Form, form_of, objects, text_of
from sharewell.language.delimiters import cells_up_to

PART_BYTES = 4 * 2**20
PART_ROWS = 20_000  # of a Parquet file


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
    form: Form
    columns: Columns
    fast: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One comment."""

    text: str
    writer: str
    group: tuple[str, ...]


def parts_of(path: Path, columns: Columns, *, fast: bool, size: int = PART_BYTES) -> Iterator[Part]:
    """Cut a file into parts, always at the same places. One pass over the bytes; nothing is kept of them."""
    form = form_of(path)
    if path.suffix.lower() == ".parquet":
        rows = pl.scan_parquet(path).select(pl.len()).collect().item()
        places = [*range(0, rows, PART_ROWS), rows]
    else:
        places = list(cuts(path, form, size))
    for start, stop in pairwise(places):
        if stop > start:
            yield Part(str(path), start, stop, form, columns, fast)


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
        text = text_of(source.read(part.stop - part.start), part.form.encoding)
    if part.form.delimiter is None:
        yield from objects(text)
    else:
        with cells_up_to(len(text)):
            lines = io.StringIO(text, newline="")
            table = csv.DictReader(lines, part.form.header, delimiter=part.form.delimiter)
            records = list(table)  # at once: the limit is one for all that read
        yield from records


def _word(value: object) -> str:
    return "" if value is None else str(value).strip()
