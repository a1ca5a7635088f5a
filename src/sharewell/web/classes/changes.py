"""What an import would change: two gradebooks side by side, table by table. No database here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from sharewell.evidence import Gradebook, Place, Refusal
from sharewell.evidence import model as schema
from sharewell.evidence.model import SCORED


@dataclass(frozen=True, slots=True)
class Table:
    """How rows of a table are told apart, and which of their columns an import may change."""

    keys: tuple[str, ...]
    values: tuple[str, ...]
    source: schema.Schema

    @property
    def columns(self) -> schema.Schema:
        """Column → type, keys first."""
        return {name: self.source.get(name, pl.String()) for name in (*self.keys, *self.values)}


TABLES: Final[Mapping[str, Table]] = {
    "students": Table(("student_id",), ("name", "grade", "language"), schema.STUDENTS),
    "classes": Table(("class_id",), ("title", "subject"), schema.CLASSES),
    "periods": Table(("period_id",), ("title", "start", "end"), schema.PERIODS),
    "enrolments": Table(("class_id", "student_id"), (), schema.ENROLMENTS),
    "tasks": Table(
        ("class_id", "task"),
        ("title", "category", "points_possible", "due", "minutes", "period_id"),
        schema.TASKS,
    ),
    "results": Table(
        ("class_id", "task", "student_id"), ("points", "status", "done", "comment"), schema.RESULTS
    ),
    "links": Table(("class_id", "task", "standard"), ("evidence",), schema.LINKS),
}
STANDARD_TABLES: Final[Mapping[str, Table]] = {
    "standards": Table(("standard",), ("statement", "subject", "grade"), schema.STANDARDS),
    "prerequisites": Table(("before", "after"), (), schema.PREREQUISITES),
}
ALL_TABLES: Final[Mapping[str, Table]] = {**TABLES, **STANDARD_TABLES}
NEVER_BLANKED: Final = frozenset(column for table in ALL_TABLES.values() for column in table.values) - {
    "points",
    "status",
}


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """A table's rows: `new`, `changed` (old values in `was_…` columns), `unchanged`, and `absent`.

    Absent rows are here but not in the export. They stay: nothing is removed because a file does not mention it.
    """

    new: pl.DataFrame
    changed: pl.DataFrame
    unchanged: pl.DataFrame
    absent: pl.DataFrame

    @property
    def to_write(self) -> pl.DataFrame:
        """The rows as they are to be, new and changed."""
        return pl.concat([self.new, self.changed.select(self.new.columns)])


Changes = Mapping[str, Change]


def changes_between(here: Mapping[str, pl.DataFrame], coming: Gradebook, given_here: pl.DataFrame) -> Changes:
    """Compare what is here with what is coming.

    Args:
        here: the tables of TABLES, as `frames.tables_here` reads them.
        coming: an export.
        given_here: class_id, task, student_id of work that was marked done in Sharewell. A gradebook that has no
            score for it yet does not take it back.

    A blank in the export leaves a description that is already here (a category, minutes, a day) as it is.
    """
    new = _with_class(coming)
    new["results"] = _keep_given(new["results"], given_here)
    # Marking periods are the school's: that one class's export names none says nothing about them.
    here = {**here, "periods": here["periods"].join(new["periods"], on="period_id", how="semi")}
    return {name: compare(here[name], new[name], table) for name, table in TABLES.items()}


def _with_class(book: Gradebook) -> dict[str, pl.DataFrame]:
    """The book's tables; results and links carry the class of their task."""
    of_task = book.tasks.select("task", "class_id")
    tables = {name: getattr(book, name) for name in TABLES}
    for name in ("results", "links"):
        tables[name] = tables[name].join(of_task, on="task", maintain_order="left")
    return tables


def _keep_given(results: pl.DataFrame, given_here: pl.DataFrame) -> pl.DataFrame:
    keys = ["class_id", "task", "student_id"]
    held = results.filter(pl.col("status") != SCORED).join(given_here, on=keys, how="semi")
    return results.join(held, on=keys, how="anti", maintain_order="left")


def compare(old: pl.DataFrame, new: pl.DataFrame, table: Table) -> Change:
    """What is new, changed, unchanged and absent in one table."""
    keys, values = list(table.keys), list(table.values)
    new = new.select([*keys, *values])
    was = old.rename({value: f"was_{value}" for value in values})
    both = new.join(was, on=keys, how="inner", maintain_order="left").with_columns(
        pl.coalesce(value, f"was_{value}").alias(value) for value in values if value in NEVER_BLANKED
    )
    differs = [pl.col(value).ne_missing(pl.col(f"was_{value}")) for value in values]
    differing = pl.any_horizontal(differs) if differs else pl.lit(value=False)
    return Change(
        new=new.join(old, on=keys, how="anti", maintain_order="left"),
        changed=both.filter(differing),
        unchanged=both.filter(~differing).select(new.columns),
        absent=old.join(new, on=keys, how="anti").sort(keys),
    )


def into_class(book: Gradebook, class_id: str, title: str) -> Gradebook:
    """An export of one class, brought into a class that is here already, whatever the export calls it."""
    only = pl.lit(class_id).alias("class_id")
    return replace(
        book,
        classes=pl.DataFrame([(class_id, title, None)], schema=book.classes.schema, orient="row"),
        enrolments=book.enrolments.with_columns(only).unique(maintain_order=True),
        tasks=book.tasks.with_columns(only),
        teaching=book.teaching.clear(),
    )


def within(book: Gradebook, allowed: frozenset[str], file: str) -> tuple[Gradebook, tuple[Refusal, ...]]:
    """The part of a book that belongs to the allowed classes, and a refusal for each other class."""
    mine = pl.col("class_id").is_in(list(allowed))
    others = book.classes.filter(~mine)
    refusals = tuple(
        Refusal(
            "not-your-class",
            Place(file),
            f"The class “{title or class_id}” belongs to someone else.",
            "Ask an administrator to bring it in, or to name you as its teacher.",
        )
        for class_id, title in others.select("class_id", "title").iter_rows()
    )
    tasks, enrolments = book.tasks.filter(mine), book.enrolments.filter(mine)
    return replace(
        book,
        classes=book.classes.filter(mine),
        tasks=tasks,
        enrolments=enrolments,
        students=book.students.join(enrolments, on="student_id", how="semi", maintain_order="left"),
        results=book.results.join(tasks, on="task", how="semi", maintain_order="left"),
        links=book.links.join(tasks, on="task", how="semi", maintain_order="left"),
    ), refusals
