"""`sharewell growth …`: every student's progress."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sharewell.cli import growth_groups
from sharewell.cli.growth_words import finish, names

if TYPE_CHECKING:
    import polars as pl

    from sharewell.growth import PeriodReport, Progression

app = typer.Typer(help="Every student's progress, exact and with its plain meaning.", no_args_is_help=True)

Processes = Annotated[
    int | None, typer.Option(min=1, help="By default one for each core where the table is large.")
]
WORTH_SHARING = 500_000  # rows

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON for machines on standard output.")]


@app.callback()
def _group() -> None:  # pyright: ignore[reportUnusedFunction]
    """Every student's progress."""


@app.command()
def periods(
    marks: Annotated[Path, typer.Argument(help="CSV, XLSX or Parquet: student_id, period, grade.")],
    columns: Annotated[
        str | None, typer.Option(help="A wide file: the columns of the periods in order, G1,G2,G3.")
    ] = None,
    periods: Annotated[
        str | None, typer.Option(help="A long file: its periods in order; by default as they first appear.")
    ] = None,
    scale: Annotated[
        str | None, typer.Option(help="A=16,B=14,C=12,D=10,F=0, or a file with letter,cut; else percentages.")
    ] = None,
    student: Annotated[
        str | None, typer.Option(help="A wide file: the column with the student; by default student_id.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write who moved where: CSV or Parquet.")] = None,
    json: AsJson = False,
) -> None:
    """Count the marks of each letter in each marking period, who rose, and the change."""
    from sharewell.growth.files import read_table, write_table
    from sharewell.growth.periods import PERCENTAGES, parse_scale, period_report

    rows, order = _marks(read_table(marks), columns, periods, student, str(marks))
    chosen = PERCENTAGES if scale is None else parse_scale(_inline_or_file(scale))
    report = period_report(rows, order, chosen, file=str(marks))
    if out is not None:
        write_table(report.rose, out)
    typer.echo(_periods_json(report) if json else _periods_text(report))
    finish(out, report.refused, report.cautions)


def _marks(
    table: pl.DataFrame, columns: str | None, periods: str | None, student: str | None, file: str
) -> tuple[pl.DataFrame, list[str]]:
    """The long table `row, student_id, period, mark`, and the periods in order."""
    import polars as pl

    from sharewell.growth.files import need_columns

    table = table.with_columns((pl.int_range(pl.len(), dtype=pl.Int64) + 2).alias("row"))
    if columns is None:
        need_columns(table, ["student_id", "period", "grade"], file)
        order = names(periods) or table["period"].cast(pl.String).drop_nulls().unique(maintain_order=True)
        return table.select("row", "student_id", "period", mark="grade"), list(order)
    order = names(columns)
    need_columns(table, [*order, *([student] if student else [])], file)
    name = student or ("student_id" if "student_id" in table.columns else "row")
    wide = table.select(
        "row", pl.col(name).cast(pl.String).alias("student_id"), pl.col(order).cast(pl.String)
    )
    return wide.unpivot(order, index=["row", "student_id"], variable_name="period", value_name="mark"), order


def _inline_or_file(text: str) -> str:
    from sharewell.growth.files import read_table

    if "=" in text:
        return text
    table = read_table(Path(text))
    return ",".join(f"{row[0]}={row[1]}" for row in table.iter_rows())


def _periods_json(report: PeriodReport) -> str:
    from json import dumps

    scale = dict(zip(report.scale.letters, report.scale.cuts, strict=True))
    return dumps(
        {
            "scale": scale,
            "periods": report.periods,
            "students": report.n,
            "counts": report.counts.to_dicts(),
            "change": report.change.to_dicts(),
            "moved": report.moved.to_dicts(),
            "rose": report.rose.to_dicts(),
            "refused": [str(refusal) for refusal in report.refused],
            "cautions": [str(caution) for caution in report.cautions],
        },
        ensure_ascii=False,
        indent=2,
    )


