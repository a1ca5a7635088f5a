"""Files to findings: settings of `.sharewell.toml`, prose out of every kind of file, silence where asked."""

from __future__ import annotations

import csv
import json
import os
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from sharewell.cli.lens_findings import Finding, Freer, suggestion_for
from sharewell.evidence import Place, Refusal, Refused
from sharewell.language import Pack, Reading, load_pack, read
from sharewell.language.explaining import explained
from sharewell.language.ignoring import Silence, silences
from sharewell.language.sources import READERS, Prose, plain_prose, prose_of

CONFIG = ".sharewell.toml"
USUAL_COLUMNS = (
    "text",
    "comment",
    "comments",
    "feedback",
    "remark",
    "note",
    "message",
    "comentario",
    "observaciones",
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the command line and `.sharewell.toml` say; the command line wins."""

    packs: tuple[Pack, ...]
    columns: tuple[str, ...]
    lang: str | None
    fail_on: str | None
    fast: bool
    threads: int
    ignore: frozenset[str]
    freer: Freer | None


def settings_for(
    files: Sequence[Path],
    packs: Sequence[Path],
    columns: Sequence[str],
    lang: str | None,
    fail_on: str | None,
    fast: bool,
    threads: int,
) -> Settings:
    """Join the command line with the nearest `.sharewell.toml` at or above the first file."""
    found = _config(files[0].resolve().parent if files and str(files[0]) != "-" else Path.cwd())
    base, table = found or (Path.cwd(), {})
    own = [*packs, *(base / name for name in table.get("packs", []))]
    loaded = tuple(load_pack(path) for path in own)
    return Settings(
        packs=loaded,
        columns=tuple(columns) or tuple(table.get("columns", ())),
        lang=lang or table.get("lang"),
        fail_on=fail_on or table.get("fail-on"),
        fast=fast or bool(table.get("fast", False)),
        threads=threads,
        ignore=frozenset(table.get("ignore", ())),
        freer=_freer(table.get("wording"), loaded),
    )


def _freer(table: object, packs: Sequence[Pack]) -> Freer | None:
    """Freer wordings by the model of `[lens.wording]`; None where none is named. Raises Refused for one elsewhere."""
    if not isinstance(table, dict):
        return None
    from sharewell.web.local_model import SECONDS, endpoint, freer

    said = cast("dict[str, Any]", table)
    at = endpoint(
        str(said.get("endpoint", "")),
        str(said.get("model", "")),
        key=os.environ.get(str(said.get("key-from", "")), ""),
        elsewhere=said.get("allow-elsewhere") is True,
        seconds=float(said.get("seconds", SECONDS)),
    )

    def passes(wording: str) -> bool:
        heard = read(wording, packs=packs)
        return not heard.findings and not any(sentence.criteria for sentence in heard.sentences)

    return lambda sentence, suggestion: freer(at, sentence, suggestion, passes)


def _config(folder: Path) -> tuple[Path, dict[str, Any]] | None:
    for base in (folder, *folder.parents):
        path = base / CONFIG
        if path.is_file():
            try:
                return base, tomllib.loads(path.read_text(encoding="utf-8")).get("lens", {})
            except (tomllib.TOMLDecodeError, UnicodeDecodeError):
                fix = 'Write it as in the reference, for example [lens] and fail-on = "deficit".'
                raise Refused(Refusal("bad-settings", Place(str(path)), "This is not TOML.", fix)) from None
    return None


def findings_in(files: Sequence[Path], settings: Settings) -> Iterator[Finding]:
    """Every sentence of every file as a finding, in order; files that cannot be read are refused together."""
    refusals: list[Refusal] = []
    for path in files:
        try:
            yield from _file(path, settings)
        except Refused as refused:
            refusals += refused.refusals
    if refusals:
        raise Refused(refusals)


def findings_in_text(name: str, raw: str, settings: Settings) -> Iterator[Finding]:
    """Findings of a text that an editor holds, read by the ending of its name."""
    prose = READERS.get(Path(name).suffix.lower(), plain_prose)(raw)
    yield from _prose(name, prose, silences(raw), settings)


def _file(path: Path, settings: Settings) -> Iterator[Finding]:
    if str(path) != "-" and not path.is_file():
        raise Refused(Refusal("no-such-file", Place(str(path)), "There is no such file.", "Check its name."))
    ending = path.suffix.lower()
    if ending in (".csv", ".tsv"):
        yield from _table(path, settings)
    elif ending == ".jsonl" or str(path) == "-":
        yield from _json_lines(path, settings)
    else:
        prose = prose_of(path)
        silence = silences(
            path.read_text(encoding="utf-8", errors="replace") if ending != ".docx" else prose.text
        )
        yield from _prose(str(path), prose, silence, settings)


def _prose(name: str, prose: Prose, silence: Silence, settings: Settings, at: int = 0) -> Iterator[Finding]:
    """Findings of one text; `at` is the line or row of the file in which the text begins, less one."""
    reading = read(prose.text, settings.lang, settings.packs, fast=settings.fast, threads=settings.threads)
    for finding in _findings(name, prose, reading, settings, at):
        names = {finding.reading.reason, *(span.criterion for span in finding.reading.spans)}
        if names.isdisjoint(settings.ignore) and not silence.covers(finding.line, names):
            yield finding


def _findings(name: str, prose: Prose, reading: Reading, settings: Settings, at: int) -> Iterator[Finding]:
    for sentence in reading.sentences:
        line, column = prose.place(sentence.start)
        end_line, end_column = prose.place(sentence.end)
        span = sentence.spans[0] if sentence.spans else None
        start, end = (span.start, span.end) if span else (sentence.start, sentence.end)
        first, last = prose.place(start), prose.place(end)
        why, source, own = explained(sentence, settings.packs)
        yield Finding(
            file=name,
            line=line + at,
            column=column,
            end_line=end_line + at,
            end_column=end_column,
            marked=(first[0] + at, first[1], last[0] + at, last[1]),
            reading=sentence,
            why=why,
            source=source,
            suggestion=suggestion_for(sentence, settings.freer),
            own=own,
        )


def _table(path: Path, settings: Settings) -> Iterator[Finding]:
    """The chosen columns of a CSV or TSV; the "line" of a finding is its row, the header being row 1."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as source:
        rows = csv.DictReader(source, delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
        header = list(rows.fieldnames or ())
        columns = _columns(path, header, settings)
        for number, row in enumerate(rows, 2):
            for column in columns:
                cell = (row.get(column) or "").strip()
                if cell:
                    name = f"{path}:{column}" if len(columns) > 1 else str(path)
                    yield from _prose(name, _one_line(cell), Silence({}), settings, number - 1)


def _columns(path: Path, header: Sequence[str], settings: Settings) -> list[str]:
    wanted = list(settings.columns) or [name for name in header if name.strip().lower() in USUAL_COLUMNS]
    missing = [name for name in wanted if name not in header]
    if missing or not wanted:
        what = (
            f"There is no column {', '.join(missing)}."
            if missing
            else "It is not clear which column to read."
        )
        fix = f"Give --column NAME; the columns are {', '.join(header)}."
        raise Refused(Refusal("no-such-column", Place(str(path), row=1), what, fix))
    return wanted


def _json_lines(path: Path, settings: Settings) -> Iterator[Finding]:
    lines = sys.stdin if str(path) == "-" else path.open(encoding="utf-8-sig", errors="replace")
    refusals: list[Refusal] = []
    with lines:
        for number, line in enumerate(lines, 1):
            text = _text_of(line)
            if text is None:
                if line.strip():
                    fix = 'Write one object a line: {"id": "1", "text": "…"}.'
                    refusals.append(
                        Refusal("no-text", Place(str(path), row=number), "There is no text.", fix)
                    )
                continue
            yield from _prose(str(path), _one_line(text), Silence({}), settings, number - 1)
    if refusals:
        raise Refused(refusals)


def _text_of(line: str) -> str | None:
    try:
        row: object = json.loads(line)
    except ValueError:
        return None
    text = cast("dict[str, Any]", row).get("text") if isinstance(row, dict) else None
    return text if isinstance(text, str) else None


def _one_line(text: str) -> Prose:
    """A text that stands in one row: every character counts as on its first line."""
    prose = plain_prose(text)
    return Prose(prose.text, None, [0])
