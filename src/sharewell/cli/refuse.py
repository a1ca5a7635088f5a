"""How refusals are told on the command line: on standard error, one block each, in reading order."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from sharewell.evidence import Caution, Place, Refusal
from sharewell.evidence.refusals import in_reading_order

SHOWN_AT_MOST = 20


def print_refusals(refusals: Iterable[Refusal], *, kept_in: str | None = None) -> None:
    """Say each refusal: where, what, how to mend it. Past the first twenty, say where the list is kept."""
    console = Console(stderr=True, highlight=False)
    ordered = in_reading_order(refusals)
    for refusal in ordered[:SHOWN_AT_MOST]:
        console.print(Text(str(refusal.where), style="bold"))
        console.print(Text(f"  {refusal.what} {refusal.how_to_fix}"))
    if len(ordered) > SHOWN_AT_MOST:
        rest = f"… and {len(ordered) - SHOWN_AT_MOST} more"
        console.print(Text(f"{rest}: the whole list is in {kept_in}." if kept_in else f"{rest}."))


def print_cautions(cautions: Iterable[Caution], *, kept_in: str | None = None) -> None:
    """Say what to know before using a result; the same sentence once, with the first place it holds for."""
    console = Console(stderr=True, highlight=False)
    told: dict[str, Caution] = {}
    for caution in cautions:
        told.setdefault(caution.what, caution)
    for caution in list(told.values())[:SHOWN_AT_MOST]:
        place = f"{caution.where}: " if caution.where != Place() else ""
        console.print(Text("Good to know: ", style="bold").append(f"{place}{caution.what}", style="not bold"))
    if len(told) > SHOWN_AT_MOST:
        rest = f"… and {len(told) - SHOWN_AT_MOST} more to know"
        console.print(Text(f"{rest}: the whole list is in {kept_in}." if kept_in else f"{rest}."))
