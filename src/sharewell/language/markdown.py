"""Markdown without its marks: what is not read becomes blanks or line ends, so that every offset stays.

Each step looks at a character a bounded number of times: whatever is written, cost is linear.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator

_QUOTED = re.compile(r"^(?:[ \t]{0,3}>)+", re.MULTILINE)  # a quotation's lines are those of its paragraphs
_FENCE = re.compile(r"[ \t]*(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})", re.MULTILINE)
_REFERENCE = re.compile(
    r"^ {0,3}\[(?!\^)[^\]\n]{1,200}\]:[ \t]+\S[^\n]*$", re.MULTILINE
)  # of links, or a comment: [//]: #; a footnote's text is read
_BREAK = re.compile(r"\n[ \t]*\n")
_TICKS = re.compile(r"`+")
_BRACKETS = re.compile(r"[\[\]]")
_MARKS = re.compile(
    r"</?[A-Za-z!?][^<>\n]{0,200}>"  # tags and addresses in angle brackets
    r"|\[\^[^\]\s]{1,80}\]:?"  # of footnotes
    r"|https?://\S+|[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}"
    r"|^[ \t:|=\-]{3,}$",  # lines that rule off tables and headings
    re.MULTILINE,
)
_ROW = re.compile(r"^[ \t]*\|.*$", re.MULTILINE)
_CELL = re.compile(r"[ \t]*\|[ \t]*")
Place = tuple[int, int]


def without_marks(raw: str) -> str:
    """The text with front matter, code, comments, addresses and marks blanked out, and each cell of a table
    as a paragraph of its own. Cost: linear.
    """
    text = _QUOTED.sub(lambda match: " " * len(match.group()), raw)
    for places in (_front, _fences, _comments, _references, _code, _addresses):
        text = _blanked(text, places(text))
    text = _MARKS.sub(lambda match: " " * len(match.group()), text)
    return _ROW.sub(lambda row: _CELL.sub(_between_cells, row.group()), text)


def _between_cells(mark: re.Match[str]) -> str:
    """As many characters that end a paragraph, where there is room for two."""
    return "\n\n"[: len(mark.group())].ljust(len(mark.group()))


def _blanked(text: str, places: Iterable[Place]) -> str:
    """Blanks in place of all that stands there but line ends; places in order may not overlap."""
    parts: list[str] = []
    at = 0
    for start, end in places:
        parts += [text[at:start], re.sub(r"[^\n]", " ", text[start:end])]
        at = end
    return "".join((*parts, text[at:]))


def _front(text: str) -> Iterator[Place]:
    if text.startswith("---\n") and (end := text.find("\n---\n", 3)) >= 0:
        yield 0, end + 5


def _fences(text: str) -> Iterator[Place]:
    """Fenced code; where a fence is not closed, the rest is code, as every renderer shows it."""
    opened, fence, at = -1, "", 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if opened < 0 and (found := _FENCE.match(line)):
            opened, fence = at, found["fence"]
        elif opened >= 0 and len(bare) >= len(fence) and not bare.strip(fence[0]):
            yield opened, at + len(line)
            opened = -1
        at += len(line)
    if opened >= 0:
        yield opened, at


def _comments(text: str) -> Iterator[Place]:
    """Comments; one that is never closed is text."""
    end = 0
    while (start := text.find("<!--", end)) >= 0 and (close := text.find("-->", start + 4)) >= 0:
        end = close + 3
        yield start, end


def _references(text: str) -> Iterator[Place]:
    """Addresses of links that stand apart from their words, and comments written as such: `[//]: # (…)`."""
    return (found.span() for found in _REFERENCE.finditer(text))


def _paragraphs(text: str) -> Iterator[Place]:
    start = 0
    for found in _BREAK.finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)


def _code(text: str) -> Iterator[Place]:
    """Code in a line: from a run of backticks to the next run as long as it, in the same paragraph."""
    for start, end in _paragraphs(text):
        runs = [found.span() for found in _TICKS.finditer(text, start, end)]
        later: dict[int, deque[int]] = {}
        for place, (first, last) in enumerate(runs):
            later.setdefault(last - first, deque()).append(place)
        free = 0
        for place, (first, last) in enumerate(runs):
            same = later[last - first]
            same.popleft()
            if place >= free and same:
                free = same[0] + 1
                yield first, runs[same[0]][1]


def _addresses(text: str) -> Iterator[Place]:
    """What a link or a picture has round its words: `[`, and `](address)`."""
    return iter(sorted(place for start, end in _paragraphs(text) for place in _links(text, start, end)))


def _links(text: str, start: int, end: int) -> Iterator[Place]:
    opened: list[int] = []
    last_close = text.rfind(")", start, end)
    free = start
    for found in _BRACKETS.finditer(text, start, end):
        at = found.start()
        if at < free:
            continue  # a bracket in an address
        if found.group() == "[":
            opened.append(at)
        elif opened:
            before = opened.pop()
            if text.startswith("(", at + 1) and at + 1 < last_close:
                free = text.find(")", at + 2) + 1
                yield before - (before > start and text[before - 1] == "!"), before + 1
                yield at, free
