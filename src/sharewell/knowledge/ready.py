"""Shown, ready and later for everyone in a table of results or a gradebook, with what the results say of edges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from sharewell.evidence import Place, Refusal, Refused
from sharewell.evidence.model import Gradebook, Standards
from sharewell.knowledge.fringe import (
    BLOCK,
    STATES,
    Graph,
    edge_table,
    graph_of,
    in_blocks,
    state_table,
    surprise_table,
)
from sharewell.knowledge.model import SHOWN, Rule, State
from sharewell.knowledge.rule import what_is_shown

_YES = ("1", "1.0", "true", "yes", "shown")
_NO = ("0", "0.0", "false", "no", "ready", "later")


@dataclass(frozen=True, slots=True, eq=False)
class Readiness:
    """What everyone has shown and is ready for.

    Attributes:
        learners: how many.
        states: `student_id, standard, state`, sorted by learner and standard.
        edges: see `fringe.edge_table`.
        surprises: see `fringe.surprise_table`.
        refusals: rows that could not be used.
    """

    learners: int
    states: pl.DataFrame
    edges: pl.DataFrame
    surprises: pl.DataFrame
    refusals: list[Refusal]


def ready_from_table(
    results: pl.DataFrame,
    standards: Standards,
    *,
    file: str = "results",
    rows: pl.Series | None = None,
    earlier_years_count: bool = False,
    states: Sequence[str] = STATES,
    done: Callable[[int, int], None] | None = None,
) -> Readiness:
    """From a table of what is shown.

    Args:
        results: `student_id, standard` and optionally `shown` (0/1, yes/no); without it every row says shown. A
            learner whose rows all say "not" is in the result too. Twice said, once shown is shown.
        earlier_years_count: a standard that no row names counts as learned before.
        states: only rows with these states.
        done: told (learners done, learners).
    """
    absent = [name for name in ("student_id", "standard") if name not in results.columns]
    if absent:
        what = f"It has no column {', '.join(absent)}."
        how = "Give student_id, standard and, if you like, shown."
        raise Refused(Refusal("no-column", Place(file, 1), what, how))
    good, refusals = _checked(results, standards, file, rows)
    named = frozenset(standards.standards["standard"].to_list()) - frozenset(
        good["standard"].unique().to_list()
    )
    graph = graph_of(standards, given=named if earlier_years_count else frozenset())
    students = good["student_id"].unique().sort().to_list()
    shown = good.filter(pl.col("shown") == 1)
    learner = (
        shown["student_id"].replace_strict(students, range(len(students)), return_dtype=pl.Int32).to_numpy()
    )
    codes = range(len(graph.standards))
    standard = shown["standard"].replace_strict(graph.standards, codes, return_dtype=pl.Int32).to_numpy()
    by_learner = np.argsort(learner, kind="stable")
    return _gathered(graph, learner[by_learner], standard[by_learner], students, states, refusals, done)


def _checked(
    results: pl.DataFrame, standards: Standards, file: str, rows: pl.Series | None
) -> tuple[pl.DataFrame, list[Refusal]]:
    text = [pl.col(name).cast(pl.String).str.strip_chars() for name in ("student_id", "standard")]
    said = pl.lit(1, pl.Int8)
    if "shown" in results.columns:
        words = pl.col("shown").cast(pl.String).str.strip_chars().str.to_lowercase()
        said = words.replace_strict(
            [*_YES, *_NO], [1] * len(_YES) + [0] * len(_NO), default=None, return_dtype=pl.Int8
        )
    table = results.select(*text, shown=said)
    table = table.with_columns(
        row=rows if rows is not None else pl.int_range(2, table.height + 2, eager=True)
    )
    known = pl.col("standard").is_in(standards.standards["standard"].implode())
    troubles = (
        (pl.col("student_id").fill_null("") == "", "student_id", "no-student", "It names no student."),
        (
            ~known.fill_null(value=False),
            "standard",
            "unknown-standard",
            "Its standard is not in the standards.",
        ),
        (pl.col("shown").is_null(), "shown", "not-yes-or-no", "It says neither 0 nor 1."),
    )
    refusals = [
        Refusal(code, Place(file, row, column), what, "Mend the row, or leave it out.")
        for wrong, column, code, what in troubles
        for row in table.filter(wrong)["row"].to_list()
    ]
    return table.filter(~pl.any_horizontal(*(wrong for wrong, *_ in troubles))), refusals


def _gathered(
    graph: Graph,
    learner: np.ndarray,
    standard: np.ndarray,
    students: list[str],
    states: Sequence[str],
    refusals: list[Refusal],
    done: Callable[[int, int], None] | None,
) -> Readiness:
    held, against = np.zeros(len(graph.before), np.int64), np.zeros(len(graph.before), np.int64)
    tables = [pl.DataFrame(schema={"student_id": pl.String, "standard": pl.String, "state": State})]
    names = {"student_id": pl.String, "shown": pl.String, "prerequisite": pl.String}
    surprises = [pl.DataFrame(schema=names)]
    for first, fringe in in_blocks(graph, learner, standard, len(students)):
        some = students[first : first + BLOCK]
        table = state_table(graph, fringe, some)
        kept = table if len(set(states)) == len(STATES) else table.filter(pl.col("state").is_in(list(states)))
        tables.append(kept)
        surprises.append(surprise_table(graph, fringe, some))
        held += fringe.held
        against += fringe.surprises
        if done:
            done(min(first + BLOCK, len(students)), len(students))
    return Readiness(
        len(students),
        pl.concat(tables),
        edge_table(graph, held, against),
        pl.concat(surprises).sort("student_id", "shown", "prerequisite"),
        refusals,
    )


def ready_from_gradebook(
    book: Gradebook,
    standards: Standards,
    *,
    earlier_years_count: bool = False,
    states: Sequence[str] = STATES,
) -> Readiness:
    """From a gradebook, by the transparent rule: the states of the standards of each learner's classes.

    Surprises are counted only between standards that the learner's classes have work for.
    """
    found = what_is_shown(book, standards, Rule(earlier_years_count=earlier_years_count)).states
    edges = standards.prerequisites
    after = found.select("student_id", after="standard", after_state="state")
    before = found.select("student_id", before="standard", before_state="state")
    pairs = after.filter(pl.col("after_state") == SHOWN).join(edges, on="after")
    pairs = pairs.join(before, on=("student_id", "before"))
    lone = pl.col("before_state") != SHOWN
    told = (
        pairs.group_by("before", "after")
        .agg(both_shown=(~lone).sum().cast(pl.Int64), surprises=lone.sum().cast(pl.Int64))
        .with_columns(share=pl.col("surprises") / (pl.col("both_shown") + pl.col("surprises")))
        .sort("surprises", "before", "after", descending=[True, False, False])
    )
    surprises = pairs.filter(lone).select("student_id", shown="after", prerequisite="before")
    return Readiness(
        found["student_id"].n_unique(),
        found.filter(pl.col("state").is_in(list(states))).select("student_id", "standard", "state"),
        told,
        surprises.sort("student_id", "shown", "prerequisite"),
        [],
    )
