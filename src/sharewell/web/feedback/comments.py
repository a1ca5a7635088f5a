"""Comments that come in with an import: read once, for their writer alone."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from django.db import transaction

from sharewell.web.classes import jobs
from sharewell.web.classes.models import Import, Result, Teaching
from sharewell.web.feedback.batches import batch_close
from sharewell.web.feedback.hearing import LONGEST, counts_of
from sharewell.web.feedback.models import Comment, Heard

AT_ONCE: Final = 200  # comments kept in one go, so that nobody waits long to write
COUNTS: Final = [
    field.name for field in Heard._meta.local_fields if field.name not in ("id", "school", "counted")
]


def comments_came_in(coming: Import, **_: Any) -> None:
    """Note new and changed comments with their writers, then read them in the background."""
    if note_comments():
        jobs.start(read_comments, coming.pk)


@transaction.atomic
def note_comments() -> int:
    """A row for each comment that is new or has changed; returns how many.

    The writer is the class's only teacher now: it stays so when someone else takes the class over.
    """
    known = dict(Comment.objects.values_list("result_id", "digest"))
    teachers = _only_teachers()
    rows = Result.objects.exclude(comment="").values_list("pk", "comment", "task__klass_id")
    noted = [
        Comment(result_id=result, digest=digest, writer_id=teachers.get(klass))
        for result, comment, klass in rows.iterator()
        if known.get(result) != (digest := _digest(comment))
    ]
    changed = [row.result_id for row in noted if row.result_id in known]
    for first in range(0, len(changed), AT_ONCE):
        Comment.objects.filter(result__in=changed[first : first + AT_ONCE]).delete()
    Comment.objects.bulk_create(noted, batch_size=1_000)
    return len(noted)


def read_comments(_: int = 0) -> None:
    """Read what has a writer and was not read yet, some at a time; then leaders' sums may count it."""
    while waiting := list(_unread()[:AT_ONCE]):
        heard = counts_of([comment.result.comment[:LONGEST] for comment in waiting])
        for comment, counts in zip(waiting, heard, strict=True):
            for name, count in counts.items():
                setattr(comment, name, count)
            comment.is_read = True
        with transaction.atomic():
            Comment.objects.bulk_update(waiting, [*COUNTS, "is_read"], batch_size=AT_ONCE)
    batch_close()


def _unread() -> Any:
    return Comment.objects.filter(is_read=False, writer__isnull=False).select_related("result").order_by("pk")


def _only_teachers() -> dict[int, int]:
    """Class → its teacher, for classes that one person teaches."""
    teachers: dict[int, set[int]] = {}
    for klass, person in Teaching.objects.values_list("klass_id", "person_id"):
        teachers.setdefault(klass, set()).add(person)
    return {klass: next(iter(people)) for klass, people in teachers.items() if len(people) == 1}


def _digest(comment: str) -> str:
    return hashlib.sha256(comment.encode()).hexdigest()
