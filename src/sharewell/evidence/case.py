"""CASE 1.0 and 1.1 packages (1EdTech Competencies and Academic Standards Exchange), read and written."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import polars as pl

from sharewell.evidence import model
from sharewell.evidence.findings import FILE, ROW, Findings
from sharewell.evidence.model import Standards
from sharewell.evidence.refusals import Place, Refusal, Refused

_SPACE: Final = uuid.UUID(
    "7c1f6f2e-6c3e-5d53-9a0c-5f6d3a6b7c11"
)  # names of ours become the same GUIDs always
_WRITTEN: Final = "2026-01-01T00:00:00+00:00"
_CHILD: Final = {"ischildof": False, "ispartof": False, "isparentof": True, "haspart": True}


def _rows(schema: model.Schema) -> pl.DataFrame:
    return pl.DataFrame(schema={**schema, FILE: pl.String(), ROW: pl.UInt32()})


@dataclass(frozen=True, slots=True)
class Draft:
    """Standards and edges as a file gives them, each row with its FILE and ROW, before they are checked."""

    standards: pl.DataFrame
    prerequisites: pl.DataFrame = field(default_factory=lambda: _rows(model.PREREQUISITES))
    hierarchy: pl.DataFrame = field(default_factory=lambda: model.empty(model.HIERARCHY))
    identifiers: pl.DataFrame = field(default_factory=lambda: model.empty(model.IDENTIFIERS))


def from_package(content: Any, file: str, findings: Findings) -> Draft:
    """A draft from one CFPackage. The code is `humanCodingScheme`, or the identifier where several share it.

    Raises:
        Refused: the JSON is no CFPackage.
    """
    if not isinstance(content, dict):
        raise Refused(_no_package(file))
    # 1.1 and the service say CFItems; the 1.0 schema of a package says items.
    items, links = (
        _list(content, *names) for names in (("CFItems", "items"), ("CFAssociations", "associations"))
    )
    if items is None:
        raise Refused(_no_package(file))
    document = content.get("CFDocument") or content.get("document") or {}
    subject = _text(document.get("subject")) if isinstance(document, dict) else None
    rows, codes = _items(items, file, subject, findings)
    prerequisites, hierarchy = _associations(links or [], codes, file, findings)
    schema = {**model.STANDARDS, FILE: pl.String(), ROW: pl.UInt32()}
    edge_schema = {**model.PREREQUISITES, FILE: pl.String(), ROW: pl.UInt32()}
    return Draft(
        pl.DataFrame(rows, schema=schema, orient="row"),
        pl.DataFrame(prerequisites, schema=edge_schema, orient="row"),
        pl.DataFrame(hierarchy, schema=model.HIERARCHY, orient="row"),
        pl.DataFrame(list(codes.items()), schema=model.IDENTIFIERS, orient="row"),
    )


def _no_package(file: str) -> Refusal:
    how = "Give the whole CFPackage: CFDocument, CFItems and CFAssociations in one JSON file."
    return Refusal("no-case-package", Place(file), "The JSON is no CASE package.", how)


def _list(content: dict[str, Any], *names: str) -> list[Any] | None:
    return next((content[name] for name in names if isinstance(content.get(name), list)), None)


def _text(value: Any) -> str | None:
    """A text, or the texts of a list joined by commas; blanks are None."""
    if isinstance(value, list):
        return ",".join(part for each in value if (part := _text(each))) or None
    return str(value).strip() or None if isinstance(value, str | int | float) else None


def _items(
    items: list[Any], file: str, subject: str | None, findings: Findings
) -> tuple[list[tuple[Any, ...]], dict[str, str]]:
    usable: list[tuple[int, str, str | None, dict[str, Any]]] = []
    for number, item in enumerate(items, start=1):
        identifier = (
            _text(item.get("identifier") or item.get("sourcedId")) if isinstance(item, dict) else None
        )
        if identifier is None:
            place = Place(file, number, "CFItems")
            findings.refuse("no-id", place, f"Item {number} has no identifier.", "Give it a GUID.")
            continue
        usable.append((number, identifier, _text(item.get("humanCodingScheme")), item))
    counts: dict[str, int] = {}
    for _, _, code, _ in usable:
        counts[code or ""] = counts.get(code or "", 0) + 1
    codes: dict[str, str] = {}
    rows: list[tuple[Any, ...]] = []
    for number, identifier, code, item in usable:
        own = code if code and counts[code] == 1 else identifier
        codes.setdefault(identifier, own)
        if code and counts[code] > 1:
            what = (
                f"The code {code} is used by {counts[code]} items; they are told apart by their identifiers."
            )
            findings.caution("repeated-code", what, Place(file, number, "humanCodingScheme"))
        statement = _text(item.get("fullStatement")) or _text(item.get("abbreviatedStatement"))
        rows.append(
            (
                own,
                statement,
                _text(item.get("subject")) or subject,
                _text(item.get("educationLevel")),
                file,
                number,
            )
        )
    return rows, codes


def _associations(
    links: list[Any], codes: dict[str, str], file: str, findings: Findings
) -> tuple[list[tuple[Any, ...]], list[tuple[str, str]]]:
    """`precedes` gives prerequisites; `isChildOf` and `isPartOf` (and 1.0's inverses) give the hierarchy."""
    prerequisites: list[tuple[Any, ...]] = []
    hierarchy: list[tuple[str, str]] = []
    for number, link, kind in _typed(links):
        origin, destination = _node(link, "origin", codes), _node(link, "destination", codes)
        precedes = kind == "precedes"
        if not precedes and kind not in _CHILD:
            continue
        if origin is None or destination is None:
            if precedes:
                what = f"Association {number} names an item that is not in the package; it has no effect."
                findings.caution("stray-reference", what, Place(file, number, "CFAssociations"))
            continue  # top items are children of the document itself
        if precedes:
            prerequisites.append((origin, destination, file, number))
        else:
            parent, child = (origin, destination) if _CHILD[kind] else (destination, origin)
            hierarchy.append((parent, child))
    return prerequisites, hierarchy


def _typed(links: list[Any]) -> Iterator[tuple[int, dict[str, Any], str]]:
    for number, link in enumerate(links, start=1):
        if isinstance(link, dict):
            yield number, link, str(link.get("associationType", "")).strip().lower()


def _node(link: dict[str, Any], end: str, codes: dict[str, str]) -> str | None:
    """The code at one end, given as an object with an identifier, as an identifier, or as a URI."""
    node = link.get(f"{end}NodeURI", link.get(f"{end}NodeIdentifier", link.get(f"{end}Node")))
    if isinstance(node, dict):
        node = node.get("identifier") or node.get("sourcedId") or node.get("uri")
    if not isinstance(node, str):
        return None
    return codes.get(node) or codes.get(node.rstrip("/").rsplit("/", 1)[-1])


def write_case(standards: Standards, path: str | Path, *, title: str = "Standards") -> None:
    """Write a CASE 1.1 CFPackage that `read_standards` reads back as the same standards.

    Identifiers are kept where the standards have them, else made from the codes, so the same standards give
    the same bytes.
    """
    known = {code: identifier for identifier, code in standards.identifiers.iter_rows()}
    rows = list(standards.standards.iter_rows(named=True))
    guid = {row["standard"]: known.get(row["standard"]) or _guid(row["standard"]) for row in rows}
    document = _guid(f"document {title}")
    subjects = sorted({row["subject"] for row in rows if row["subject"]})
    package = {
        "CFDocument": {
            "identifier": document,
            "uri": _uri(document),
            "caseVersion": "1.1",
            "creator": "Sharewell",
            "title": title,
            "lastChangeDateTime": _WRITTEN,
            **({"subject": subjects} if subjects else {}),
        },
        "CFItems": [_item(row, guid[row["standard"]]) for row in rows],
        "CFAssociations": [
            *(_link("precedes", a, b, guid) for a, b in standards.prerequisites.iter_rows()),
            *(_link("isChildOf", child, parent, guid) for parent, child in standards.hierarchy.iter_rows()),
        ],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1, sort_keys=True)
    Path(path).write_text(text + "\n", encoding="utf-8")


def _guid(name: str) -> str:
    return str(uuid.uuid5(_SPACE, name))


def _uri(identifier: str) -> str:
    return f"urn:uuid:{identifier}"


def _item(row: dict[str, Any], identifier: str) -> dict[str, Any]:
    return {
        "identifier": identifier,
        "uri": _uri(identifier),
        "humanCodingScheme": row["standard"],
        "fullStatement": row["statement"],
        "lastChangeDateTime": _WRITTEN,
        **({"subject": [row["subject"]]} if row["subject"] else {}),
        **({"educationLevel": row["grade"].split(",")} if row["grade"] else {}),
    }


def _link(kind: str, origin: str, destination: str, guid: dict[str, str]) -> dict[str, Any]:
    identifier = _guid(f"{kind} {origin} {destination}")
    ends = {
        f"{end}NodeURI": {"title": code, "identifier": guid[code], "uri": _uri(guid[code])}
        for end, code in (("origin", origin), ("destination", destination))
    }
    return {
        "identifier": identifier,
        "uri": _uri(identifier),
        "associationType": kind,
        "lastChangeDateTime": _WRITTEN,
        **ends,
    }
