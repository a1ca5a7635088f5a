"""From a reader's draft to a gradebook: the invariants that every reader shares are kept here, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import polars as pl

from sharewell.evidence import model
from sharewell.evidence.findings import COLUMN, FILE, ROW, Findings
from sharewell.evidence.model import MISSING, SCORED, Gradebook, Schema, Status

ABSURD: Final = 2.0  # times the points possible; extra credit is welcome, a slip of the keyboard is not
_HOW_NUMBER: Final = "Mend the points in the gradebook and export again."


def _draft(schema: Schema) -> pl.DataFrame:
    return pl.DataFrame(schema={**schema, FILE: pl.String(), ROW: pl.UInt32()})


@dataclass(slots=True)
class Draft:
    """What a reader has found: the gradebook's tables, each row with its FILE and ROW (results: and COLUMN).

    `results.points` may still be any number, with status "scored"; ids may repeat or name nobody.
    """

    source: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])  # what the file calls our columns
    students: pl.DataFrame = field(default_factory=lambda: _draft(model.STUDENTS))
    classes: pl.DataFrame = field(default_factory=lambda: _draft(model.CLASSES))
    enrolments: pl.DataFrame = field(default_factory=lambda: _draft(model.ENROLMENTS))
    periods: pl.DataFrame = field(default_factory=lambda: _draft(model.PERIODS))
    tasks: pl.DataFrame = field(default_factory=lambda: _draft(model.TASKS))
    results: pl.DataFrame = field(default_factory=lambda: _draft(model.RESULTS))
    links: pl.DataFrame = field(default_factory=lambda: model.empty(model.LINKS))
    staff: pl.DataFrame = field(default_factory=lambda: _draft(model.STAFF))
    teaching: pl.DataFrame = field(default_factory=lambda: _draft(model.TEACHING))
    family: pl.DataFrame = field(default_factory=lambda: _draft(model.FAMILY))


def finish(draft: Draft, findings: Findings) -> Gradebook:
    """Check ids, orphans, duplicates, points and dates; refuse what breaks a rule, keep and sort the rest.

    Cost: a few joins and sorts over the results, about a second for a million.
    """
    theirs = draft.headers
    students = _unique(draft.students, ["student_id"], "student", findings)
    classes = _unique(draft.classes, ["class_id"], "class", findings)
    periods = _unique(draft.periods, ["period_id"], "marking period", findings)
    tasks = _tasks(draft.tasks, classes, periods, findings, theirs)
    staff = _unique(draft.staff, ["person_id"], "person", findings)
    enrolments = _known(
        draft.enrolments, students, "student_id", "student", findings, theirs.get("enrolments.student_id")
    )
    enrolments = _known(enrolments, classes, "class_id", "class", findings, theirs.get("enrolments.class_id"))
    teaching = _known(
        draft.teaching, classes, "class_id", "class", findings, theirs.get("enrolments.class_id")
    )
    teaching = _known(teaching, staff, "person_id", "person", findings, theirs.get("enrolments.student_id"))
    family = _known(draft.family, students, "student_id", "student", findings)
    results = _results(draft.results, students, tasks, findings, theirs)
    clean_tasks, clean_results = _clean(tasks, model.TASKS), _clean(results, model.RESULTS)
    return Gradebook(
        source=draft.source,
        students=_clean(students, model.STUDENTS),
        classes=_clean(classes, model.CLASSES),
        enrolments=_clean(enrolments, model.ENROLMENTS).unique(maintain_order=True),
        periods=_clean(periods, model.PERIODS),
        tasks=clean_tasks,
        results=clean_results,
        links=draft.links,
        staff=_clean(staff, model.STAFF),
        teaching=_clean(teaching, model.TEACHING).unique(maintain_order=True),
        family=_clean(family, model.FAMILY).unique(["student_id", "person_id"], maintain_order=True),
        as_of=latest_work(clean_results, clean_tasks),
    )


def latest_work(results: pl.DataFrame, tasks: pl.DataFrame) -> date | None:
    """The latest day on which work that is scored or missing was due or done."""
    counted = results.lazy().filter(pl.col("status").is_in([SCORED, MISSING]))
    due = counted.select("task").unique().join(tasks.lazy(), on="task").select(pl.col("due").max())
    done = counted.select(pl.col("done").max())
    days = [day for frame in (due, done) for day in frame.collect().to_series().to_list() if day]
    return max(days, default=None)


def _clean(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """The schema's columns and types, sorted by their ids (every column that is text, in order)."""
    ids = [name for name in schema if name in ("class_id", "student_id", "task", "person_id", "period_id")]
    own = next(iter(schema))
    order = [own, *[name for name in ids if name != own]] if own in ids else ids
    return frame.select(pl.col(name).cast(kind) for name, kind in schema.items()).sort(order)


def _unique(frame: pl.DataFrame, key: list[str], noun: str, findings: Findings) -> pl.DataFrame:
    """One row an id: repeats that say the same are one, repeats that differ are refused after the first."""
    column = key[0]
    how = "Give it an id of its own in the program it comes from."
    frame = findings.refuse_rows(
        frame, pl.col(column).is_null(), "no-id", f"This {noun} has no id.", how, column=column
    )
    content = [name for name in frame.columns if name not in (FILE, ROW, COLUMN)]
    frame = frame.unique(content, keep="first", maintain_order=True)
    repeated = ~pl.struct(key).is_first_distinct()
    what = f"The {noun} id {{value}} was already used above for other data; the first row is kept."
    how = f"Keep one row for the {noun}, or give the other its own id."
    return findings.refuse_rows(frame, repeated, "duplicate-id", what, how, column=column, value=column)


