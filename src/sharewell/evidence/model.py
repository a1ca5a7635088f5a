"""A gradebook as Sharewell holds it: a handful of typed tables, whatever product it came from."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Final

import polars as pl

from sharewell.evidence.refusals import Caution, Refusal

# The four kinds of blank that gradebooks mix up stay apart; only MISSING says that work is still to come.
SCORED: Final = "scored"
MISSING: Final = "missing"
EXCUSED: Final = "excused"
UNGRADED: Final = "ungraded"
UNASSIGNED: Final = "unassigned"
STATUSES: Final = (SCORED, MISSING, EXCUSED, UNGRADED, UNASSIGNED)
Status: Final = pl.Enum(STATUSES)

Schema = dict[str, pl.DataType]

STUDENTS: Final[Schema] = {
    "student_id": pl.String(),
    "name": pl.String(),
    "grade": pl.String(),
    "language": pl.String(),  # of the home, BCP 47, where the export says
}
CLASSES: Final[Schema] = {
    "class_id": pl.String(),
    "title": pl.String(),
    "subject": pl.String(),
}
ENROLMENTS: Final[Schema] = {"class_id": pl.String(), "student_id": pl.String()}
PERIODS: Final[Schema] = {
    "period_id": pl.String(),
    "title": pl.String(),
    "start": pl.Date(),
    "end": pl.Date(),
}
TASKS: Final[Schema] = {
    "task": pl.String(),  # the gradebook's own id where it has one, else the title
    "class_id": pl.String(),
    "title": pl.String(),
    "category": pl.String(),
    "points_possible": pl.Float64(),
    "due": pl.Date(),
    "minutes": pl.Float64(),
    "period_id": pl.String(),
}
RESULTS: Final[Schema] = {
    "student_id": pl.String(),
    "task": pl.String(),
    "points": pl.Float64(),  # null unless status is "scored"
    "status": Status,
    "done": pl.Date(),  # when the work was handed in; never when it was graded
    "comment": pl.String(),
}
LINKS: Final[Schema] = {
    "task": pl.String(),
    "standard": pl.String(),
    "evidence": pl.Int64(),  # pieces that the task gives when it is shown
}
STAFF: Final[Schema] = {
    "person_id": pl.String(),
    "name": pl.String(),
    "role": pl.String(),  # "teacher", "leader", "administrator"
    "email": pl.String(),
}
TEACHING: Final[Schema] = {"class_id": pl.String(), "person_id": pl.String()}
FAMILY: Final[Schema] = {
    "student_id": pl.String(),
    "person_id": pl.String(),
    "name": pl.String(),
    "email": pl.String(),
}
STANDARDS: Final[Schema] = {
    "standard": pl.String(),
    "statement": pl.String(),
    "subject": pl.String(),
    "grade": pl.String(),
}
PREREQUISITES: Final[Schema] = {"before": pl.String(), "after": pl.String()}
IDENTIFIERS: Final[Schema] = {"identifier": pl.String(), "standard": pl.String()}
HIERARCHY: Final[Schema] = {"parent": pl.String(), "child": pl.String()}


def empty(schema: Schema) -> pl.DataFrame:
    """A table of no rows."""
    return pl.DataFrame(schema=schema)


@dataclass(frozen=True, slots=True, eq=False)
class Standards:
    """What there is to learn: statements, and what comes before what (acyclic: a reader sees to that)."""

    standards: pl.DataFrame = field(default_factory=lambda: empty(STANDARDS))
    prerequisites: pl.DataFrame = field(default_factory=lambda: empty(PREREQUISITES))
    hierarchy: pl.DataFrame = field(default_factory=lambda: empty(HIERARCHY))
    identifiers: pl.DataFrame = field(
        default_factory=lambda: empty(IDENTIFIERS)
    )  # other names, such as GUIDs
    refusals: tuple[Refusal, ...] = ()
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Gradebook:
    """One export, read: every table has the columns and types named above, in that order.

    Every reader keeps these invariants: ids are unique in their table and never null; every result names a
    student and a task of the book; a result's `points` is null unless its status is "scored"; there is at
    most one result a student and task; rows are sorted by their ids.
    """

    source: str
    students: pl.DataFrame = field(default_factory=lambda: empty(STUDENTS))
    classes: pl.DataFrame = field(default_factory=lambda: empty(CLASSES))
    enrolments: pl.DataFrame = field(default_factory=lambda: empty(ENROLMENTS))
    periods: pl.DataFrame = field(default_factory=lambda: empty(PERIODS))
    tasks: pl.DataFrame = field(default_factory=lambda: empty(TASKS))
    results: pl.DataFrame = field(default_factory=lambda: empty(RESULTS))
    links: pl.DataFrame = field(default_factory=lambda: empty(LINKS))
    staff: pl.DataFrame = field(default_factory=lambda: empty(STAFF))
    teaching: pl.DataFrame = field(default_factory=lambda: empty(TEACHING))
    family: pl.DataFrame = field(default_factory=lambda: empty(FAMILY))
    as_of: date | None = None  # the latest day on which work was due or done
    refusals: tuple[Refusal, ...] = ()
    cautions: tuple[Caution, ...] = ()


SCHEMAS: Final[dict[str, Schema]] = {
    "students": STUDENTS,
    "classes": CLASSES,
    "enrolments": ENROLMENTS,
    "periods": PERIODS,
    "tasks": TASKS,
    "results": RESULTS,
    "links": LINKS,
    "staff": STAFF,
    "teaching": TEACHING,
    "family": FAMILY,
}
assert set(SCHEMAS) < {f.name for f in fields(Gradebook)}
