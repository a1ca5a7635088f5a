"""What is read of schools and people."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import Http404

from sharewell.web.access.models import Entry, Membership, Person, School
from sharewell.web.access.scope import school_in_scope


def school_entered(*, person: Person, slug: str) -> tuple[School, frozenset[str]]:
    """The school and the person's roles there. A school that is not theirs is not there: Http404."""
    held = list(Membership.objects.filter(person=person, school__slug=slug).select_related("school"))
    if not held:
        raise Http404
    return held[0].school, frozenset(membership.role for membership in held)


def schools_of(person: Person) -> Sequence[School]:
    """The schools that a person may enter, by name."""
    return list(School.objects.filter(memberships__person=person).distinct().order_by("name"))


def people_here() -> QuerySet[Person]:
    """Everyone with a role at the school in scope, by name."""
    mine = Membership.objects.filter(school_id=school_in_scope())
    return Person.objects.filter(pk__in=mine.values("person_id")).order_by("name", "pk")


def roles_here() -> dict[int, list[Membership]]:
    """Person id → roles at the school in scope."""
    found: dict[int, list[Membership]] = {}
    for membership in Membership.objects.filter(school_id=school_in_scope()).order_by("role"):
        found.setdefault(membership.person_id, []).append(membership)
    return found


def entries_newest_first() -> QuerySet[Entry]:
    """The record of access of the school in scope."""
    return Entry.objects.select_related("actor").order_by("-seq")
