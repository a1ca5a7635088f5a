"""The paragraphs of a Word document: its text, then its footnotes, endnotes and comments.

What was struck out or moved away under tracked changes is not read, what was put in is. A text box stands in the file
twice, for newer and for older programs, and inside another paragraph: it is read once, as paragraphs of its own.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree import ElementTree

LARGEST = 200_000_000  # bytes of unpacked text
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXT = "word/document.xml"
_BESIDE = ("word/footnotes.xml", "word/endnotes.xml", "word/comments.xml")
_PARAGRAPH, _WORDS = f"{_W}p", f"{_W}t"
_UNREAD = frozenset([f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback"])
_SIGNS = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}


def paragraphs(source: BinaryIO) -> list[str]:
    """Every paragraph, in order. Raises OSError, KeyError, ValueError, BadZipFile or ParseError where it is none."""
    with zipfile.ZipFile(source) as archive:
        names = [_TEXT, *(name for name in _BESIDE if name in archive.namelist())]
        if sum(archive.getinfo(name).file_size for name in names) > LARGEST:
            raise ValueError("too large")
        roots = [ElementTree.fromstring(archive.read(name)) for name in names]
    return [_text(paragraph) for root in roots for paragraph in _inside(root) if paragraph.tag == _PARAGRAPH]


def _text(paragraph: ElementTree.Element) -> str:
    return "".join(
        (node.text or "") if node.tag == _WORDS else _SIGNS.get(node.tag, "")
        for node in _inside(paragraph, into=False)
    )


def _inside(root: ElementTree.Element, *, into: bool = True) -> Iterator[ElementTree.Element]:
    """What is read of an element, in order; `into`: the paragraphs inside it too. Nested as deep as may be."""
    waiting = [*reversed(root)]
    while waiting:
        node = waiting.pop()
        if node.tag not in _UNREAD and (into or node.tag != _PARAGRAPH):
            yield node
            waiting.extend(reversed(node))
