"""Text out of plain files, Markdown, HTML and DOCX, with the way back to line and column."""

from __future__ import annotations

import re
import zipfile
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from sharewell.evidence.refusals import Place, Refusal, Refused

_FENCE = re.compile(r"^(?P<fence>```+|~~~+)[^\n]*\n.*?(?:^(?P=fence)[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_LINK = re.compile(r"!?\[(?P<text>[^\]\n]*)\]\((?P<url>[^)\n]*)\)")
_INLINE = re.compile(
    r"(`+)[^`\n]+\1|<[^>\n]{1,200}>|https?://\S+|[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}|^\s*\|?[ :|\-]{4,}$", re.M
)
_BLOCKS = frozenset(
    (
        *("p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "tr", "table"),
        *("section", "article", "header", "footer", "br", "hr", "dd", "dt", "option", "title"),
    )
)
_UNREAD = frozenset(["script", "style", "code", "pre", "svg", "template", "kbd", "samp"])
_WORD_NS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LARGEST_DOCX = 200_000_000  # bytes of unpacked document text


@dataclass(frozen=True, slots=True)
class Prose:
    """Text to read, and where each of its characters stands in the file (None: at the same offset)."""

    text: str
    offsets: Sequence[int] | None
    line_starts: Sequence[int]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of a character of `text`."""
        if self.offsets is not None:
            last = len(self.offsets) - 1
            offset = self.offsets[min(offset, last)] if last >= 0 else 0
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1


def prose_of(path: Path) -> Prose:
    """Read a file by its ending. Raises Refused when it cannot be read as text."""
    if path.suffix.lower() == ".docx":
        return docx_prose(path)
    try:
        raw = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raw = path.read_text(encoding="cp1252", errors="replace")
    except OSError as trouble:
        what = f"The file could not be opened ({trouble.__class__.__name__})."
        raise Refused(
            Refusal("unreadable-file", Place(str(path)), what, "Check its name and place.")
        ) from None
    return READERS.get(path.suffix.lower(), plain_prose)(raw)


def plain_prose(raw: str) -> Prose:
    """Text as it is."""
    return Prose(raw, None, line_starts(raw))


def markdown_prose(raw: str) -> Prose:
    """Markdown with code, links' addresses, comments and marks blanked out; every offset stays."""
    text = raw
    for pattern in (_FRONT, _FENCE, _COMMENT):
        text = pattern.sub(lambda match: _blank(match.group()), text)
    text = _LINK.sub(lambda match: _keep_link_text(match), text)
    text = _INLINE.sub(lambda match: _blank(match.group()), text)
    return Prose(text, None, line_starts(raw))


def html_prose(raw: str) -> Prose:
    """The words of an HTML page; block elements end a paragraph; scripts, styles and code are not read."""
    parser = _Words(raw)
    parser.feed(raw)
    parser.close()
    return Prose("".join(parser.chars), parser.offsets, line_starts(raw))


def docx_prose(path: Path) -> Prose:
    """The paragraphs of a Word document; its "lines" are its paragraphs, counted from 1."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo("word/document.xml").file_size > LARGEST_DOCX:
                raise ValueError("too large")
            root = ElementTree.fromstring(archive.read("word/document.xml"))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, ElementTree.ParseError):
        what = "This is not a Word document that can be read."
        fix = "Save it again as .docx, or export it as text."
        raise Refused(Refusal("unreadable-docx", Place(str(path)), what, fix)) from None
    paragraphs = [
        "".join(_run_text(node) for node in paragraph.iter()) for paragraph in root.iter(f"{_WORD_NS}p")
    ]
    text, starts, at = "\n\n".join(paragraphs), [0], 0
    for paragraph in paragraphs[:-1]:
        at += len(paragraph) + 2
        starts.append(at)
    return Prose(text, None, starts)


def line_starts(raw: str) -> list[int]:
    """Offset of the first character of every line."""
    return [0, *(match.end() for match in re.finditer(r"\n", raw))]


def _run_text(node: ElementTree.Element) -> str:
    if node.tag == f"{_WORD_NS}t":
        return node.text or ""
    return " " if node.tag in (f"{_WORD_NS}tab", f"{_WORD_NS}br") else ""


def _blank(text: str) -> str:
    return "".join(char if char == "\n" else " " for char in text)


def _keep_link_text(match: re.Match[str]) -> str:
    text = match.group("text")
    lead = match.group().index("[") + 1
    return " " * lead + text + " " * (len(match.group()) - lead - len(text))


class _Words(HTMLParser):
    """Collects characters with their offsets."""

    def __init__(self, raw: str) -> None:
        super().__init__(convert_charrefs=False)
        self._starts = line_starts(raw)
        self.chars: list[str] = []
        self.offsets: list[int] = []
        self._unread = 0

    def _at(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def _add(self, text: str, at: int, step: int) -> None:
        if not self._unread:
            self.chars += text
            self.offsets += [at + step * place for place in range(len(text))]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self._unread += 1
        elif tag in _BLOCKS:
            self._add("\n\n", self._at(), 0)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            self._unread = max(0, self._unread - 1)
        elif tag in _BLOCKS:
            self._add("\n\n", self._at(), 0)

    def handle_data(self, data: str) -> None:
        self._add(re.sub(r"\s", " ", data), self._at(), 1)

    def handle_entityref(self, name: str) -> None:
        self._add(unescape(f"&{name};"), self._at(), 0)

    def handle_charref(self, name: str) -> None:
        self._add(unescape(f"&#{name};"), self._at(), 0)


READERS: dict[str, Callable[[str], Prose]] = {
    ".md": markdown_prose,
    ".markdown": markdown_prose,
    ".html": html_prose,
    ".htm": html_prose,
}
