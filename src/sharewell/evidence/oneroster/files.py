"""The files of a OneRoster export: found whatever their case, their headers mended and every mend named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Final

import polars as pl

from sharewell.evidence.archive import Member
from sharewell.evidence.delimited import WIDTH, read_delimited
from sharewell.evidence.findings import FILE, ROW, Findings
from sharewell.evidence.headers import Table, below
from sharewell.evidence.oneroster.layout import COMMON, FILES, USED, Layout
from sharewell.evidence.refusals import Place, Refused

_CANONICAL: Final = {f"{name.lower()}.csv": name for name in (*FILES, "manifest")}
_TELLING: Final = frozenset({"manifest.csv", "users.csv", "enrollments.csv", "lineitems.csv", "results.csv"})


def is_oneroster(files: list[Member]) -> bool:
    """Whether the files are a OneRoster set: a manifest, or two of the files that tell."""
    names = {member.base.lower() for member in files}
    return "manifest.csv" in names or len(names & _TELLING) >= 2


@dataclass(frozen=True, slots=True)
class Export:
    """The files that were read, by their names in the standard; `paths` says what each is called here."""

    tables: Mapping[str, pl.DataFrame]
    paths: Mapping[str, str]
    version: str | None = None
    modes: Mapping[str, str] = field(default_factory=dict[str, str])

    def table(self, name: str) -> pl.DataFrame:
        """A file's rows with every column of the standard, null where the export has none."""
        frame = self.tables.get(name)
        columns = FILES[name].columns
        if frame is None:
            return pl.DataFrame(schema={**dict.fromkeys(columns, pl.String), FILE: pl.String, ROW: pl.UInt32})
        absent = [column for column in columns if column not in frame.columns]
        return frame.with_columns(pl.lit(None, pl.String).alias(column) for column in absent)

    def path(self, name: str) -> str:
        """What the file is called in the export."""
        return self.paths.get(name, f"{name}.csv")


def read_files(files: list[Member], findings: Findings) -> Export:
    """Read the manifest and every file that a gradebook is made of."""
    chosen = _choose(files, findings)
    version, modes = _manifest(chosen, findings)
    tables: dict[str, pl.DataFrame] = {}
    for name in USED:
        member = chosen.get(name)
        if member is None:
            continue
        try:
            frame = _file(name, member, findings)
        except Refused as refused:
            findings.refusals.extend(refused.refusals)
            continue
        if frame is not None:
            tables[name] = frame
    paths = {name: member.name for name, member in chosen.items()}
    _against_manifest(chosen, modes, findings)
    return Export(tables, paths, version, modes)


def _choose(files: list[Member], findings: Findings) -> dict[str, Member]:
    """Each file of the standard once, from the folder nearest to the top."""
    chosen: dict[str, Member] = {}
    for member in sorted(files, key=lambda member: (member.name.count("/"), member.name)):
        name = _CANONICAL.get(member.base.lower())
        if name is None:
            what = "This file is not part of OneRoster and was not read."
            findings.caution("other-file", what, Place(member.name))
        elif name in chosen:
            what = f"{chosen[name].name} is the same file of OneRoster and was read in its place."
            findings.refuse("repeated-file", Place(member.name), what, "Keep one of the two.")
        else:
            chosen[name] = member
            _say_name(name, member, findings)
    return chosen


def _say_name(name: str, member: Member, findings: Findings) -> None:
    if member.base != f"{name}.csv":
        what = f"The file's name should be {name}.csv; it was read as that."
        findings.caution("file-name-case", what, Place(member.name))
    if PurePosixPath(member.name).parent != PurePosixPath("."):
        what = "The file lies in a folder; OneRoster wants all files at the top. It was read all the same."
        findings.caution("in-a-folder", what, Place(member.name))