def _known(
    frame: pl.DataFrame,
    among: pl.DataFrame,
    column: str,
    noun: str,
    findings: Findings,
    header: str | None = None,
) -> pl.DataFrame:
    """Rows whose `column` is an id of `among`; the others are orphans."""
    if frame.is_empty():
        return frame
    who = "who" if noun in ("student", "person") else "which"
    what = f"This row names the {noun} {{value}}, {who} is not in the export."
    how = f"Export the {noun} too, or leave the row out."
    # A join instead of is_in keeps a million ids fast.
    known = among.select(column).unique().with_columns(pl.lit(True).alias("_known"))
    marked = frame.join(known, on=column, how="left", maintain_order="left")
    missing = pl.col("_known").is_null()
    return findings.refuse_rows(
        marked, missing, "orphan", what, how, column=header or column, value=column
    ).drop("_known")


def _tasks(
    tasks: pl.DataFrame,
    classes: pl.DataFrame,
    periods: pl.DataFrame,
    findings: Findings,
    theirs: Mapping[str, str],
) -> pl.DataFrame:
    tasks = _unique(tasks, ["task"], "task", findings)
    tasks = _known(tasks, classes, "class_id", "class", findings, theirs.get("tasks.class_id"))
    unknown = pl.col("period_id").is_not_null() & ~pl.col("period_id").is_in(periods["period_id"].to_list())
    tasks = tasks.with_columns(pl.when(~unknown).then("period_id").alias("period_id"))
    possible = pl.col("points_possible")
    negative = (possible < 0) | possible.is_nan() | possible.is_infinite()
    what = "The task's points possible are {value}, which no task can have; they are left out."
    findings.refuse_cells(
        tasks,
        negative,
        "impossible-points-possible",
        what,
        _HOW_NUMBER,
        column=theirs.get("points_possible", "points_possible"),
        value="points_possible",
    )
    tasks = tasks.with_columns(pl.when(~negative).then("points_possible").alias("points_possible"))
    what = "The task {value} has 0 points possible: its scores are kept, but cannot be evidence."
    findings.caution_cells(
        tasks.filter(possible == 0),
        "zero-points-possible",
        what,
        column=theirs.get("points_possible", "points_possible"),
        value="title",
    )
    short = pl.col("minutes").is_not_null() & ~((pl.col("minutes") > 0) & (pl.col("minutes") < 100_000))
    what = "The task's minutes are {value}; they are left out."
    findings.refuse_cells(
        tasks,
        short,
        "impossible-minutes",
        what,
        "Give minutes above 0.",
        column=theirs.get("minutes", "minutes"),
        value="minutes",
    )
    return tasks.with_columns(
        pl.when(~short).then("minutes").alias("minutes"), pl.col("title").fill_null(pl.col("task"))
    )


def _results(
    results: pl.DataFrame,
    students: pl.DataFrame,
    tasks: pl.DataFrame,
    findings: Findings,
    theirs: Mapping[str, str],
) -> pl.DataFrame:
    results = _known(results, students, "student_id", "student", findings, theirs.get("results.student_id"))
    results = _known(results, tasks, "task", "task", findings, theirs.get("results.task"))
    results = results.join(
        tasks.select("task", pl.col("points_possible").alias("_possible")),
        on="task",
        how="left",
        maintain_order="left",
    )
    points = pl.col("points")
    scored = pl.col("status") == SCORED
    impossible = points.is_nan() | points.is_infinite() | (points < 0)
    what = "The points are {value}, which nobody can have."
    results = findings.refuse_rows(
        results,
        scored & impossible,
        "impossible-points",
        what,
        _HOW_NUMBER,
        column=theirs.get("points", "points"),
        value="points",
    )
    absurd = scored & (pl.col("_possible") > 0) & (points > ABSURD * pl.col("_possible"))
    what = "The points are {value}, more than twice the points possible."
    results = findings.refuse_rows(
        results,
        absurd,
        "impossible-points",
        what,
        _HOW_NUMBER,
        column=theirs.get("points", "points"),
        value="points",
    )
    results = results.with_columns(pl.when(scored).then(points).alias("points")).drop("_possible")
    return _one_a_pair(results, findings, theirs.get("results.task", "task"))


def _one_a_pair(results: pl.DataFrame, findings: Findings, header: str) -> pl.DataFrame:
    """One result a student and task."""
    pair = ["student_id", "task"]
    if results.select(pair).is_unique().all():
        return results
    results = results.unique(
        [*pair, "points", "status", "done", "comment"], keep="first", maintain_order=True
    )
    what = "A result of this student for this task, {value}, was already given above and says otherwise."
    how = "Keep the one that holds and leave the other out."
    repeated = ~pl.struct(pair).is_first_distinct()
    return findings.refuse_rows(results, repeated, "duplicate-result", what, how, column=header, value="task")


assert set(model.SCHEMAS) <= set(Draft.__slots__)
assert Status == model.RESULTS["status"]
