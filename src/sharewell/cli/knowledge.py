"""`sharewell knowledge …`: what learners know, from their responses or results, and what they are ready for."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sharewell.cli.refuse import print_cautions, print_refusals
from sharewell.evidence import Refusal, Refused

if TYPE_CHECKING:
    import polars as pl

    from sharewell.evidence import Gradebook
    from sharewell.knowledge.predictions import Predictions
    from sharewell.knowledge.responses import Responses
    from sharewell.knowledge.saved import Model

app = typer.Typer(help="What learners know, and what they are ready to learn next.", no_args_is_help=True)

Log = Annotated[
    Path,
    typer.Argument(help="CSV, XLSX or Parquet: student_id, skill_id, correct[, item_id, item_class, order]."),
]
ModelFile = Annotated[Path, typer.Option("--model-file", help="What sharewell knowledge fit wrote.")]


class Kind(StrEnum):
    """The models."""

    bkt = "bkt"
    logistic = "logistic"


@app.callback()
def _group() -> None:  # pyright: ignore[reportUnusedFunction]
    """What learners know."""


@app.command()
def fit(
    responses: Log,
    out: Annotated[Path, typer.Option(help="Where the model goes: JSON.")],
    model: Annotated[Kind, typer.Option(help="bkt: by skill, online. logistic: predicts best.")] = Kind.bkt,
    forget: Annotated[
        bool | None,
        typer.Option(
            "--forget/--no-forget",
            help="bkt: fit forgetting in every skill, or in none; else where answers worsen with practice.",
        ),
    ] = None,
    pooling: Annotated[
        float, typer.Option(min=0.0, help="bkt: responses that the typical skill weighs in each skill.")
    ] = 0.5,
    starts: Annotated[int, typer.Option(min=1, help="bkt: starting points of EM.")] = 5,
) -> None:
    """Fit a model to a response log."""
    from sharewell.cli.progress import steps
    from sharewell.knowledge.logistic import fit_logistic
    from sharewell.knowledge.saved import save_model
    from sharewell.knowledge.tracing_model import fit_bkt

    with steps("Fitting") as done:
        _, laid, refusals = _laid_out(responses, None)
        done(1, 2)
        if model is Kind.bkt:
            fitted = fit_bkt(laid, forget=forget, pooling=pooling, starts=starts)
        else:
            fitted = fit_logistic(laid)
        done(2, 2)
    save_model(fitted, out)
    typer.echo(
        f"{len(laid):,} responses of {len(laid.students):,} learners, {len(laid.skills)} skills.", err=True
    )
    if model is Kind.bkt and getattr(fitted, "worsening", ()):
        names = ", ".join(fitted.worsening)  # pyright: ignore[reportAttributeAccessIssue]
        typer.echo(
            f"Good to know: answers come less right with practice in {names}; forgetting was fitted.",
            err=True,
        )
    _end(refusals)


@app.command()
def predict(
    responses: Log,
    model_file: ModelFile,
    out: Annotated[Path, typer.Option(help="The rows as they came, with p_correct and p_known.")],
    intervals: Annotated[bool, typer.Option("--intervals", help="Add 95 % intervals.")] = False,
    known_out: Annotated[
        Path | None, typer.Option(help="Also a row a learner and skill: P(known) now, and what it rests on.")
    ] = None,
) -> None:
    """Say for each response how likely it was right before it was seen, and what is known after it."""
    from sharewell.knowledge.files import write_table
    from sharewell.knowledge.known import known_now
    from sharewell.knowledge.saved import load_model

    model = load_model(model_file)
    log, laid, refusals = _laid_out(responses, model)
    predictions = _predict(model, laid, intervals=intervals)
    write_table(predictions.beside(log, laid), out)
    if known_out:
        write_table(known_now(laid, predictions), known_out)
    typer.echo(f"{len(laid):,} responses predicted, written to {out}.", err=True)
    _end(refusals)


@app.command()
def evaluate(
    responses: Log,
    model_file: ModelFile,
    table_out: Annotated[Path | None, typer.Option(help="Write the calibration table.")] = None,
    figure_out: Annotated[Path | None, typer.Option(help="Write the reliability figure: SVG.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """Measure a model on a log that it was not fitted on: AUC, error and calibration."""
    from json import dumps

    from sharewell.knowledge.calibration import one_a_question, quality
    from sharewell.knowledge.files import write_table
    from sharewell.knowledge.saved import load_model
    from sharewell.report.reliability_figure import reliability_figure

    model = load_model(model_file)
    _, laid, refusals = _laid_out(responses, model)
    found = quality(*one_a_question(_predict(model, laid).p_correct, laid))
    figures = {
        "responses": len(laid),
        "questions": found.responses,
        "auc": found.auc if found.auc == found.auc else None,
        "rmse": found.rmse,
        "log_loss": found.log_loss,
        "calibration_error": found.calibration_error,
    }
    if table_out:
        write_table(found.table, table_out)
    if figure_out:
        bins = list(found.table.select("predicted", "right", "responses", "error").iter_rows())
        figure_out.write_text(reliability_figure(bins), encoding="utf-8")
    if json:
        typer.echo(dumps(figures, indent=2))
    else:
        for name, value in figures.items():
            shown = "–" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:.4f}"
            typer.echo(f"{name.replace('_', ' '):<18}{shown:>10}")
    _end(refusals)


@app.command()
def ready(
    results: Annotated[
        Path, typer.Argument(help="A table student_id, standard[, shown], or a gradebook export.")
    ],
    standards: Annotated[Path, typer.Option(help="Standards with their prerequisites.")],
    out: Annotated[Path, typer.Option(help="Write student_id, standard, state: CSV or Parquet.")],
    links: Annotated[Path | None, typer.Option(help="For an export: table task, standard.")] = None,
    only: Annotated[str | None, typer.Option(help="Only these states: ready, or shown,ready.")] = None,
    earlier_years_count: Annotated[
        bool, typer.Option("--earlier-years-count", help="What nobody here has work for counts as learned.")
    ] = False,
    prerequisites_out: Annotated[
        Path | None, typer.Option(help="Write what the results say about each prerequisite.")
    ] = None,
    surprises_out: Annotated[
        Path | None, typer.Option(help="Write who has shown what before its prerequisite.")
    ] = None,
) -> None:
    """Say what each learner has shown, is ready to learn next, and what comes later."""
    from sharewell.cli.progress import steps
    from sharewell.evidence import read_standards
    from sharewell.knowledge.files import write_table
    from sharewell.knowledge.ready import ready_from_gradebook, ready_from_table

    wanted = _states(only)
    known = read_standards(standards)
    with steps("Learners") as done:
        if _is_table(results):
            from sharewell.knowledge.files import read_log

            table, rows, refusals = read_log(results)
            made = ready_from_table(
                table, known, file=results.name, rows=rows, earlier_years_count=earlier_years_count, states=wanted,
                done=done,
            )  # fmt: skip
        else:
            book = _gradebook(results, known, links)
            refusals = list(book.refusals)
            made = ready_from_gradebook(book, known, earlier_years_count=earlier_years_count, states=wanted)
    write_table(made.states, out)
    if prerequisites_out:
        write_table(made.edges, prerequisites_out)
    if surprises_out:
        write_table(made.surprises, surprises_out)
    typer.echo(f"{made.learners:,} learners; {made.states.height:,} rows written to {out}.", err=True)
    if made.surprises.height:
        count = f"{made.surprises.height:,} times a standard was shown before its prerequisite"
        typer.echo(
            f"Good to know: {count}; that speaks about the prerequisite (--prerequisites-out).", err=True
        )
    _end([*refusals, *made.refusals, *known.refusals])


@app.command()
def links(
    export: Annotated[Path, typer.Argument(help="The gradebook export: a file, a zip or a folder.")],
    standards: Annotated[Path, typer.Option(help="Standards: CASE JSON or a table.")],
    out: Annotated[Path, typer.Option(help="Write suggestions: keep rows or delete them, then --links.")],
    at_most: Annotated[int, typer.Option(min=1, help="Suggestions a task.")] = 1,
    all_tasks: Annotated[bool, typer.Option("--all", help="Also tasks that are linked already.")] = False,
    grade: Annotated[str | None, typer.Option(help="Only standards of this grade.")] = None,
) -> None:
    """Suggest a standard for each task, by codes and by meaning; nothing is applied until you hand it back."""
    import polars as pl

    from sharewell.cli.progress import steps
    from sharewell.evidence import read_standards
    from sharewell.knowledge.suggest import suggest_links
    from sharewell.report import write_table

    known = read_standards(standards)
    book = _gradebook(export, known, None)
    tasks = book.tasks if all_tasks else book.tasks.join(book.links, on="task", how="anti")
    subjects = book.classes.select("class_id", "subject")
    tasks = tasks.join(subjects, on="class_id", how="left").with_columns(
        pl.lit(grade, pl.String).alias("grade")
    )
    with steps("Reading titles and statements") as told:
        made = suggest_links(tasks, known, at_most=at_most, progress=told)
    write_table(made, out)
    counts = dict(made.filter(made["rank"] == 1).group_by("sure").len().iter_rows())
    said = ", ".join(f"{name} {counts.get(name, 0)}" for name in ("surely", "likely", "ask"))
    typer.echo(f"{tasks.height} tasks without a link: {said}. Suggestions written to {out}.", err=True)
    _end([*book.refusals, *known.refusals])


def _laid_out(path: Path, model: Model | None) -> tuple[pl.DataFrame, Responses, list[Refusal]]:
    """The log, laid out for a model, and all refusals; refused as a whole where no row is left."""
    from sharewell.knowledge.files import read_log
    from sharewell.knowledge.responses import lay_out

    log, rows, broken = read_log(path)
    names = {"skills": getattr(model, "skills", ()), "items": getattr(model, "items", ())}
    classes = [name for name in getattr(model, "item_classes", ()) if name]
    laid, refusals = lay_out(log, file=path.name, rows=rows, item_classes=classes, **names)
    if not len(laid):
        from sharewell.evidence import Place

        empty = Refusal(
            "no-responses", Place(path.name), "It holds no response.", "Give rows below the header."
        )
        raise Refused([*broken, *refusals] or [empty])
    return log, laid, [*broken, *refusals]


def _predict(model: Model, laid: Responses, *, intervals: bool = False) -> Predictions:
    from sharewell.knowledge.logistic import LogisticModel, predict_logistic
    from sharewell.knowledge.tracing_predict import predict_bkt

    if isinstance(model, LogisticModel):
        return predict_logistic(model, laid, intervals=intervals)
    return predict_bkt(model, laid, intervals=intervals)


def _states(only: str | None) -> list[str]:
    from sharewell.knowledge.fringe import STATES

    chosen: list[str] = [name.strip() for name in only.split(",")] if only else list(STATES)
    if not set(chosen) <= set(STATES):
        raise typer.BadParameter(f"takes {', '.join(STATES)}, with commas between", param_hint="--only")
    return chosen


def _is_table(path: Path) -> bool:
    """A table of what is shown has a standard for each student and no tasks; else it is a gradebook."""
    from sharewell.knowledge.files import read_log

    if not path.is_file():
        return False
    try:
        names = set(read_log(path)[0].columns)
    except Refused:
        return False
    return {"student_id", "standard"} <= names and not {"task", "task_id", "assignment"} & names


def _gradebook(path: Path, known: object, links: Path | None) -> Gradebook:
    from sharewell.evidence import read_gradebook

    book = read_gradebook(path, standards=known, links=links)  # pyright: ignore[reportArgumentType]
    print_cautions(book.cautions)
    if book.tasks.is_empty():
        raise Refused(book.refusals)
    return book


def _end(refusals: list[Refusal]) -> None:
    print_refusals(refusals)
    if refusals:
        raise typer.Exit(2)
