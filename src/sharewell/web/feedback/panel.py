"""Feedback on the learner's page: the thread, and for teachers the composer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sharewell.language import openings
from sharewell.web.access.models import Role
from sharewell.web.access.rules import Visit
from sharewell.web.classes.models import Class, Learner
from sharewell.web.classes.selectors import classes_taught
from sharewell.web.feedback import selectors
from sharewell.web.feedback.drafting import Desk, empty_desk
from sharewell.web.feedback.forms import Feedback
from sharewell.web.feedback.hearing import warm
from sharewell.web.feedback.known import known_of
from sharewell.web.feedback.models import Text
from sharewell.web.feedback.signs import Sign, signs_in

AT_MOST = 60  # of the newest: more than a year of one a week


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands there: `desk` for teachers, `me` for the learner, `classes` and `signs` for who belongs to them."""

    thread: Sequence[Text]
    desk: Desk | None
    me: Learner | None
    classes: Sequence[Class]
    signs: Mapping[int, list[Sign]]


def panel_of(visit: Visit, learner: Learner, seen: Sequence[Class], chosen: Sequence[Class]) -> Panel:
    """The feedback of these classes; what is written is about one of the `chosen`, the first one unless said."""
    thread = list(selectors.thread_of(learner, seen)[:AT_MOST])
    taught = _taught(visit, chosen)
    me = learner if Role.LEARNER in visit.roles and learner.person_id == visit.person.pk else None
    belongs = bool(me or taught)
    return Panel(
        thread=thread,
        desk=_desk(learner, taught) if taught else None,
        me=me,
        classes=seen if me else taught,
        signs=signs_in(thread) if belongs else {},
    )


def _taught(visit: Visit, classes: Sequence[Class]) -> list[Class]:
    if Role.TEACHER not in visit.roles:
        return []
    mine = set(classes_taught(visit.person).values_list("pk", flat=True))
    return [klass for klass in classes if klass.pk in mine]


def _desk(learner: Learner, taught: list[Class]) -> Desk:
    warm()
    return empty_desk(Feedback(taught), starters=list(openings(known_of(learner, taught)).values()))
