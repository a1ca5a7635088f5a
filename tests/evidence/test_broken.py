"""Broken and hostile files: refused in words, never a crash, and what is good goes on."""

from __future__ import annotations

import io
import os
import resource
import struct
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from sharewell.evidence import Refused, read_gradebook, read_standards
from tests.evidence.books import (
    CANVAS,
    MOODLE,
    ONEROSTER,
    PLAIN,
    POWERTEACHER,
    codes,
    hold_invariants,
    refused,
    write,
    write_zip,
)

_HEADER = "student_id,task,points,points_possible\n"


def _workbook() -> bytes:
    return _zip({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})


def _zip(files: dict[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


_WHOLE_FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty-file"),
    "blank lines": (b"\n\r\n  \n", "empty-file"),
    "only a mark": (b"\xef\xbb\xbf", "empty-file"),
    "header only": (_HEADER.encode(), "nothing-usable"),
    "canvas header only": (CANVAS.splitlines()[0].encode(), "unknown-table"),
    "pdf": (b"%PDF-1.7\n1 0 obj\n", "not-a-table"),
    "png": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not-a-table"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "not-a-table"),
    "old excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not-a-table"),
    "word document": (_workbook(), "not-a-table"),
    "gzip": (b"\x1f\x8b\x08\x00" + bytes(20), "not-a-table"),
    "parquet cut off": (b"PAR1" + bytes(40), "not-a-table"),
    "zeros": (bytes(5000), "not-a-table"),
    "noise": (bytes(range(256)) * 20, "not-a-table"),
    "zip cut off": (_zip({"a.csv": PLAIN})[:-30], "damaged-zip"),
    "zip of nothing": (_zip({}), "empty-zip"),
    "html": (b"<html><body><p>Sign in</p></body></html>", "unknown-table"),
    "json": (b'{"students": []}', "unknown-table"),
    "prose": (b"Dear all,\nplease find the grades attached.\n", "unknown-table"),
    "too many columns": (b"a," * 30_000 + b"\n", "too-many-columns"),
}


@pytest.mark.parametrize("case", sorted(_WHOLE_FILES))
@pytest.mark.parametrize("name", ["grades.csv", "grades.xlsx"])
def test_files_that_are_no_gradebook(tmp_path: Path, case: str, name: str) -> None:
    content, code = _WHOLE_FILES[case]
    assert code in refused(write(tmp_path, name, content))


# what stands between good rows, and the codes that it is refused with
_ROWS: dict[str, tuple[bytes, set[str]]] = {
    "nul": (b"S9,T\x00,1,10\n", {"nul-byte"}),
    "open quote": (b'S9,"T,1,10\n', {"open-quote"}),
    "stray quote": (b'S9,T "x",1,10\n', set()),
    "broken letters": ("S9,Tå".encode("latin-1") + b",1,10\n" + "Sø,T,1,10\n".encode(), {"wrong-encoding"}),
    "endless field": (b"S9," + b"x" * 300_000 + b",1,10\n", {"field-too-long"}),
    "endless quoted field": (b'S9,"' + b"x\n" * 150_000 + b'",1,10\n', {"field-too-long"}),
    "too long": (b"S9,T,1,10,oops\n", {"row-too-long"}),
    "far too long": (b"S9,T,1,10" + b",oops" * 5000 + b"\n", {"row-too-long"}),
    "trailing commas": (b"S9,T,1,10,,,,\n", set()),
    "too short": (b"S9\n", {"row-too-short"}),
    "blank lines": (b"\n,,,\n   \n", set()),
    "formula": (b"=cmd|' /C calc'!A0,T,1,10\n", set()),
    "header again": (_HEADER.encode(), {"not-a-number"}),
    "inf": (b"S9,T,inf,10\n", {"not-a-number"}),
    "overflow": (b"S9,T,1e400,10\n", {"impossible-points"}),
    "huge": (b"S9,T," + b"9" * 400 + b",10\n", {"impossible-points"}),
    "negative": (b"S9,T,-1,10\n", {"impossible-points"}),
    "emoji": ("S9,📗,5,10\n".encode(), set()),
    "right to left": ("S9,اختبار,5,10\n".encode(), set()),
    "control characters": (b"S9,T\x07\x1b[31m,5,10\n", set()),
}


@pytest.mark.parametrize("case", sorted(_ROWS))
def test_bad_rows_are_refused_and_good_rows_go_on(tmp_path: Path, case: str) -> None:
    bad, expected = _ROWS[case]
    content = (_HEADER + "S1,T,8,10\n").encode() + bad + b"S2,T,9,10\nS3,T,7,10\n"
    book = read_gradebook(write(tmp_path, "g.csv", content))
    hold_invariants(book)
    assert codes(book) == expected
    assert {"S1", "S2", "S3"} <= set(book.results["student_id"])
    assert all(refusal.where.row == 3 for refusal in book.refusals)
    assert all(len(refusal.what) < 400 for refusal in book.refusals)