def _periods_text(report: PeriodReport) -> str:
    """One line a letter: the count in each period and the change, then who moved."""
    changes = dict(report.change.select("letter", "change").iter_rows())
    width = max(8, *(len(period) + 2 for period in report.periods))
    head = "".join(period.rjust(width) for period in (*report.periods, "change"))
    lines = [
        f"{report.n} students; first to last period: {report.rose.height} rose.",
        "letter".ljust(8) + head,
    ]
    for letter in report.scale.letters:
        cells = [str(report.students(period, letter)) for period in report.periods] + [
            f"{changes[letter]:+d}"
        ]
        lines.append(letter.ljust(8) + "".join(cell.rjust(width) for cell in cells))
    moves = report.moved.filter(report.moved["from_letter"] != report.moved["to_letter"])
    lines += [f"{students} from {before} to {after}" for before, after, students in moves.iter_rows()]
    return "\n".join(lines)


@app.command()
def percentiles(
    scores: Annotated[
        Path,
        typer.Argument(help="CSV, XLSX or Parquet: student_id, subject, year, grade, scale_score[, csem]."),
    ],
    out: Annotated[
        Path, typer.Option(help="Write student_id, subject, year, grade, order, sgp: CSV or Parquet.")
    ],
    year: Annotated[
        list[int] | None,
        typer.Option(help="Current year; again for more. By default the latest of each subject."),
    ] = None,
    priors: Annotated[
        int | None,
        typer.Option(min=1, help="At most so many; by default as many consecutive ones as there are."),
    ] = None,
    all_orders: Annotated[
        bool, typer.Option("--all-orders", help="A row for every number of priors.")
    ] = False,
    sequence: Annotated[
        list[str] | None,
        typer.Option(
            help="One sequence of tests, the oldest first: MATH:2023:5,MATH:2024:6,ALGEBRA:2025:EOC."
        ),
    ] = None,
    exact: Annotated[
        bool, typer.Option("--exact", help="Only the model of all priors of each sequence.")
    ] = False,
    knots: Annotated[Path | None, typer.Option(help="subject, grade, kind, value; by default made.")] = None,
    coefficients: Annotated[
        Path | None, typer.Option(help="Use these saved models: baseline-referenced percentiles.")
    ] = None,
    coefficients_out: Annotated[Path | None, typer.Option(help="Save the models, JSON.")] = None,
    knots_out: Annotated[Path | None, typer.Option(help="Save the knots that were used.")] = None,
    ends_out: Annotated[
        Path | None, typer.Option(help="Write the shares of scores at the highest and lowest score.")
    ] = None,
    minimum: Annotated[int, typer.Option(min=0, help="Students that a model needs.")] = 100,
    cuts: Annotated[
        str | None, typer.Option(help="Add the scores at these percentiles: 1,35,50,65,99.")
    ] = None,
    cut_digits: Annotated[int, typer.Option(help="Decimal places of these scores.")] = 0,
    prior_score: Annotated[
        bool, typer.Option("--prior-score", help="Add the prior score, and standardised.")
    ] = False,
    mid_rank: Annotated[
        bool, typer.Option("--mid-rank", help="Add mid-rank percentiles for heavy ties.")
    ] = False,
    simex: Annotated[
        bool,
        typer.Option("--simex", help="Add percentiles corrected for the priors' measurement error (csem)."),
    ] = False,
    intervals: Annotated[
        bool, typer.Option("--intervals", help="Add the interval that the score's error gives (csem).")
    ] = False,
    seed: Annotated[int, typer.Option(help="Of the draws for --simex and --intervals.")] = 314159,
    loss_hoss: Annotated[
        bool, typer.Option("--loss-hoss", help="Hold quantiles within the obtainable scores.")
    ] = False,
    keep_0_and_100: Annotated[
        bool, typer.Option("--keep-0-and-100", help="Leave 0 and 100 as they are.")
    ] = False,
    no_isotonize: Annotated[
        bool, typer.Option("--no-isotonize", help="Leave crossing quantiles crossed.")
    ] = False,
    date: Annotated[str, typer.Option(help="Written into saved models.")] = "",
    processes: Processes = None,
    threads: Annotated[int, typer.Option(min=1, help="Of one model, for a cohort of a million.")] = 1,
    ray: Annotated[str | None, typer.Option(help="A Ray cluster, host:port or local.")] = None,
) -> None:
    """Growth percentiles: how far every student came, compared with those who started where they did."""
    from sharewell.cli.cluster import reachable
    from sharewell.cli.progress import steps
    from sharewell.growth import (
        Intervals,
        Rules,
        Simex,
        ceilings_and_floors,
        read_knots,
        read_matrices,
        write_matrices,
    )
    from sharewell.growth import percentiles as growth_percentiles
    from sharewell.growth.files import read_table, write_table
    from sharewell.growth.scores import check_scores

    rules = Rules(
        minimum=minimum,
        convert_0_and_100=not keep_0_and_100,
        isotonize=not no_isotonize,
        loss_hoss_adjustment=loss_hoss,
        cuts=tuple(_numbers(cuts, "--cuts", 0, 99)),
        cut_digits=cut_digits,
        mid_rank=mid_rank,
        prior_score=prior_score,
        threads=threads,
    )
    with reachable(ray), steps("cohorts") as done:
        table = read_table(scores)
        result = growth_percentiles(
            table,
            years=year,
            most_priors=priors,
            progressions=_sequences(sequence, exact=exact) if sequence else None,
            all_orders=all_orders,
            rules=rules,
            knots=read_knots(knots) if knots else None,
            matrices=read_matrices(coefficients) if coefficients else None,
            simex=Simex(seed) if simex else None,
            intervals=Intervals(seed) if intervals else None,
            date=date,
            file=str(scores),
            processes=_workers(processes, table.height, heavy=simex),
            ray_address=ray,
            done=done,
        )
    write_table(result.table, out)
    if coefficients_out:
        write_matrices(result.matrices, coefficients_out)
    if knots_out:
        write_table(result.knots, knots_out)
    if ends_out:
        write_table(ceilings_and_floors(check_scores(table, str(scores)).table), ends_out)
    typer.echo(f"{result.table.height} growth percentiles written to {out}.", err=True)
    finish(out, result.refused, result.cautions)


