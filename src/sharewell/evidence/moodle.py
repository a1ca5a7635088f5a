"""Moodle grade exports (plain text or spreadsheet), in any language.

Moodle puts people first (names, id number, institution, department, e-mail), then one column a grade item
and form: `Assignment: Essay (Real)`, `… (Percentage)`, `… (Letter)`, `… (Feedback)`, the course total, and
last the time of the download (grade/export/lib.php, format_column_name). Words are in the user's language,
so a form is told from the cells: numbers, per cents, letters or sentences.
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
from sharewell.evidence.wide import TaskColumn, one_class, to_results, unescaped

_ITEM: Final = re.compile(
    r"^(?P<kind>[^:：()\[\]<>]{2,40}?)\s*[:：]\s*(?P<title>.+?)(?:\s*[(（](?P<form>[^()（）]*)[)）])?$"
)
_FORM: Final = re.compile(r"^(?P<title>.+?)\s*[(（](?P<form>[^()（）]*)[)）]$")
_ASSUMED: Final = 100.0  # Moodle's own default for the maximum grade
_NO_GRADE: Final = ("-", "–", "—")
_FEEDBACK: Final = ("feedback", "rückmeldung", "retroalimentación", "comentarios", "palaute", "återkoppling")
_TOTAL: Final = re.compile(
    r"(?i)\b(total|totals|gesamt|kurssumme|totale|totaal|totalt|summa|suma|razem|celkem|összesen|kokonaispisteet"
    r"|итог|итого|всього|підсумок|toplam|tổng|jumlah|guztira)\b|合計|总分|總分|总计|المجموع|סך"
)
_DOWNLOADED: Final = r"^1\d{9}$"  # seconds since 1970, in every row the same
_LETTERS: Final = "Export the grades as “Real” or “Percentage” instead of letters."
_PEOPLE: Final = {
    "first": (
        "firstname",
        "vorname",
        "nombre",
        "prénom",
        "voornaam",
        "förnamn",
        "nome",
        "imię",
        "имя",
        "etunimi",
    ),
    "last": (
        "lastname",
        "surname",
        "nachname",
        "apellidos",
        "apellido",
        "nom",
        "achternaam",
        "efternamn",
        "cognome",
        "sobrenome",
        "nazwisko",
        "фамилия",
        "sukunimi",
        "nomdefamille",
        "apelido",
    ),
    "id": (
        "idnumber",
        "idnummer",
        "idnúmero",
        "númerodeid",
        "numérodidentification",
        "numerodid",
        "números",
        "idno",
        "nummer",
        "númerodeidentificación",
        "numeroid",
        "matrikelnummer",
    ),
    "name": ("fullname", "name", "student", "user"),
}


@dataclass(frozen=True, slots=True)
class _Item:
    """One column after those of people: the item's own name and what its cells hold."""

    at: int
    header: str
    title: str
    kind: str | None
    holds: str  # "points", "share", "letters", "comment"


def is_moodle(sheet: Sheet) -> bool:
    """Whether the sheet is laid out as Moodle lays it out."""
    top = sheet.top(12)
    if len(top) < 2 or sheet.columns < 4:
        return False
    header, rows = top[0], top[1:]
    names = [plain_name(name) for name in header]
    email = any("@" in row[at] for row in rows for at in range(min(8, sheet.columns)))
    items = sum(1 for name in header[2:] if _ITEM.match(name))
    forms = sum(1 for name in header[2:] if (found := _FORM.match(name)) and not found["form"].isdecimal())
    people = names[0] in _PEOPLE["first"] or names[0] in _PEOPLE["last"]
    return (email or people) and items + forms > 0


def read_moodle(sheet: Sheet, findings: Findings, *, title: str, blank_is_missing: bool) -> Draft:
    """A draft of one class named `title`; every task is taken to have 100 points, which a caution says.

    Raises:
        Refused: the export holds no grade items.
    """
    table = below(sheet, 0, findings)
    people_end = _people_end(table)
    body = _people(table, people_end, findings)
    graded = [str(i) for i in range(people_end, len(table.header))]
    dashes = pl.col(graded).is_in(list(_NO_GRADE))
    body = body.with_columns(pl.when(~dashes).then(pl.col(graded)))
    numbers = pl.concat([pl.Series("n", [], dtype=pl.String), *(body[at].alias("n") for at in graded)])
    mark = decimal_mark(numbers, sheet.separator)
    items = _items(table, body, people_end, mark, findings)
    columns, comments = _columns(items)
    if not columns:
        what = "The export holds no grade items."
        how = "Export the grades with their items, as “Real”."
        raise Refused(Refusal("no-tasks", Place(sheet.file), what, how))
    _say_assumed(table.file, columns, findings)
    results = to_results(
        body, columns, mark, findings, blank_is_missing=blank_is_missing, letters=_LETTERS, comments=comments
    )
    return one_class(title, title, body.select("student_id", "name", FILE, ROW), columns, results, sheet.file)


def _people_end(table: Table) -> int:
    """Where grade items begin: after the e-mail, or else at the first header with an item's form."""
    last_email = max(
        (at for at in range(min(8, len(table.header))) if _mostly(table.body[str(at)], "@")), default=-1
    )
    first_item = next(
        (at for at, name in enumerate(table.header) if at > 1 and (_ITEM.match(name) or _FORM.match(name))),
        len(table.header),
    )
    return first_item if first_item > last_email else last_email + 1


