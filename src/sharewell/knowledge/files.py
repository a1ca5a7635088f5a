"""Tables for the models, from and to files: CSV of any usual separator and encoding, Parquet, XLSX."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from sharewell.evidence import Place, Refusal, Refused
from sharewell.evidence.archive import is_workbook, members
from sharewell.evidence.delimited import read_delimited
from sharewell.evidence.findings import ROW, Findings
from sharewell.evidence.headers import below, plain_name
from sharewell.evidence.workbook import read_workbook

COLUMNS: Final = ("student_id", "skill_id", "item_id", "item_class", "correct", "order", "standard", "shown")
_OURS: Final = {plain_name(name): name for name in COLUMNS}


def read_log(path: Path) -> tuple[pl.DataFrame, pl.Series | None, list[Refusal]]:
    """Read a table whose first row is its header; columns that we know get our names, the others keep theirs.

    Returns:
        the table (text, or the types that Parquet has), the file's row number of each of its rows where blank or
        broken rows were left out, and a refusal for each broken row.

    Raises:
        Refused: there is no such file, or it is no table.
    """
    if not path.is_file():
        how = "Check the name, and give a CSV, Parquet or XLSX file with a header row."
        raise Refused(Refusal("no-file", Place(str(path)), "There is no such file.", how))
    findings = Findings()
    if path.read_bytes()[:4] == b"PAR1":
        try:
            table = pl.read_parquet(path)
        except (pl.exceptions.PolarsError, OSError) as trouble:
            how = "Export it again."
            raise Refused(Refusal("no-table", Place(str(path)), "The Parquet is broken.", how)) from trouble
        return _named(table), None, []
    if is_workbook(path):
        sheet = read_workbook(path)[0]
    else:
        sheet = read_delimited(members(path, findings)[0].read(), path.name, findings)
    body = below(sheet, 0, findings)
    table = body.body.select(
        pl.col(str(at)).alias(name) for at, name in enumerate(_distinct(body.header)) if name
    )
    return _named(table), body.body[ROW].cast(pl.Int64), list(findings.refusals)


def _distinct(header: list[str]) -> list[str]:
    """Header names, a repeated one left out: the first column of a name counts."""
    return ["" if name in header[:at] else name for at, name in enumerate(header)]


def _named(table: pl.DataFrame) -> pl.DataFrame:
    names: dict[str, str] = {}
    for name in table.columns:
        ours = _OURS.get(plain_name(name))
        if ours and ours not in table.columns and ours not in names.values():
            names[name] = ours
    return table.rename(names)


def write_table(table: pl.DataFrame, path: Path) -> None:
    """Write Parquet where the file ending says so, else CSV; the same table gives the same bytes.

    Raises:
        Refused: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix.lower() == ".parquet":
            table.write_parquet(path)
        else:
            table.write_csv(path)
    except OSError as trouble:
        how = "Choose a place that you may write to."
        what = f"It cannot be written ({trouble.strerror})."
        raise Refused(Refusal("cannot-write", Place(str(path)), what, how)) from trouble
