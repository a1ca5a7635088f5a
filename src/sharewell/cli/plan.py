"""`sharewell plan EXPORT --out DIR`: from a gradebook export to a plan for every learner."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sharewell.cli.progress import steps
from sharewell.cli.refuse import print_cautions, print_refusals
from sharewell.evidence import Place, Refusal, Refused

if TYPE_CHECKING:
    import polars as pl

    from sharewell.evidence import Caution, Gradebook, Standards
    from sharewell.plan import Budget, Plan


def plan(
    export: Annotated[Path, typer.Argument(help="The gradebook export: a file, a zip or a folder.")],
    out: Annotated[Path, typer.Option(help="The folder to write to; made where it is absent.")],
    standards: Annotated[
        Path | None, typer.Option(help="Standards: CASE JSON or a table with prerequisites.")
    ] = None,
    links: Annotated[
        Path | None, typer.Option(help="Table task, standard, evidence, minutes: one row a link.")
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(help="Saved column mapping, for a product not known by itself.")
    ] = None,
    minutes_per_week: Annotated[
        int | None, typer.Option(min=1, help="What each learner can give to the packet in a week.")
    ] = None,
    weeks: Annotated[int | None, typer.Option(min=1, help="For how many weeks.")] = None,
    threshold: Annotated[
        float, typer.Option(min=0.01, max=1.0, help="Share of the points that makes work evidence.")
    ] = 0.7,
    needed: Annotated[int, typer.Option(min=1, help="Pieces of evidence that show a standard.")] = 2,
    blank_is_missing: Annotated[
        bool, typer.Option("--blank-is-missing", help="A blank means missing, not yet graded otherwise.")
    ] = False,
    earlier_years_count: Annotated[
        bool,
        typer.Option("--earlier-years-count", help="Prerequisites without a task here count as learned."),
    ] = False,
    category_minutes: Annotated[
        list[str] | None,
        typer.Option(metavar="CATEGORY=MINUTES", help="Minutes of tasks that do not say theirs. Repeatable."),
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day the plan speaks of; else the export's latest."),
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Also a tagged packet PDF for each learner.")] = False,
    large_print: Annotated[bool, typer.Option("--large-print", help="PDF packets in large print.")] = False,
) -> None:
    """Give every learner of an export a plan: what they know, what is next, and the smallest packet."""
    from sharewell.knowledge import Rule
    from sharewell.plan import make_plan

    budget = _budget(minutes_per_week, weeks)
    by_category = dict(_category(pair) for pair in category_minutes or ())
    book, known = _read(export, standards, links, mapping, blank_is_missing)
    rule = Rule(threshold, needed, earlier_years_count)
    with steps("Planning for every learner") as planning:
        made = make_plan(
            book,
            known,
            rule=rule,
            budget=budget,
            category_minutes=by_category,
            as_of=as_of.date() if as_of else None,
            progress=planning,
        )
    of_packets = _write(made, out, pdf=pdf or large_print, large=large_print)
    print_cautions(of_packets)
    _tell(made, out)
    if made.refused:
        raise typer.Exit(2)


def _budget(minutes_per_week: int | None, weeks: int | None) -> Budget | None:
    from sharewell.plan import Budget

    if minutes_per_week is None and weeks is None:
        return None
    if minutes_per_week is None:
        raise typer.BadParameter("--weeks goes with --minutes-per-week: say how much time a week holds.")
    return Budget(minutes_per_week, weeks or 1)


def _category(pair: str) -> tuple[str, int]:
    category, _, minutes = pair.rpartition("=")
    if not category or not minutes.isdigit() or int(minutes) < 1:
        raise typer.BadParameter(f"--category-minutes takes CATEGORY=MINUTES, such as quiz=20, not {pair!r}.")
    return category, int(minutes)


def _read(
    export: Path, standards: Path | None, links: Path | None, mapping: Path | None, blank_is_missing: bool
) -> tuple[Gradebook, Standards]:
    from sharewell.evidence import Standards, load_mapping, read_gradebook, read_standards

    with steps("Reading what the school has") as reading:
        known = read_standards(standards) if standards else Standards()
        reading(1, 2)
        book = read_gradebook(
            export,
            mapping=load_mapping(mapping) if mapping else None,
            standards=known,
            links=links,
            blank_is_missing=blank_is_missing,
        )
        reading(2, 2)
    if book.students.is_empty():
        raise Refused(book.refusals or _nobody(export))
    return book, known


def _nobody(export: Path) -> Refusal:
    return Refusal(
        "no-learners",
        Place(export.name),
        "No learner was found in it.",
        "Export the gradebook again with its learners, or map its columns with --mapping.",
    )


def _write(made: Plan, out: Path, *, pdf: bool, large: bool) -> tuple[Caution, ...]:
    """Write everything; returns what to know about the packets."""
    from sharewell.evidence import write_refused
    from sharewell.report import write_pages, write_plan_json, write_table

    out.mkdir(parents=True, exist_ok=True)
    write_plan_json(made, out / "plan.json")
    write_refused(made.refused, out / "refused.csv")
    write_table(_good_to_know(made), out / "good_to_know.csv")
    with steps("Writing the pages") as pages:
        write_pages(made, out, packets=pdf, progress=pages)
    if not pdf:
        return ()
    from sharewell.report import write_packets

    with steps("Setting the packets") as packets:
        return write_packets(made, out, large=large, progress=packets)


def _good_to_know(made: Plan) -> pl.DataFrame:
    """What was repaired or assumed in reading, by file, row and column."""
    import polars as pl

    rows = [(c.where.file, c.where.row, c.where.column, c.code, c.what) for c in made.cautions]
    schema = {"file": pl.String, "row": pl.Int64, "column": pl.String, "code": pl.String, "what": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _tell(made: Plan, out: Path) -> None:
    from sharewell.report.words import minutes

    print_cautions(made.cautions, kept_in=str(out / "good_to_know.csv"))
    print_refusals(made.refused, kept_in=str(out / "refused.csv"))
    asked = sum(learner.packet.minutes for learner in made.learners)
    everything = sum(learner.packet.everything_minutes for learner in made.learners)
    typer.echo(f"{len(made.learners)} learners planned: open {out / 'index.html'}")
    if asked < everything:
        typer.echo(f"The packets ask for {minutes(asked)} in all, instead of {minutes(everything)}.")
    elif asked:
        typer.echo(
            f"The packets ask for {minutes(asked)} in all: everything open, since each task shows its own."
        )