def test_an_open_quote_takes_no_good_row_with_it(tmp_path: Path) -> None:
    rows = "".join(f"S{i},T,5,10\n" for i in range(200))
    text = _HEADER + rows + 'X,"T,5,10\n' + rows.replace("S", "R") + 'Y,T,5,"10\n' + rows.replace("S", "Q")
    book = read_gradebook(write(tmp_path, "g.csv", text))
    assert book.students.height == 600
    assert {(r.code, r.where.row) for r in book.refusals} == {("open-quote", 202), ("open-quote", 403)}


def test_a_hundred_megabytes_in_one_cell_are_refused_within_memory(tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    with path.open("wb") as file:
        file.write((_HEADER + "S1,T,8,10\nS2,").encode())
        for _ in range(100):
            file.write(b"x" * 1_000_000)
        file.write(b",1,10\nS3,T,9,10\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    book = read_gradebook(path)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert codes(book) == {"field-too-long"}
    assert book.results["student_id"].to_list() == ["S1", "S3"]
    assert used < 1_500_000  # kilobytes


def _lie(packed: bytes, size: int) -> bytes:
    """The zip with another unpacked size in its directory."""
    at = packed.rindex(b"PK\x01\x02")
    return packed[: at + 24] + struct.pack("<I", size) + packed[at + 28 :]


def _links() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        info = zipfile.ZipInfo("users.csv")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return held.getvalue()


_ZIPS: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb": (lambda: _zip({"users.csv": bytes(60_000_000)}), "zip-bomb"),
    "bomb that says it is small": (
        lambda: _lie(_zip({"users.csv": b"a,b\n" * 2_000_000}), 100),
        "damaged-zip",
    ),
    "says it is a terabyte": (lambda: _lie(_zip({"users.csv": "a,b\n"}), 0xFFFFFFF0), "too-large"),
    "too many files": (lambda: _zip({f"{i}.csv": "a" for i in range(2_500)}), "too-many-files"),
    "points outside": (lambda: _zip({"../../etc/users.csv": PLAIN}), "path-escape"),
    "points to the root": (lambda: _zip({"/etc/users.csv": PLAIN}), "path-escape"),
    "points to a drive": (lambda: _zip({"C:\\grades\\users.csv": PLAIN}), "path-escape"),
    "points outside backwards": (lambda: _zip({"..\\users.csv": PLAIN}), "path-escape"),
    "a zip in a zip": (lambda: _zip({"inner.zip": _zip({"a.csv": PLAIN})}), "nested-zip"),
    "a link": (_links, "link"),
}


@pytest.mark.parametrize("case", sorted(_ZIPS))
@pytest.mark.parametrize("reader", [read_gradebook, read_standards])
def test_hostile_zips_are_refused_before_they_unpack(
    tmp_path: Path, case: str, reader: Callable[[Path], object]
) -> None:
    make, code = _ZIPS[case]
    path = write(tmp_path, "export.zip", make())
    start = time.process_time()
    with pytest.raises(Refused) as trouble:
        reader(path)
    assert time.process_time() - start < 1.0
    assert code in {refusal.code for refusal in trouble.value.refusals}


def test_a_spreadsheet_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    bomb = _zip({"[Content_Types].xml": "<Types/>", "xl/worksheets/sheet1.xml": bytes(60_000_000)})
    assert refused(write(tmp_path, "g.xlsx", bomb)) == {"zip-bomb"}


def test_good_files_beside_hostile_ones_are_read(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {**ONEROSTER, "../evil.csv": "x", "more.zip": _zip({"a": "b"})}
    book = read_gradebook(write_zip(tmp_path, files))
    assert book.results.height == 4
    assert codes(book) == {"path-escape", "nested-zip"}


def test_a_damaged_file_in_a_zip_leaves_the_others(tmp_path: Path) -> None:
    packed = bytearray(_zip({**ONEROSTER}))
    at = packed.index(b"categories.csv") + len("categories.csv") + 4
    packed[at : at + 6] = b"\xff" * 6
    book = read_gradebook(write(tmp_path, "export.zip", bytes(packed)))
    assert "damaged-zip" in codes(book)
    assert book.results.height == 4


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    assert refused(tmp_path / "nowhere.csv") == {"no-such-file"}
    (tmp_path / "empty").mkdir()
    assert refused(tmp_path / "empty") == {"empty-folder"}
    for name, content in (("a.bin", bytes(9000)), ("b.txt", b"hello"), ("c.png", b"\x89PNG\r\n\x1a\n")):
        write(tmp_path / "junk", name, content)
    assert refused(tmp_path / "junk") == {"not-a-table", "unknown-table"}
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "g.csv").symlink_to("/etc/hostname")
    assert "link" in refused(tmp_path / "linked")
    if os.geteuid() != 0:
        hidden = write(tmp_path, "hidden.csv", PLAIN)
        hidden.chmod(0)
        assert refused(hidden) == {"unreadable"}


@pytest.mark.parametrize("text", [PLAIN, CANVAS, MOODLE, POWERTEACHER])
def test_a_file_cut_off_anywhere_is_read_or_refused(tmp_path: Path, text: str) -> None:
    content = text.encode()
    for end in range(0, len(content), 53):
        with suppress(Refused):
            hold_invariants(read_gradebook(write(tmp_path, "g.csv", content[:end])))
