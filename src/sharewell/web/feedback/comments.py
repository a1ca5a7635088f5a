"""Comments that come in with an import: read once, for their writer alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction

from sharewell.web.classes import jobs
from sharewell.web.classes.models import Import, Result, Teaching
from sharewell.web.feedback.batches import batch_close
from sharewell.web.feedback.hearing import LONGEST, counts_of
from sharewell.web.feedback.models import Comment, digest_of

AT_ONCE: Final = 200  # comments kept in one go, so that nobody waits long to write


def comments_came_in(coming: Import, **_: Any) -> None:
    """Note new and changed comments with their writers, then read them in the background."""
    if note_comments():
        jobs.start(read_comments, coming.pk)


@transaction.atomic
def note_comments() -> int:
    """A row for each comment that is new; those that have changed are to be read anew. Returns how many.

    The writer is the class's only teacher now: it stays so when someone else takes the class over. What was counted
    for the leaders' sums stays counted, whatever becomes of its words.
    """
    known = {row.result_id: row for row in Comment.objects.only("school", "result", "digest", "counted")}
    teachers = _only_teachers()
    new: list[Comment] = []
    changed: list[Comment] = []
    rows = Result.objects.exclude(comment="").values_list("pk", "comment", "task__klass_id")
    for result, words, klass in rows.iterator():
        row, digest = known.pop(result, None), digest_of(words)
        if row is None:
            new.append(Comment(result_id=result, digest=digest, writer_id=teachers.get(klass)))
        elif row.digest != digest:
            row.digest, row.writer_id, row.is_read = digest, teachers.get(klass), False
            changed.append(row)
    Comment.objects.bulk_create(new, batch_size=1_000)
    _forget(list(known.values()))
    Comment.objects.bulk_update(changed, ["digest", "writer", "is_read"], batch_size=AT_ONCE)
    return len(new) + len(changed)


def _forget(emptied: Sequence[Comment]) -> None:
    """Comments whose words are gone say nothing to anybody; rows of those that were counted stay, for that alone."""
    keys = [row.pk for row in emptied]
    for first in range(0, len(keys), AT_ONCE):
        rows = Comment.objects.filter(pk__in=keys[first : first + AT_ONCE])
        rows.filter(counted=False).delete()
        rows.update(digest="", is_read=False)


def read_comments(_: int = 0) -> None:
    """Read what has a writer and was not read yet, some at a time; then leaders' sums may count it."""
    while waiting := list(_unread()[:AT_ONCE]):
        heard = counts_of([comment.result.comment[:LONGEST] for comment in waiting])
        with transaction.atomic():
            for comment, counts in zip(waiting, heard, strict=True):
                # One that was noted as changed meanwhile is still to be read.
                as_read = Comment.objects.filter(pk=comment.pk, digest=comment.digest)
                as_read.update(**counts, is_read=True)
    batch_close()


def _unread() -> Any:
    unread = Comment.objects.filter(is_read=False, writer__isnull=False).exclude(result__comment="")
    return unread.select_related("result").order_by("pk")


def _only_teachers() -> dict[int, int]:
    """Class → its teacher, for classes that one person teaches."""
    teachers: dict[int, set[int]] = {}
    for klass, person in Teaching.objects.values_list("klass_id", "person_id"):
        teachers.setdefault(klass, set()).add(person)
    return {klass: next(iter(people)) for klass, people in teachers.items() if len(people) == 1}
