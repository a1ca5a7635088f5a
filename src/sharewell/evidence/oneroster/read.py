"""From the files of a OneRoster export to a draft of a gradebook."""

from __future__ import annotations

from typing import Final

import polars as pl

from sharewell.evidence.archive import Member
from sharewell.evidence.check import Draft
from sharewell.evidence.findings import FILE, ROW, Findings
from sharewell.evidence.model import EXCUSED, MISSING, SCORED, UNASSIGNED, UNGRADED
from sharewell.evidence.oneroster import people
from sharewell.evidence.oneroster.cells import check_references, numbers, tidy
from sharewell.evidence.oneroster.files import read_files
from sharewell.evidence.oneroster.layout import NEEDED, USED
from sharewell.evidence.refusals import Place, Refused
from sharewell.evidence.statuses import kinds_of, status_of

_HEADERS: Final = {
    "enrolments.student_id": "userSourcedId",
    "enrolments.class_id": "classSourcedId",
    "tasks.class_id": "classSourcedId",
    "results.student_id": "studentSourcedId",
    "results.task": "lineItemSourcedId",
    "points": "score",
    "points_possible": "resultValueMax",
    "minutes": "metadata.minutes",
}
_PERIOD_TYPES: Final = ("gradingPeriod", "semester", "term")  # the first of these that there is any of


def read_oneroster(
    files: list[Member], source: str, findings: Findings, *, blank_is_missing: bool = False
) -> Draft:
    """A draft of everything that OneRoster says of people, classes, tasks and results.

    Raises:
        Refused: there are no users to read.
    """
    export = read_files(files, findings)
    for name in NEEDED:
        if name not in export.tables:
            how = f"Export {name}.csv too."
            findings.refuse("file-missing", Place(f"{name}.csv"), "The file is not in the export.", how)
    if "users" not in export.tables:
        raise Refused(findings.refusals)
    tables = {name: tidy(name, export, findings) for name in USED if name != "userProfiles"}
    for name, frame in tables.items():
        check_references(name, frame, export, findings)
    users = people.named(tables["users"])
    held = people.roles(users, tables["roles"], tables["enrollments"])
    enrolled = tables["enrollments"].select(
        pl.col("classSourcedId").alias("class_id"), pl.col("userSourcedId"), "role", FILE, ROW
    )
    tasks = _tasks(tables, findings)
    return Draft(
        source=source,
        headers=_HEADERS,
        students=people.students(users, held),
        classes=_classes(tables),
        enrolments=_of_role(enrolled, "student", "student_id"),
        periods=_periods(tables["academicSessions"], tasks),
        tasks=tasks,
        results=_results(tables["results"], findings, blank_is_missing=blank_is_missing),
        links=_links(tables),
        staff=people.staff(users, held),
        teaching=_of_role(enrolled, "teacher", "person_id"),
        family=people.families(users, held, findings),
    )


def _of_role(enrolled: pl.DataFrame, role: str, column: str) -> pl.DataFrame:
    return (
        enrolled.filter(pl.col("role") == role)
        .select("class_id", pl.col("userSourcedId").alias(column), FILE, ROW)
        .unique(["class_id", column], keep="first", maintain_order=True)
    )


