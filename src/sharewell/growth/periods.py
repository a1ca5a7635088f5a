"""Marking periods: how many marks of each letter a cohort has in each period, who rose, and the change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from sharewell.evidence import Caution, Place, Refusal, Refused


@dataclass(frozen=True, slots=True)
class LetterScale:
    """Letters from the highest to the lowest, each with the least mark that earns it."""

    letters: tuple[str, ...]
    cuts: tuple[float, ...]

    def __post_init__(self) -> None:
        if (
            len(self.letters) != len(self.cuts)
            or len(set(self.letters)) != len(self.letters)
            or not self.letters
        ):
            raise ValueError("a scale has one cut point for each of its letters, and each letter once")
        if any(higher <= lower for higher, lower in zip(self.cuts, self.cuts[1:], strict=False)):
            raise ValueError("the cut points of a scale go down from the highest letter to the lowest")


PERCENTAGES = LetterScale(("A", "B", "C", "D", "F"), (90.0, 80.0, 70.0, 60.0, 0.0))


def parse_scale(text: str) -> LetterScale:
    """Read `A=16,B=14,C=12,D=10,F=0` (commas, semicolons or lines between), highest first.

    Raises:
        Refused: a part that is not `letter=number`, a letter twice, or cut points that do not go down.
    """
    parts = [part.strip() for part in text.replace(";", ",").replace("\n", ",").split(",")]
    pairs = [part.partition("=") for part in parts if part and part.casefold() != "letter=cut"]
    try:
        cuts = tuple(float(number) for _, _, number in pairs)
        return LetterScale(tuple(letter.strip() for letter, _, _ in pairs), cuts)
    except ValueError as error:
        refusal = Refusal(
            "no-scale",
            Place("the scale"),
            f"“{text.strip()}” is not a scale: {error}.",
            "Write letters with their lowest mark, highest first, such as A=90,B=80,C=70,D=60,F=0.",
        )
        raise Refused(refusal) from error


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """What a cohort's marks say, period by period.

    Attributes:
        scale: the letters and cut points used.
        periods: in the order of time.
        n: students with at least one mark.
        counts: period, letter, students; every period x letter, zeros included.
        change: letter, first, last, change (of the counts).
        moved: from_letter, to_letter, students; first to last period, of students with a mark in both.
        rose: student_id, from_letter, to_letter; a higher letter in the last period than in the first, by id.
        refused: marks that could not be used.
        cautions: what to keep in mind.
    """

    scale: LetterScale
    periods: tuple[str, ...]
    n: int
    counts: pl.DataFrame
    change: pl.DataFrame
    moved: pl.DataFrame
    rose: pl.DataFrame
    refused: tuple[Refusal, ...]
    cautions: tuple[Caution, ...]

    def students(self, period: str, letter: str) -> int:
        """How many students have `letter` in `period`."""
        return self.counts.filter(period=period, letter=letter)["students"].item()


def period_report(
    marks: pl.DataFrame, periods: Sequence[str], scale: LetterScale = PERCENTAGES, *, file: str = ""
) -> PeriodReport:
    """Count letters by period and follow every student from the first period to the last.

    Args:
        marks: student_id, period, mark; a mark is a number, or already one of the scale's letters. Empty
            marks are no marks. An optional column `row` says where each stands in `file`.
        periods: the marking periods in the order of time, at least two.
        scale: letters and cut points; a mark earns the first letter whose cut point it reaches.

    Raises:
        Refused: no usable mark at all in some period.
    """
    if len(periods) < 2 or len(set(periods)) != len(periods):
        raise ValueError("a report needs at least two different periods, in the order of time")
    lettered, refused = _letters(_in_periods(marks, periods), scale, file)
    lettered, twice = _once(lettered, file)
    refused += twice
    absent = [p for p in periods if p not in set(lettered["period"])]
    if absent:
        refused += [_no_marks(period, file) for period in absent]
        raise Refused(refused)
    both = _first_and_last(lettered, periods, scale)
    counts = _counts(lettered, periods, scale)
    return PeriodReport(
        scale=scale,
        periods=tuple(periods),
        n=lettered["student_id"].n_unique(),
        counts=counts,
        change=_change(counts, periods),
        moved=both.group_by("from_letter", "to_letter", "from_place", "to_place")
        .agg(pl.len().cast(pl.Int64).alias("students"))
        .sort("from_place", "to_place")
        .drop("from_place", "to_place"),
        rose=both.filter(pl.col("to_place") < pl.col("from_place"))
        .drop("from_place", "to_place")
        .sort("student_id"),
        refused=tuple(refused),
        cautions=tuple(_cautions(lettered, both, scale)),
    )


def _in_periods(marks: pl.DataFrame, periods: Sequence[str]) -> pl.DataFrame:
    row = pl.col("row") if "row" in marks.columns else pl.int_range(pl.len(), dtype=pl.Int64) + 2
    text = pl.col("mark").cast(pl.String).str.strip_chars()
    return (
        marks.select(
            row.alias("row"),
            pl.col("student_id").cast(pl.String),
            pl.col("period").cast(pl.String),
            pl.when(text != "").then(text).alias("mark"),
        )
        .filter(pl.col("period").is_in(list(periods)))
        .drop_nulls("mark")
    )


def _letters(marks: pl.DataFrame, scale: LetterScale, file: str) -> tuple[pl.DataFrame, list[Refusal]]:
    """Add `letter` and its place on the scale (0 is the highest); name the marks that reach no letter."""
    number = pl.col("mark").cast(pl.Float64, strict=False)
    earned = pl.lit(None, dtype=pl.String)
    for letter, cut in reversed(list(zip(scale.letters, scale.cuts, strict=True))):
        earned = pl.when(number.is_finite() & (number >= cut)).then(pl.lit(letter)).otherwise(earned)
    letter = pl.when(pl.col("mark").is_in(list(scale.letters))).then(pl.col("mark")).otherwise(earned)
    place = pl.col("letter").replace_strict(
        list(scale.letters), list(range(len(scale.letters))), default=None, return_dtype=pl.Int64
    )
    lettered = marks.with_columns(letter.alias("letter")).with_columns(place.alias("place"))
    bad = lettered.filter(pl.col("letter").is_null()).select("row", "period", "mark")
    span = f"{scale.letters[-1]} = {scale.cuts[-1]:g} or more"
    refused = [
        Refusal(
            "no-letter",
            Place(file, row, period),
            f"The mark “{mark}” reaches no letter of the scale; it was not counted.",
            f"Write {', '.join(scale.letters)} or a number ({span}), or give another scale.",
        )
        for row, period, mark in bad.iter_rows()
    ]
    return lettered.drop_nulls("letter"), refused


def _once(lettered: pl.DataFrame, file: str) -> tuple[pl.DataFrame, list[Refusal]]:
    """One mark a student and period: where marks disagree none can be chosen, so none is counted."""
    key = ["student_id", "period"]
    several = pl.col("letter").n_unique().over(key) > 1
    refused = [
        Refusal(
            "two-marks",
            Place(file, row, period),
            f"Student {student} has different marks in {period}; none of them was counted.",
            "Keep one mark for each student and period.",
        )
        for row, student, period in lettered.filter(several).select("row", *key).iter_rows()
    ]
    return lettered.filter(several.not_()).unique(key, keep="first", maintain_order=True), refused


def _no_marks(period: str, file: str) -> Refusal:
    return Refusal(
        "no-marks",
        Place(file, column=period),
        f"There is no mark in {period}.",
        "Check the name of the period, or leave the period out.",
    )


def _first_and_last(lettered: pl.DataFrame, periods: Sequence[str], scale: LetterScale) -> pl.DataFrame:
    first, last = (
        lettered.filter(period=period).select("student_id", "letter", "place")
        for period in (periods[0], periods[-1])
    )
    return first.join(last, on="student_id", suffix="_last", maintain_order="left").select(
        "student_id",
        pl.col("letter").alias("from_letter"),
        pl.col("letter_last").alias("to_letter"),
        pl.col("place").alias("from_place"),
        pl.col("place_last").alias("to_place"),
    )


def _counts(lettered: pl.DataFrame, periods: Sequence[str], scale: LetterScale) -> pl.DataFrame:
    every = pl.DataFrame({"period": list(periods)}).join(
        pl.DataFrame({"letter": list(scale.letters)}), how="cross"
    )
    found = lettered.group_by("period", "letter").agg(pl.len().cast(pl.Int64).alias("students"))
    return every.join(found, on=["period", "letter"], how="left", maintain_order="left").with_columns(
        pl.col("students").fill_null(0)
    )


def _change(counts: pl.DataFrame, periods: Sequence[str]) -> pl.DataFrame:
    first = counts.filter(period=periods[0]).select("letter", pl.col("students").alias("first"))
    last = counts.filter(period=periods[-1]).select("letter", pl.col("students").alias("last"))
    return first.join(last, on="letter", maintain_order="left").with_columns(
        (pl.col("last") - pl.col("first")).alias("change")
    )


def _cautions(lettered: pl.DataFrame, both: pl.DataFrame, scale: LetterScale) -> list[Caution]:
    cautions: list[Caution] = []
    everyone = lettered["student_id"].n_unique()
    if both.height < everyone:
        text = (
            f"{everyone - both.height} of {everyone} students have no mark in the first or the last period; "
        )
        cautions.append(
            Caution("not-followed", text + "they are counted where they have one, and not followed.")
        )
    if len(scale.letters) > 2 and set(lettered["letter"]) == {scale.letters[-1]}:
        text = (
            f"Every mark is {scale.letters[-1]}: these marks may belong to another scale than the one given."
        )
        cautions.append(Caution("another-scale", text))
    return cautions
