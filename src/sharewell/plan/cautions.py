"""What to know before acting on a plan: said beside it, once, not learner by learner."""

from __future__ import annotations

from typing import Final

from sharewell.evidence import Caution
from sharewell.knowledge import Shown

NAMED_AT_MOST: Final = 5


def use_with_care(shown: Shown) -> tuple[Caution, ...]:
    """Say which standards wait for one that no task here shows."""
    taught = set(shown.links["standard"].to_list())
    untaught = sorted(set(shown.waits["before"].to_list()) - taught)
    if not untaught:
        return ()
    named = ", ".join(untaught[:NAMED_AT_MOST]) + (" …" if len(untaught) > NAMED_AT_MOST else "")
    what = (
        f"Others build on standards that no task here is linked to ({len(untaught)}): {named}. "
        "What builds on them stays “later”: link a task to them, or count earlier years as learned."
    )
    return (Caution("prerequisite-without-task", what),)
