"""The paragraphs of a Word document: its text, then its footnotes, endnotes and comments.

What was struck out or moved away under tracked changes is not read, what was put in is. A text box stands in the file
twice, for newer and for older programs, and inside another paragraph: it is read once, as paragraphs of its own. Names
are compared without their namespace: a document saved as “strict” has another one.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree import ElementTree

LARGEST = 200_000_000  # bytes of unpacked text
_ROOT = "_rels/.rels"  # says under which name the text stands
_TEXT = "word/document.xml"  # where nobody says one
_BESIDE = ("footnotes.xml", "endnotes.xml", "comments.xml")
_PARAGRAPH, _WORDS = "p", "t"
_UNREAD = frozenset(["del", "moveFrom", "Fallback"])
_SIGNS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}


def paragraphs(source: BinaryIO) -> list[str]:
    """Every paragraph, in order.

    Raises OSError, LookupError, ValueError, RuntimeError, EOFError, BadZipFile, zlib.error or ParseError where it is
    none, is broken, or is locked with a password.
    """
    with zipfile.ZipFile(source) as archive:
        text = _place_of_text(archive)
        beside = (posixpath.join(posixpath.dirname(text), name) for name in _BESIDE)
        names = [text, *(name for name in beside if name in archive.namelist())]
        if sum(archive.getinfo(name).file_size for name in names) > LARGEST:
            raise ValueError("too large")
        roots = [ElementTree.fromstring(archive.read(name)) for name in names]
    return [_text(node) for root in roots for node in _inside(root) if _name(node) == _PARAGRAPH]


def _place_of_text(archive: zipfile.ZipFile) -> str:
    """The name of the part that holds the text: some programs call it `word/document2.xml`."""
    if _ROOT in archive.namelist() and archive.getinfo(_ROOT).file_size < LARGEST:
        for relation in ElementTree.fromstring(archive.read(_ROOT)):
            if relation.get("Type", "").endswith("/officeDocument"):
                return relation.get("Target", _TEXT).lstrip("/")
    return _TEXT


def _text(paragraph: ElementTree.Element) -> str:
    return "".join(
        (node.text or "") if _name(node) == _WORDS else _SIGNS.get(_name(node), "")
        for node in _inside(paragraph, into=False)
    )


def _inside(root: ElementTree.Element, *, into: bool = True) -> Iterator[ElementTree.Element]:
    """What is read of an element, in order; `into`: the paragraphs inside it too. Nested as deep as may be."""
    waiting = [*reversed(root)]
    while waiting:
        node = waiting.pop()
        if _name(node) not in _UNREAD and (into or _name(node) != _PARAGRAPH):
            yield node
            waiting.extend(reversed(node))


def _name(node: ElementTree.Element) -> str:
    return node.tag.rpartition("}")[2]