def _mostly(column: pl.Series, part: str) -> bool:
    values = column.drop_nulls()
    return values.len() > 0 and float(values.str.contains(part, literal=True).sum()) > values.len() / 2


def _people(table: Table, end: int, findings: Findings) -> pl.DataFrame:
    """student_id is the id number, else the e-mail, else the name; each is said where it is not the first."""
    names = [plain_name(name) for name in table.header[:end]]

    def at(role: str) -> int | None:
        return next((i for i, name in enumerate(names) if name in _PEOPLE[role]), None)

    first, last, full = at("first"), at("last"), at("name")
    email = next((i for i in range(end) if _mostly(table.body[str(i)], "@")), None)
    if first is None and last is None and full is None:
        first, last = 0, 1  # Moodle's order in every language
    number = at("id")
    if number is None and end > 2 and full is None and email != 2 and _tells_apart(table.body["2"]):
        number = 2
    parts = [pl.col(str(i)) for i in (first, last) if i is not None] or [pl.col(str(full))]
    given = [pl.col(str(i)) for i in (number, email) if i is not None]
    name = pl.concat_str([unescaped(part) for part in parts], separator=" ", ignore_nulls=True)
    body = table.body.with_columns(pl.when(name != "").then(name).alias("name"))
    body = body.with_columns(pl.coalesce(*given, "name").alias("student_id"))
    how = "Fill in the id number or the e-mail address."
    body = findings.refuse_rows(
        body, pl.col("student_id").is_null(), "no-student", "The row names no student.", how
    )
    without = body.filter(pl.col(str(number)).is_null()) if number is not None else body
    what = "The row has no id number: {value} is used to tell the student."
    findings.caution_cells(without, "no-id-number", what, value="student_id")
    return body.with_columns(pl.coalesce("name", "student_id").alias("name"))


def _tells_apart(column: pl.Series) -> bool:
    """Whether an unnamed column may hold ids: everybody's is different, and nobody's has a space in it."""
    values = column.drop_nulls()
    return bool(values.is_unique().all()) and not bool(values.str.contains(r"\s").any())


def _items(table: Table, body: pl.DataFrame, start: int, mark: str, findings: Findings) -> list[_Item]:
    items: list[_Item] = []
    for at in range(start, len(table.header)):
        header, values = table.header[at], body[str(at)].drop_nulls()
        if not header or (values.len() > 0 and bool(values.str.contains(_DOWNLOADED).all())):
            continue
        if plain_name(header).startswith("lastdownloaded"):
            continue
        item = _item(at, header, values, mark)
        if item.kind is None and _TOTAL.search(item.title):
            what = f"{header} is a total and is not read: the tasks themselves are."
            findings.caution("total-left-out", what, Place(table.file, None, header))
            continue
        items.append(item)
    return items


def _item(at: int, header: str, values: pl.Series, mark: str) -> _Item:
    matched, formed = _ITEM.match(header), _FORM.match(header)
    kind = matched["kind"] if matched else None
    title = matched["title"] if matched else formed["title"] if formed else header
    form = ((matched and matched["form"]) or (formed and formed["form"]) or "").casefold()
    if form in _FEEDBACK or (kind or "").casefold() in _FEEDBACK:
        return _Item(at, header, title, kind, "comment")
    if values.is_empty():
        letters = "letter" in form or "buchstab" in form or "letra" in form or "lettre" in form
        share = "percent" in form or "prozent" in form or "porcent" in form or "pourcent" in form
        return _Item(at, header, title, kind, "letters" if letters else "share" if share else "points")
    numbers = pl.DataFrame({"v": values}).select(to_number(pl.col("v"), mark)).to_series()
    if float(numbers.null_count()) <= values.len() / 2:
        share = float(values.str.contains(r"%\s*$").sum()) > values.len() / 2
        return _Item(at, header, title, kind, "share" if share else "points")
    short = float((values.str.len_chars() <= 3).sum()) > values.len() / 2
    return _Item(at, header, title, kind, "letters" if short else "comment")


def _columns(items: list[_Item]) -> tuple[list[TaskColumn], dict[int, str]]:
    """One column a task: points before per cents before letters; its comments beside it."""
    columns: list[TaskColumn] = []
    comments: dict[int, str] = {}
    for title in dict.fromkeys(item.title for item in items):
        forms = {item.holds: item for item in reversed(items) if item.title == title}
        chosen = forms.get("points") or forms.get("share") or forms.get("letters")
        if chosen is None:
            continue  # a comment without a score
        # A name that says nothing of the kind (a manual item) has no category.
        columns.append(
            TaskColumn(chosen.at, chosen.header, title, title, _ASSUMED, chosen.kind, chosen.holds == "share")
        )
        if "comment" in forms:
            comments[chosen.at] = str(forms["comment"].at)
    return columns, comments


def _say_assumed(file: str, columns: list[TaskColumn], findings: Findings) -> None:
    for column in columns:
        what = f"Moodle's export does not say the points possible of {column.title}; 100 are assumed."
        findings.caution("assumed-100", what, Place(file, None, column.header))
