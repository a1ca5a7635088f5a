"""What the growth commands share: lists on the command line, and what is said beside a result."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import typer

from sharewell.cli.refuse import print_refusals
from sharewell.evidence import Caution, Refusal


def finish(out: Path | None, refused: Iterable[Refusal], cautions: Iterable[Caution]) -> None:
    """Say what to keep in mind and what was left out; the latter is kept beside `out`, and exits 2."""
    from sharewell.evidence import write_refused

    for caution in cautions:
        typer.echo(f"Note: {caution}", err=True)
    refused = tuple(refused)
    kept = out.with_name(f"{out.stem}.refused.csv") if out else None
    if kept is not None:
        kept.unlink(missing_ok=True)  # of a run before
    if not refused:
        return
    if kept is not None:
        write_refused(refused, kept)
    print_refusals(refused, kept_in=str(kept) if kept else None)
    raise typer.Exit(2)


def names(text: str | None) -> list[str]:
    """The parts between commas."""
    return [name.strip() for name in (text or "").split(",") if name.strip()]
