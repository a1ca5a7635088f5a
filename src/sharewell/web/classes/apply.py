"""Writes an import's changes: rows that are new or changed, and no others; nothing is deleted.

Upserts on the same unique keys by which `changes` tells rows apart, so that applying twice is applying once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import polars as pl

from sharewell.web.access.scope import OfSchool
from sharewell.web.classes.changes import TABLES, Change, Changes
from sharewell.web.classes.models import Class, Enrolment, Learner, Link, Period, Result, Task

AT_ONCE: Final = 2_000  # rows a statement; SQLite allows 250,000 variables in one


def write_changes(changes: Changes) -> None:
    """Write all tables, those that others point to first. Call it inside a transaction."""
    for name, write in _WRITERS.items():
        change = changes[name]
        if change.to_write.height:
            write(change)


def _students(change: Change) -> None:
    _upsert(Learner, _named(change.to_write), ["school", "student_id"], TABLES["students"].values)


def _classes(change: Change) -> None:
    rows = ({**row, "title": row["title"] or row["class_id"]} for row in _named(change.to_write))
    _upsert(Class, rows, ["school", "class_id"], TABLES["classes"].values)


def _periods(change: Change) -> None:
    rows = (
        {**row, "title": row["title"] or row["period_id"]} for row in change.to_write.iter_rows(named=True)
    )
    _upsert(Period, rows, ["school", "period_id"], TABLES["periods"].values)


def _enrolments(change: Change) -> None:
    classes, learners = _class_keys(), _learner_keys()
    rows = (
        {"klass_id": classes[row["class_id"]], "learner_id": learners[row["student_id"]]}
        for row in change.to_write.iter_rows(named=True)
    )
    _upsert(Enrolment, rows, ["klass", "learner"], ())


def _tasks(change: Change) -> None:
    classes = _class_keys()
    periods = dict(Period.objects.values_list("period_id", "pk"))
    rows = (
        {
            **{name: row[name] for name in ("task", "points_possible", "due", "minutes")},
            "title": row["title"] or row["task"],
            "category": row["category"] or "",
            "klass_id": classes[row["class_id"]],
            "period_id": periods.get(row["period_id"]),
        }
        for row in change.to_write.iter_rows(named=True)
    )
    _upsert(
        Task, rows, ["klass", "task"], ("title", "category", "points_possible", "due", "minutes", "period")
    )


def _results(change: Change) -> None:
    tasks, learners = _task_keys(), _learner_keys()
    rows = (
        {
            "task_id": tasks[row["class_id"], row["task"]],
            "learner_id": learners[row["student_id"]],
            "points": row["points"],
            "status": row["status"],
            "done": row["done"],
            "comment": row["comment"] or "",
            "given_here": False,
        }
        for row in change.to_write.iter_rows(named=True)
    )
    _upsert(Result, rows, ["task", "learner"], ("points", "status", "done", "comment", "given_here"))


def _links(change: Change) -> None:
    tasks = _task_keys()
    rows = (
        {
            "task_id": tasks[row["class_id"], row["task"]],
            "standard": row["standard"],
            "evidence": row["evidence"],
        }
        for row in change.to_write.iter_rows(named=True)
    )
    _upsert(Link, rows, ["task", "standard"], ("evidence",))


_WRITERS: Final[Mapping[str, Callable[[Change], None]]] = {
    "students": _students,
    "classes": _classes,
    "periods": _periods,
    "enrolments": _enrolments,
    "tasks": _tasks,
    "results": _results,
    "links": _links,
}
assert set(_WRITERS) == set(TABLES)


def _upsert(
    model: type[OfSchool], rows: Iterable[Mapping[str, Any]], keys: list[str], values: Iterable[str]
) -> None:
    made = [model(**row) for row in rows]
    update = list(values)
    how: dict[str, Any] = {"ignore_conflicts": True}
    if update:
        how = {"update_conflicts": True, "unique_fields": keys, "update_fields": update}
    model.objects.bulk_create(made, batch_size=AT_ONCE, **how)


def _named(rows: pl.DataFrame) -> Iterable[dict[str, Any]]:
    """Rows with "" for null: the database keeps texts without a second kind of nothing."""
    texts = [name for name, kind in rows.schema.items() if kind == pl.String()]
    return rows.with_columns(pl.col(texts).fill_null("")).iter_rows(named=True)


def _class_keys() -> dict[str, int]:
    return dict(Class.objects.values_list("class_id", "pk"))


def _learner_keys() -> dict[str, int]:
    return dict(Learner.objects.values_list("student_id", "pk"))


def _task_keys() -> dict[tuple[str, str], int]:
    return {
        (class_id, task): pk
        for class_id, task, pk in Task.objects.values_list("klass__class_id", "task", "pk")
    }
