"""The one door: an export of any supported kind, told by its content, to a gradebook."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

from sharewell.evidence import canvas, moodle, plain, powerteacher
from sharewell.evidence.archive import Member, is_workbook, members
from sharewell.evidence.check import Draft, finish
from sharewell.evidence.delimited import Sheet, read_delimited
from sharewell.evidence.findings import Findings
from sharewell.evidence.links import link_tasks
from sharewell.evidence.mapping import load_mapping
from sharewell.evidence.merge import together
from sharewell.evidence.model import Gradebook, Standards
from sharewell.evidence.oneroster import is_oneroster, read_oneroster
from sharewell.evidence.refusals import Place, Refusal, Refused, in_reading_order
from sharewell.evidence.workbook import read_parquet, read_workbook


def read_gradebook(
    path: str | Path,
    *,
    mapping: Mapping[str, str] | str | Path | None = None,
    standards: Standards | None = None,
    links: str | Path | None = None,
    blank_is_missing: bool = False,
) -> Gradebook:
    """Read what a school's gradebook exports: OneRoster, Canvas, Moodle, PowerTeacher Pro, or a plain table.

    Args:
        path: a file, a folder or a zip.
        mapping: `{our column: their header}` for a plain table of another product, or a TOML file of it.
        standards: what there is to learn; its codes are looked for in task titles.
        links: a table of `task, standard[, evidence, minutes]`; it goes before any links of the export.
        blank_is_missing: a blank cell means work that is still to come (else: not yet graded).

    Returns:
        The gradebook, with a refusal for every row that could not be used and a caution for what was mended.

    Raises:
        Refused: nothing in the export can be used.

    Cost: a million results take seconds (`bench/import.py`).
    """
    findings = Findings()
    path = Path(path)
    named = load_mapping(mapping) if isinstance(mapping, str | Path) else mapping
    draft = _draft(path, named, findings, blank_is_missing=blank_is_missing)
    draft.source = path.name
    book = finish(draft, findings)
    if book.results.is_empty() and book.students.is_empty():
        _nothing_left(path, findings)
    book = link_tasks(book, findings, standards=standards, table=Path(links) if links else None)
    return dataclasses.replace(
        book, refusals=tuple(in_reading_order(findings.refusals)), cautions=tuple(findings.cautions)
    )


def _nothing_left(path: Path, findings: Findings) -> None:
    what = "No row of the export can be used."
    how = "Check that it was exported with students and results in it."
    raise Refused(
        in_reading_order([*findings.refusals, Refusal("nothing-usable", Place(path.name), what, how)])
    )


def _draft(
    path: Path, mapping: Mapping[str, str] | None, findings: Findings, *, blank_is_missing: bool
) -> Draft:
    files = members(path, findings)
    if is_oneroster(files):
        return read_oneroster(files, path.name, findings, blank_is_missing=blank_is_missing)
    drafts: list[Draft] = []
    troubles: list[Refusal] = []
    for member in files:
        try:
            sheets = _sheets(member, path, findings)
        except Refused as refused:
            troubles.extend(refused.refusals)
            continue
        for sheet in sheets:
            title = _title(member, sheet)
            try:
                drafts.append(_recognised(sheet, mapping, findings, title, blank_is_missing=blank_is_missing))
            except Refused as refused:
                troubles.extend(refused.refusals)
    if not drafts:
        raise Refused(in_reading_order([*findings.refusals, *troubles]))
    findings.refusals.extend(troubles)
    return together(drafts, path.name)


def _title(member: Member, sheet: Sheet) -> str:
    """A class without a name of its own: the file's, or the sheet's where a spreadsheet has several."""
    own = sheet.file.removeprefix(member.base).strip(" []")
    return own if own and sheet.file != member.name else Path(member.base).stem or member.base


def _sheets(member: Member, path: Path, findings: Findings) -> list[Sheet]:
    at = path / member.name if path.is_dir() else path
    if at.is_file() and at.name == member.base and is_workbook(at):
        return read_workbook(at)
    raw = member.read()
    if raw.startswith(b"PAR1"):
        return [read_parquet(raw, member.name)]
    return [read_delimited(raw, member.name, findings)]


def _recognised(
    sheet: Sheet,
    mapping: Mapping[str, str] | None,
    findings: Findings,
    title: str,
    *,
    blank_is_missing: bool,
) -> Draft:
    """The reader of the format that the sheet's first rows show; a given mapping says it is a plain table."""
    at = powerteacher.header_row(sheet)
    if at is not None and mapping is None:
        return powerteacher.read_powerteacher(sheet, at, findings, blank_is_missing=blank_is_missing)
    at = plain.header_row(sheet, mapping)
    if at is not None:
        return plain.read_plain(sheet, at, mapping, findings, title=title, blank_is_missing=blank_is_missing)
    if mapping is None and canvas.is_canvas(sheet):
        return canvas.read_canvas(sheet, findings, title=title, blank_is_missing=blank_is_missing)
    if mapping is None and moodle.is_moodle(sheet):
        return moodle.read_moodle(sheet, findings, title=title, blank_is_missing=blank_is_missing)
    raise Refused(_unknown(sheet, mapping))


def _unknown(sheet: Sheet, mapping: Mapping[str, str] | None) -> Refusal:
    top = sheet.top(1)
    header = ", ".join(name for name in (top[0] if top else []) if name)[:400] or "nothing"
    what = f"This table is of no kind that is known. Its first row is: {header}."
    if mapping:
        missing = "the mapped headers were not all found in one row"
        what = f"The mapping does not fit this table: {missing}. Its first row is: {header}."
    how = (
        "Say which column is which with a mapping, for example student_id = “…”, task = “…”, points = “…”, "
        "points_possible = “…”; docs/reference/formats.md names them all."
    )
    return Refusal("unknown-table", Place(sheet.file, 1), what, how)
