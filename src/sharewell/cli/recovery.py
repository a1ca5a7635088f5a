"""`sharewell recovery …`: the smallest reasonable packet for each learner."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sharewell.cli.progress import steps
from sharewell.cli.refuse import print_refusals

if TYPE_CHECKING:
    from sharewell.recovery.files import MapParts, Summary

app = typer.Typer(help="The smallest reasonable packet, with its proof.", no_args_is_help=True)


@app.callback()
def _group() -> None:  # pyright: ignore[reportUnusedFunction]
    """The smallest reasonable packet."""


@app.command()
def solve(
    instances: Annotated[Path, typer.Argument(help="JSON Lines, one student a line.")],
    out: Annotated[Path, typer.Option(help="Where the packets go: JSON Lines, in the same order.")],
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes at most; by default all cores.")] = None,
    ray: Annotated[
        str | None, typer.Option(help="A Ray cluster, host:port, or local (needs sharewell[cluster]).")
    ] = None,
) -> None:
    """Find the smallest packet for each student, and what is left."""
    from sharewell.evidence import Place, Refusal, Refused, write_refused
    from sharewell.recovery.files import beside, solve_file

    with steps("Packets") as advance:
        try:
            summary = solve_file(instances, out, map_parts=_mapper(jobs, ray), done=advance)
        except (ModuleNotFoundError, ConnectionError) as error:
            raise Refused(
                Refusal("no-cluster", Place(), f"{error}.", "Leave --ray out to work here.")
            ) from error
    refused = beside(out, ".refused.csv")
    refused.unlink(missing_ok=True)
    _say(summary)
    if summary.refusals:
        write_refused(summary.refusals, refused)
        print_refusals(summary.refusals, kept_in=str(refused))
        raise typer.Exit(2)


def _mapper(jobs: int | None, ray: str | None) -> MapParts:
    from sharewell.scale import stream_partitions

    return lambda function, parts: stream_partitions(function, parts, processes=jobs, ray_address=ray)


def _say(summary: Summary) -> None:
    """How many packets, how many proved; then what was not used of the lines."""
    proved = summary.packets - summary.not_proved
    typer.echo(f"{summary.packets:,} packets, {proved:,} proved smallest.", err=True)
    if summary.not_proved:
        typer.echo("The others say their distance from the bound under “gap”.", err=True)
    for caution in summary.cautions[:20]:
        typer.echo(f"Note: {caution.where}: {caution}", err=True)
    if len(summary.cautions) > 20:
        typer.echo(f"Note: … and {len(summary.cautions) - 20:,} more.", err=True)
