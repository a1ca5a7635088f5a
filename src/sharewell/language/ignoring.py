"""Comments by which a writer tells the lens to be silent, and why: they stay in the text for all to see.

| written anywhere in a line | silences |
|---|---|
| `sharewell-lens: ignore` | this line, or the next one when the comment stands alone |
| `sharewell-lens: ignore trt, cmp` | the same, for these reasons or criteria only |
| `sharewell-lens: off` … `sharewell-lens: on` | the lines between |
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_COMMENT = re.compile(r"sharewell-lens:\s*(?P<what>ignore|off|on)\b(?P<names>[ \t\w,.\-]*)")
_NOT_WORDS = re.compile(r"<!--|-->|/\*|\*/|\{#|#\}|^\s*(?:#|//|%|;|\.\.)\s*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Silence:
    """Lines (from 1) that are not to be spoken of, each with the names it is limited to (empty: all)."""

    lines: dict[int, frozenset[str]]

    def covers(self, line: int, names: Collection[str]) -> bool:
        """Whether a finding on this line, under these reason and criteria names, is to be left out."""
        limited = self.lines.get(line)
        return limited is not None and (not limited or not limited.isdisjoint(names))


def silences(raw: str) -> Silence:
    """Find the ignore comments of a file."""
    lines: dict[int, frozenset[str]] = {}
    off = False
    for number, line in enumerate(raw.splitlines(), 1):
        found = _COMMENT.search(line)
        if found and found["what"] != "ignore":
            off = found["what"] == "off"
        if off:
            lines[number] = frozenset()
        elif found and found["what"] == "ignore":
            names = frozenset(re.findall(r"[a-z][\w\-]*", found["names"].replace("--", " ")))
            alone = not _NOT_WORDS.sub("", line.replace(found.group(), "")).strip(" ->")
            lines[number + 1 if alone else number] = names
    return Silence(lines)
