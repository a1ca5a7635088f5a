"""Lines of JSON out of a file or a pipe: as they come, and in whatever encoding they were written.

A pipe gives what is there, so that a line that stands alone is answered at once; a file gives as much as a batch
wants. JSON begins with ASCII characters, so UTF-16 and UTF-32 show in the first bytes (RFC 4627, section 3).
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Protocol

from sharewell.evidence.encoding import as_utf8
from sharewell.evidence.findings import Findings
from sharewell.evidence.refusals import Caution, Refused

JSON_LINES = (".jsonl", ".ndjson")
AT_ONCE = 2**18  # bytes asked for at a time: some 1,000 comments, or 2,000 of a sentence


class Source(Protocol):
    """Bytes that may come slowly: standard input, a pipe, a file."""

    def read1(self, size: int = -1, /) -> bytes: ...


def runs(source: Source) -> Iterator[list[bytes]]:
    """The lines that are there, again and again until the end: never waits for more once it has one.

    Lines are UTF-8, or what stands in the file where that is neither UTF-16 nor UTF-32. Memory: `AT_ONCE` and the
    longest line.
    """
    begun: list[bytes] = []
    for block in _narrow(source):
        *ended, rest = block.split(b"\n")
        if ended:
            yield [b"".join([*begun, ended[0]]), *ended[1:]]
            begun = []
        begun.append(rest)
    if last := b"".join(begun):
        yield [last]


def _narrow(source: Source) -> Iterator[bytes]:
    """Blocks without a byte order mark, wide encodings as UTF-8."""
    head = b""
    while len(head) < 4 and (more := source.read1(AT_ONCE)):
        head += more
        if b"\n" in more:
            break
    wide = json.detect_encoding(head)
    rest = iter(lambda: source.read1(AT_ONCE), b"")
    if wide.startswith("utf-8"):
        yield head.removeprefix(codecs.BOM_UTF8)
        yield from rest
        return
    decoder = codecs.getincrementaldecoder(wide)(errors="replace")
    for block in chain([head], rest):
        yield decoder.decode(block).encode("utf-8", errors="replace")


def decoded(line: bytes, name: str, warn: Callable[[Caution], None]) -> str | None:
    """A line as text, Windows-1252 where it cannot be UTF-8; None where its letters cannot be told."""
    try:
        return line.decode("utf-8-sig")  # files put together have a mark inside
    except UnicodeDecodeError:
        pass
    findings = Findings()
    try:
        text = as_utf8(line, name, findings)
    except Refused:
        return None
    for caution in findings.cautions:
        warn(caution)
    return None if text.lost else str(text)
