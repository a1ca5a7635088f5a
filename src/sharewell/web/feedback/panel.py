"""Feedback on the learner's page: the thread, for teachers the composer; and what classes hear on the whole page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sharewell.language import openings
from sharewell.plan import LearnerPlan
from sharewell.web.access.models import Person, Role
from sharewell.web.access.rules import Visit
from sharewell.web.classes.models import Class, Learner
from sharewell.web.classes.selectors import classes_taught
from sharewell.web.feedback import selectors
from sharewell.web.feedback.criteria import packs_by_class
from sharewell.web.feedback.drafting import Desk, first_desk
from sharewell.web.feedback.forms import Feedback
from sharewell.web.feedback.hearing import warm
from sharewell.web.feedback.known import known_of
from sharewell.web.feedback.models import Text
from sharewell.web.feedback.shown import Shown, shown_on
from sharewell.web.feedback.signs import Sign, Signs, signs_in
from sharewell.web.feedback.unsent import place_of

AT_MOST = 60  # of the newest: more than a year of one a week


@dataclass(frozen=True, slots=True)
class Page:
    """The rest of a learner's page: the plan that it shows over the `chosen` classes; `tasks`: from its ids to rows."""

    chosen: Sequence[Class]
    plan: LearnerPlan
    tasks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands there: `desk` for teachers, `me` for the learner, `classes` and `signs` for who belongs to them.

    `shown` are the words on the page that the learner may flag, with whether they did.
    """

    thread: Sequence[Text]
    desk: Desk | None
    me: Learner | None
    classes: Sequence[Class]
    signs: Signs
    shown: Sequence[tuple[Shown, bool]]


def panel_of(visit: Visit, learner: Learner, seen: Sequence[Class], page: Page) -> Panel:
    """The feedback of these classes; what is written is about one of the chosen, the first one unless said."""
    thread = list(selectors.thread_of(learner, seen)[:AT_MOST])
    me, own = _me(visit, learner), _belongs_to(visit, learner, seen)
    chosen = [klass for klass in page.chosen if klass in own]
    packs = packs_by_class([klass.pk for klass in own])
    shown = _shown(page, [klass.pk for klass in chosen if me or klass.pk in packs])
    return Panel(
        thread=thread,
        desk=_desk(visit.person, learner, chosen) if chosen and not me else None,
        me=me,
        classes=own if me else chosen,
        signs=signs_in(thread, packs, shown),
        shown=_with_flags(me, shown) if me else (),
    )


def signs_on(visit: Visit, learner: Learner, page: Page) -> Sequence[Sign]:
    """Where classes that this person belongs to hear their criteria on another page with the same plan."""
    packs = packs_by_class([klass.pk for klass in _belongs_to(visit, learner, page.chosen)])
    return signs_in((), packs, _shown(page, list(packs))).shown


def _shown(page: Page, classes: Sequence[int]) -> list[Shown]:
    return shown_on(page.plan, page.tasks, classes)


def _me(visit: Visit, learner: Learner) -> Learner | None:
    return learner if Role.LEARNER in visit.roles and learner.person_id == visit.person.pk else None


def _belongs_to(visit: Visit, learner: Learner, classes: Sequence[Class]) -> list[Class]:
    """Of these classes of the learner, those of which this person is a member: the learner, or a teacher."""
    if _me(visit, learner):
        return list(classes)
    if Role.TEACHER not in visit.roles:
        return []
    mine = set(classes_taught(visit.person).values_list("pk", flat=True))
    return [klass for klass in classes if klass.pk in mine]


def _with_flags(me: Learner, shown: Sequence[Shown]) -> list[tuple[Shown, bool]]:
    flags = selectors.own_flags(me, {one.klass for one in shown})
    return [(one, (one.klass, one.digest) in flags) for one in shown]


def _desk(writer: Person, learner: Learner, taught: list[Class]) -> Desk:
    warm()
    starters = list(openings(known_of(learner, taught)).values())
    return first_desk(writer, Feedback(taught), place_of(Text.Kind.FEEDBACK, learner), starters)
