"""Writes an import's changes: rows that are new or changed, and no others; nothing is deleted.

Upserts on the same unique keys by which `changes` tells rows apart, so that applying twice is applying once. Rows go to
the database as tables, not as models: 120,000 results take seconds, and meanwhile nobody else can write.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import polars as pl
from django.db import connection

from sharewell.web.access.scope import OfSchool, school_in_scope
from sharewell.web.classes.changes import TABLES, Changes
from sharewell.web.classes.models import Class, Enrolment, Learner, Link, Period, Result, Task

OF_CLASS: Final = {"class_id": pl.String, "klass_id": pl.Int64}
OF_LEARNER: Final = {"student_id": pl.String, "learner_id": pl.Int64}
OF_PERIOD: Final = {"period_id": pl.String, "period_row": pl.Int64}
OF_TASK: Final = {"class_id": pl.String, "task": pl.String, "task_id": pl.Int64}


def write_changes(changes: Changes) -> None:
    """Write the tables, those that others point to first. Call it inside a transaction."""
    for name, write in _WRITERS.items():
        if name in changes and changes[name].to_write.height:
            write(changes[name].to_write)


def _students(rows: pl.DataFrame) -> None:
    upsert(Learner, _no_nulls(rows), ["school_id", "student_id"])


def _classes(rows: pl.DataFrame) -> None:
    titled = rows.with_columns(pl.coalesce("title", "class_id").alias("title"))
    upsert(Class, _no_nulls(titled), ["school_id", "class_id"], at_first={"version": 1})


def _periods(rows: pl.DataFrame) -> None:
    upsert(
        Period,
        rows.with_columns(pl.coalesce("title", "period_id").alias("title")),
        ["school_id", "period_id"],
    )


def _enrolments(rows: pl.DataFrame) -> None:
    joined = rows.join(_class_keys(), on="class_id").join(_learner_keys(), on="student_id")
    upsert(Enrolment, joined.select("klass_id", "learner_id"), ["klass_id", "learner_id"])


def _tasks(rows: pl.DataFrame) -> None:
    periods = pl.DataFrame(
        list(Period.objects.values_list("period_id", "pk")), schema=OF_PERIOD, orient="row"
    )
    joined = rows.join(_class_keys(), on="class_id").join(periods, on="period_id", how="left")
    upsert(
        Task,
        joined.select(
            "klass_id",
            "task",
            pl.coalesce("title", "task").alias("title"),
            pl.col("category").fill_null(""),
            "points_possible",
            "due",
            "minutes",
            pl.col("period_row").alias("period_id"),
        ),
        ["klass_id", "task"],
    )


def _results(rows: pl.DataFrame) -> None:
    joined = rows.join(_task_keys(), on=["class_id", "task"]).join(_learner_keys(), on="student_id")
    comment, given = pl.col("comment").fill_null(""), pl.lit(value=False).alias("given_here")
    columns = joined.select(
        "task_id", "learner_id", "points", pl.col("status").cast(pl.String), "done", comment, given
    )
    upsert(Result, columns, ["task_id", "learner_id"])


def _links(rows: pl.DataFrame) -> None:
    joined = rows.join(_task_keys(), on=["class_id", "task"])
    upsert(Link, joined.select("task_id", "standard", "evidence"), ["task_id", "standard"])


_WRITERS: Final[Mapping[str, Callable[[pl.DataFrame], None]]] = {
    "students": _students,
    "classes": _classes,
    "periods": _periods,
    "enrolments": _enrolments,
    "tasks": _tasks,
    "results": _results,
    "links": _links,
}
assert set(_WRITERS) == set(TABLES)


def upsert(
    model: type[OfSchool], rows: pl.DataFrame, keys: Sequence[str], at_first: Mapping[str, Any] | None = None
) -> None:
    """Insert rows of the school in scope; where the keys are there already, update the other columns.

    Args:
        model: whose table it is; it has a unique constraint on just these keys.
        rows: columns named as in the database.
        keys: what tells rows apart.
        at_first: values of further columns for rows that are new.
    """
    constants = {"school_id": school_in_scope(), **(at_first or {})}
    columns = [*constants, *rows.columns]
    update = [f"{_quoted(c)} = excluded.{_quoted(c)}" for c in rows.columns if c not in keys]
    statement = (
        f"INSERT INTO {_quoted(model._meta.db_table)} ({', '.join(map(_quoted, columns))})"
        f" VALUES ({', '.join(['%s'] * len(columns))})"
        f" ON CONFLICT ({', '.join(map(_quoted, keys))})"
        f" DO {'UPDATE SET ' + ', '.join(update) if update else 'NOTHING'}"
    )
    first = tuple(constants.values())
    plain = rows.with_columns(pl.col(pl.Date).dt.to_string())
    with connection.cursor() as cursor:
        cursor.executemany(statement, [first + row for row in plain.iter_rows()])


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _no_nulls(rows: pl.DataFrame) -> pl.DataFrame:
    """Texts with "" for null: the database keeps them without a second kind of nothing."""
    return rows.with_columns(pl.col(pl.String).fill_null(""))


def _class_keys() -> pl.DataFrame:
    return pl.DataFrame(list(Class.objects.values_list("class_id", "pk")), schema=OF_CLASS, orient="row")


def _learner_keys() -> pl.DataFrame:
    return pl.DataFrame(
        list(Learner.objects.values_list("student_id", "pk")), schema=OF_LEARNER, orient="row"
    )


def _task_keys() -> pl.DataFrame:
    rows = Task.objects.values_list("klass__class_id", "task", "pk")
    return pl.DataFrame(list(rows), schema=OF_TASK, orient="row")