def _manifest(chosen: Mapping[str, Member], findings: Findings) -> tuple[str | None, dict[str, str]]:
    member = chosen.get("manifest")
    if member is None:
        what = "There is no manifest.csv; the files were read as a whole set."
        findings.caution("no-manifest", what, Place("manifest.csv"))
        return None, {}
    try:
        table = below(read_delimited(member.read(), member.name, findings), 0, findings)
    except Refused as refused:
        findings.refusals.extend(refused.refusals)
        return None, {}
    if [name.lower() for name in table.header[:2]] != ["propertyname", "value"]:
        what = f"The manifest's header is {', '.join(table.header)}, not propertyName,value."
        findings.caution("manifest-header", what, Place(member.name, 1))
    return _properties(table, member.name, findings)


def _properties(table: Table, file: str, findings: Findings) -> tuple[str | None, dict[str, str]]:
    modes: dict[str, str] = {}
    version: str | None = None
    if len(table.header) < 2:
        findings.caution("manifest-header", "The manifest has no column of values.", Place(file, 1))
        return None, {}
    for row, given, value in table.body.select(ROW, "0", "1").rows():
        name, place = str(given or ""), Place(file, int(row), "value")
        if value is None:
            findings.caution("manifest-empty", f"The manifest gives no value for {name}.", place)
        elif name.lower() == "oneroster.version":
            version = str(value)
            if version not in ("1.1", "1.2", "1.0"):
                findings.caution("version", f"OneRoster {version} is read as 1.2.", place)
        elif name.lower().startswith("file."):
            _mode(name[5:], str(value), modes, place, findings)
        elif value == "absent":
            what = f"The manifest says “absent” where {name} should be named."
            findings.caution("manifest-value", what, place)
    return version, modes


def _mode(file: str, value: str, modes: dict[str, str], place: Place, findings: Findings) -> None:
    mode = value.lower()
    if mode not in ("bulk", "delta", "absent"):
        what = f"The manifest says “{value[:40]}” of {file}; it may say bulk, delta or absent."
        findings.caution("manifest-value", what, place)
    modes[_CANONICAL.get(f"{file.lower()}.csv", file)] = mode
    if mode == "delta":
        what = (
            f"{file} holds only changes (delta). Its rows are read as they are; what did not change is not "
            "in them, so import a whole set (bulk) first."
        )
        findings.caution("delta", what, place)


def _against_manifest(chosen: Mapping[str, Member], modes: Mapping[str, str], findings: Findings) -> None:
    for name, mode in modes.items():
        if mode in ("bulk", "delta") and name not in chosen:
            what = f"The manifest says that {name}.csv is here, and it is not."
            how = "Export again with all files that the manifest names."
            findings.refuse("file-missing", Place(f"{name}.csv"), what, how)
        if mode == "absent" and name in chosen:
            what = "The manifest says that this file is absent; it is here and was read."
            findings.caution("not-in-manifest", what, Place(chosen[name].name))
    for name in chosen:
        if modes and name != "manifest" and name not in modes:
            what = "The manifest does not say how to read this file; it was read as a whole set."
            findings.caution("not-in-manifest", what, Place(chosen[name].name))


def _file(name: str, member: Member, findings: Findings) -> pl.DataFrame | None:
    sheet = read_delimited(member.read(), member.name, findings)
    if sheet.had_mark:
        what = "The file starts with a byte order mark, which OneRoster does not allow; it was skipped."
        findings.caution("byte-order-mark", what, Place(member.name, 1))
    if sheet.separator != ",":
        what = f"The cells are parted by {sheet.separator!r}, not by commas; they were read so."
        findings.caution("separator", what, Place(member.name, 1))
    table = below(sheet, 0, findings)
    places = _columns(name, table, findings)
    if places is None:
        return None
    body = _short_rows(table, places, findings)
    return body.select(*(pl.col(str(at)).alias(column) for column, at in places.items()), FILE, ROW)


