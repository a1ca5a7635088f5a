"""Who may open a learner's record, and how much of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404

from sharewell.web.access.models import Role
from sharewell.web.access.rules import Visit, rule
from sharewell.web.classes import selectors as classes
from sharewell.web.classes.models import Class, Learner
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
    learner, seen = _learner(learner_id), list[Class]()
    if (Role.LEARNER in visit.roles and learner.person_id == visit.person.pk) or (Role.FAMILY in visit.roles and classes.children_of(visit.person).filter(pk=learner.pk).exists()):
        seen = list(classes.classes_attended(learner))
    elif Role.TEACHER in visit.roles:
        seen = selectors.classes_shared(visit.person, learner) or _nothing_here()
    else:
        raise Http404
    return {"learner": learner, "seen": seen}


@rule("teacher of the learner", "Teachers of a class of this learner: they may mark work done.")
def learner_taught(visit: Visit, learner_id: int) -> Mapping[str, Any]:
    """A learner, and the classes in which this person teaches them."""
    visit.must_be(Role.TEACHER)
    learner = _learner(learner_id)
    return {"learner": learner, "seen": selectors.classes_shared(visit.person, learner) or _nothing_here()}


def _learner(learner_id: int) -> Learner:
    return Learner.objects.filter(pk=learner_id).first() or _nothing_here()


def _nothing_here() -> Any:
    raise Http404
