"""The JSON layout of the CCSSM files: `{"standards": […]}` with codes in parts, `{"dependencies": […]}`.

Only `dependency` edges say what comes before what; a `conceptual connection` has no direction to learn in.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl

from sharewell.evidence import model
from sharewell.evidence.case import Draft
from sharewell.evidence.findings import FILE, ROW, Findings
from sharewell.evidence.refusals import Place

_SUBJECT: Final = "Mathematics"


def is_ccssm(content: Any) -> bool:
    """Whether a JSON document has the layout's standards or dependencies."""
    if not isinstance(content, dict):
        return False
    rows = content.get("standards") or content.get("dependencies")
    first = rows[0] if isinstance(rows, list) and rows else None
    return isinstance(first, dict) and bool({"standard_counter", "relationship"} & set(first))


def code_of(parts: Mapping[str, Any]) -> str:
    """The code as the dependencies write it: K.CC.A.1, HSA.REI.B.4.a.

    >>> code_of({"grade_level_code": "HS", "category_code": "A", "domain_code": "REI", "cluster_code": "B",
    ...          "standard_counter": "4", "substandard_counter": "a"})
    'HSA.REI.B.4.a'
    """
    grade = f"{parts.get('grade_level_code') or ''}{parts.get('category_code') or ''}"
    names = ("domain_code", "cluster_code", "standard_counter", "substandard_counter")
    return ".".join([grade, *(str(parts[name]) for name in names if parts.get(name))])


def from_documents(documents: Mapping[str, Any], findings: Findings) -> Draft:
    """A draft from any of the layout's files together; what stands in no file is named by `standards.py`."""
    rows: list[tuple[Any, ...]] = []
    edges: list[tuple[Any, ...]] = []
    for file, content in documents.items():
        for number, entry in enumerate(content.get("standards") or [], start=1):
            if not isinstance(entry, dict) or not entry.get("standard_counter"):
                place = Place(file, number, "standards")
                findings.refuse("no-standard", place, f"Entry {number} has no code.", "Give it its parts.")
                continue
            statement = entry.get("description")
            grade = entry.get("grade_level_code")
            rows.append((code_of(entry), statement, _SUBJECT, grade, file, number))
        for number, edge in enumerate(content.get("dependencies") or [], start=1):
            if isinstance(edge, dict) and edge.get("relationship") == "dependency":
                edges.append((str(edge.get("source")), str(edge.get("target")), file, number))
    codes = {row[0] for row in rows}
    place_schema = {FILE: pl.String(), ROW: pl.UInt32()}
    return Draft(
        pl.DataFrame(rows, schema={**model.STANDARDS, **place_schema}, orient="row"),
        pl.DataFrame(edges, schema={**model.PREREQUISITES, **place_schema}, orient="row"),
        pl.DataFrame(_parents(codes), schema=model.HIERARCHY, orient="row"),
    )


def _parents(codes: set[str]) -> list[tuple[str, str]]:
    """4.NF.B.3.a is part of 4.NF.B.3, where that is a standard itself."""
    return [(parent, code) for code in sorted(codes) if (parent := code.rpartition(".")[0]) in codes]


def convert_ccssm(path: str | Path) -> model.Standards:
    """Convert a file or folder of the layout; `read_standards` recognises it too.

    Raises:
        Refused: nothing there can be used.
    """
    from sharewell.evidence.standards import read_standards

    return read_standards(path)
