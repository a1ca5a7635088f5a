"""PowerTeacher Pro: one file of scores an assignment, its facts in lines above the table."""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from sharewell.evidence.check import Draft
from sharewell.evidence.dates import numeric_order, to_date
from sharewell.evidence.delimited import Sheet
from sharewell.evidence.findings import FILE, ROW, Findings
from sharewell.evidence.headers import below, plain_name
from sharewell.evidence.numbers import decimal_mark, to_number
from sharewell.evidence.refusals import Place
from sharewell.evidence.wide import TaskColumn, first_name_first, one_class, to_results, unescaped

_LINES: Final = 15
_LETTERS: Final = (
    "Enter the points, or set the assignment's score type to points or percent, and export again."
)
_FACTS: Final = (
    "teachername",
    "class",
    "assignmentname",
    "duedate",
    "pointspossible",
    "extrapoints",
    "scoretype",
)


def header_row(sheet: Sheet) -> int | None:
    """The index of the row `Student Num,Student Name,Score` below lines of facts; None where none is."""
    top = sheet.top(_LINES)
    for at, row in enumerate(top):
        names = [plain_name(cell) for cell in row if cell]
        facts = sum(1 for above in top[:at] if above[0].endswith(":"))
        if facts >= 3 and len(names) >= 2 and not row[0].endswith(":") and ("score" in names or facts >= 5):
            return at
    return None


def read_powerteacher(sheet: Sheet, at: int, findings: Findings, *, blank_is_missing: bool) -> Draft:
    """A draft of one class and one assignment; the score type tells points from percentages."""
    facts = _facts(sheet, at)
    table = below(sheet, at, findings)
    names = [plain_name(name) for name in table.header]
    score_at = names.index("score") if "score" in names else len(names) - 1
    mark = decimal_mark(
        pl.concat(
            [
                table.body[str(score_at)].alias("n"),
                pl.Series("n", [facts.get("pointspossible")], dtype=pl.String),
            ]
        ),
        sheet.separator,
    )
    possible = _number(facts.get("pointspossible"), mark)
    title = facts.get("assignmentname") or re.sub(r"\.\w+$", "", sheet.file)
    if possible is None:
        what = f"The points possible of {title} are not given, so its scores cannot be evidence."
        findings.caution("no-points-possible", what, Place(sheet.file))
    share = facts.get("scoretype", "").upper().startswith("PERCENT")
    column = TaskColumn(score_at, table.header[score_at] or "Score", title, title, possible, share=share)
    body = table.body.with_columns(
        unescaped(pl.col("0")).alias("student_id"), first_name_first(unescaped(pl.col("1"))).alias("name")
    )
    how = "Fill in the student's number."
    body = findings.refuse_rows(
        body,
        pl.col("student_id").is_null(),
        "no-student",
        "The row has no student number.",
        how,
        column=table.header[0],
    )
    results = to_results(body, [column], mark, findings, blank_is_missing=blank_is_missing, letters=_LETTERS)
    students = body.select("student_id", pl.coalesce("name", "student_id").alias("name"), FILE, ROW)
    draft = one_class(sheet.file, facts.get("class") or "Class", students, [column], results, sheet.file)
    draft.tasks = draft.tasks.with_columns(_due(facts.get("duedate"), sheet.file, findings).alias("due"))
    return draft


def _facts(sheet: Sheet, at: int) -> dict[str, str]:
    """The lines above the table: by their English names, else by their order."""
    lines = [(plain_name(row[0]), row[1]) for row in sheet.top(at) if row[0].endswith(":") and len(row) > 1]
    if not any(name in _FACTS for name, _ in lines):
        lines = [(known, value) for known, (_, value) in zip(_FACTS, lines, strict=False)]
    return {name: value for name, value in lines if value}


def _number(text: str | None, mark: str) -> float | None:
    return pl.DataFrame({"n": [text]}, schema={"n": pl.String}).select(to_number(pl.col("n"), mark)).item()


def _due(text: str | None, file: str, findings: Findings) -> pl.Expr:
    if text is None:
        return pl.lit(None, pl.Date)
    order = numeric_order(pl.Series([text]))
    found = pl.DataFrame({"d": [text]}).select(to_date(pl.col("d"), order)).item()
    if found is None:
        what = f"The due date “{text[:40]}” does not exist or can be read in two ways; it is left out."
        findings.refuse("impossible-date", Place(file, None, "Due Date"), what, "Write it as 2026-08-25.")
    return pl.lit(found, pl.Date)