def _short_rows(table: Table, places: Mapping[str, int], findings: Findings) -> pl.DataFrame:
    last = max(places.values(), default=-1)
    short = table.body.filter(pl.col(WIDTH) <= last)
    what = f"The row has {{value}} cells of {last + 1}; the others are read as blank."
    findings.caution_cells(short, "row-too-short", what, value=WIDTH)
    return table.body


def _columns(name: str, table: Table, findings: Findings) -> dict[str, int] | None:
    """Where each column of the standard stands, with every mend named; None where the file is another's."""
    layout = FILES[name]
    if _other_owner(name, table, findings):
        return None
    places: dict[str, int] = {}
    strange: list[int] = []
    for at, header in enumerate(table.header):
        place = Place(table.file, 1, header or f"{at + 1}")
        if not header:
            findings.caution("nameless-column", f"Column {at + 1} has no name and was not read.", place)
        elif header in places:
            findings.caution("repeated-column", f"{header} stands twice; the first was read.", place)
        elif header in layout.columns:
            places[header] = at
        elif header.lower().startswith(("metadata.", "ext:")):
            places[header if header.startswith("metadata.") else header.lower()] = at
        else:
            strange.append(at)
    for at in strange:
        _mend(table, at, layout, places, findings)
    _nameless_tail(table, findings)
    _drop_password(table, places, findings)
    return places if _has_needed(name, table, layout, places, findings) else None


def _mend(table: Table, at: int, layout: Layout, places: dict[str, int], findings: Findings) -> None:
    """A header in another case, with spaces, or misspelt by a letter or two is read as what it means."""
    header = table.header[at]
    place = Place(table.file, 1, header)
    free = {column.lower(): column for column in layout.columns if column not in places}
    plain = header.lower().replace(" ", "").replace("_", "")
    close = get_close_matches(plain, free, n=1, cutoff=0.88)
    if plain in free:
        places[free[plain]] = at
        findings.caution("header-case", f"{header} was read as {free[plain]}.", place)
    elif close:
        places[free[close[0]]] = at
        findings.caution("header-misspelt", f"{header} was read as {free[close[0]]}.", place)
    elif "password" not in plain:
        findings.caution("unknown-column", f"{header} is not a column of this file and was not read.", place)


def _nameless_tail(table: Table, findings: Findings) -> None:
    for at in range(len(table.header), table.nameless + len(table.header)):
        place = Place(table.file, 1, f"{at + 1}")
        findings.caution("nameless-column", f"Column {at + 1} has no name and was not read.", place)


def _drop_password(table: Table, places: dict[str, int], findings: Findings) -> None:
    """Passwords leave memory here: no frame that goes on has the column."""
    for column in [column for column in places if "password" in column.lower()]:
        del places[column]
    for at, header in enumerate(table.header):
        given = table.body.height - table.body[str(at)].null_count()
        if "password" in header.lower() and given:
            what = f"The passwords of {given:,} rows were dropped unread: no export should carry passwords."
            findings.caution("password-dropped", what, Place(table.file, 1, header))


def _has_needed(
    name: str, table: Table, layout: Layout, places: Mapping[str, int], findings: Findings
) -> bool:
    missing = [column for column in layout.required if column not in places]
    if not missing:
        return True
    what = f"The file has no column {', '.join(missing)}."
    how = f"{name}.csv needs: {', '.join(layout.required)}."
    findings.refuse("column-missing", Place(table.file, 1), what, how)
    return False


def _other_owner(name: str, table: Table, findings: Findings) -> bool:
    """Whether the header is clearly that of another file of the standard."""
    given = {header.lower() for header in table.header}

    def fit(layout: Layout) -> int:
        return len({c.lower() for c in layout.columns if c not in COMMON} & given)

    best = max(FILES, key=lambda other: (fit(FILES[other]), other == name))
    if best == name or fit(FILES[best]) < 2 * fit(FILES[name]) + 2:
        return False
    what = f"The header is that of {best}.csv, so nothing in this file could be used."
    findings.refuse("wrong-header", Place(table.file, 1), what, f"Export {name}.csv again.")
    return True
