"""A school's rows as the tables that the engines read: an `evidence.Gradebook` and its `Standards`.

Tasks keep the gradebook's own ids. Where two classes use the same id, the class's id goes in front of both; the map
`Frames.tasks` leads from the id in the frames back to the row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl
from django.db.models import Max, QuerySet

from sharewell.evidence import Gradebook, Standards
from sharewell.evidence import model as schema
from sharewell.web.classes.changes import TABLES
from sharewell.web.classes.models import (
    Class,
    Enrolment,
    Learner,
    Link,
    Period,
    Prerequisite,
    Result,
    Standard,
    Task,
)


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """A gradebook from the database, and which row each task id stands for."""

    gradebook: Gradebook
    tasks: dict[str, int]


def gradebook_of(
    classes: Collection[Class],
    learners: Collection[Learner] | None = None,
    *,
    named_among: Collection[Class] | None = None,
) -> Frames:
    """The gradebook of some classes, of everyone in them or of some learners alone.

    Task ids are unique among `named_among`, so that gradebooks of some of these classes name them alike.
    Every task and link of the classes is there even when only some learners are, so that what a learner's page says
    does not depend on who else is on it.
    """
    keys = [klass.pk for klass in classes]
    results = Result.objects.filter(task__klass__in=keys)
    enrolled = Enrolment.objects.filter(klass__in=keys)
    if learners is not None:
        people = [learner.pk for learner in learners]
        results, enrolled = results.filter(learner__in=people), enrolled.filter(learner__in=people)
    who = Learner.objects.filter(pk__in=enrolled.values("learner"))
    rows = list(_task_rows(_tasks_of(classes)))
    among = rows if named_among is None else _task_rows(_tasks_of(named_among))
    ids = _unique_ids(list(among))
    book = Gradebook(
        source="sharewell",
        students=_frame(schema.STUDENTS, who.values_list("student_id", "name", "grade", "language")),
        classes=_frame(schema.CLASSES, [(k.class_id, k.title, k.subject) for k in classes]),
        enrolments=_frame(schema.ENROLMENTS, enrolled.values_list("klass__class_id", "learner__student_id")),
        periods=_frame(schema.PERIODS, Period.objects.values_list("period_id", "title", "start", "end")),
        tasks=_frame(schema.TASKS, [(ids[pk], *rest) for pk, _, *rest in rows]),
        results=_frame(schema.RESULTS, _result_rows(results, ids)),
        links=_frame(schema.LINKS, _link_rows(keys, ids)),
        as_of=_as_of(keys, (row[DUE] for row in rows)),
    )
    return Frames(book, {ids[pk]: pk for pk, *_ in rows})


def tables_here(
    classes: Collection[Class], student_ids: Collection[str], only: Collection[str] = tuple(TABLES)
) -> dict[str, pl.DataFrame]:
    """What is here of some classes and students, in the tables and keys of `changes.TABLES` (or `only` some).

    Tasks carry the gradebook's own id and their class, as an export has them.
    """
    keys = [klass.pk for klass in classes]
    enrolled = Enrolment.objects.filter(klass__in=keys)
    there = set(enrolled.values_list("learner__student_id", flat=True)) | set(student_ids)
    task = ("task__klass__class_id", "task__task")
    rows: dict[str, Iterable[Sequence[Any]]] = {
        "students": [
            row
            for row in Learner.objects.values_list("student_id", "name", "grade", "language")
            if row[0] in there
        ],
        "classes": [(k.class_id, k.title, k.subject) for k in classes],
        "periods": Period.objects.values_list("period_id", "title", "start", "end"),
        "enrolments": enrolled.values_list("klass__class_id", "learner__student_id"),
        "tasks": Task.objects.filter(klass__in=keys).values_list(
            "klass__class_id",
            "task",
            "title",
            "category",
            "points_possible",
            "due",
            "minutes",
            "period__period_id",
        ),
        "results": Result.objects.filter(task__klass__in=keys).values_list(
            *task, "learner__student_id", "points", "status", "done", "comment"
        ),
        "links": Link.objects.filter(task__klass__in=keys).values_list(*task, "standard", "evidence"),
    }
    return {name: _frame(TABLES[name].columns, rows[name]) for name in TABLES if name in only}


def given_here(classes: Collection[Class]) -> pl.DataFrame:
    """Work of some classes that was marked done in Sharewell: class_id, task, student_id."""
    rows = Result.objects.filter(task__klass__in=[klass.pk for klass in classes], given_here=True)
    keys: schema.Schema = {"class_id": pl.String(), "task": pl.String(), "student_id": pl.String()}
    return _frame(keys, rows.values_list("task__klass__class_id", "task__task", "learner__student_id"))


def standards_of_school() -> Standards:
    """The school's standards; one without a statement stands for itself, as a code does."""
    stated = Standard.objects.exclude(statement="")
    return Standards(
        standards=_frame(schema.STANDARDS, stated.values_list("code", "statement", "subject", "grade")),
        prerequisites=_frame(schema.PREREQUISITES, Prerequisite.objects.values_list("before", "after")),
    )


def _tasks_of(classes: Collection[Class]) -> QuerySet[Task]:
    return Task.objects.filter(klass__in=[klass.pk for klass in classes])


DUE: Final = 6  # where a task's row has the day


def _task_rows(tasks: QuerySet[Task]) -> Iterable[tuple[Any, ...]]:
    return tasks.order_by("task", "pk").values_list(
        "pk",
        "task",
        "klass__class_id",
        "title",
        "category",
        "points_possible",
        "due",
        "minutes",
        "period__period_id",
    )


def _unique_ids(rows: Sequence[tuple[Any, ...]]) -> dict[int, str]:
    """Task row → id in the frames."""
    uses: dict[str, int] = {}
    for _, task, *_ in rows:
        uses[task] = uses.get(task, 0) + 1
    return {pk: task if uses[task] == 1 else f"{class_id}/{task}" for pk, task, class_id, *_ in rows}


def _result_rows(results: QuerySet[Result], ids: dict[int, str]) -> Iterable[tuple[Any, ...]]:
    rows = results.values_list("learner__student_id", "task_id", "points", "status", "done", "comment")
    return [
        (student, ids[task], points, status, done, comment)
        for student, task, points, status, done, comment in rows
    ]


def _link_rows(classes: Collection[int], ids: dict[int, str]) -> Iterable[tuple[Any, ...]]:
    rows = Link.objects.filter(task__klass__in=classes).values_list("task_id", "standard", "evidence")
    return [(ids[task], standard, evidence) for task, standard, evidence in rows]


def _as_of(classes: Collection[int], due: Iterable[date | None]) -> date | None:
    """The latest day on which work of these classes was due or done."""
    done = Result.objects.filter(task__klass__in=classes).aggregate(day=Max("done"))["day"]
    return max((day for day in (*due, done) if day is not None), default=None)


def _frame(columns: schema.Schema, rows: Iterable[Sequence[Any]]) -> pl.DataFrame:
    """Rows as a table of that schema, sorted by it; "" in the database is null in a table."""
    table = pl.DataFrame(list(rows), schema=columns, orient="row")
    texts = [name for name, kind in columns.items() if kind == pl.String()]
    return table.with_columns(pl.col(texts).replace("", None)).sort(table.columns[:2])
