"""Text out of plain files, Markdown, HTML and DOCX, with the way back to line and column."""

from __future__ import annotations

import re
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from sharewell.evidence.encoding import as_utf8
from sharewell.evidence.findings import Findings
from sharewell.evidence.refusals import Place, Refusal, Refused
from sharewell.language.markdown import without_marks
from sharewell.language.webpage import words
from sharewell.language.worddoc import paragraphs

_SAVE_AS = "Save it as text in UTF-8 in the program it comes from and give that file."
_BROKEN_DOCX = (
    *(OSError, LookupError, ValueError, RuntimeError, EOFError),
    *(zipfile.BadZipFile, zlib.error, ElementTree.ParseError),
)
_CODES = {"not-a-table": "not-text"}  # tables and texts are told apart from pictures by the same signs


@dataclass(frozen=True, slots=True)
class Prose:
    """Text to read, and where each of its characters and its end stand in the file (None: at the same offset)."""

    text: str
    offsets: Sequence[int] | None
    line_starts: Sequence[int]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of a character of `text`, or of its end."""
        if self.offsets is not None:
            offset = self.offsets[offset]
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1


def prose_of(path: Path) -> Prose:
    """Read a file by its ending. Raises Refused when it cannot be read as text, OSError when not at all."""
    if path.suffix.lower() == ".docx":
        return docx_prose(path.read_bytes(), str(path))
    return READERS.get(path.suffix.lower(), plain_prose)(text_of(path.read_bytes(), str(path)))


def text_of(raw: bytes, name: str) -> str:
    """The text of a file: UTF-8, UTF-16 or Windows-1252, lines ended by a line feed. Raises Refused."""
    try:
        text = str(as_utf8(raw, name, Findings()))
    except Refused as refused:
        raise Refused(
            [
                replace(one, code=_CODES.get(one.code, one.code), how_to_fix=_SAVE_AS)
                for one in refused.refusals
            ]
        ) from None
    return one_line_end(text)


def one_line_end(text: str) -> str:
    """The text with its lines ended by a line feed; lines and columns stay."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def plain_prose(raw: str) -> Prose:
    """Text as it is."""
    return Prose(raw, None, line_starts(raw))


def markdown_prose(raw: str) -> Prose:
    """Markdown with code, links' addresses, comments and marks blanked out; every offset stays."""
    return Prose(without_marks(raw), None, line_starts(raw))


def html_prose(raw: str) -> Prose:
    """The words of an HTML page; block elements end a paragraph; scripts, styles and code are not read."""
    text, offsets = words(raw)
    return Prose(text, offsets, line_starts(raw))


def docx_prose(raw: bytes, name: str) -> Prose:
    """The paragraphs of a Word document with its notes and comments; its "lines" are its paragraphs, from 1."""
    try:
        found = paragraphs(BytesIO(raw))
    except _BROKEN_DOCX:
        what = "This is not a Word document that can be read."
        fix = "Save it again as .docx without a password, or export it as text."
        raise Refused(Refusal("unreadable-docx", Place(name), what, fix)) from None
    text, starts, at = "\n\n".join(found), [0], 0
    for paragraph in found[:-1]:
        at += len(paragraph) + 2
        starts.append(at)
    return Prose(text, None, starts)


def line_starts(raw: str) -> list[int]:
    """Offset of the first character of every line."""
    return [0, *(match.end() for match in re.finditer(r"\n", raw))]


READERS: dict[str, Callable[[str], Prose]] = {
    ".md": markdown_prose,
    ".markdown": markdown_prose,
    ".html": html_prose,
    ".htm": html_prose,
}
