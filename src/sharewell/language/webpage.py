"""The words of an HTML page, each character with its offset in the page.

One pass over the tags and one over the words; nothing is looked for twice, so whatever is written, cost is linear
(the standard library's parser takes quadratic time over tags that are never closed).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_BLOCKS = frozenset(
    (
        *("p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "tr", "table"),
        *("section", "article", "header", "footer", "br", "hr", "dd", "dt", "option", "title"),
        *("main", "aside", "nav", "blockquote", "figure", "figcaption", "form", "body", "textarea"),
        *("caption", "details", "summary", "dl", "dialog", "fieldset", "legend", "address", "select"),
    )
)
_UNREAD = frozenset(["code", "pre", "svg", "template", "kbd", "samp"])
_ENDS = {name: re.compile(f"</{name}[^>]*>?", re.IGNORECASE) for name in ("script", "style")}
_NAME = re.compile(r"<(/?)([A-Za-z][^\s/><]*)")
_TURN = re.compile(r"[\"'>]")
_REFERENCE = re.compile(
    r"&(?:#[0-9]{1,8}(?![0-9])|#[xX][0-9A-Fa-f]{1,8}(?![0-9A-Fa-f])|[A-Za-z][A-Za-z0-9]{1,40});?"
)
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class _Tag:
    """A tag or comment at `start` to `end`; no name for what is no element."""

    start: int
    end: int
    name: str
    closes: bool = False
    empty: bool = False


def words(raw: str) -> tuple[str, list[int]]:
    """Characters, and their offsets with one more for the end.

    Block elements end a paragraph; scripts, styles and code are not read. Code that is never closed is read as
    words, so that it does not take the rest of the page with it.
    """
    tags = list(_tags(raw))
    spans = _unread(tags)
    chars: list[str] = []
    offsets: list[int] = []
    at = until = 0
    for place, tag in enumerate(tags):
        if place >= until:
            _say(raw, at, tag.start, chars, offsets)
            until = spans.get(place, until)
            if tag.name in _BLOCKS:
                chars += "\n\n"
                offsets += [tag.start, tag.start]
        at = tag.end
    _say(raw, at, len(raw), chars, offsets)
    return "".join(chars), [*offsets, len(raw)]


def _say(raw: str, start: int, end: int, chars: list[str], offsets: list[int]) -> None:
    """Add the text between two tags, its references resolved."""
    at = start
    for found in _REFERENCE.finditer(raw, start, end):
        _add(raw, at, found.start(), chars, offsets)
        said = unescape(found.group())
        chars += said
        offsets += [found.start()] * len(said)
        at = found.end()
    _add(raw, at, end, chars, offsets)


def _add(raw: str, start: int, end: int, chars: list[str], offsets: list[int]) -> None:
    chars += _SPACE.sub(" ", raw[start:end])
    offsets += range(start, end)


def _unread(tags: list[_Tag]) -> dict[int, int]:
    """For each tag that opens what is not read and is closed, the place of the first tag after its end tag."""
    spans: dict[int, int] = {}
    opened: dict[str, list[int]] = {name: [] for name in _UNREAD}
    for place, tag in enumerate(tags):
        if tag.name in _UNREAD and not tag.empty:
            if not tag.closes:
                opened[tag.name].append(place)
            elif opened[tag.name]:
                spans[opened[tag.name].pop()] = place + 1
    return spans


def _tags(raw: str) -> Iterator[_Tag]:
    """Tags and comments in order. What opens like one and never closes is text."""
    last, last_comment = raw.rfind(">"), raw.rfind("-->")
    quotes = True  # until one is never closed: then quotation marks in tags mean nothing
    at = 0
    while 0 <= (start := raw.find("<", at)) < last:
        at = start + 1
        if raw.startswith("<!--", start):
            if last_comment >= start + 4:
                at = raw.find("-->", start + 4) + 3
                yield _Tag(start, at, "")
        elif found := _NAME.match(raw, start):
            end = _end(raw, found.end()) if quotes else -1
            if end < 0:
                quotes, end = False, raw.find(">", found.end()) + 1
            at, name = end, found[2].lower()
            if not found[1] and name in _ENDS:
                close = _ENDS[name].search(raw, end)
                at, name = (close.end() if close else len(raw)), ""
            yield _Tag(start, at, name, bool(found[1]), raw[end - 2] == "/")
        elif raw[at] in "!?/":
            at = raw.find(">", start) + 1
            yield _Tag(start, at, "")


def _end(raw: str, at: int) -> int:
    """Where a tag ends whose name ends at `at`: after the first `>` outside of quoted values; -1: nowhere."""
    while found := _TURN.search(raw, at):
        at = found.end()
        if found.group() == ">":
            return at
        before = found.start() - 1
        while raw[before].isspace():
            before -= 1
        if raw[before] == "=":
            close = raw.find(found.group(), at)
            if close < 0:
                return -1
            at = close + 1
    return -1
