"""Looking for suggestions in the background, and what a teacher says to them. Nothing is linked before a yes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction

from sharewell.knowledge import suggest_links
from sharewell.knowledge.suggest import ASK
from sharewell.web.access import audit
from sharewell.web.access.models import Person
from sharewell.web.classes import jobs
from sharewell.web.classes.frames import standards_of_school
from sharewell.web.classes.models import Class
from sharewell.web.classes.selectors import tasks_alone
from sharewell.web.classes.services import links_add
from sharewell.web.links import selectors
from sharewell.web.links.models import LinkSearch, Suggestion

State = LinkSearch.State
A_TASK = 3  # suggestions a task


def search_start(*, actor: Person, klass: Class, subject: str = "", grade: str = "") -> None:
    """Look for suggestions for the class's tasks without a link; a second asking while it looks starts nothing.

    Args:
        subject: compare with standards of this subject alone; empty for all.
        grade: and of this grade alone.
    """
    with transaction.atomic():
        search, _ = LinkSearch.objects.get_or_create(klass=klass, defaults={"state": State.READY})
        if search.state == State.LOOKING.value and not selectors.is_stuck(search):
            return
        _save(search, state=State.LOOKING, person=actor, subject=subject, grade=grade, done=0, total=0)
        audit.record(actor, "links looked for", klass)
    jobs.start(search_run, search.pk)


def search_run(row: int) -> None:
    """Read the titles and the standards, and keep what is like what; earlier noes hold."""
    search = LinkSearch.objects.select_related("klass").get(pk=row)
    try:
        _look(search)
    except Exception:
        _save(search, state=State.STOPPED)
        raise


def _look(search: LinkSearch) -> None:
    klass = search.klass
    tasks, digest = list(tasks_alone(klass)), selectors.standards_digest()
    refused = set(selectors.refused_of(klass).values_list("task_id", "standard"))

    def progress(done: int, total: int) -> None:
        _save(search, done=done, total=total)

    found = suggest_links(
        selectors.to_look_at(tasks, search.subject, search.grade),
        standards_of_school(),
        at_most=A_TASK + max((sum(t == task.pk for t, _ in refused) for task in tasks), default=0),
        progress=progress,
    )
    made = [_suggestion(row) for row in found.iter_rows(named=True)]
    made = [one for one in made if (one.task_id, one.standard) not in refused]
    with transaction.atomic():
        Suggestion.objects.filter(task__klass=klass, refused=False).delete()
        Suggestion.objects.bulk_create(_few_a_task(made))
        newest = max((task.pk for task in tasks), default=0)
        _save(search, state=State.READY, newest_task=max(newest, search.newest_task), standards=digest)


def _suggestion(row: dict[str, Any]) -> Suggestion:
    kept = {name: row[name] for name in ("standard", "rank", "by", "chance", "sure", "evidence")}
    return Suggestion(task_id=int(row["task"]), **kept)


def _few_a_task(made: list[Suggestion]) -> list[Suggestion]:
    """The first few of each task; they come likeliest first."""
    kept: dict[int, list[Suggestion]] = {}
    for one in made:
        of_task = kept.setdefault(one.task_id, [])
        if len(of_task) < A_TASK:
            of_task.append(one)
    return [one for some in kept.values() for one in some]


@transaction.atomic
def suggestions_confirm(*, actor: Person, klass: Class, ids: Collection[int]) -> int:
    """Yes to just these suggestions. Those that no longer stand are passed over.

    Returns:
        How many tasks were linked.
    """
    said = list(selectors.open_suggestions(klass, ids))
    links_add(actor=actor, links=[(one.task, one.standard, one.evidence) for one in said])
    return len({one.task_id for one in said})


@transaction.atomic
def suggestions_refuse(*, actor: Person, klass: Class, ids: Collection[int]) -> None:
    """No: it is not suggested again. What is next for the task is asked about, however alike it looks."""
    for one in selectors.open_suggestions(klass, ids):
        one.refused = True
        one.save(update_fields=["refused"])
        Suggestion.objects.filter(task=one.task_id, refused=False).update(sure=ASK, chance=None)
        audit.record(actor, "link refused", one.task, standard=one.standard)


@transaction.atomic
def suggestions_reopen(*, actor: Person, klass: Class, ids: Collection[int]) -> None:
    """Take a no back: it is suggested again, to be asked about."""
    for one in selectors.refused_of(klass).filter(pk__in=ids):
        one.refused, one.sure, one.chance = False, ASK, None
        one.save(update_fields=["refused", "sure", "chance"])
        audit.record(actor, "link asked again", one.task, standard=one.standard)


def _save(search: LinkSearch, **values: Any) -> None:
    for name, value in values.items():
        setattr(search, name, value)
    search.save(update_fields=[*values, "alive"])
