"""What is written about classes besides imports: links from tasks to standards, and work marked done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from sharewell.evidence.model import SCORED
from sharewell.web.access import audit
from sharewell.web.access import services as access
from sharewell.web.access.models import Person, Role, School
from sharewell.web.access.scope import school_in_scope
from sharewell.web.classes.fresh import no_longer_fresh
from sharewell.web.classes.models import Class, Learner, Link, Result, Task


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
    no_longer_fresh(Class.objects.filter(pk__in={task.klass_id for task, _, _ in links}))
    audit.record_each(actor, "link added", [(task, {"standard": standard}) for task, standard, _ in links])
    return made


@transaction.atomic
def link_end(*, actor: Person, task: Task, link_id: int) -> None:
    """Take a link back."""
    for link in Link.objects.filter(task=task, pk=link_id):
        link.delete()
        no_longer_fresh(_class_of(task))
        audit.record(actor, "link ended", task, standard=link.standard)


@transaction.atomic
def work_mark_done(*, actor: Person, learner: Learner, task: Task, points: float, day: date) -> Result:
    """Work that came in: its points are evidence from now on, wherever they are looked at."""
    result, _ = Result.objects.update_or_create(
        learner=learner,
        task=task,
        defaults={"points": points, "status": SCORED, "done": day, "given_here": True},
    )
    no_longer_fresh(_class_of(task), learner)
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


def _class_of(task: Task) -> QuerySet[Class]:
    return Class.objects.filter(pk=task.klass_id)
