"""A response log as the models read it: who answered what, in which order, right or wrong."""

# numba infers the types of compiled functions from their calls.
# pyright: reportMissingParameterType=false
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numba
import numpy as np
import polars as pl
from numpy.typing import NDArray

from sharewell.evidence import Place, Refusal, Refused

Ints = NDArray[np.int32]

SEVERAL_SKILLS: Final = ";"
NEEDED: Final = ("student_id", "skill_id", "correct")
_RIGHT: Final = {"1": 1, "1.0": 1, "true": 1, "0": 0, "0.0": 0, "false": 0}


@dataclass(frozen=True, slots=True, eq=False)
class Responses:
    """n responses, by student and in the order in which they were given; ties in the file's order.

    Attributes:
        row: the input row (0-based) of each response, shape (n,).
        student, item, item_class: codes, shape (n,); -1 where the log does not say.
        correct: 0 or 1, shape (n,).
        question: number of the question within the log, shape (n,), never falling. Rows of one student with the
            same `order` are one question, and so are consecutive rows with the same item and different skills
            (a question with several skills, written as several rows): nothing leaks from one of its rows to
            another.
        skill: codes of all skills, response after response, shape (links,).
        skill_start: response i has the skills `skill[skill_start[i]:skill_start[i + 1]]`.
        students, items, item_classes, skills: names by code.
    """

    row: NDArray[np.int64]
    student: Ints
    item: Ints
    item_class: Ints
    correct: NDArray[np.int8]
    question: Ints
    skill: Ints
    skill_start: NDArray[np.int64]
    students: list[str]
    items: list[str]
    item_classes: list[str]
    skills: list[str]

    def __len__(self) -> int:
        return len(self.row)

    @property
    def response_of_link(self) -> NDArray[np.int64]:
        """For each entry of `skill`, the response it belongs to."""
        return np.repeat(np.arange(len(self)), np.diff(self.skill_start))


def lay_out(
    log: pl.DataFrame,
    *,
    file: str = "responses",
    rows: pl.Series | None = None,
    skills: Sequence[str] = (),
    items: Sequence[str] = (),
    item_classes: Sequence[str] = (),
) -> tuple[Responses, list[Refusal]]:
    """Check a response log and lay it out; the good rows go on.

    Args:
        log: `student_id`, `skill_id` (several joined by ";"), `correct` (0/1), and optionally `item_id`,
            `item_class`, and `order` (a number or a time; without it the rows are in order). Any column types.
        file: what refusals call it.
        rows: the file's row number of each row; by default the table's first row is row 2 of the file.
        skills, items, item_classes: names whose codes come first, in this order: those of a fitted model.

    Returns:
        the responses, and a refusal for every row that could not be used, with its row and column.

    Raises:
        Refused: a column is missing.
    """
    absent = [name for name in NEEDED if name not in log.columns]
    if absent:
        how = f"Give the columns {', '.join(NEEDED)} (and item_id, item_class, order where known)."
        what = f"It has no column {', '.join(absent)}; its columns are {', '.join(log.columns)}."
        raise Refused(Refusal("no-column", Place(file, 1), what, how))
    typed = _typed(log)
    at = (file, rows)
    refusals = [
        *_refused(typed, at, "student_id", "no-student", "It names no student."),
        *_refused(typed, at, "skill_id", "no-skill", "It names no skill."),
        *_refused(typed, at, "correct", "not-right-or-wrong", "It says neither 0 nor 1."),
        *_refused(
            typed, at, "order", "no-order", "Its order is neither a number nor a time like the others'."
        ),
    ]
    good = typed.drop_nulls([*NEEDED, "order"]) if refusals else typed
    return _responses(good, skills, items, item_classes), refusals


def _typed(log: pl.DataFrame) -> pl.DataFrame:
    text = [_text(log, name) for name in ("student_id", "skill_id", "item_id", "item_class")]
    right = log["correct"]
    if right.dtype.is_numeric() or right.dtype == pl.Boolean:
        number = right.cast(pl.Float64)
        right = number.set(~number.is_in([0.0, 1.0]).fill_null(value=False), None).cast(pl.Int8)
    else:
        said = right.cast(pl.String).str.strip_chars().str.to_lowercase()
        right = said.replace_strict(_RIGHT, default=None, return_dtype=pl.Int8)
    row = pl.int_range(0, log.height, dtype=pl.Int64, eager=True)
    order = _order(log["order"]) if "order" in log.columns else row
    return pl.DataFrame([*text, right.alias("correct"), order.alias("order"), row.alias("row")])


def _text(log: pl.DataFrame, name: str) -> pl.Series:
    if name not in log.columns:
        return pl.Series(name, [None], dtype=pl.String).new_from_index(0, log.height)
    column = log[name]
    if column.dtype.is_integer():
        return column
    text = column.cast(pl.String).str.strip_chars()
    return text.set(text == "", None)


