"""Files to findings: prose out of every kind of file, and silence where it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from sharewell.cli.lens_findings import Finding, suggestion_for
from sharewell.cli.lens_rows import TABLES, Cell, Listener, content, ending_of, json_cells, table_cells
from sharewell.cli.lens_settings import Settings
from sharewell.evidence import Refused
from sharewell.language import read
from sharewell.language.explaining import explained
from sharewell.language.ignoring import Silence, silences, without_comments
from sharewell.language.lens import BATCH, Kept, read_many
from sharewell.language.lines import JSON_LINES
from sharewell.language.model import Reading, SentenceReading
from sharewell.language.sources import READERS, Prose, docx_prose, one_line_end, plain_prose, text_of


def findings_in(
    files: Sequence[Path], settings: Mapping[Path, Settings], tell: Listener
) -> Iterator[Finding]:
    """Every sentence of every file as a finding, in order; what cannot be read is told, the rest read."""
    for path in files:
        try:
            yield from _file(path, settings[path], tell)
        except Refused as refused:
            for refusal in refused.refusals:
                tell.refuse(refusal)


def findings_in_text(
    name: str, raw: str, settings: Settings, ending: str, kept: Kept | None = None
) -> Iterator[Finding]:
    """Findings of a text, as a file or an editor holds it, read as files of this ending are; `kept` as for `read`."""
    text = one_line_end(raw)
    prose = READERS.get(ending, plain_prose)(without_comments(text))
    yield from _prose(name, prose, silences(text), settings, kept=kept)


def _file(path: Path, settings: Settings, tell: Listener) -> Iterator[Finding]:
    ending = ending_of(path, settings)
    if ending in JSON_LINES:
        yield from _cells(path, json_cells(path, settings, tell), settings)
    elif ending in TABLES:
        yield from _cells(path, table_cells(path, settings, tell), settings)
    elif ending == ".docx":
        prose = docx_prose(content(path), str(path))
        silence = silences(prose.text, prose.line_starts)
        bare = replace(prose, text=without_comments(prose.text))
        yield from _prose(str(path), bare, silence, settings)
    else:
        yield from findings_in_text(str(path), text_of(content(path), str(path)), settings, ending)


def _cells(path: Path, cells: Iterator[Cell], settings: Settings) -> Iterator[Finding]:
    """Findings of texts in rows, many read at once; a comment silences the lines of its own text."""
    while batch := list(islice(cells, BATCH)):
        texts = [without_comments(cell.text) for cell in batch]
        langs = [cell.lang for cell in batch]
        readings = read_many(texts, langs, settings.packs, fast=settings.fast, threads=settings.threads)
        for cell, reading in zip(batch, readings, strict=True):
            prose = plain_prose(reading.text)
            yield from _spoken(str(path), prose, reading, settings, silences(cell.text), cell)


def _prose(
    name: str,
    prose: Prose,
    silence: Silence,
    settings: Settings,
    kept: Kept | None = None,
) -> Iterator[Finding]:
    """Findings of one text by itself."""
    fast, threads = settings.fast, settings.threads
    reading = read(prose.text, settings.lang, settings.packs, fast=fast, threads=threads, kept=kept)
    yield from _spoken(name, prose, reading, settings, silence)


def _spoken(
    name: str,
    prose: Prose,
    reading: Reading,
    settings: Settings,
    silence: Silence,
    cell: Cell | None = None,
) -> Iterator[Finding]:
    """What is spoken of; in a `cell`, every character counts as on the one line that is its row."""
    shown = Prose(prose.text, None, [0]) if cell else prose
    for sentence in reading.sentences:
        names = {
            (sentence.asked or sentence.reason).lower(),
            *(span.criterion.lower() for span in sentence.spans),
        }
        first, last = prose.place(sentence.start)[0], prose.place(sentence.end - 1)[0]
        if names.isdisjoint(settings.ignore) and not silence.covers(first, names, last):
            yield _finding(name, shown, sentence, settings, cell)


def _finding(
    name: str, prose: Prose, sentence: SentenceReading, settings: Settings, cell: Cell | None
) -> Finding:
    def place(offset: int) -> tuple[int, int]:
        line, column = prose.place(offset)
        return cell.row if cell else line, column

    span = sentence.spans[0] if sentence.spans else None
    start, end = (span.start, span.end) if span else (sentence.start, sentence.end)
    line, column = place(sentence.start)
    end_line, end_column = place(sentence.end)
    why, source, own = explained(sentence, settings.packs)
    return Finding(
        file=name,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        marked=(*place(start), *place(end)),
        reading=sentence,
        why=why,
        source=source,
        suggestion=suggestion_for(sentence, settings.freer),
        own=own,
        cell=cell.column if cell else None,
        in_row=cell is not None,
    )
