"""Which task gives evidence for which standard: a links table, else the export, else titles."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Final

import polars as pl

from sharewell.evidence import plain
from sharewell.evidence.archive import is_workbook, members
from sharewell.evidence.delimited import Sheet, read_delimited
from sharewell.evidence.findings import FILE, ROW, Findings
from sharewell.evidence.headers import row_that_names, spelled
from sharewell.evidence.model import LINKS, Gradebook, Standards
from sharewell.evidence.numbers import to_number
from sharewell.evidence.refusals import Place, Refusal, Refused
from sharewell.evidence.titles import codes_in_titles
from sharewell.evidence.workbook import read_parquet, read_workbook

_NAMES: Final = {
    "task": ("task", "taskid", "assignment"),
    "standard": ("standard", "standards", "code"),
    "evidence": ("evidence", "pieces"),
    "minutes": ("minutes",),
}
_NEEDED: Final = ("task", "standard")
_HOW: Final = "Give a table with the columns task, standard and, if you like, evidence and minutes."


def read_links(path: str | Path, findings: Findings | None = None) -> pl.DataFrame:
    """Read a links table: task, standard, evidence, minutes, each row with its FILE and ROW.

    Raises:
        Refused: the file is no such table.
    """
    findings = findings or Findings()
    sheet = _sheet(Path(path), findings)
    rows = spelled(sheet, _NAMES, _NEEDED, findings)
    if rows is None:
        raise Refused(Refusal("unknown-table", Place(sheet.file, 1), "This is no table of links.", _HOW))
    return _checked(rows, findings)


def is_links_table(path: str | Path) -> bool:
    """Whether a file is a table of links: it has tasks and standards, and nobody's results."""
    try:
        if len(members(Path(path), Findings())) != 1:
            return False
        sheet = _sheet(Path(path), Findings())
    except Refused:
        return False
    return row_that_names(sheet, _NAMES, _NEEDED) is not None and plain.header_row(sheet, None) is None


def _sheet(path: Path, findings: Findings) -> Sheet:
    member = members(path, findings)[0]
    if path.is_file() and is_workbook(path):
        return read_workbook(path)[0]
    raw = member.read()
    return (
        read_parquet(raw, member.name)
        if raw.startswith(b"PAR1")
        else read_delimited(raw, member.name, findings)
    )


