"""What is read of schools and people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from django.db.models import QuerySet
from django.http import Http404

from sharewell.web.access.models import Entry, Membership, Person, Role, School
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


STAFF: Final = (Role.TEACHER, Role.LEADER, Role.ADMINISTRATOR)


def people_here(roles: Collection[str] = tuple(Role)) -> QuerySet[Person]:
    """Everyone with one of these roles at the school in scope, by name."""
    mine = Membership.objects.filter(school_id=school_in_scope(), role__in=roles)
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
