"""New texts reach the leaders' sums together: at least ten of at least five writers at a time.

If each text were added as it is sent, whoever looks before and after would see the sums of that text alone. So sums
are kept batch by batch, and a text that is counted is not looked at again: neither what is sent, nor what is deleted,
nor somebody who leaves moves a figure by less than a batch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from django.db import transaction

from sharewell.web.feedback.models import Batch, Comment, Text
from sharewell.web.feedback.sums import COLUMNS, Sums, joined, sums_of

READ: Final = (
    (Text, {"kind": Text.Kind.FEEDBACK, "writer__isnull": False}),
    (Comment, {"is_read": True, "writer__isnull": False}),
)


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
    waiting = [model.objects.filter(counted=False, **which) for model, which in READ]
    found = sums_of([row for rows in waiting for row in rows.values(*COLUMNS).iterator()])
    before = school_sums()
    if found is None or not (found.whole or found.texts >= (before.texts if before else 0)):
        return False
    Batch.objects.create(figures=asdict(found))
    for rows in waiting:
        rows.update(counted=True)
    return True


def _read(figures: Mapping[str, Any]) -> Sums:
    """Sums as they were stored: JSON has no pairs."""
    shares: dict[str, Any] = {name: figures[name] and tuple(figures[name]) for name in ("next_step", "taken")}
    return Sums(**{**figures, **shares})
