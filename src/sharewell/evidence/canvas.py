"""Canvas gradebook exports, in any language: told by their layout, never by their words.

The header's assignments end in ` (id)`; below it stand one or two rows without an id, of which one gives the
points possible and, in brackets and in the user's language, marks the columns of totals as "(read only)"
(instructure/canvas-lms, lib/gradebook_exporter.rb). The export says nothing of due dates, of standards or of
what is missing: a blank is ungraded unless the teacher says otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import polars as pl

from sharewell.evidence.check import Draft
from sharewell.evidence.delimited import Sheet
from sharewell.evidence.findings import FILE, ROW, Findings
from sharewell.evidence.headers import Table, below, plain_name
from sharewell.evidence.numbers import decimal_mark, to_number
from sharewell.evidence.refusals import Place, Refusal, Refused
from sharewell.evidence.wide import TaskColumn, first_name_first, one_class, to_results, unescaped

_WITH_ID: Final = re.compile(r"^(?P<title>.*\S)\s*[(（](?P<id>\d+)[)）]$", re.DOTALL)
_TOTAL: Final = re.compile(
    r"^(.* )?(Unposted )?(Current|Final|Override) (Points|Score|Grade)( \(.*\))?$", re.DOTALL
)
_BRACKETS: Final = r"^[(（\[【].*[)）\]】]$"
_ID: Final = r"^\d+(~\d+)?$"
_LETTERS: Final = (
    "Export with points or percentages instead of letters (in Canvas: display the grade as points), or "
    "type the points."
)
# Canvas's own preview student, by the names that its translations give it.
_PREVIEW: Final = frozenset(
    plain_name(name)
    for name in (
        (
            "Student, Test",
            "Test Student",
            "Test, Student",
            "Teststudent",
            "Teststudent, Test",
            "Student Test",
            "Testschüler",
            "Teststudierender",
            "Estudiante de prueba",
            "Prueba, Estudiante de",
            "prueba, Estudiante",
            "Étudiant test",
            "test, Étudiant",
            "Participant test",
            "Aluno de teste",
            "teste, Aluno de",
            "Estudante de teste",
            "Student testowy",
            "testowy, Student",
            "Testelev",
            "Testikäyttäjä",
            "Testiopiskelija",
            "Studente di prova",
            "prova, Studente di",
            "Proefstudent",
        )
    )
)


@dataclass(frozen=True, slots=True)
class _Layout:
    table: Table
    id_at: int
    above: pl.DataFrame  # rows between the header and the first student
    body: pl.DataFrame
    points: dict[int, str]  # the cells of the row of points possible


def is_canvas(sheet: Sheet) -> bool:
    """Whether the sheet is laid out as Canvas lays it out."""
    top = sheet.top(6)
    if len(top) < 2 or sheet.columns < 4:
        return False
    names = [plain_name(name) for name in top[0]]
    known_start = names[1:2] == ["id"] or (names[0].startswith("lastname") and "id" in names[1:3])
    with_id = [i for i, name in enumerate(top[0]) if i > 1 and _WITH_ID.match(name)]
    id_at = 2 if names[0].startswith("lastname") and names[1].startswith("firstname") else 1
    points_row = any(
        not row[id_at] and any(_looks_like_points(cell) for cell in row[id_at + 1 :]) for row in top[1:4]
    )
    return (points_row and (bool(with_id) or known_start)) or (bool(with_id) and known_start)


def _looks_like_points(cell: str) -> bool:
    return bool(re.match(_BRACKETS, cell) or re.match(r"^\d[\d.,\s\u00a0\u202f']*$", cell))


def read_canvas(sheet: Sheet, findings: Findings, *, title: str, blank_is_missing: bool) -> Draft:
    """A draft of one class, named by its section where there is only one, else by `title`.

    Raises:
        Refused: the export holds no assignment.
    """
    layout = _layout(sheet, findings)
    mark = _mark(layout, sheet)
    columns = _assignments(layout, mark, findings)
    if not columns:
        what = "The export holds no assignments: every column of scores is a total."
        how = "Export the gradebook with its assignments."
        raise Refused(Refusal("no-tasks", Place(sheet.file), what, how))
    body = _students(layout, columns, findings)
    results = to_results(body, columns, mark, findings, blank_is_missing=blank_is_missing, letters=_LETTERS)
    if not blank_is_missing:
        what = "Canvas does not say what is missing: blank cells are taken as not yet graded."
        findings.caution("blank-is-ungraded", what, Place(sheet.file))
    students = body.select("student_id", "name", FILE, ROW)
    return one_class(title, _class_title(layout, columns, title), students, columns, results, sheet.file)


def _layout(sheet: Sheet, findings: Findings) -> _Layout:
    table = below(sheet, 0, findings)
    id_at = _id_column(table)
    has_id = table.body[str(id_at)].is_not_null()
    first = int(has_id.arg_max() or 0) if has_id.any() else table.body.height
    above = table.body.head(first)
    return _Layout(table, id_at, above, table.body.slice(first), _points_row(above, id_at))


def _id_column(table: Table) -> int:
    """The column of Canvas's ids: by its name, else the first after the names that holds only digits."""
    names = [plain_name(name) for name in table.header]
    if "id" in names[1:4]:
        return names.index("id", 1)
    for at in range(1, min(len(names), 8)):
        values = table.body[str(at)].drop_nulls()
        if values.len() and bool(values.str.contains(_ID).mean() > 0.9):  # type: ignore[operator]
            return at
    return 1


