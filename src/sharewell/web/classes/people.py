"""The people of a whole-school export: who teaches, leads, looks after Sharewell, and whose child is whose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from sharewell.evidence import Gradebook
from sharewell.web.access import services as access
from sharewell.web.access.models import Membership, Person, Role
from sharewell.web.access.scope import school_in_scope
from sharewell.web.classes.models import Care, Class, Learner, Teaching

ROLES = frozenset({Role.TEACHER, Role.LEADER, Role.ADMINISTRATOR})


def write_people(actor: Person, book: Gradebook) -> None:
    """Add the people whom the export names and the school does not know yet. Nobody is renamed or removed.

    People are told apart by the school's own id for them, never by an address: two schools that know the same
    address do not thereby share a person.
    """
    held = Membership.objects.filter(school_id=school_in_scope()).exclude(external_id="")
    known = dict(held.values_list("external_id", "person_id"))
    rows = {row["person_id"]: row for row in _people(book) if row["person_id"] not in known}
    added = access.people_add(actor=actor, people=[_new(row) for row in rows.values()])
    known |= {person_id: person.pk for person_id, person in zip(rows, added, strict=True)}
    _write_teaching(book.teaching, known)
    _write_care(book.family, known)


def _people(book: Gradebook) -> Iterator[dict[str, Any]]:
    for row in book.staff.iter_rows(named=True):
        if row["role"] in ROLES:
            yield row
    families = book.family.unique("person_id", maintain_order=True).with_columns(
        role=pl.lit(str(Role.FAMILY))
    )
    yield from families.iter_rows(named=True)


def _new(row: dict[str, Any]) -> access.NewPerson:
    return access.NewPerson(
        name=row["name"] or row["person_id"],
        email=row["email"] or "",
        role=row["role"],
        external_id=row["person_id"],
    )


def _write_teaching(teaching: pl.DataFrame, known: dict[str, int]) -> None:
    classes = dict(Class.objects.values_list("class_id", "pk"))
    rows = [
        Teaching(klass_id=classes[class_id], person_id=known[person])
        for class_id, person in teaching.select("class_id", "person_id").iter_rows()
        if class_id in classes and person in known
    ]
    Teaching.objects.bulk_create(rows, ignore_conflicts=True)


def _write_care(family: pl.DataFrame, known: dict[str, int]) -> None:
    learners = dict(Learner.objects.values_list("student_id", "pk"))
    rows = [
        Care(learner_id=learners[student], person_id=known[person])
        for student, person in family.select("student_id", "person_id").iter_rows()
        if student in learners and person in known
    ]
    Care.objects.bulk_create(rows, ignore_conflicts=True)