def _checked(rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    how = "Fill in the task and the standard, or leave the row out."
    blank = pl.col("task").is_null() | pl.col("standard").is_null()
    rows = findings.refuse_rows(rows, blank, "half-a-link", "The row lacks a task or a standard.", how)
    rows = rows.with_columns(
        to_number(pl.col("evidence"), ".").alias("_evidence"),
        to_number(pl.col("minutes"), ".").alias("_minutes"),
    )
    pieces = pl.col("_evidence")
    bad = pl.col("evidence").is_not_null() & ~(
        (pieces >= 1) & (pieces == pieces.floor()) & (pieces <= 1000)
    ).fill_null(False)
    what = "The evidence is {value}; it must be a whole number of pieces, 1 or more."
    rows = findings.refuse_rows(
        rows, bad, "impossible-evidence", what, "Give 1, 2, 3 …", column="evidence", value="evidence"
    )
    bad = pl.col("minutes").is_not_null() & ~(
        (pl.col("_minutes") > 0) & (pl.col("_minutes") < 100_000)
    ).fill_null(False)
    what = "The minutes are {value}; they must be above 0."
    rows = findings.refuse_rows(
        rows,
        bad,
        "impossible-minutes",
        what,
        "Give the minutes that the task takes.",
        column="minutes",
        value="minutes",
    )
    return rows.select(
        "task",
        "standard",
        pieces.fill_null(1).cast(pl.Int64).alias("evidence"),
        pl.col("_minutes").alias("minutes"),
        FILE,
        ROW,
    )


def link_tasks(
    book: Gradebook, findings: Findings, *, standards: Standards | None, table: Path | None
) -> Gradebook:
    """The book with its links from the best source that there is, sorted, one row a task and standard."""
    if table is not None:
        book = _with_table(book, read_links(table, findings), findings)
    else:
        known = book.tasks.select("task")
        own = book.links.join(known, on="task", how="semi")
        if own.is_empty():
            own = codes_in_titles(book.tasks, standards)
        book = dataclasses.replace(book, links=own)
    links = _by_code(book.links, standards)
    links = links.group_by("task", "standard").agg(pl.col("evidence").max())
    if standards is not None:
        say_unknown(links, standards, findings)
    links = links.select(pl.col(name).cast(kind) for name, kind in LINKS.items())
    return dataclasses.replace(book, links=links.sort("task", "standard"))


def tasks_meant(
    rows: pl.DataFrame, tasks: pl.DataFrame, findings: Findings
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What a links table says of some tasks: by id, else by exact title (of every task that has it).

    Args:
        rows: as `read_links` gives them.
        tasks: `task, title, minutes` and whatever else tells tasks apart.

    Returns:
        Links, with the columns of `tasks` that tell tasks apart; and all tasks, with the minutes that the table
        gives. A row that means no task is refused.
    """
    keys = [name for name in tasks.columns if name not in ("title", "minutes")]
    tasks = tasks.with_row_index("_at")
    ids = tasks.select(pl.col("task").alias("_id"), pl.col("_at").alias("_by_id"))
    titles = tasks.select(pl.col("title").str.strip_chars().alias("_title"), pl.col("_at").alias("_by_title"))
    rows = rows.join(ids, left_on="task", right_on="_id", how="left", maintain_order="left")
    rows = rows.join(titles, left_on="task", right_on="_title", how="left", maintain_order="left")
    rows = rows.with_columns(pl.coalesce("_by_id", "_by_title").alias("_at"))
    what = "No task of the gradebook has the id or title {value}."
    how = "Write the task's id, or its title exactly as in the gradebook."
    rows = findings.refuse_rows(
        rows, pl.col("_at").is_null(), "unknown-task", what, how, column="task", value="task"
    )
    minutes = rows.drop_nulls("minutes").group_by("_at").agg(pl.col("minutes").max().alias("_minutes"))
    given = tasks.join(minutes, on="_at", how="left", maintain_order="left")
    given = given.with_columns(pl.coalesce("_minutes", "minutes").alias("minutes")).drop("_minutes", "_at")
    links = rows.select("_at", "standard", "evidence").unique(maintain_order=True)
    links = links.join(tasks.select("_at", *keys), on="_at", how="left", maintain_order="left")
    return links.select(*keys, "standard", "evidence"), given


def _with_table(book: Gradebook, rows: pl.DataFrame, findings: Findings) -> Gradebook:
    links, tasks = tasks_meant(rows, book.tasks, findings)
    return dataclasses.replace(book, links=links.select(list(LINKS)), tasks=tasks)


def _by_code(links: pl.DataFrame, standards: Standards | None) -> pl.DataFrame:
    """Links whose standard is given by another identifier (a CASE GUID) name its code."""
    if standards is None or standards.identifiers.is_empty():
        return links
    codes = standards.standards["standard"].implode()
    names = dict(standards.identifiers.iter_rows())
    known = pl.col("standard").is_in(codes)
    return links.with_columns(
        pl.when(known).then("standard").otherwise(pl.col("standard").replace(names)).alias("standard")
    )


def say_unknown(links: pl.DataFrame, standards: Standards, findings: Findings) -> None:
    """Name each linked standard that is not among those given."""
    if standards.standards.is_empty():
        return
    stray = links.select("standard").unique().join(standards.standards, on="standard", how="anti")
    for code in sorted(stray["standard"].to_list()):
        what = (
            f"{code} is linked to tasks, but is not among the standards given; it is kept as its own target."
        )
        findings.caution("unknown-standard", what)
