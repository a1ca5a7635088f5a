"""The plain table: one row a student and task, of any product that a mapping describes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from sharewell.evidence.check import Draft
from sharewell.evidence.dates import NONE_NUMERIC, UNCLEAR, could_be_two, days_of, numeric_order
from sharewell.evidence.delimited import WIDTH, Sheet
from sharewell.evidence.findings import FILE, ROW, Findings, quoted
from sharewell.evidence.headers import Table, below
from sharewell.evidence.mapping import COLUMNS, positions
from sharewell.evidence.model import MISSING, UNGRADED
from sharewell.evidence.numbers import decimal_mark, numbers_of
from sharewell.evidence.refusals import Place, Refusal, Refused
from sharewell.evidence.statuses import INCOMPLETE, LATE, kinds_of, status_of

_WITHIN: Final = 20  # rows among which the header must be; above it stand titles


def header_row(sheet: Sheet, mapping: Mapping[str, str] | None) -> int | None:
    """The index of the row that names a student, a task, and points or a status; None where none does."""
    for at, row in enumerate(sheet.top(_WITHIN)):
        found = positions(row, mapping)
        student = "student_id" in found or "student_name" in found
        task = "task" in found or "task_id" in found
        if student and task and ("points" in found or "status" in found):
            return at
    return None


def read_plain(
    sheet: Sheet,
    at: int,
    mapping: Mapping[str, str] | None,
    findings: Findings,
    *,
    title: str,
    blank_is_missing: bool,
) -> Draft:
    """A draft from a sheet whose header is row `at`. Without a class column all is one class, `title`."""
    table = below(sheet, at, findings)
    found = positions(table.header, mapping)
    _check_mapping(table, mapping)
    rows = _named(table, found, findings)
    rows = _typed(rows, table, found, findings)
    rows = _with_status(rows, table, found, findings, blank=MISSING if blank_is_missing else UNGRADED)
    rows = _with_ids(rows, title)
    draft = _split(rows, title)
    headers = {ours: table.header[place] for ours, place in found.items()}
    draft.headers = headers | {
        f"results.{ours}": headers[ours] for ours in ("student_id", "task") if ours in found
    }
    return draft


def _check_mapping(table: Table, mapping: Mapping[str, str] | None) -> None:
    from_mapping = positions(table.header, mapping)
    absent = sorted(ours for ours in mapping or {} if ours not in from_mapping)
    if absent:
        names = ", ".join(f"{ours} = “{(mapping or {})[ours]}”" for ours in absent)
        what = f"The mapping names headers that are not in the table: {names}."
        how = f"The table has: {', '.join(table.header)}."
        raise Refused(Refusal("bad-mapping", Place(table.file), what, how))


def _named(table: Table, found: Mapping[str, int], findings: Findings) -> pl.DataFrame:
    """Our column names; rows too short, of nobody or of nothing are refused."""
    needed = [at for ours, at in found.items() if ours in ("student_id", "task", "points", "status")]
    what = "The row ends before its last cells."
    how = "Export again, or fill the row to the end."
    body = findings.refuse_rows(table.body, pl.col(WIDTH) <= max(needed), "row-too-short", what, how)
    rows = body.select(
        *(pl.col(str(at)).alias(ours) for ours, at in found.items()),
        *(pl.lit(None, pl.String).alias(ours) for ours in COLUMNS if ours not in found),
        FILE,
        ROW,
    )
    if "student_id" not in found:
        what = "There is no column of student ids: students are told apart by their names alone."
        findings.caution("no-student-ids", what, Place(table.file))
    rows = rows.with_columns(
        pl.coalesce("student_id", "student_name").alias("student_id"),
        pl.coalesce("task", "task_id").alias("task"),
    )
    rows = findings.refuse_rows(
        rows,
        pl.col("student_id").is_null(),
        "no-student",
        "The row names no student.",
        "Fill in the student's id.",
        column=_header(table, found, "student_id"),
    )
    return findings.refuse_rows(
        rows,
        pl.col("task").is_null(),
        "no-task",
        "The row names no task.",
        "Fill in the task.",
        column=_header(table, found, "task"),
    )


def _header(table: Table, found: Mapping[str, int], ours: str) -> str:
    return table.header[found[ours]] if ours in found else ours


def _typed(rows: pl.DataFrame, table: Table, found: Mapping[str, int], findings: Findings) -> pl.DataFrame:
    """Numbers and days; a row with one that cannot be read is refused."""
    texts = pl.concat([rows[name] for name in ("points", "points_possible")])
    mark = decimal_mark(texts, table.separator)
    share = pl.col("points").str.contains(r"\d\s*%$")
    rows = rows.with_columns(
        numbers_of(rows["points"], mark).alias("_points"),
        numbers_of(rows["points_possible"], mark).alias("_possible"),
        numbers_of(rows["minutes"], mark).alias("_minutes"),
        # Points without a number may be a status word: EX, missing.
        kinds_of(rows["points"]).alias("_word"),
    )
    rows = rows.with_columns(
        pl.when(share)
        .then(pl.col("_points") / 100 * pl.col("_possible"))
        .otherwise("_points")
        .alias("_points")
    )
    bad = pl.lit(False)
    for ours, parsed, noun in (
        ("points", "_points", "points"),
        ("points_possible", "_possible", "points possible"),
        ("minutes", "_minutes", "minutes"),
    ):
        unread = pl.col(ours).is_not_null() & pl.col(parsed).is_null()
        unread &= pl.col("_word").is_null() if ours == "points" else pl.lit(True)
        what = f"The {noun} are {{value}}, which is no number."
        how = "Give a number, or leave the cell blank and say what it means under status."
        header = _header(table, found, ours)
        findings.refuse_cells(rows, unread, "not-a-number", what, how, column=header, value=ours)
        bad |= unread
    # Both columns come from one program, so what tells the order in one tells it in the other.
    order = numeric_order(pl.concat([rows["due"], rows["done"].alias("due")]))
    for ours in ("due", "done"):
        rows = _days(rows, ours, order, _header(table, found, ours), findings)
        # A day that could be two is left blank; a day that does not exist spoils its row.
        bad |= pl.col(ours).is_not_null() & pl.col(f"_{ours}").is_null() & ~could_be_two(pl.col(ours), order)
    return rows.filter(~bad)


def _days(rows: pl.DataFrame, ours: str, order: str, header: str, findings: Findings) -> pl.DataFrame:
    """The column's days as `_due` or `_done`; what is no day, or could be two, is named."""
    rows = rows.with_columns(days_of(rows[ours], order).alias(f"_{ours}"))
    unread = pl.col(ours).is_not_null() & pl.col(f"_{ours}").is_null()
    unclear = could_be_two(pl.col(ours), order)
    how = "Write days as 2026-08-25."
    what = "The day {value} can be read in two ways, and no other row tells which; it is left blank."
    findings.refuse_cells(rows, unread & unclear, "unclear-date", what, how, column=header, value=ours)
    what = "The day {value} does not exist, or is in no year of a learner's school time."
    findings.refuse_cells(rows, unread & ~unclear, "impossible-date", what, how, column=header, value=ours)
    numeric = rows[ours].drop_nulls()
    numeric = numeric.filter(numeric.str.contains(r"^\d{1,2}[/.-]"))
    if order not in (NONE_NUMERIC, UNCLEAR) and numeric.len():
        what = f"Days such as {quoted(numeric[0])} are read with the {order}."
        findings.caution("date-order", what, Place(str(rows[FILE][0]), None, header))
    return rows


