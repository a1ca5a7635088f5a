"""The files of an export, from one file, a folder or a zip, with what is hostile in a zip turned away first.

Sizes are checked in the zip's directory before anything is unpacked, and again while reading, because a
directory may lie. Nothing is ever written to disk.
"""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final

from sharewell.evidence.findings import Findings
from sharewell.evidence.refusals import Place, Refusal, Refused

MOST_BYTES: Final = 1 << 30  # one file
MOST_BYTES_IN_ALL: Final = 2 << 30
MOST_FILES: Final = 2_000
MOST_RATIO: Final = 200  # of sizes unpacked and packed; text of results packs 10 to 40 times
_RATIO_FROM: Final = 5 << 20  # bytes: small files may pack as well as they like
_HOW: Final = "Export it again from the gradebook, and give the export as it is."


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an export: its name as shown, its size, and how to read its bytes, within limits."""

    name: str
    size: int
    read: Callable[[], bytes]

    @property
    def base(self) -> str:
        """The file's name without folders."""
        return PurePosixPath(self.name).name


def members(path: Path, findings: Findings) -> list[Member]:
    """All files of a folder or zip in the order of their names, or the one file that `path` is.

    Raises:
        Refused: the path is missing or unreadable, or the zip is damaged, hostile or too large.
    """
    if not path.exists():
        how = "Check the path, and give the file or folder that the gradebook's export made."
        raise Refused(Refusal("no-such-file", Place(path.name), f"There is no file or folder {path}.", how))
    try:
        if path.is_dir():
            return _of_folder(path, findings)
        if is_zip(path) and not is_workbook(path):
            return _of_zip(path, findings)
        return [_plain(path, path.name)]
    except OSError as trouble:
        what = f"The file cannot be read ({trouble.strerror or trouble})."
        raise Refused(
            Refusal("unreadable", Place(path.name), what, "Check that you may read it, and try again.")
        ) from trouble


def is_zip(path: Path) -> bool:
    """Whether the file starts as a zip does."""
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def is_workbook(path: Path) -> bool:
    """Whether the file is an Office Open XML document (a zip with its list of parts)."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def check_workbook(path: Path) -> None:
    """Turn away a spreadsheet that unpacks to more than any gradebook holds.

    Raises:
        Refused: as for a zip.
    """
    with zipfile.ZipFile(path) as archive:
        _check_sizes(archive, path.name)


def _plain(path: Path, name: str) -> Member:
    size = path.stat().st_size
    if size > MOST_BYTES:
        what = f"The file has {size:,} bytes; at most {MOST_BYTES:,} are read."
        raise Refused(Refusal("too-large", Place(name), what, "Export one school or one class at a time."))
    return Member(name, size, path.read_bytes)


def _of_folder(path: Path, findings: Findings) -> list[Member]:
    found: list[Member] = []
    for at in sorted(path.rglob("*")):
        name = at.relative_to(path).as_posix()
        if len(found) >= MOST_FILES:
            raise Refused(
                Refusal("too-many-files", Place(path.name), f"More than {MOST_FILES:,} files are here.", _HOW)
            )
        if _hidden(name) or at.is_dir():
            continue
        if at.is_symlink():
            what = "This is a link to another place; links are not followed."
            findings.refuse("link", Place(name), what, "Put the file itself into the folder.")
        elif at.is_file():
            found.append(_plain(at, name))
    if not found:
        what = "The folder holds no file that can be read."
        raise Refused([*findings.refusals, Refusal("empty-folder", Place(path.name), what, _HOW)])
    return found


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _of_zip(path: Path, findings: Findings) -> list[Member]:
    packed = path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
    if packed is None:
        what = f"The zip has more than {MOST_BYTES:,} bytes."
        raise Refused(Refusal("too-large", Place(path.name), what, "Export one school at a time."))
    try:
        archive = zipfile.ZipFile(io.BytesIO(packed))
        infos = _check_sizes(archive, path.name)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as trouble:
        what = f"The zip is damaged ({trouble})."
        raise Refused(Refusal("damaged-zip", Place(path.name), what, _HOW)) from trouble
    kept = [info for info in infos if _usable(info, findings)]
    if not kept:
        raise Refused(
            [
                *findings.refusals,
                Refusal("empty-zip", Place(path.name), "The zip holds no usable file.", _HOW),
            ]
        )
    return [
        Member(info.filename, info.file_size, _reader(archive, info))
        for info in sorted(kept, key=lambda info: info.filename)
    ]


def _check_sizes(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    infos = archive.infolist()
    if len(infos) > MOST_FILES:
        what = f"The zip holds {len(infos):,} files; no gradebook export holds more than {MOST_FILES:,}."
        raise Refused(Refusal("too-many-files", Place(name), what, _HOW))
    if sum(info.file_size for info in infos) > MOST_BYTES_IN_ALL:
        what = f"The zip unpacks to more than {MOST_BYTES_IN_ALL:,} bytes."
        raise Refused(Refusal("too-large", Place(name), what, "Export one school at a time."))
    for info in infos:
        ratio = info.file_size / max(info.compress_size, 1)
        if info.file_size > MOST_BYTES or (info.file_size > _RATIO_FROM and ratio > MOST_RATIO):
            what = f"{info.filename} unpacks to {info.file_size:,} bytes, {ratio:,.0f} times its packed size."
            raise Refused(Refusal("zip-bomb", Place(name), what, _HOW))
    return infos


def _usable(info: zipfile.ZipInfo, findings: Findings) -> bool:
    name = info.filename
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or ".." in parts or parts[0].startswith("/") or ":" in parts[0]:
        what = "The name of this file points outside the zip, so it is not read."
        findings.refuse("path-escape", Place(name), what, _HOW)
        return False
    if info.is_dir() or _hidden(name):
        return False
    if stat.S_ISLNK(info.external_attr >> 16):
        findings.refuse("link", Place(name), "This is a link to another place; links are not followed.", _HOW)
        return False
    if info.flag_bits & 0x1:
        what = "This file is locked with a password."
        findings.refuse("locked", Place(name), what, "Export it without a password.")
        return False
    if name.lower().endswith((".zip", ".gz", ".7z", ".rar", ".tar")):
        what = "A packed file inside the zip is not opened."
        findings.refuse("nested-zip", Place(name), what, "Give the inner file by itself.")
        return False
    return True


def _reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with archive.open(info) as file:
                return _at_most(file, info)
        except (
            zipfile.BadZipFile,
            EOFError,
            NotImplementedError,
            ValueError,
            OSError,
            RuntimeError,
        ) as trouble:
            raise Refused(_damaged(info.filename, str(trouble))) from trouble
        except Exception as trouble:  # zlib, lzma and bz2 have no error type in common
            if type(trouble).__module__ in ("zlib", "lzma", "_lzma", "bz2"):
                raise Refused(_damaged(info.filename, str(trouble))) from trouble
            raise

    return read


def _damaged(name: str, trouble: str) -> Refusal:
    return Refusal("damaged-zip", Place(name), f"This file of the zip is damaged ({trouble}).", _HOW)


def _at_most(file: IO[bytes], info: zipfile.ZipInfo) -> bytes:
    """What the directory declared and not a byte more: a zip that lies about its sizes ends here."""
    data = file.read(info.file_size + 1)
    if len(data) > info.file_size:
        raise zipfile.BadZipFile("it unpacks to more than it says")
    return data
