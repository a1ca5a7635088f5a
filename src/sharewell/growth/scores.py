"""The long table of scores, checked once: typed, one score a student, subject and year."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from sharewell.evidence import Caution, Place, Refusal, Refused
from sharewell.growth.files import Kind, typed
from sharewell.growth.model import SCORE_COLUMNS

KINDS: dict[str, Kind] = {
    "student_id": "text",
    "subject": "text",
    "year": "whole",
    "grade": "text",
    "scale_score": "number",
}


@dataclass(frozen=True, slots=True)
class Scores:
    """Usable scores: row, student_id, subject, year, grade, scale_score and, where given, csem."""

    table: pl.DataFrame
    whole_grades: bool
    refused: tuple[Refusal, ...]
    cautions: tuple[Caution, ...]


def check_scores(frame: pl.DataFrame, file: str = "") -> Scores:
    """Type the cells, leave out rows without a score, settle rows that repeat a student, subject and year.

    A row that says the same twice counts once; rows that disagree are refused, all of them, since none can be
    chosen.

    Raises:
        Refused: columns are missing, or no row can be used.
    """
    kinds = dict(KINDS)
    if "csem" in frame.columns:
        kinds["csem"] = "number"
    table, refused = typed(frame, kinds, file, may_be_empty=["scale_score", "csem"])
    cautions: list[Caution] = []
    scored = table.drop_nulls("scale_score")
    if scored.height < table.height:
        what = f"{table.height - scored.height} rows have no scale score and were left out."
        cautions.append(Caution("no-score", what, Place(file)))
    grade = pl.col("grade").str.replace(r"^0*(\d+)(\.0+)?$", "$1")
    scored = scored.with_columns(grade.replace("", "0"))
    scored, repeated, disagreeing = _once(scored, file)
    if repeated:
        what = f"{repeated} rows repeat another row with the same score and were counted once."
        cautions.append(Caution("same-row-twice", what, Place(file)))
    refused += disagreeing
    if not scored.height:
        nothing = Refusal(
            "no-scores",
            Place(file),
            "No row has a usable score.",
            "Check the columns " + ", ".join(SCORE_COLUMNS),
        )
        raise Refused([nothing, *refused])
    whole = bool(scored["grade"].str.contains(r"^\d+$").all())
    return Scores(scored, whole, tuple(refused), tuple(cautions))


def _once(scored: pl.DataFrame, file: str) -> tuple[pl.DataFrame, int, list[Refusal]]:
    key = ["student_id", "subject", "year"]
    if not scored.select(pl.struct(key).is_duplicated().any()).item():
        return scored, 0, []
    several = pl.struct("grade", "scale_score").n_unique().over(key) > 1
    marked = scored.with_columns(several.alias("several"))
    refused = [
        Refusal(
            "two-scores",
            Place(file, row, "scale_score"),
            f"Student {student} has different rows for {subject} in {year}; none of them was used.",
            "Keep one row for each student, subject and year.",
        )
        for row, student, subject, year in marked.filter("several").select("row", *key).iter_rows()
    ]
    agreeing = marked.filter(pl.col("several").not_()).drop("several")
    once = agreeing.unique(key, keep="first", maintain_order=True)
    return once, agreeing.height - once.height, refused


def grade_number(grade: str) -> int | None:
    """The grade on the ladder of years: PK is -1, K is 0; None where a grade is no step of it (`EOC`)."""
    ladder = {"PK": -1, "K": 0, "KG": 0}
    return ladder.get(grade.upper(), int(grade) if grade.isdecimal() else None)
