"""What is written about classes besides imports: links from tasks to standards, and work marked done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import F

from sharewell.evidence.model import SCORED
from sharewell.web.access import audit
from sharewell.web.access import services as access
from sharewell.web.access.models import Person, Role, School
from sharewell.web.access.scope import school_in_scope
from sharewell.web.classes.models import Class, Learner, Link, Result, Summary, Task


def link_add(*, actor: Person, task: Task, standard: str, evidence: int = 1) -> Link:
    """Say that a task gives evidence for a standard."""
    return links_add(actor=actor, links=[(task, standard, evidence)])[0]


@transaction.atomic
def links_add(*, actor: Person, links: Sequence[tuple[Task, str, int]]) -> list[Link]:
    """Say of tasks that each gives so many pieces of evidence for a standard."""
    made = [
        Link.objects.update_or_create(task=task, standard=standard, defaults={"evidence": evidence})[0]
        for task, standard, evidence in links
    ]
    for klass in {task.klass for task, _, _ in links}:
        _no_longer_fresh(klass)
    audit.record_each(actor, "link added", [(task, {"standard": standard}) for task, standard, _ in links])
    return made


@transaction.atomic
def link_end(*, actor: Person, task: Task, link_id: int) -> None:
    """Take a link back."""
    for link in Link.objects.filter(task=task, pk=link_id):
        link.delete()
        _no_longer_fresh(task.klass)
        audit.record(actor, "link ended", task, standard=link.standard)


@transaction.atomic
def work_mark_done(*, actor: Person, learner: Learner, task: Task, points: float, day: date) -> Result:
    """Work that came in: its points are evidence from now on, wherever they are looked at."""
    result, _ = Result.objects.update_or_create(
        learner=learner,
        task=task,
        defaults={"points": points, "status": SCORED, "done": day, "given_here": True},
    )
    _no_longer_fresh(task.klass, learner)
    audit.record(actor, "work marked done", learner, task=task.pk)
    return result


@transaction.atomic
def learner_sign_in_give(*, actor: Person, learner: Learner) -> Person:
    """Let a learner sign in, by a name made from the school's own id; a second time changes nothing."""
    if learner.person is not None:
        return learner.person
    school = School.objects.get(pk=school_in_scope())
    username = f"{learner.student_id}@{school.slug}"
    person = access.person_add(actor=actor, username=username, name=learner.name, role=Role.LEARNER)
    learner.person = person
    learner.save(update_fields=["person"])
    return person


def _no_longer_fresh(klass: Class, learner: Learner | None = None) -> None:
    """What rests on a class, or on one learner's work in it, is planned anew when it is next looked at."""
    stale = Summary.objects.filter(klass=klass)
    (stale.filter(learner=learner) if learner else stale).delete()
    Class.objects.filter(pk=klass.pk).update(version=F("version") + 1)
    School.objects.filter(pk=school_in_scope()).update(version=F("version") + 1)
