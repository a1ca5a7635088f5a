"""Texts that stand in rows: the cells of a CSV or TSV, the objects of JSON Lines."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from sharewell.cli.lens_settings import Settings
from sharewell.evidence import Caution, Place, Refusal, Refused
from sharewell.evidence.encoding import as_utf8
from sharewell.evidence.findings import Findings
from sharewell.language.delimiters import cells_up_to, without_delimiter
from sharewell.language.lines import AT_ONCE, JSON_LINES, Source
from sharewell.language.streaming import given_lines

TABLES: Final = (".csv", ".tsv")
DOCUMENTS: Final = (".txt", ".md", ".markdown", ".html", ".htm", ".docx")
USUAL_COLUMNS = (
    "text",
    "comment",
    "comments",
    "feedback",
    "remark",
    "remarks",
    "note",
    "message",
    "comentario",
    "comentarios",
    "observaciones",
)
STANDARD_INPUT: Final = "-"
_LOST = "\ufffd"
_END = "\x00end"  # what no cell of a table ends in


@dataclass(frozen=True, slots=True)
class Cell:
    """A text of its own in a row; `column` is named where several are read, `lang` where the row says it."""

    row: int
    column: str | None
    text: str
    lang: str | None


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told of what cannot be used, and of what was used with care."""

    refuse: Callable[[Refusal], None]
    warn: Callable[[Caution], None]


def ending_of(path: Path, settings: Settings) -> str:
    """The ending by which a file is read: the one asked for, or its own; standard input holds JSON Lines."""
    return settings.ending or (JSON_LINES[0] if str(path) == STANDARD_INPUT else path.suffix.lower())


def with_folders(paths: Sequence[Path], tell: Listener) -> list[Path]:
    """The files, and for a folder the documents in it and below it by name; what is hidden is left alone."""
    files: list[Path] = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        inside = sorted(one for one in path.rglob("*") if one.suffix.lower() in DOCUMENTS and one.is_file())
        seen = [one for one in inside if not _hidden(one.relative_to(path))]
        if not seen:
            what = f"This folder holds no document ({', '.join(DOCUMENTS)})."
            fix = "Name files of other kinds one by one, for example with a shell pattern."
            tell.refuse(Refusal("no-document", Place(str(path)), what, fix))
        files += seen
    return files


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)


def opened(path: Path) -> AbstractContextManager[Source]:
    """The bytes of a file or a pipe, or of standard input, which is left open. Raises Refused when it is not there."""
    if str(path) == STANDARD_INPUT:
        return nullcontext(cast("Source", sys.stdin.buffer))
    return (path if path.is_fifo() else existing(path)).open("rb")


def content(path: Path) -> bytes:
    """All bytes of a file, a pipe or standard input. Raises Refused when it is not there."""
    with opened(path) as source:
        return b"".join(iter(lambda: source.read1(AT_ONCE), b""))


def existing(path: Path) -> Path:
    """The path of a file that is there and may be read. Raises Refused."""
    try:
        if not path.is_file():
            what = "This is a folder, not a file." if path.is_dir() else "There is no such file."
            raise Refused(Refusal("no-such-file", Place(str(path)), what, "Check the name."))
        path.open("rb").close()
    except OSError as trouble:
        what, fix = (
            f"The file could not be opened ({trouble.__class__.__name__}).",
            "Check its name and place.",
        )
        raise Refused(Refusal("unreadable-file", Place(str(path)), what, fix)) from None
    return path


def json_cells(path: Path, settings: Settings, tell: Listener) -> Iterator[Cell]:
    """The texts of JSON Lines."""
    with opened(path) as source:
        for run in given_lines(source, str(path), tell.refuse, tell.warn, settings.lang):
            for given in run:
                yield Cell(given.row, None, given.text, given.lang)


def table_cells(path: Path, settings: Settings, tell: Listener) -> Iterator[Cell]:
    """The chosen columns of a CSV or TSV, row by row; the header is row 1. Raises Refused where none is chosen."""
    findings = Findings()
    text = as_utf8(content(path), str(path), findings)
    for caution in findings.cautions:
        tell.warn(caution)
    rows = iter(_rows(str(text), ending_of(path, settings)))
    header = [name.strip() for name in next((row for _, row in rows if any(row)), [])]
    wanted = _columns(path, header, settings)
    columns = [(place, _called(header, place)) for place, name in enumerate(header) if name in wanted]
    for number, row in rows:
        if wrong := _wrong(row, len(header), text.lost):
            tell.refuse(Refusal(wrong[0], Place(str(path), row=number), *wrong[1:]))
            continue
        for place, name in columns:
            if place < len(row) and row[place].strip():
                yield Cell(number, name if len(columns) > 1 else None, row[place].strip(), settings.lang)


def _called(header: Sequence[str], place: int) -> str:
    """The name of a column, numbered where several have it."""
    name = header[place]
    return name if header.count(name) == 1 else f"{name} {header[: place + 1].count(name)}"


def _rows(text: str, ending: str) -> list[tuple[int, list[str]]]:
    """The records with their numbers, from 1."""
    text, delimiter = without_delimiter(text, ending)
    with cells_up_to(len(text)):
        # A line of our own at the end: where it is no row by itself, a quotation mark before it is still open.
        ended = io.StringIO(f"{text}\n{_END}", newline="")
        rows = list(enumerate(csv.reader(ended, delimiter=delimiter), 1))
    return rows[:-1] if rows[-1][1] == [_END] else rows


def _wrong(row: Sequence[str], columns: int, lost: bool) -> tuple[str, str, str] | None:
    """Why a row cannot be used: code, what, how to mend it."""
    if row and row[-1].endswith(_END):
        what = "A quotation mark is opened in this row and not closed, so what follows cannot be told apart."
        return "open-quote", what, "Close it, or write it twice where the text itself holds one."
    if any(cell.strip() for cell in row[columns:]):
        what = "This row has more cells than there are columns, so a text may be cut."
        return "too-many-cells", what, "Put texts that hold the delimiter in quotation marks."
    if lost and any(_LOST in cell for cell in row):
        what = "Letters of this row are not in the file's encoding (UTF-8)."
        return "wrong-encoding", what, "Save the table as “CSV UTF-8”."
    return None


def _columns(path: Path, header: Sequence[str], settings: Settings) -> list[str]:
    if not header:
        fix = "Export it again, and check that it opens with rows in it."
        raise Refused(Refusal("empty-file", Place(str(path)), "The file is empty.", fix))
    wanted = list(settings.columns) or [name for name in header if name.lower() in USUAL_COLUMNS]
    missing = [name for name in wanted if name not in header]
    if missing or not wanted:
        what = (
            f"There is no column {', '.join(missing)}."
            if missing
            else "It is not clear which column to read."
        )
        fix = f"Give --column NAME; the columns are {', '.join(header)}."
        raise Refused(Refusal("no-such-column", Place(str(path), row=1), what, fix))
    return wanted
