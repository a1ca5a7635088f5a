"""New texts reach the leaders' sums together: at least ten of at least five writers at a time.

If each text were added as it is sent, whoever looks before and after would see the sums of that text alone. So sums
are kept batch by batch, and a text that is counted is not looked at again: it counts once, with what it says when its
batch closes. Neither what is sent, nor what changes or is deleted, nor somebody who leaves moves a figure by less than
a batch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from django.db import transaction

from sharewell.web.access.models import School
from sharewell.web.access.scope import school_in_scope
from sharewell.web.feedback.models import Batch, Comment, Text, digest_of
from sharewell.web.feedback.sums import COLUMNS, Row, Sums, joined, sums_of

AT_ONCE: Final = 1_000  # rows marked in one go


def school_sums() -> Sums | None:
    """Sums over teachers' feedback and the comments that came in; None where too few stand behind them."""
    return joined(
        [_read(figures) for figures in Batch.objects.order_by("pk").values_list("figures", flat=True)]
    )


@transaction.atomic
def batch_close() -> bool:
    """Count what waits, if nothing of it has to be held back; returns whether it was counted.

    Where something has to be, as one framing is rare, it is counted once as much waits as was counted so far: a later
    batch shows more than many small ones would.
    """
    School.objects.select_for_update().get(pk=school_in_scope())  # one batch of a school at a time
    texts, comments = _texts(), _comments()
    found = sums_of([*texts, *comments])
    before = school_sums()
    if found is None or not (found.whole or found.texts >= (before.texts if before else 0)):
        return False
    Batch.objects.create(figures=asdict(found))
    for model, rows in ((Text, texts), (Comment, comments)):
        keys = [row["pk"] for row in rows]
        for first in range(0, len(keys), AT_ONCE):
            model.objects.filter(pk__in=keys[first : first + AT_ONCE]).update(counted=True)
    return True


def _texts() -> list[Row]:
    """Teachers' feedback that waits."""
    rows = Text.objects.filter(counted=False, kind=Text.Kind.FEEDBACK, writer__isnull=False)
    return list(rows.values("pk", *COLUMNS))


def _comments() -> list[Row]:
    """Comments that wait, with what they say now: those that an import has just changed wait until they are read."""
    rows = Comment.objects.filter(counted=False, is_read=True, writer__isnull=False)
    said = rows.values("pk", "digest", "result__comment", *COLUMNS)
    return [row for row in said.iterator() if row["digest"] == digest_of(row["result__comment"])]


def _read(figures: Mapping[str, Any]) -> Sums:
    """Sums as they were stored: JSON has no pairs."""
    shares: dict[str, Any] = {name: figures[name] and tuple(figures[name]) for name in ("next_step", "taken")}
    return Sums(**{**figures, **shares})