def _classes(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    courses = tables["courses"].select(
        pl.col("sourcedId").alias("courseSourcedId"),
        _first(pl.col("subjects")).alias("_course"),
    )
    classes = tables["classes"].join(
        courses.unique("courseSourcedId", keep="first"),
        on="courseSourcedId",
        how="left",
        maintain_order="left",
    )
    return classes.select(
        pl.col("sourcedId").alias("class_id"),
        pl.coalesce("title", "sourcedId").alias("title"),
        pl.coalesce(_first(pl.col("subjects")), "_course").alias("subject"),
        FILE,
        ROW,
    )


def _first(cell: pl.Expr) -> pl.Expr:
    part = cell.str.split(",").list.first().str.strip_chars()
    return pl.when(part != "").then(part)


def _tasks(tables: dict[str, pl.DataFrame], findings: Findings) -> pl.DataFrame:
    items = tables["lineItems"]
    categories = tables["categories"].select(
        pl.col("sourcedId").alias("categorySourcedId"), pl.col("title").alias("category")
    )
    items = items.with_columns(numbers(items, "resultValueMax", findings).alias("points_possible"))
    minutes = numbers(items, "metadata.minutes", findings) if "metadata.minutes" in items.columns else None
    items = items.with_columns(pl.Series("minutes", minutes) if minutes is not None else _none("minutes"))
    items = items.join(
        categories.unique("categorySourcedId", keep="first"),
        on="categorySourcedId",
        how="left",
        maintain_order="left",
    )
    return items.select(
        pl.col("sourcedId").alias("task"),
        pl.col("classSourcedId").alias("class_id"),
        "title",
        "category",
        "points_possible",
        pl.col("dueDate").alias("due"),
        "minutes",
        pl.coalesce("gradingPeriodSourcedId", "academicSessionSourcedId").alias("period_id"),
        FILE,
        ROW,
    )


def _none(name: str) -> pl.Expr:
    return pl.lit(None, pl.Float64).alias(name)


def _periods(sessions: pl.DataFrame, tasks: pl.DataFrame) -> pl.DataFrame:
    """Marking periods: the finest sessions of the export, and any that a task names."""
    wanted = pl.col("sourcedId").is_in(tasks["period_id"].drop_nulls().unique().implode())
    kinds = set(sessions["type"].drop_nulls().to_list())
    finest = next((kind for kind in _PERIOD_TYPES if kind in kinds), None)
    if finest:
        wanted |= pl.col("type").eq_missing(finest)
    return sessions.filter(wanted).select(
        pl.col("sourcedId").alias("period_id"),
        pl.coalesce("title", "sourcedId").alias("title"),
        pl.col("startDate").alias("start"),
        pl.col("endDate").alias("end"),
        FILE,
        ROW,
    )


def _results(rows: pl.DataFrame, findings: Findings, *, blank_is_missing: bool) -> pl.DataFrame:
    """Statuses from scoreStatus and 1.2's flags. scoreDate is the day of grading, never taken for `done`."""
    letters = pl.col("score").is_null() & pl.col("textScore").is_not_null()
    what = "The result is given in words, {value}, which cannot be counted as points."
    how = "Export the score as a number."
    rows = findings.refuse_rows(
        rows, letters, "letter-score", what, how, column="textScore", value="textScore"
    )
    rows = rows.with_columns(numbers(rows, "score", findings).alias("_points"))
    unread = pl.col("score").is_not_null() & pl.col("_points").is_null()
    rows = rows.filter(~unread)  # named by `numbers`
    points = pl.col("_points")
    rows = rows.with_columns(kinds_of(rows["scoreStatus"]).alias("_kind"))
    word = pl.col("_kind")
    kind = (
        pl.when(_metadata(rows, "metadata.status") == UNASSIGNED)
        .then(pl.lit(UNASSIGNED))
        .when((pl.col("missing") == "true") & ~word.eq_missing(EXCUSED))
        .then(pl.lit(MISSING))
        .when((pl.col("incomplete") == "true") & points.is_null() & word.is_null())
        .then(pl.lit("incomplete"))
        .when((pl.col("inProgress") == "true") & points.is_null() & word.is_null())
        .then(pl.lit(UNGRADED))
        .otherwise(word)
    )
    blank = MISSING if blank_is_missing else UNGRADED
    rows = rows.with_columns(status_of(kind, points.is_not_null(), points > 0, blank=blank).alias("_status"))
    bare = (pl.col("_status") == SCORED) & points.is_null()
    what = "The result is {value}, but has no score."
    rows = findings.refuse_rows(
        rows,
        bare,
        "no-points",
        what,
        "Give the score, or another scoreStatus.",
        column="score",
        value="scoreStatus",
    )
    return rows.select(
        pl.col("studentSourcedId").alias("student_id"),
        pl.col("lineItemSourcedId").alias("task"),
        points.alias("points"),
        pl.col("_status").alias("status"),
        (pl.col("metadata.done") if "metadata.done" in rows.columns else pl.lit(None, pl.Date)).alias("done"),
        "comment",
        FILE,
        ROW,
    )


def _metadata(rows: pl.DataFrame, column: str) -> pl.Expr:
    return pl.col(column) if column in rows.columns else pl.lit(None, pl.String)


def _links(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Learning objectives of tasks, and of results through their tasks."""
    named = tables["lineItemLearningObjectiveIds"]
    pieces = pl.col("metadata.evidence") if "metadata.evidence" in named.columns else pl.lit("1")
    of_tasks = named.select(
        pl.col("lineItemSourcedId").alias("task"),
        pl.col("learningObjectiveId").alias("standard"),
        pl.when(pieces.str.contains(r"^[1-9]\d{0,2}$"))
        .then(pieces)
        .cast(pl.Int64)
        .fill_null(1)
        .alias("evidence"),
    )
    of_results = (
        tables["resultLearningObjectiveIds"]
        .select(pl.col("resultSourcedId").alias("sourcedId"), pl.col("learningObjectiveId").alias("standard"))
        .join(
            tables["results"].select("sourcedId", pl.col("lineItemSourcedId").alias("task")), on="sourcedId"
        )
        .select("task", "standard", pl.lit(1, pl.Int64).alias("evidence"))
    )
    return pl.concat([of_tasks, of_results]).drop_nulls().unique().sort("task", "standard", "evidence")
