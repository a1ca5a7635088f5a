"""Who may open a learner's record, and how much of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404

from sharewell.web.access.models import Role
from sharewell.web.access.rules import Visit, rule
from sharewell.web.classes import selectors as classes
from sharewell.web.classes.models import Learner
from sharewell.web.learners import selectors


@rule("learner", "Learners; each comes to their own page.")
def a_learner(visit: Visit) -> Mapping[str, Any]:
    """Anyone who is a learner here."""
    visit.must_be(Role.LEARNER)
    return {}


@rule("family", "Families; each comes to their own children.")
def a_family(visit: Visit) -> Mapping[str, Any]:
    """Anyone who has a child here."""
    visit.must_be(Role.FAMILY)
    return {}


@rule(
    "learner's record",
    "The learner and their family: all classes. Teachers: their own classes with this learner.",
    reads_record=True,
)
def record_seen(visit: Visit, learner_id: int) -> Mapping[str, Any]:
    """A learner, and the classes in which this person may see them."""
    learner = _learner(learner_id)
    if _is(visit, learner) or _cares_for(visit, learner):
        return {"learner": learner, "seen": list(classes.classes_attended(learner))}
    return _shared_with_teacher(visit, learner)


@rule("teacher of the learner", "Teachers of a class of this learner: they may mark work done.")
def learner_taught(visit: Visit, learner_id: int) -> Mapping[str, Any]:
    """A learner, and the classes in which this person teaches them."""
    return _shared_with_teacher(visit, _learner(learner_id))


def _shared_with_teacher(visit: Visit, learner: Learner) -> Mapping[str, Any]:
    """The classes that the two share; a teacher who shares none sees nothing."""
    visit.must_be(Role.TEACHER)
    return {"learner": learner, "seen": selectors.classes_shared(visit.person, learner) or _nothing_here()}


def _is(visit: Visit, learner: Learner) -> bool:
    return Role.LEARNER in visit.roles and learner.person_id == visit.person.pk


def _cares_for(visit: Visit, learner: Learner) -> bool:
    mine = classes.children_of(visit.person)
    return Role.FAMILY in visit.roles and mine.filter(pk=learner.pk).exists()


def _learner(learner_id: int) -> Learner:
    return Learner.objects.filter(pk=learner_id).first() or _nothing_here()


def _nothing_here() -> Any:
    raise Http404