def _with_status(
    rows: pl.DataFrame, table: Table, found: Mapping[str, int], findings: Findings, *, blank: str
) -> pl.DataFrame:
    rows = rows.with_columns(kinds_of(rows["status"]).alias("_kind"))
    header = _header(table, found, "status")
    unknown = pl.col("status").is_not_null() & pl.col("_kind").is_null()
    how = "Use missing, excused, ungraded, unassigned, late or scored."
    rows = findings.refuse_rows(
        rows,
        unknown & pl.col("_points").is_null() & pl.col("_word").is_null(),
        "unknown-status",
        "The status {value} is not known, and there are no points to go by.",
        how,
        column=header,
        value="status",
    )
    what = "The status {value} is not known; the points are counted."
    findings.caution_cells(rows.filter(unknown), "unknown-status", what, column=header, value="status")
    kind = pl.coalesce("_kind", "_word")
    points = pl.col("_points")
    rows = rows.with_columns(
        status_of(kind, points.is_not_null(), points > 0, blank=blank).alias("_status"),
        kind.alias("_kind"),
    )
    rows = findings.refuse_rows(
        rows,
        (pl.col("_status") == "scored") & points.is_null(),
        "no-points",
        "The status is {value}, but there are no points.",
        "Give the points, or another status.",
        column=_header(table, found, "points"),
        value="status",
    )
    contradicted = (pl.col("_status") == MISSING) & (points > 0) & ~pl.col("_kind").is_in([LATE, INCOMPLETE])
    what = "The work is said to be {value} and has points too; it is taken as missing."
    findings.caution_cells(
        rows.filter(contradicted), "missing-with-points", what, column=header, value="status"
    )
    return rows


