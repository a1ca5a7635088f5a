"""What of a file could not be used: as it is kept with the file, and as a table to mend by."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl
from django.http import HttpResponse

from sharewell.evidence import Refusal
from sharewell.evidence.refusals import in_reading_order
from sharewell.evidence.refused_file import COLUMNS
from sharewell.report.tables import write_table


def as_json(refusals: Iterable[Refusal]) -> list[dict[str, Any]]:
    """Refusals in reading order, with the names of `refused.csv`."""
    return [
        {
            "code": refusal.code,
            "file": refusal.where.file,
            "row": refusal.where.row,
            "column": refusal.where.column,
            "what": refusal.what,
            "how_to_fix": refusal.how_to_fix,
        }
        for refusal in in_reading_order(refusals)
    ]


def refused_table(refused: Sequence[dict[str, Any]]) -> HttpResponse:
    """`refused.csv` to download, row by row, that no spreadsheet takes for formulas."""
    columns = {name: pl.Int64 if name == "row" else pl.String for name in COLUMNS}
    table = io.BytesIO()
    write_table(pl.DataFrame(refused, schema=columns), table, for_spreadsheets=True)
    response = HttpResponse(table.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="refused.csv"'
    return response
