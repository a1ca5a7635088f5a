"""Findings written for people (text), for machines (json, jsonl) and for code hosts (sarif, github)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from textwrap import shorten
from typing import Any, TextIO

from sharewell import __version__
from sharewell.cli.lens_findings import Finding
from sharewell.language.codes import REASONS
from sharewell.language.streaming import coded
from sharewell.language.summary import summarise
from sharewell.language.whys import WHYS

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


LONGEST = 400  # characters of one sentence that are shown to people


def write(form: str, found: Sequence[Finding], out: TextIO, files: Sequence[Path]) -> None:
    """Write the findings of all files in a form of `WRITERS`."""
    WRITERS[form](found, out, [str(path) for path in files])


def _text(found: Sequence[Finding], out: TextIO, files: Sequence[str]) -> None:
    for file, group in groupby(found, key=lambda finding: finding.file):
        sentences = list(group)
        for finding in sentences:
            if finding.asks:
                out.write(_told(finding))
        words = " ".join(summarise([finding.reading for finding in sentences]).words)
        out.write(f"{file}: {words}\n")
    for file in files:
        if not any(finding.file == file for finding in found):
            out.write(f"{file}: nothing to read.\n")


def _told(finding: Finding) -> str:
    sentence = _shown(finding.reading.text)
    lines = [f"{finding.place}  {finding.label} [{finding.code}]", f"    “{sentence}”"]
    for span in finding.reading.spans[:1]:
        offset = finding.reading.start
        words = _shown(finding.reading.text[span.start - offset : span.end - offset])
        if words != sentence:
            lines.append(f"    It rests on: “{words}”")
    lines.append(f"    {finding.why}")
    if finding.suggestion:
        lines.append(f"    {finding.suggestion}")
    return "\n".join(lines) + "\n\n"


def _shown(text: str) -> str:
    """Words with one blank between them, as marks that were left out leave more; of very many, the first."""
    return shorten(text, LONGEST, placeholder=" …")


def as_dict(finding: Finding) -> dict[str, Any]:
    """One sentence for machines."""
    reading = finding.reading
    return {
        "file": finding.file,
        **({"cell": finding.cell} if finding.cell else {}),
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "text": reading.text,
        "lang": reading.lang,
        **coded(reading),
        "suggestion": finding.suggestion,
        "unsure": reading.unsure,
        "asked": reading.asked,
        "criteria": list(reading.criteria),
        "why": finding.why,
        "source": finding.source,
    }


def _json(found: Sequence[Finding], out: TextIO, files: Sequence[str]) -> None:
    summary = summarise([finding.reading for finding in found])
    whole = {
        "version": 1,
        "files": list(files),
        "sentences": [as_dict(finding) for finding in found],
        "summary": {
            "sentences": summary.sentences,
            "framings": dict(summary.framings),
            "informative": dict(summary.informative),
            "words": list(summary.words),
        },
    }
    json.dump(whole, out, ensure_ascii=False, indent=2)
    out.write("\n")


def _jsonl(found: Sequence[Finding], out: TextIO, files: Sequence[str]) -> None:
    for finding in found:
        row = {"id": finding.place, **as_dict(finding)}
        out.write(json.dumps(row, ensure_ascii=False) + "\n")


def _sarif(found: Sequence[Finding], out: TextIO, files: Sequence[str]) -> None:
    rules = [
        {
            "id": f"lens/{code}",
            "shortDescription": {"text": reason.name},
            "fullDescription": {"text": WHYS["en"][code]},
            "help": {"text": WHYS["en"][code]},  # code hosts ask for all three
            "defaultConfiguration": {"level": "note"},
        }
        for code, reason in REASONS.items()
        if reason.framing == "deficit" or any(f.own and f.code == code for f in found)
    ]
    places = {rule["id"]: place for place, rule in enumerate(rules)}
    driver = {"name": "sharewell lens", "version": __version__, "rules": rules}
    results = [_sarif_result(finding, places) for finding in found if finding.asks]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    json.dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, out, ensure_ascii=False, indent=2)
    out.write("\n")


def _sarif_result(finding: Finding, places: dict[Any, int]) -> dict[str, Any]:
    line, column, end_line, end_column = finding.marked
    rule = f"lens/{finding.code}"
    region = {"startLine": line}
    if not finding.in_row:
        region |= {"startColumn": column, "endLine": end_line, "endColumn": end_column}
    location = {"artifactLocation": {"uri": finding.uri}, "region": region}
    return {
        "ruleId": rule,
        "ruleIndex": places[rule],
        "level": "note" if finding.unsure else "warning",
        "message": {"text": _message(finding)},
        "locations": [{"physicalLocation": location}],
        "properties": {"probability": round(finding.reading.probability["deficit"], 4)},
    }


def _github(found: Sequence[Finding], out: TextIO, files: Sequence[str]) -> None:
    for finding in found:
        if finding.asks:
            kind = "notice" if finding.unsure else "warning"
            line, column, end_line, _ = finding.marked
            place = f"file={_property(finding.file)},line={line}"
            place += "" if finding.in_row else f",col={column},endLine={end_line}"
            title = _property(f"Lens: {finding.label}")
            out.write(f"::{kind} {place},title={title}::{_data(_message(finding))}\n")


def _message(finding: Finding) -> str:
    return " ".join(part for part in (finding.why, finding.suggestion) if part)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


WRITERS: dict[str, Callable[[Sequence[Finding], TextIO, Sequence[str]], None]] = {
    "text": _text,
    "json": _json,
    "jsonl": _jsonl,
    "sarif": _sarif,
    "github": _github,
}
