"""`sharewell lens report FILE…`: an archive of comments in sums, on this machine's cores or on a Ray cluster."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sharewell.evidence import Place, Refusal, Refused

if TYPE_CHECKING:
    import polars as pl

    from sharewell.language.archive_parts import Columns

OUT = (".csv", ".parquet")
WRITERS = ("writer", "writer_id", "teacher", "teacher_id", "author", "author_id", "staff_id", "user_id")
GROUPS = ("school", "school_id", "year", "school_year", "subject")


def report(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="CSV, TSV, JSON Lines or Parquet, one comment a row."),
    ],
    out: Annotated[
        Path | None, typer.Option(help="Write CSV or Parquet there, not to standard output.")
    ] = None,
    column: Annotated[str | None, typer.Option("--column", help="Column of the comments.")] = None,
    writer: Annotated[
        str | None, typer.Option(help="Column that says who wrote; needed, never shown.")
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            help="Columns to group by, with commas between (default: school, year, subject, where given)."
        ),
    ] = None,
    fast: Annotated[bool, typer.Option("--fast", help="Patterns and n-grams only.")] = False,
    processes: Annotated[int | None, typer.Option(min=1, help="Processes on this machine.")] = None,
    ray: Annotated[str | None, typer.Option(help="A Ray cluster, host:port or local.")] = None,
) -> None:
    """An archive in sums: how it speaks, how many carry a next step, common reasons; no text and no writer."""
    from sharewell.cli.cluster import reachable
    from sharewell.cli.progress import steps
    from sharewell.language.archive import added, count
    from sharewell.language.archive import report as sums
    from sharewell.language.archive_parts import parts_of
    from sharewell.scale import map_partitions

    if out is not None and out.suffix.lower() not in OUT:
        what, fix = (
            "The sums are written as CSV or Parquet.",
            f"Give --out a name that ends in {' or '.join(OUT)}.",
        )
        raise Refused(Refusal("unknown-ending", Place(str(out)), what, fix))
    if out is not None and not os.access(out.parent, os.W_OK):  # told before an archive is read for nothing
        what, fix = (
            "Nothing can be written there.",
            "Check that the folder is there and that you may write in it.",
        )
        raise Refused(Refusal("no-such-folder", Place(str(out)), what, fix))
    columns = _columns(files, column, writer, by)
    parts = [part for path in files for part in parts_of(path, columns, fast=fast)]
    with reachable(ray), steps("comments") as done:
        counted = map_partitions(count, parts, processes=processes, ray_address=ray, done=done)
    _write(sums(added(part.tallies for part in counted), columns.by), out)
    passed_over = Counter[str]()
    for part, each in zip(parts, counted, strict=True):
        passed_over[part.path] += each.passed_over
    if passed_over.total():
        raise Refused([_unusable(path, lines) for path, lines in passed_over.items() if lines])


def _unusable(path: str, lines: int) -> Refusal:
    from sharewell.language.lines import JSON_LINES

    what = f"Lines that could not be used and are not in the sums: {lines}."
    fix = "Check that they have the columns of the first line, and that their quotation marks are closed."
    if Path(path).suffix.lower() in JSON_LINES:
        fix = "Check that each is one JSON object and that its comment is a text."
    return Refusal("unusable-lines", Place(path), what, fix)


def _columns(files: Sequence[Path], text: str | None, writer: str | None, by: str | None) -> Columns:
    """The columns to read, the same in every file; everything that does not fit is refused at once."""
    from sharewell.cli.lens_rows import USUAL_COLUMNS, existing
    from sharewell.language.archive_forms import form_of
    from sharewell.language.archive_parts import Columns

    refusals: list[Refusal] = []
    headers: dict[Path, tuple[str, ...]] = {}
    for path in files:
        try:
            headers[path] = form_of(existing(path)).header
        except Refused as refused:
            refusals += refused.refusals
    first = next(iter(headers.values()), ())
    wanted = tuple(name.strip() for name in by.split(",")) if by else tuple(n for n in GROUPS if n in first)
    found = {
        "comments": text or next((name for name in first if name.lower() in USUAL_COLUMNS), None),
        "who wrote": writer or next((name for name in first if name.lower() in WRITERS), None),
    }
    option = {"comments": "--column", "who wrote": "--writer"}
    for path, header in headers.items():
        has = f"The columns are {', '.join(header)}."
        for what, name in found.items():
            if name is None or name not in header:
                said = f"It is not clear which column holds {what}: sums are shown over enough writers alone."
                refusals.append(
                    Refusal(
                        "no-such-column", Place(str(path), row=1), said, f"Give {option[what]} NAME. {has}"
                    )
                )
        for name in wanted:
            if name not in header:
                said = f"There is no column {name}."
                refusals.append(Refusal("no-such-column", Place(str(path), row=1, column=name), said, has))
    if refusals:
        raise Refused(refusals)
    return Columns(str(found["comments"]), str(found["who wrote"]), wanted)


def _write(table: pl.DataFrame, out: Path | None) -> None:
    import sys

    from sharewell.report.tables import write_table

    if out is None:
        write_table(table, sys.stdout.buffer)
    elif out.suffix.lower() == ".parquet":
        table.write_parquet(out)
    else:
        write_table(table, out)
    if table["texts"][0] is None:
        typer.echo("Too few texts or writers: sums are shown from 10 texts of 5 writers on.", err=True)
