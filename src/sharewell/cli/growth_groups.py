"""`sharewell growth …` of groups: effect sizes, summaries, figures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sharewell.cli.growth_words import finish, names

Groups = Annotated[
    Path | None,
    typer.Option(help="student_id and the columns to group by: school, class …; one row a student."),
]
By = Annotated[str | None, typer.Option(help="Columns to group by, with commas between.")]


def effect_sizes(
    scores: Annotated[
        Path, typer.Argument(help="student_id, pre, post; or student_id, subject, year, grade, scale_score.")
    ],
    out: Annotated[Path, typer.Option(help="Write the effect size of each group: CSV or Parquet.")],
    by: By = None,
    groups: Groups = None,
    norms: Annotated[
        Path | None, typer.Option(help="subject, grade, effect, source; by default Hill and others (2008).")
    ] = None,
    learners_out: Annotated[Path | None, typer.Option(help="Write every learner's effect size.")] = None,
    gain_norms: Annotated[
        Path | None,
        typer.Option(help="subject, grade, start, expected, sd: norms of gains from a publisher."),
    ] = None,
    conditional_out: Annotated[
        Path | None, typer.Option(help="Write conditional growth; needs --gain-norms.")
    ] = None,
    confidence: Annotated[float, typer.Option(min=0.5, max=0.999, help="Share that intervals cover.")] = 0.95,
    minimum: Annotated[int, typer.Option(min=1, help="Groups with fewer are not shown.")] = 10,
) -> None:
    """Progress in standard deviations, beside what is typical of the grade."""
    from sharewell.growth import conditional_growth, learner_effects
    from sharewell.growth import effect_sizes as sizes_of_groups
    from sharewell.growth.conditional import read_gain_norms
    from sharewell.growth.files import read_table, write_table
    from sharewell.growth.norms import read_norms
    from sharewell.growth.pairs import pairs_from_scores, pairs_from_table

    if (gain_norms is None) != (conditional_out is None):
        raise typer.BadParameter("give both or neither", param_hint="--gain-norms, --conditional-out")
    table = read_table(scores)
    if {"pre", "post"} <= set(table.columns):
        known = [name for name in ("subject", "grade") if name in table.columns]
        columns = names(by) or known
        pairs, refused, cautions = pairs_from_table(
            table, list(dict.fromkeys([*columns, *known])), str(scores)
        )
    else:
        columns = names(by) or ["subject", "grade"]
        roster = read_table(groups) if groups else None
        pairs, refused, cautions = pairs_from_scores(table, roster, columns, str(scores))
    if not columns:
        raise typer.BadParameter("name the columns to group by", param_hint="--by")
    made = sizes_of_groups(
        pairs, columns, norms=read_norms(norms) if norms else None, confidence=confidence, least=minimum
    )
    write_table(made, out)
    if learners_out:
        write_table(learner_effects(pairs, columns, confidence=confidence), learners_out)
    if gain_norms and conditional_out:
        placed, said = conditional_growth(pairs, read_gain_norms(gain_norms))
        write_table(placed, conditional_out)
        cautions += said
    typer.echo(f"{made.height} groups of {pairs.height} pairs written to {out}.", err=True)
    finish(out, refused, cautions)


def summaries(
    percentiles: Annotated[Path, typer.Argument(help="What sharewell growth percentiles wrote.")],
    out: Annotated[Path, typer.Option(help="Write a row a group: CSV or Parquet.")],
    by: By = None,
    groups: Groups = None,
    within: Annotated[
        str | None, typer.Option(help="Columns of larger groups whose figures are published beside.")
    ] = None,
    value: Annotated[str, typer.Option(help="The column to sum up.")] = "sgp",
    expected: Annotated[float, typer.Option(help="Its mean where growth is as expected.")] = 50.0,
    minimum: Annotated[int, typer.Option(min=1, help="Groups with fewer are not shown.")] = 10,
    draws: Annotated[int, typer.Option(min=10, help="Of the bootstrap.")] = 1000,
    seed: Annotated[int, typer.Option(help="Of the bootstrap.")] = 314159,
    fit_out: Annotated[
        Path | None,
        typer.Option(help="Write goodness of fit by decile; needs percentiles with --prior-score."),
    ] = None,
    processes: Annotated[int | None, typer.Option(min=1, help="By default one for each core.")] = 1,
    ray: Annotated[str | None, typer.Option(help="A Ray cluster, host:port or local.")] = None,
) -> None:
    """Growth of groups: mean, median, their errors and intervals; small groups are not shown."""
    import polars as pl

    from sharewell.cli.cluster import reachable
    from sharewell.cli.progress import steps
    from sharewell.growth import Bootstrap, goodness_of_fit
    from sharewell.growth import summaries as group_summaries
    from sharewell.growth.files import need_columns, read_table, typed, write_table

    table = read_table(percentiles)
    if groups:
        roster = read_table(groups)
        need_columns(roster, ["student_id"], str(groups))
        own = [name for name in roster.columns if name == "student_id" or name not in table.columns]
        roster = roster.select(pl.col(own).cast(pl.String)).unique("student_id", keep="first")
        table = table.with_columns(pl.col("student_id").cast(pl.String)).join(
            roster, on="student_id", how="left", maintain_order="left"
        )
    columns = names(by) or ["subject", "year", "grade"]
    larger = [name for name in names(within) if name in columns]
    kinds = {**dict.fromkeys(columns, "text"), value: "number"}
    clean, refused = typed(table, kinds, str(percentiles), may_be_empty=kinds)  # pyright: ignore[reportArgumentType]
    with reachable(ray), steps("groups") as done:
        made = group_summaries(
            clean,
            columns,
            value=value,
            expected=expected,
            within=larger,
            bootstrap=Bootstrap(seed, draws),
            least=minimum,
            processes=processes,
            ray_address=ray,
            done=done,
        )
    write_table(made, out)
    if fit_out:
        need_columns(table, ["subject", "year", "grade", "sgp", "scale_score_prior"], str(percentiles))
        numbers = [pl.col("sgp").cast(pl.Int64), pl.col("scale_score_prior").cast(pl.Float64)]
        write_table(goodness_of_fit(table.with_columns(numbers)), fit_out)
    hidden = made.height - int(made["shown"].sum())
    typer.echo(f"{made.height} groups written to {out}; {hidden} are not shown, being small.", err=True)
    finish(out, refused, ())


def figure(
    scores: Annotated[Path, typer.Argument(help="student_id, subject, year, grade, scale_score.")],
    out: Annotated[Path, typer.Option(help="Write the figure: SVG.")],
    subject: Annotated[str, typer.Option(help="The subject, as it is named in the scores.")],
    student: Annotated[str | None, typer.Option(help="The chart of this learner.")] = None,
    name: Annotated[str | None, typer.Option(help="How the learner or the school is called.")] = None,
    by: Annotated[
        str, typer.Option(help="Without --student: growth and attainment by grade, class …")
    ] = "grade",
    groups: Groups = None,
    minimum: Annotated[int, typer.Option(min=1, help="Groups with fewer are not shown.")] = 10,
) -> None:
    """Draw one learner's growth, or a school's growth beside its attainment."""
    import polars as pl

    from sharewell.growth import percentiles as growth_percentiles
    from sharewell.growth.files import need_columns, read_table
    from sharewell.growth.scores import check_scores
    from sharewell.report.growth_figures import learner_figure, school_figure

    checked = check_scores(read_table(scores), str(scores))
    own = checked.table.filter(subject=subject)
    grown = growth_percentiles(own, file=str(scores))
    if student is not None:
        drawn = learner_figure(own, grown, student, subject, name=name)
    else:
        current = own.filter(pl.col("year") == pl.col("year").max())
        growth = grown.table.with_columns(pl.col("grade").cast(pl.String))
        if groups:
            roster = read_table(groups)
            need_columns(roster, ["student_id", by], str(groups))
            joined = roster.select("student_id", by).cast(pl.String).unique("student_id", keep="first")
            current = current.join(joined, on="student_id", how="inner")
            growth = growth.join(joined, on="student_id", how="inner")
        need_columns(current, [by], str(groups or scores))
        drawn = school_figure(name or "School", growth, current, by, least=minimum)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(drawn, encoding="utf-8")
    finish(out, checked.refused, grown.cautions)