def _order(order: pl.Series) -> pl.Series:
    """Numbers and times as they are; text as numbers where most of it is, else as times."""
    if order.dtype.is_numeric() or order.dtype.is_temporal():
        return order.fill_nan(None) if order.dtype.is_float() else order
    text = order.cast(pl.String).str.strip_chars()
    number = text.cast(pl.Float64, strict=False).fill_nan(None)
    if number.count() * 2 >= text.count():
        return number
    times = [
        text.str.to_datetime(form, strict=False, time_unit="us")
        for form in ("%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M")
    ]
    times.append(text.str.to_date("%Y-%m-%d", strict=False).cast(pl.Datetime("us")))
    return pl.select(pl.coalesce(times)).to_series()


def _refused(
    table: pl.DataFrame, at: tuple[str, pl.Series | None], column: str, code: str, what: str
) -> list[Refusal]:
    if table[column].null_count() == 0:
        return []
    file, numbers = at
    bad = table.filter(pl.col(column).is_null())["row"]
    rows = (bad + 2 if numbers is None else numbers[bad]).to_list()
    return [Refusal(code, Place(file, row, column), what, "Mend the row, or leave it out.") for row in rows]


def _responses(
    table: pl.DataFrame, skills: Sequence[str], items: Sequence[str], item_classes: Sequence[str]
) -> Responses:
    # All codes as arrays that can be written, whether Polars shares its memory or not: else each kind is compiled for.
    students, student = _codes(table["student_id"], ())
    table = table.with_columns(student=pl.Series(student))
    table = table.sort("student", "order", "row")
    student = table["student"].to_numpy(writable=True)
    item_names, item = _codes(table["item_id"], items)
    class_names, item_class = _codes(table["item_class"], item_classes)
    skill_names, skill, start = _skill_codes(table["skill_id"], skills)
    order = table["order"]
    same_order = (order == order.shift()).fill_null(value=False).to_numpy()
    return Responses(
        row=table["row"].to_numpy(),
        student=student,
        item=item,
        item_class=item_class,
        correct=table["correct"].to_numpy(),
        question=_questions(student, same_order, item, skill, start, len(skill_names)),
        skill=skill,
        skill_start=start,
        students=students,
        items=item_names,
        item_classes=class_names,
        skills=skill_names,
    )


def _skill_codes(names: pl.Series, first: Sequence[str]) -> tuple[list[str], Ints, NDArray[np.int64]]:
    """Codes of each response's skills, each once a response. Distinct cells are few: they are split, not rows."""
    cells, cell = _codes(names, ())
    parts = [list(dict.fromkeys(p for part in c.split(SEVERAL_SKILLS) if (p := part.strip()))) for c in cells]
    known = [*first, *sorted({name for part in parts for name in part} - set(first))]
    number = {name: code for code, name in enumerate(known)}
    lengths = np.array([len(part) for part in parts], np.int64)
    flat = np.array([number[name] for part in parts for name in part], np.int32)
    if (lengths == 1).all():
        return known, flat[cell], np.arange(len(cell) + 1, dtype=np.int64)
    start = np.concatenate(([0], np.cumsum(lengths[cell]))).astype(np.int64)
    begin = np.concatenate(([0], np.cumsum(lengths)))[:-1]
    within = np.arange(start[-1]) - np.repeat(start[:-1], lengths[cell])
    return known, flat[np.repeat(begin[cell], lengths[cell]) + within], start


def _codes(names: pl.Series, first: Sequence[str]) -> tuple[list[str], Ints]:
    """Names and codes: those of `first` as they stand there, then the others in sorted order; null is -1."""
    if names.null_count() == len(names):
        return list(first), pl.repeat(-1, len(names), dtype=pl.Int32, eager=True).to_numpy(writable=True)
    distinct = names.drop_nulls().unique()
    as_text = distinct.cast(pl.String)
    known = [*first, *sorted(set(as_text.to_list()) - set(first))]
    number = {name: code for code, name in enumerate(known)}
    of_distinct = pl.Series([number[name] for name in as_text.to_list()], dtype=pl.Int32)
    codes = names.replace_strict(distinct, of_distinct, default=-1, return_dtype=pl.Int32)
    return known, codes.to_numpy(writable=True)


@numba.njit(cache=True)
def _questions(student, same_order, item, skill, start, skills):
    number = np.zeros(len(student), np.int32)
    last_in = np.full(skills, -1, np.int32)  # the last question in which a skill occurred
    for i in range(len(student)):
        if i > 0:
            new = True
            if student[i] == student[i - 1]:
                new = not same_order[i]
                if new and item[i] >= 0 and item[i] == item[i - 1]:
                    new = False
                    for k in range(start[i], start[i + 1]):
                        new |= last_in[skill[k]] == number[i - 1]
            number[i] = number[i - 1] + new
        for k in range(start[i], start[i + 1]):
            last_in[skill[k]] = number[i]
    return number
