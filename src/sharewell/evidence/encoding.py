"""Bytes to UTF-8: what schools' programs write, told apart by what is in the file."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from sharewell.evidence.findings import Findings
from sharewell.evidence.refusals import Place, Refusal, Refused

_MAGIC: Final = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"PK\x03\x04": "a zip file",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file",
    b"\x1f\x8b": "a gzip file",
    b"PAR1": "a Parquet file",
    b"SQLite format 3": "a database",
    b"{\\rtf": "a rich text file",
}
_MARKS: Final = {  # the longer first: one of four bytes begins with one of two
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_SAVE_AS: Final = "Save it as “CSV UTF-8” in the program it comes from and give that file."
_REPLACED: Final = "\ufffd".encode()
# Signs inside words, or right before one: another encoding's letters read with the Western table.
_SPOILT: Final = re.compile(r"[^\W\d_][¤¥£¦¨¬¯±²³´¶¸¹¼½¾†‡‰ˆ˜“”‘][^\W\d_]|[¤¥£¦¨¯´¸†‡‰ˆ˜][^\W\d_]")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_OTHER_ALPHABET: Final = re.compile(rb"[\x80-\xff]{4,}")  # no Western word has four accented letters in a row


@dataclass(frozen=True, slots=True)
class Text:
    """A text as UTF-8 bytes without a byte order mark, how it was written, and whether letters of it were lost.

    A letter that was lost stands as U+FFFD, which a writer may have written too.
    """

    data: bytes
    encoding: str
    had_mark: bool
    lost: bool = False

    def __str__(self) -> str:
        return self.data.decode("utf-8")


def as_utf8(raw: bytes, file: str, findings: Findings) -> Text:
    """Read UTF-8, UTF-16 (with or without a mark) or Windows-1252; refuse what is no text.

    Raises:
        Refused: the bytes are a picture, a document, or in an alphabet's own old encoding.
    """
    for magic, kind in _MAGIC.items():
        if raw.startswith(magic):
            raise Refused(
                Refusal("not-a-table", Place(file), f"This is {kind}, whatever its name says.", _SAVE_AS)
            )
    if raw.startswith(codecs.BOM_UTF8):
        return _utf8(raw[3:], file, findings, had_mark=True)
    wide = wide_encoding(raw)
    if wide:
        return _wide(raw, wide, file, findings)
    return _utf8(raw, file, findings, had_mark=False)


def wide_encoding(raw: bytes) -> str | None:
    """The encoding with its byte order where letters take two or four bytes (UTF-16, UTF-32); None for others.

    `raw` may be the beginning of a text. Without a mark it is told from where the NUL bytes of Latin letters stand.
    """
    for mark, encoding in _MARKS.items():
        if raw.startswith(mark):
            return encoding
    head = raw[:4096]
    if len(head) < 8:
        return None
    even, odd = head[0::2].count(0) / len(head[0::2]), head[1::2].count(0) / len(head[1::2])
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    if even > 0.4 and odd < 0.1:
        return "utf-16-be"
    return None


def _wide(raw: bytes, encoding: str, file: str, findings: Findings) -> Text:
    name = encoding.upper()[: len("UTF-16")]
    findings.caution("encoding", f"The file is in {name}; it was read as such.", Place(file))
    try:
        text, lost = raw.decode(encoding), False
    except UnicodeDecodeError:
        text, lost = raw.decode(encoding, errors="replace"), True
    return Text(text.removeprefix("\ufeff").encode("utf-8"), encoding, had_mark=True, lost=lost)


def _utf8(raw: bytes, file: str, findings: Findings, *, had_mark: bool) -> Text:
    if raw[:4096].count(0) > len(raw[:4096]) // 10:
        raise Refused(Refusal("not-a-table", Place(file), "This file holds no text.", _SAVE_AS))
    try:
        raw.decode("utf-8")
        return Text(raw, "utf-8", had_mark)
    except UnicodeDecodeError:
        pass
    if had_mark or re.search(rb"[\xc3-\xf4][\x80-\xbf]", raw):
        # Mostly UTF-8 with broken bytes: the readers refuse the rows in which U+FFFD stands.
        mended = raw.decode("utf-8", errors="replace").encode("utf-8")
        if mended.count(_REPLACED) <= len(re.findall(rb"[\xc3-\xf4][\x80-\xbf]", raw)):
            return Text(mended, "utf-8", had_mark, lost=True)
    return _windows_1252(raw, file, findings)


def _windows_1252(raw: bytes, file: str, findings: Findings) -> Text:
    if len(_CONTROL.findall(raw[:100_000])) > len(raw[:100_000]) // 100:
        raise Refused(Refusal("not-a-table", Place(file), "This file holds no text.", _SAVE_AS))
    text = raw.decode("cp1252", errors="replace")
    if "\ufffd" in text or _OTHER_ALPHABET.search(raw) or _SPOILT.search(text):
        what = "The letters of this file are in an encoding that cannot be told from its bytes."
        raise Refused(Refusal("wrong-encoding", Place(file), what, _SAVE_AS))
    what = "The file is not in UTF-8; it was read as Windows-1252. Check that names with accents look right."
    findings.caution("encoding", what, Place(file))
    return Text(text.encode("utf-8"), "cp1252", had_mark=False)
