"""What there is to learn, from CASE packages, plain tables, or the JSON layout of the CCSSM files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import polars as pl

from sharewell.evidence import case, ccssm
from sharewell.evidence.archive import Member, is_workbook, members
from sharewell.evidence.cycles import on_a_cycle
from sharewell.evidence.delimited import Sheet, read_delimited
from sharewell.evidence.findings import FILE, ROW, Findings
from sharewell.evidence.headers import spelled
from sharewell.evidence.model import HIERARCHY, IDENTIFIERS, PREREQUISITES, STANDARDS, Standards
from sharewell.evidence.refusals import Place, Refusal, Refused, in_reading_order
from sharewell.evidence.workbook import read_parquet, read_workbook

_NAMES: Final = {
    "standard": ("standard", "code", "standardcode", "id"),
    "statement": ("statement", "description", "fullstatement", "text"),
    "subject": ("subject",),
    "grade": ("grade", "gradelevel", "educationlevel"),
    "prerequisites": ("prerequisites", "prerequisite", "before"),
}
_HOW: Final = (
    "Give a CASE package (JSON), a table with the columns standard, statement, subject, grade, "
    "prerequisites, or the CCSSM files."
)


def read_standards(path: str | Path) -> Standards:
    """Read standards, told by content: CASE 1.0 or 1.1 (JSON), a plain table, or CCSSM-layout JSON files.

    Returns:
        The standards, with prerequisites that hold no cycle: every edge on one is refused and named.

    Raises:
        Refused: nothing in the file can be used.
    """
    findings = Findings()
    path = Path(path)
    documents: dict[str, Any] = {}
    drafts: list[case.Draft] = []
    for member in members(path, findings):
        content = _content(member, path, findings)
        if isinstance(content, Sheet):
            drafts.append(_from_table(content, findings))
        else:
            documents[member.name] = content
    in_layout = {name: content for name, content in documents.items() if ccssm.is_ccssm(content)}
    if in_layout:
        drafts.append(ccssm.from_documents(in_layout, findings))
    drafts.extend(
        case.from_package(content, name, findings)
        for name, content in documents.items()
        if name not in in_layout
    )
    return _finish(drafts, path, findings)


def _content(member: Member, path: Path, findings: Findings) -> Any:
    at = path / member.name if path.is_dir() else path
    if at.is_file() and at.name == member.base and is_workbook(at):
        return read_workbook(at)[0]
    raw = member.read()
    if raw.startswith(b"PAR1"):
        return read_parquet(raw, member.name)
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
        return read_delimited(raw, member.name, findings)
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as trouble:
        what = f"The JSON cannot be read ({str(trouble)[:120]})."
        raise Refused(Refusal("bad-json", Place(member.name), what, "Download the file again.")) from trouble


def _from_table(sheet: Sheet, findings: Findings) -> case.Draft:
    """The plain table: one row a standard, its prerequisites joined by `;`."""
    rows = spelled(sheet, _NAMES, ("standard",), findings)
    if rows is None:
        raise Refused(Refusal("unknown-table", Place(sheet.file, 1), "This is no table of standards.", _HOW))
    rows = findings.refuse_rows(
        rows, pl.col("standard").is_null(), "no-standard", "The row has no code.", "Give the standard a code."
    )
    edges = (
        rows.drop_nulls("prerequisites")
        .select(
            pl.col("prerequisites").str.split(";").alias("before"),
            pl.col("standard").alias("after"),
            FILE,
            ROW,
        )
        .explode("before")
        .with_columns(pl.col("before").str.strip_chars())
        .filter(pl.col("before") != "")
    )
    return case.Draft(rows.select(*STANDARDS, FILE, ROW), edges)


def _finish(drafts: list[case.Draft], path: Path, findings: Findings) -> Standards:
    rows = pl.concat([draft.standards for draft in drafts], how="diagonal_relaxed")
    if rows.is_empty():
        refusal = Refusal("no-standards", Place(path.name), "The file holds no standards.", _HOW)
        raise Refused(in_reading_order([*findings.refusals, refusal]))
    rows = rows.unique(list(STANDARDS), keep="first", maintain_order=True)
    what = "The code {value} was already used above for another statement; the first is kept."
    how = "Give every standard a code of its own."
    rows = findings.refuse_rows(
        rows,
        ~pl.col("standard").is_first_distinct(),
        "duplicate-id",
        what,
        how,
        column="standard",
        value="standard",
    )
    edges = pl.concat([draft.prerequisites for draft in drafts], how="diagonal_relaxed")
    edges = _acyclic(_between(edges, rows, findings), findings)
    parents = pl.concat([draft.hierarchy for draft in drafts]).unique()
    known = rows["standard"].implode()
    parents = parents.filter(
        pl.col("parent").is_in(known) & pl.col("child").is_in(known) & (pl.col("parent") != pl.col("child"))
    )
    rows = rows.with_columns(pl.coalesce("statement", "standard").alias("statement"))
    return Standards(
        standards=rows.select(pl.col(name).cast(kind) for name, kind in STANDARDS.items()).sort("standard"),
        prerequisites=edges.select(list(PREREQUISITES)).unique().sort("before", "after"),
        hierarchy=parents.select(list(HIERARCHY)).sort("parent", "child"),
        identifiers=pl.concat([draft.identifiers for draft in drafts])
        .unique("identifier", keep="first", maintain_order=True)
        .select(list(IDENTIFIERS))
        .sort("identifier"),
        refusals=tuple(in_reading_order(findings.refusals)),
        cautions=tuple(findings.cautions),
    )


def _between(edges: pl.DataFrame, rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """Edges whose both ends are standards of the file."""
    known = rows["standard"].implode()
    how = "Add the standard to the file, or take it out of the prerequisites."
    for end in ("before", "after"):
        what = "{value} is named as a prerequisite, but is no standard of the file."
        if end == "after":
            what = "{value} is said to have a prerequisite, but is no standard of the file."
        edges = findings.refuse_rows(
            edges, ~pl.col(end).is_in(known), "unknown-standard", what, how, column="prerequisites", value=end
        )
    return edges


def _acyclic(edges: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    edges = edges.unique(list(PREREQUISITES), keep="first", maintain_order=True)
    edges = edges.with_columns(pl.Series("_cycle", on_a_cycle(edges), dtype=pl.String))
    what = "These prerequisites go round in a circle: {value}."
    how = "Take out the prerequisite that does not hold."
    named = edges.with_columns(pl.col("_cycle").is_not_null().alias("_round"))
    for cycle_row in named.filter("_round").iter_rows(named=True):
        place = Place(cycle_row[FILE], cycle_row[ROW], "prerequisites")
        findings.refuse("cycle", place, what.replace("{value}", cycle_row["_cycle"]), how)
    return edges.filter(pl.col("_cycle").is_null()).drop("_cycle")
