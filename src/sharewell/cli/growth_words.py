"""What the growth commands share: lists on the command line, and what is said beside a result."""

from __future__ import annotations

from collections.abc import Iterable

import typer

from sharewell.cli.refuse import print_refusals
from sharewell.evidence import Caution, Refusal


def say(refused: Iterable[Refusal], cautions: Iterable[Caution]) -> None:
    """What was left out and what to keep in mind, on standard error."""
    print_refusals(refused)
    for caution in cautions:
        typer.echo(f"Note: {caution}", err=True)


def names(text: str | None) -> list[str]:
    """The parts between commas."""
    return [name.strip() for name in (text or "").split(",") if name.strip()]
