"""What to know before acting on a plan: said beside it, once, not learner by learner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from sharewell.evidence import Caution, Gradebook
from sharewell.knowledge import Shown

NAMED_AT_MOST: Final = 5


def use_with_care(shown: Shown, gradebook: Gradebook) -> tuple[Caution, ...]:
    """Say which tasks can give no evidence, and which standards wait for one that no task here shows."""
    return (*_tasks_without_points(shown, gradebook), *_prerequisites_without_task(shown))


def _tasks_without_points(shown: Shown, gradebook: Gradebook) -> list[Caution]:
    if not shown.without_points:
        return []
    titles = gradebook.tasks.filter(pl.col("task").is_in(shown.without_points))["title"].sort().to_list()
    what = f"Tasks without points possible give no evidence ({len(titles)}): {_some(titles)}."
    return [Caution("no-points", what)]


def _prerequisites_without_task(shown: Shown) -> list[Caution]:
    taught = set(shown.links["standard"].to_list())
    untaught = sorted(set(shown.waits["before"].to_list()) - taught)
    if not untaught:
        return []
    what = (
        f"Others build on standards that no task here is linked to ({len(untaught)}): {_some(untaught)}. "
        "What builds on them stays “later”: link a task to them, or count earlier years as learned."
    )
    return [Caution("prerequisite-without-task", what)]


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:NAMED_AT_MOST]) + (" …" if len(names) > NAMED_AT_MOST else "")
