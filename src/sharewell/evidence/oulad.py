"""The Open University Learning Analytics Dataset as the plain table (Kuzilek, Hlosta and Zdrahal 2017).

What counts is fixed by these rules: a class is one presentation of a module; its learners are those with any
row; work that was due and has no row is missing; an exam without a day, and work for which the data hold
nobody's row (most exams), is no work of those without one; a banked score counts as evidence from before the
presentation; an empty score is not yet graded. Days, which the data count from the presentation's start,
become dates: presentations B start on 1 February, J on 1 October.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from sharewell.evidence.refusals import Place, Refusal, Refused

_START_MONTH: Final = {"B": "02", "J": "10"}
_ASSESSMENTS: Final = (
    "code_module",
    "code_presentation",
    "id_assessment",
    "assessment_type",
    "date",
    "weight",
)
_RESULTS: Final = ("id_assessment", "id_student", "date_submitted", "is_banked", "score")


def convert_oulad(folder: str | Path) -> pl.DataFrame:
    """The plain table of `assessments.csv` and `studentAssessment.csv` (plain or .gz) in `folder`.

    Returns:
        One row a learner and assessment, columns as in `docs/reference/formats.md`. Task ids are the data's
        own; titles say the kind and its number, such as "TMA 2".

    Raises:
        Refused: a file is missing or has other columns.
    """
    folder = Path(folder)
    assessments = _assessments(_table(folder, "assessments", _ASSESSMENTS))
    given = _table(folder, "studentAssessment", _RESULTS).join(assessments, on="id_assessment")
    learners = given.select("class", "id_student").unique()
    expected = learners.join(assessments.filter(pl.col("due").is_not_null()), on="class")
    missing = expected.join(given, on=["id_assessment", "id_student"], how="anti").with_columns(
        pl.lit("missing").alias("status")
    )
    scored = given.with_columns(
        pl.when(pl.col("score").is_null()).then(pl.lit("ungraded")).alias("status"),
        pl.col("score").alias("points"),
        (pl.col("start") + pl.duration(days=pl.col("date_submitted").cast(pl.Int64)))
        .cast(pl.Date)
        .alias("done"),
    )
    rows = pl.concat([scored, missing], how="diagonal_relaxed")
    return rows.select(
        pl.col("id_student").alias("student_id"),
        pl.col("title").alias("task"),
        pl.col("id_assessment").alias("task_id"),
        "class",
        pl.col("assessment_type").alias("category"),
        "points",
        pl.lit("100").alias("points_possible"),
        "due",
        "done",
        "status",
    ).sort("class", "task_id", "student_id")


def _table(folder: Path, name: str, columns: tuple[str, ...]) -> pl.DataFrame:
    path = next((at for at in (folder / f"{name}.csv", folder / f"{name}.csv.gz") if at.exists()), None)
    how = "Download the dataset again, and give the folder with its tables."
    if path is None:
        raise Refused(Refusal("no-such-file", Place(f"{name}.csv"), "The table is not in the folder.", how))
    frame = pl.read_csv(path, infer_schema=False, null_values=["", "?"])
    if not set(columns) <= set(frame.columns):
        what = f"The table needs the columns {', '.join(columns)}."
        raise Refused(Refusal("column-missing", Place(path.name, 1), what, how))
    return frame.select(columns)


def _assessments(table: pl.DataFrame) -> pl.DataFrame:
    """Assessments with their class, its start, their title and the day on which they were due."""
    presentation = pl.col("code_presentation")
    month = presentation.str.slice(4, 1).replace_strict(_START_MONTH, default="02", return_dtype=pl.String)
    start = (presentation.str.slice(0, 4) + "-" + month + "-01").str.to_date("%Y-%m-%d")
    table = table.with_columns(
        (pl.col("code_module") + " " + presentation).alias("class"),
        start.alias("start"),
        pl.col("date").cast(pl.Float64).cast(pl.Int64).alias("_day"),
    )
    order = pl.struct(pl.col("_day").fill_null(10_000), pl.col("id_assessment").cast(pl.Int64))
    number = order.rank("ordinal").over("class", "assessment_type").cast(pl.String)
    return table.with_columns(
        (pl.col("assessment_type") + " " + number).alias("title"),
        (pl.col("start") + pl.duration(days=pl.col("_day"))).cast(pl.Date).alias("due"),
    ).drop("_day")
