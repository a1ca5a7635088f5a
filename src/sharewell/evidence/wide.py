"""What gradebooks with one column a task share: cells to rows, words in cells to statuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from sharewell.evidence.check import Draft
from sharewell.evidence.findings import COLUMN, FILE, ROW, Findings
from sharewell.evidence.model import MISSING, SCORED, UNGRADED
from sharewell.evidence.numbers import numbers_of
from sharewell.evidence.statuses import kinds_of, status_of

_ESCAPED: Final = r"^'([=+\-@\t'])"  # how exporters keep a spreadsheet from taking a name for a formula
_FORMULA_TEXT: Final = r'^="(.*)"$'


@dataclass(frozen=True, slots=True)
class TaskColumn:
    """A column of scores: where it stands, its header, and the task it is for."""

    at: int
    header: str
    task: str
    title: str
    possible: float | None
    category: str | None = None
    share: bool = False  # the cells are percentages of the points possible


def unescaped(text: pl.Expr) -> pl.Expr:
    """Text as it was before an exporter made it safe for spreadsheets."""
    return text.str.replace(_FORMULA_TEXT, "${1}").str.replace(_ESCAPED, "${1}")


def first_name_first(name: pl.Expr) -> pl.Expr:
    """`Last, First` as people say it: First Last. A name with no comma, or with two, stays as it is."""
    pattern = r"^\s*([^,]+?)\s*,\s*([^,]+?)\s*$"
    return name.str.replace(pattern, "${2} ${1}")


def to_results(
    body: pl.DataFrame,
    columns: list[TaskColumn],
    mark: str,
    findings: Findings,
    *,
    blank_is_missing: bool,
    letters: str,
    comments: Mapping[int, str] | None = None,
) -> pl.DataFrame:
    """One row a student and task from `body` (student_id, FILE, ROW and columns "0", "1", …).

    A cell may hold points, a percentage, or a status word; other text is refused with the advice `letters`.
    `comments` names, for the place of a task's column, the column of `body` in which its comments stand.
    """
    by_task = pl.DataFrame(
        {
            "_at": [str(column.at) for column in columns],
            "task": [column.task for column in columns],
            COLUMN: [column.header for column in columns],
            "_possible": [column.possible for column in columns],
            "_share": [column.share for column in columns],
        },
        schema={
            "_at": pl.String,
            "task": pl.String,
            COLUMN: pl.String,
            "_possible": pl.Float64,
            "_share": pl.Boolean,
        },
    )
    cells = _long(body, [str(column.at) for column in columns], "_cell").join(
        by_task, on="_at", how="left", maintain_order="left"
    )
    cells = cells.with_columns(
        numbers_of(cells["_cell"], mark).alias("_number"),
        kinds_of(cells["_cell"]).alias("_kind"),
    )
    share = pl.col("_share") | pl.col("_cell").str.contains(r"%$")
    points = pl.when(share).then(pl.col("_number") / 100 * pl.col("_possible")).otherwise("_number")
    unread = pl.col("_cell").is_not_null() & pl.col("_number").is_null() & pl.col("_kind").is_null()
    what = "The cell holds {value}, which is no number of points and no known word."
    cells = findings.refuse_rows(cells, unread, "not-a-number", what, letters, value="_cell")
    blank = MISSING if blank_is_missing else UNGRADED
    cells = cells.with_columns(points.alias("points")).with_columns(
        status_of(pl.col("_kind"), pl.col("points").is_not_null(), pl.col("points") > 0, blank=blank).alias(
            "status"
        )
    )
    bare = (pl.col("status") == SCORED) & pl.col("points").is_null()
    what = "The cell says {value}, and no points."
    cells = findings.refuse_rows(cells, bare, "no-points", what, letters, value="_cell")
    cells = _with_comments(cells, body, comments or {})
    return cells.select(
        "student_id",
        "task",
        "points",
        "status",
        pl.lit(None, pl.Date).alias("done"),
        "comment",
        FILE,
        ROW,
        COLUMN,
    )


def _long(body: pl.DataFrame, columns: list[str], value: str) -> pl.DataFrame:
    return body.select("student_id", FILE, ROW, *columns).unpivot(
        columns, index=["student_id", FILE, ROW], variable_name="_at", value_name=value
    )


def _with_comments(cells: pl.DataFrame, body: pl.DataFrame, comments: Mapping[int, str]) -> pl.DataFrame:
    if not comments:
        return cells.with_columns(pl.lit(None, pl.String).alias("comment"))
    renamed = body.select(
        "student_id", FILE, ROW, *(pl.col(at).alias(str(of)) for of, at in comments.items())
    )
    said = _long(renamed, [str(of) for of in comments], "comment").select("_at", ROW, "comment")
    return cells.join(said, on=["_at", ROW], how="left", maintain_order="left")


def one_class(
    source: str,
    title: str,
    students: pl.DataFrame,
    columns: list[TaskColumn],
    results: pl.DataFrame,
    file: str,
) -> Draft:
    """The draft of an export of one class. `students` has student_id, name, FILE, ROW."""
    tasks = pl.DataFrame(
        {
            "task": [column.task for column in columns],
            "title": [column.title for column in columns],
            "category": [column.category for column in columns],
            "points_possible": [column.possible for column in columns],
        },
        schema={"task": pl.String, "title": pl.String, "category": pl.String, "points_possible": pl.Float64},
    )
    header = (pl.lit(file).alias(FILE), pl.lit(1, pl.UInt32).alias(ROW))
    return Draft(
        source=source,
        students=students.select(
            "student_id",
            "name",
            pl.lit(None, pl.String).alias("grade"),
            pl.lit(None, pl.String).alias("language"),
            FILE,
            ROW,
        ),
        classes=pl.DataFrame({"class_id": [title], "title": [title]}).with_columns(
            pl.lit(None, pl.String).alias("subject"), *header
        ),
        enrolments=students.select(pl.lit(title).alias("class_id"), "student_id", FILE, ROW),
        tasks=tasks.with_columns(
            pl.lit(title).alias("class_id"),
            pl.lit(None, pl.Date).alias("due"),
            pl.lit(None, pl.Float64).alias("minutes"),
            pl.lit(None, pl.String).alias("period_id"),
            *header,
        ),
        results=results,
    )
