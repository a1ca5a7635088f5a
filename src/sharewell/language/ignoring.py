"""Comments by which a writer tells the lens to be silent, and why: they stay in the text for all to see.

| written anywhere in a line, in capitals or not | silences |
|---|---|
| `sharewell-lens: ignore` | this line, or the next one with words when the comment stands alone |
| `sharewell-lens: ignore trt, cmp` | the same, for these reasons or criteria only; words may follow |
| `sharewell-lens: off` … `sharewell-lens: on` | the lines between |

A sentence that stands on several lines is silenced by a comment on any of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sharewell.language.codes import REASONS

_NAME = r"[a-z]\w*(?:-\w+)*"
_LIST = rf"{_NAME}(?:[ \t]*,[ \t]*{_NAME})*"
_COMMENT = re.compile(
    r"(?:(?:#|//|%|;|\.\.)[ \t]*)?sharewell-lens:[ \t]*(?P<what>ignore|off|on)\b"
    # Words right after it are names where they begin with a code, or where nothing but they stands there.
    rf"(?:[ \t]+(?P<names>(?=(?:{'|'.join(REASONS)})\b){_LIST}|{_LIST}(?=[ \t]*(?:$|[^\w\s]))))?",
    re.IGNORECASE | re.MULTILINE,
)
_NOT_WORDS = re.compile(
    r"^\s*\[[^\]\n]*\]:\s*(?:#|<>)\s*[(\"']\s*[)\"']|<!--|-->|/\*|\*/|\{#|#\}|^\s*(?:#|//|%|;|\.\.)\s*",
    re.MULTILINE,
)
_EVERYTHING = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Silence:
    """Lines (from 1) that are not to be spoken of, each with the names it is limited to (empty: all)."""

    lines: dict[int, frozenset[str]]

    def covers(self, line: int, names: Collection[str], last: int | None = None) -> bool:
        """Whether a finding on this line, or on those up to `last`, under these names is to be left out."""
        known = {name.lower() for name in names}
        limits = (self.lines.get(one) for one in range(line, (last or line) + 1))
        return any(limit is not None and (not limit or not limit.isdisjoint(known)) for limit in limits)


def silences(raw: str, starts: Sequence[int] | None = None) -> Silence:
    """Find the ignore comments of a text, whose lines begin at `starts` (None: after each line feed)."""
    lines: dict[int, frozenset[str]] = {}
    waiting: frozenset[str] | None = None  # names of comments that stand alone, for the next line with words
    off = False
    for number, line in enumerate(_lines(raw, starts), 1):
        found = _COMMENT.search(line)
        what = found["what"].lower() if found else ""
        if what in ("off", "on"):
            off = what == "off"
        names = _names(found["names"] or "") if found and what == "ignore" else None
        bare = not _NOT_WORDS.sub("", line.replace(found.group(), "") if found else line).strip(" \t\r\n->")
        if bare:
            waiting = _both(waiting, names)
        elif (limit := _both(waiting, names)) is not None:
            lines[number], waiting = limit, None
        if off:
            lines[number] = _EVERYTHING
    return Silence(lines)


def without_comments(raw: str) -> str:
    """The text with blanks in place of its ignore comments: they are no words of the writer's. Offsets stay."""
    return _COMMENT.sub(lambda found: " " * len(found.group()), raw)


def _lines(raw: str, starts: Sequence[int] | None) -> list[str]:
    if starts is None:
        return raw.split("\n")
    return [raw[start:end] for start, end in pairwise([*starts, len(raw)])]


def _names(said: str) -> frozenset[str]:
    return frozenset(re.findall(_NAME, said.lower()))


def _both(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """Two limits together: what either silences; one without names silences all."""
    if one is None or other is None:
        return other if one is None else one
    return one | other if one and other else _EVERYTHING
