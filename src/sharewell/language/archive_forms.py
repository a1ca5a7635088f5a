"""How a file of an archive is written, told from its beginning: its columns, letters, and ends of cells and rows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import polars as pl

from sharewell.evidence.encoding import as_utf8, wide_encoding
from sharewell.evidence.findings import Findings
from sharewell.evidence.refusals import Place, Refusal, Refused
from sharewell.language.delimiters import cells_up_to, without_delimiter
from sharewell.language.lines import JSON_LINES

_HEAD = 2**22  # bytes: whole letters of one, two or four


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written.

    Attributes:
        header: the names of its columns.
        encoding: where letters take two or four bytes; None: each part is UTF-8 or Windows-1252 by itself.
        delimiter: what stands between cells; None where there are none (JSON Lines, Parquet).
        records: how many end with the header; 0 where a file has none.
        line_end: what ends a record: a line feed, or a carriage return where none follows (old spreadsheets).
    """

    header: tuple[str, ...]
    encoding: str | None = None
    delimiter: str | None = None
    records: int = 0
    line_end: str = "\n"


def form_of(path: Path) -> Form:
    """How a file is written. Raises Refused when it cannot be read, or is a picture or the like."""
    try:
        if path.suffix.lower() == ".parquet":
            return Form(tuple(pl.read_parquet_schema(path)))
        with path.open("rb") as source:
            head = source.read(_HEAD)
        _refuse_no_text(head, path)
        encoding = wide_encoding(head)
        text = text_of(head, encoding)
        if path.suffix.lower() in JSON_LINES:
            return Form(tuple(next(objects(text), None) or ()), encoding)
        return _table_form(text, path.suffix, encoding)
    except (OSError, csv.Error, pl.exceptions.PolarsError) as trouble:
        what = f"The file could not be read ({trouble.__class__.__name__})."
        raise Refused(
            Refusal("unreadable-file", Place(str(path)), what, "Check its name and format.")
        ) from None


def text_of(raw: bytes, encoding: str | None) -> str:
    """A part of a file of this encoding as text; letters that cannot be told become U+FFFD."""
    if encoding:
        return raw.decode(encoding, errors="replace").removeprefix("\ufeff")
    try:
        return str(as_utf8(raw, "", Findings()))
    except Refused:
        return raw.decode("utf-8", errors="replace")


def objects(text: str) -> Iterator[dict[Any, Any] | None]:
    """The objects of JSON Lines; None for a line that holds none."""
    for line in text.split("\n"):
        if line.strip():
            try:
                found: object = json.loads(line)
            except (ValueError, RecursionError):
                found = None
            yield cast("dict[Any, Any]", found) if isinstance(found, dict) else None


def _refuse_no_text(head: bytes, path: Path) -> None:
    try:
        as_utf8(head[:4096], str(path), Findings())
    except Refused as refused:
        if any(refusal.code == "not-a-table" for refusal in refused.refusals):
            raise


def _table_form(text: str, ending: str, encoding: str | None) -> Form:
    """The form of delimited text: its header is the first record that holds anything."""
    text, delimiter = without_delimiter(text, ending)
    lines = io.StringIO(text, newline="")
    header, records = list[str](), 0
    with cells_up_to(len(text)):
        for header in csv.reader(lines, delimiter=delimiter):
            records += 1
            if any(header):
                break
    ends_with = text[: lines.tell()][-1:]  # csv reads no line ahead
    return Form(tuple(header), encoding, delimiter, records, "\r" if ends_with == "\r" else "\n")
