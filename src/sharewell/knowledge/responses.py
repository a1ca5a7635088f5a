"""A response log as the models read it: who answered what, in which order, right or wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sharewell.evidence import Place, Refusal

Ints = NDArray[np.int32]

SEVERAL_SKILLS: Final = ";"
NEEDED: Final = ("student_id", "skill_id", "correct")


@dataclass(frozen=True, slots=True, eq=False)
class Responses:
    """n responses in the order in which they were given, ties in the file's order.

    Attributes:
        row: the input row (0-based) of each response, shape (n,).
        student, item: codes, shape (n,); `item` is -1 where the log has no items.
        correct: 0 or 1, shape (n,).
        question: number of the question within the log; rows of one student with the same `order` are one
            question, so that nothing leaks from one of its rows to another. Non-decreasing within a student.
        skill: codes of all skills, response after response, shape (links,).
        skill_start: response i has the skills `skill[skill_start[i]:skill_start[i + 1]]`.
        students, items, skills: names by code.
    """

    row: NDArray[np.int64]
    student: Ints
    item: Ints
    correct: NDArray[np.int8]
    question: Ints
    skill: Ints
    skill_start: NDArray[np.int64]
    students: list[str]
    items: list[str]
    skills: list[str]

    def __len__(self) -> int:
        return len(self.row)


def lay_out(
    log: pl.DataFrame, *, file: str = "responses", skills: list[str] | None = None, items: list[str] | None = None
) -> tuple[Responses, list[Refusal]]:
    """Check a response log and lay it out; the good rows go on.

    Args:
        log: `student_id`, `skill_id` (several joined by ";"), `correct` (0/1), and optionally `item_id` and
            `order` (a number or a time; without it the rows are in order). Any column types.
        file: what refusals call it.
        skills, items: names whose codes come first, in this order: those of a fitted model.

    Returns:
        the responses, sorted by student and order, and a refusal for every row that could not be used.
    """
    absent = [name for name in NEEDED if name not in log.columns]
    if absent:
        what = f"It has no column {', '.join(absent)}."
        how = f"Give the columns {', '.join(NEEDED)} (and item_id, order where known)."
        return _responses(_typed(pl.DataFrame(schema=dict.fromkeys(NEEDED, pl.String))), skills, items), [
            Refusal("missing-column", Place(file, 1), what, how)
        ]
    table = _typed(log)
    refusals = [
        *_refused(table, pl.col("student_id").is_null(), file, "student_id", "no-student", "It names no student."),
        *_refused(table, pl.col("skill_id").is_null(), file, "skill_id", "no-skill", "It names no skill."),
        *_refused(
            table, pl.col("correct").is_null(), file, "correct", "not-right-or-wrong", "It is neither 0 nor 1."
        ),
    ]
    good = table.drop_nulls(list(NEEDED))
    return _responses(good, skills, items), refusals


def _typed(log: pl.DataFrame) -> pl.DataFrame:
    text = [
        pl.col(name).cast(pl.String).str.strip_chars().replace("", None)
        for name in ("student_id", "skill_id", "item_id")
        if name in log.columns
    ]
    said = pl.col("correct").cast(pl.String).str.strip_chars().str.to_lowercase()
    right = said.replace_strict(
        ["1", "1.0", "true", "0", "0.0", "false"], [1, 1, 1, 0, 0, 0], default=None, return_dtype=pl.Int8
    )
    typed = log.with_columns(*text, correct=right).with_row_index("row")
    if "item_id" not in typed.columns:
        typed = typed.with_columns(item_id=pl.lit(None, pl.String))
    return typed if "order" in typed.columns else typed.with_columns(order=pl.col("row"))


def _refused(
    table: pl.DataFrame, wrong: pl.Expr, file: str, column: str, code: str, what: str
) -> list[Refusal]:
    how = "Mend the row, or leave it out."
    rows = table.filter(wrong)["row"].to_list()
    return [Refusal(code, Place(file, row + 2, column), what, how) for row in rows]


def _responses(table: pl.DataFrame, skills: list[str] | None, items: list[str] | None) -> Responses:
    table = table.sort("student_id", "order", "row", maintain_order=True, nulls_last=True)
    students, student = _codes(table["student_id"], [])
    item_names, item = _codes(table["item_id"], items or [])
    links = table.select(
        "row", skill=pl.col("skill_id").str.split(SEVERAL_SKILLS).list.eval(pl.element().str.strip_chars())
    ).with_columns(skill=pl.col("skill").list.unique(maintain_order=True))
    count = links["skill"].list.len().to_numpy()
    skill_names, skill = _codes(links.explode("skill")["skill"], skills or [])
    same = (pl.col("student_id") == pl.col("student_id").shift()) & (pl.col("order") == pl.col("order").shift())
    question = table.select((~same.fill_null(value=False)).cum_sum())["student_id"] if len(table) else None
    return Responses(
        row=table["row"].to_numpy().astype(np.int64),
        student=student,
        item=item,
        correct=table["correct"].to_numpy().astype(np.int8),
        question=question.to_numpy().astype(np.int32) if question is not None else np.zeros(0, np.int32),
        skill=skill,
        skill_start=np.concatenate(([0], np.cumsum(count))).astype(np.int64),
        students=students,
        items=item_names,
        skills=skill_names,
    )


def _codes(names: pl.Series, first: list[str]) -> tuple[list[str], Ints]:
    """Names and codes: those of `first` as they stand there, then the others in sorted order; null is -1."""
    others = sorted(set(names.drop_nulls().unique().to_list()) - set(first))
    known = [*first, *others]
    codes = names.replace_strict(known, range(len(known)), default=-1, return_dtype=pl.Int32)
    return known, codes.to_numpy().astype(np.int32)