def _with_ids(rows: pl.DataFrame, title: str) -> pl.DataFrame:
    """Ids of classes and tasks; a title that two classes use is made two tasks by the class before it."""
    rows = rows.with_columns(pl.col("class").fill_null(title).alias("_class"))
    shared = rows.select("task", "_class").unique().group_by("task").agg((pl.len() > 1).alias("_shared"))
    rows = rows.join(shared, on="task", how="left", maintain_order="left")
    title_id = pl.when("_shared").then(pl.col("_class") + ": " + pl.col("task")).otherwise("task")
    return rows.with_columns(pl.coalesce("task_id", title_id).alias("_task"))


def _most_common(column: str) -> pl.Expr:
    """What most rows say; ties go to the smallest, so that the order of rows does not matter."""
    return pl.col(column).drop_nulls().mode().min().alias(column)


def _split(rows: pl.DataFrame, title: str) -> Draft:
    place = (pl.col(FILE).first(), pl.col(ROW).min())
    students = rows.group_by(pl.col("student_id"), maintain_order=True).agg(
        pl.coalesce(pl.col("student_name").drop_nulls().first(), pl.col("student_id").first()).alias("name"),
        pl.col("grade").drop_nulls().first(),
        pl.col("language").drop_nulls().first(),
        *place,
    )
    classes = rows.group_by(pl.col("_class").alias("class_id"), maintain_order=True).agg(*place)
    tasks = rows.group_by(pl.col("_task"), maintain_order=True).agg(
        pl.col("_class").first().alias("class_id"),
        pl.col("task").first().alias("title"),
        _most_common("category"),
        _most_common("_possible").alias("points_possible"),
        _most_common("_due").alias("due"),
        _most_common("_minutes").alias("minutes"),
        _most_common("period").alias("period_id"),
        *place,
    )
    periods = rows.drop_nulls("period").group_by(pl.col("period").alias("period_id"), maintain_order=True)
    return Draft(
        source=title,
        students=students,
        classes=classes.with_columns(
            pl.col("class_id").alias("title"), pl.lit(None, pl.String).alias("subject")
        ),
        enrolments=rows.select(pl.col("_class").alias("class_id"), "student_id", FILE, ROW).unique(
            ["class_id", "student_id"], keep="first", maintain_order=True
        ),
        periods=periods.agg(
            pl.col("period").first().alias("title"),
            pl.col("_due").min().alias("start"),
            pl.col("_due").max().alias("end"),
            *place,
        ),
        tasks=tasks.rename({"_task": "task"}),
        results=rows.select(
            "student_id",
            pl.col("_task").alias("task"),
            pl.col("_points").alias("points"),
            pl.col("_status").alias("status"),
            pl.col("_done").alias("done"),
            "comment",
            FILE,
            ROW,
        ),
        links=_own_links(rows),
    )


def _own_links(rows: pl.DataFrame) -> pl.DataFrame:
    """Links of the table's own standards column: codes joined by `;`, else by `,` or `|`."""
    cells = rows.drop_nulls("standards").select(pl.col("_task").alias("task"), "standards").unique()
    # Only codes without spaces are split at commas and bars: a statement may hold a comma of its own.
    clean = pl.col("standards").str.contains(r"^[^\s,|]+(\s*[,|]\s*[^\s,|]+)+$")
    parts = (
        pl.when(clean & ~pl.col("standards").str.contains(";", literal=True))
        .then(pl.col("standards").str.replace_all("|", ",", literal=True).str.split(","))
        .otherwise(pl.col("standards").str.split(";"))
    )
    links = cells.select("task", parts.alias("standard")).explode("standard")
    links = links.with_columns(pl.col("standard").str.strip_chars()).filter(pl.col("standard") != "")
    return links.unique().sort("task", "standard").with_columns(pl.lit(1, pl.Int64).alias("evidence"))