def _points_row(above: pl.DataFrame, id_at: int) -> dict[int, str]:
    """Of the rows above the students, the one with most cells that are numbers or stand in brackets."""
    best: dict[int, str] = {}
    for row in above.rows(named=True):
        cells = {int(k): v for k, v in row.items() if k.isdecimal() and int(k) > id_at and v is not None}
        found = {at: cell for at, cell in cells.items() if _looks_like_points(cell)}
        if len(found) > len(best):
            best = found
    return best


def _mark(layout: _Layout, sheet: Sheet) -> str:
    """The decimal mark: of the points possible, always written with decimals, else of the scores."""
    possible = pl.Series(
        "points", [p for p in layout.points.values() if not re.match(_BRACKETS, p)], dtype=pl.String
    )
    if bool(possible.str.contains(r"\d[.,]\d{1,2}$").any()):
        return decimal_mark(possible, sheet.separator)
    scores = [
        layout.body[str(at)].alias("points")
        for at, cell in layout.points.items()
        if not re.match(_BRACKETS, cell) and at < len(layout.table.header)
    ]
    return decimal_mark(pl.concat([possible, *scores]), sheet.separator)


def _assignments(layout: _Layout, mark: str, findings: Findings) -> list[TaskColumn]:
    """Columns of scores that are no totals."""
    possible = _numbers(layout.points, mark)
    columns: list[TaskColumn] = []
    unknown: list[str] = []
    for at, header in enumerate(layout.table.header):
        matched = _WITH_ID.match(header)
        # Headers of totals are never translated; an override that may be imported has a blank in its row.
        total = at not in possible and (at in layout.points or _TOTAL.match(header))
        if at <= layout.id_at or total or not (matched or at in possible):
            continue
        if at not in possible:
            unknown.append(header)
        task, title = (matched["id"], matched["title"]) if matched else (header, header)
        columns.append(TaskColumn(at, header, task, title, possible.get(at)))
    for header in unknown:
        what = f"The points possible of {header} are not given, so its scores cannot be evidence."
        findings.caution("no-points-possible", what, Place(layout.table.file, None, header))
    return columns


def _numbers(cells: dict[int, str], mark: str) -> dict[int, float]:
    texts = pl.DataFrame(
        {"at": list(cells), "text": list(cells.values())}, schema={"at": pl.Int64, "text": pl.String}
    )
    read = texts.select("at", to_number(pl.col("text"), mark).alias("number")).drop_nulls()
    return dict(read.iter_rows())


def _students(layout: _Layout, columns: list[TaskColumn], findings: Findings) -> pl.DataFrame:
    """The rows of students, with student_id and name; rows of nobody and the preview student are left out."""
    id_column = layout.table.header[layout.id_at]
    body = layout.body.with_columns(
        unescaped(pl.col(str(layout.id_at))).alias("student_id"), _name(layout).alias("name")
    )
    how = "Fill in the student's id, or leave the row out."
    body = findings.refuse_rows(
        body,
        pl.col("student_id").is_null(),
        "no-student",
        "The row has no student id.",
        how,
        column=id_column,
    )
    preview = _is_preview(layout, body, columns)
    what = "{value} is Canvas's own test student and was left out."
    findings.caution_cells(body.filter(preview), "test-student", what, value="name")
    return body.filter(~preview).with_columns(pl.coalesce("name", "student_id").alias("name"))


def _name(layout: _Layout) -> pl.Expr:
    if layout.id_at >= 2 and plain_name(layout.table.header[0]) == "lastname":
        return pl.concat_str(unescaped(pl.col("1")), unescaped(pl.col("0")), separator=" ", ignore_nulls=True)
    return first_name_first(unescaped(pl.col("0")))


def _is_preview(layout: _Layout, body: pl.DataFrame, columns: list[TaskColumn]) -> pl.Expr:
    """The preview student: by a name that Canvas gives it, and without the school's own id."""
    raw = pl.col("0").str.replace_all(r"[^\pL\pN]+", "").str.to_lowercase()
    if layout.id_at >= 2:
        raw = pl.concat_str("0", "1").str.replace_all(r"[^\pL\pN]+", "").str.to_lowercase()
    named = raw.is_in(list(_PREVIEW))
    sis = next(
        (i for i, name in enumerate(layout.table.header) if i > layout.id_at and "sis" in plain_name(name)),
        None,
    )
    if sis is None:
        return named
    no_school_id = pl.col(str(sis)).is_null()
    # In a language not listed: the last row, alone without a school's id and without a single score.
    unscored = pl.all_horizontal(pl.col([str(column.at) for column in columns]).is_null())
    alone = body.height > 2 and body[str(sis)].null_count() == 1
    last = pl.int_range(pl.len()) == body.height - 1
    return (named & no_school_id) | (no_school_id & unscored & last & pl.lit(alone))


def _class_title(layout: _Layout, columns: list[TaskColumn], title: str) -> str:
    """The one section of the export (the last column before the assignments that is no id), else `title`."""
    names = [plain_name(name) for name in layout.table.header]
    first = min(column.at for column in columns)
    at = names.index("section") if "section" in names[:first] else first - 1
    if at <= layout.id_at:
        return title
    sections = layout.body[str(at)].drop_nulls().unique()
    return str(sections[0]) if sections.len() == 1 and not re.match(_ID, str(sections[0])) else title