def _workers(asked: int | None, rows: int, *, heavy: bool = False) -> int | None:
    """As asked; else this process alone where starting others would take longer than the work."""
    return asked if asked is not None or heavy or rows >= WORTH_SHARING else 1


def _numbers(text: str | None, option: str, low: int, high: int) -> list[int]:
    try:
        numbers = [int(part) for part in names(text)]
    except ValueError:
        numbers = [high + 1]
    if any(not low <= number <= high for number in numbers):
        raise typer.BadParameter(
            f"whole numbers from {low} to {high}, with commas between", param_hint=option
        )
    return numbers


def _sequences(texts: Iterable[str], *, exact: bool) -> list[Progression]:
    """`MATH:2023:5,MATH:2024:6` as a progression; the last test is the current one."""
    from sharewell.growth import Progression, Test

    found: list[Progression] = []
    for text in texts:
        try:
            parts = [part.rsplit(":", 2) for part in names(text)]
            *priors, current = (Test(subject, int(year), grade) for subject, year, grade in parts)
            found.append(Progression(current, tuple(reversed(priors)), exact))
        except ValueError as error:
            hint = f"“{text}” is no sequence of subject:year:grade, the oldest first"
            raise typer.BadParameter(hint, param_hint="--sequence") from error
    return found


@app.command()
def projections(
    scores: Annotated[
        Path, typer.Argument(help="CSV, XLSX or Parquet: student_id, subject, year, grade, scale_score.")
    ],
    out: Annotated[
        Path, typer.Option(help="Write the paths, a row a learner and year ahead: CSV or Parquet.")
    ],
    cuts: Annotated[
        Path | None, typer.Option(help="Cut scores: subject, grade, level, score. Adds targets to the paths.")
    ] = None,
    targets_out: Annotated[
        Path | None, typer.Option(help="Write catch-up, keep-up, move-up and stay-up targets; needs --cuts.")
    ] = None,
    level: Annotated[int, typer.Option(min=1, help="The level to catch up to or to keep.")] = 2,
    next_level: Annotated[
        int | None, typer.Option(min=1, help="The level to move up to; by default the next.")
    ] = None,
    years: Annotated[int, typer.Option(min=1, help="Targets look so many years ahead.")] = 3,
    years_ahead: Annotated[int | None, typer.Option(min=1, help="Paths end so many years ahead.")] = None,
    trajectories: Annotated[
        str, typer.Option(help="Growth percentiles whose path is wanted.")
    ] = "1,35,50,65,99",
    lagged: Annotated[bool, typer.Option("--lagged", help="Start from the year before.")] = False,
    coefficients: Annotated[
        Path | None, typer.Option(help="Saved models; by default fitted to these scores.")
    ] = None,
    knots: Annotated[Path | None, typer.Option(help="subject, grade, kind, value; by default made.")] = None,
    year: Annotated[
        int | None, typer.Option(help="Current year; by default the latest of each subject.")
    ] = None,
    digits: Annotated[int, typer.Option(help="Decimal places of scores.")] = 0,
    minimum: Annotated[int, typer.Option(min=0, help="Students that a model needs.")] = 100,
    processes: Processes = None,
    ray: Annotated[str | None, typer.Option(help="A Ray cluster, host:port or local.")] = None,
) -> None:
    """Where growth leads: scores in the years ahead, and the growth that reaches or keeps a level."""
    from sharewell.cli.cluster import reachable
    from sharewell.cli.progress import steps
    from sharewell.evidence import Caution
    from sharewell.growth import Rules, read_cut_scores, read_knots, read_matrices
    from sharewell.growth import percentiles as growth_percentiles
    from sharewell.growth import projections as growth_projections
    from sharewell.growth import targets as growth_targets
    from sharewell.growth.files import read_table, write_table

    if targets_out and not cuts:
        raise typer.BadParameter("targets need cut scores: give --cuts too", param_hint="--targets-out")
    table = read_table(scores)
    cut_scores = read_cut_scores(cuts) if cuts else {}
    if coefficients:
        matrices, said = read_matrices(coefficients), list[Caution]()
    else:
        with reachable(ray), steps("cohorts") as done:
            fitted = growth_percentiles(
                table,
                rules=Rules(minimum=minimum),
                knots=read_knots(knots) if knots else None,
                years=[year] if year else None,
                file=str(scores),
                processes=_workers(processes, table.height),
                ray_address=ray,
                done=done,
            )
        matrices = fitted.matrices
        said = [
            one for one in fitted.cautions if one.code not in ("no-score", "same-row-twice", "not-compared")
        ]
    result = growth_projections(
        table,
        matrices,
        percentiles=_numbers(trajectories, "--trajectories", 1, 100),
        cuts=cut_scores,
        lagged=lagged,
        years_ahead=years_ahead,
        year=year,
        digits=digits,
        file=str(scores),
    )
    write_table(result.table, out)
    if targets_out:
        most = max((len(levels) for levels in cut_scores.values()), default=0)
        above = next_level or (level + 1 if level < most else None)
        if level > most or (above or 0) > most:
            raise typer.BadParameter(f"the cut scores have {most} levels", param_hint="--level")
        write_table(
            growth_targets(result.table, cut_scores, level=level, next_level=above, years=years), targets_out
        )
    typer.echo(
        f"{result.table.height} steps of {result.table['student_id'].n_unique()} learners in {out}.", err=True
    )
    finish(out, result.refused, [*said, *result.cautions])


app.command("effect-sizes")(growth_groups.effect_sizes)
app.command()(growth_groups.summaries)
app.command()(growth_groups.figure)
