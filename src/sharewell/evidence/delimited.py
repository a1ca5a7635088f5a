"""Delimited text to a sheet of cells, each row with its number and what is wrong with its shape.

Polars parses what is well formed at full speed; whether it is, NumPy says from the positions of quotes,
separators and line ends (RFC 4180). Only a file with broken quotes takes the slow road through `csv`.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from sharewell.evidence.encoding import as_utf8
from sharewell.evidence.findings import FILE, ROW, Findings
from sharewell.evidence.refusals import Place, Refusal, Refused
from sharewell.evidence.separators import separator_of, without_said

WIDTH: Final = "_width"  # cells that the row really has
OVERFLOW: Final = "_overflow"  # the row holds something beyond the sheet's last column
BROKEN: Final = "_broken"  # a quotation mark is opened and never closed
LONGEST_FIELD: Final = 100_000  # characters
MOST_COLUMNS: Final = 20_000
_HEAD: Final = 50  # rows among which the header must be
_REREADS: Final = 50

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Trimmed cells, blanks null: columns "0", "1", …; beside them FILE, ROW, WIDTH, OVERFLOW, BROKEN.

    Blank rows are left out.
    """

    file: str
    cells: pl.DataFrame
    columns: int
    separator: str = ","
    encoding: str = "utf-8"
    had_mark: bool = False

    def top(self, rows: int = 20) -> list[list[str]]:
        """The first rows as a person would see them, blanks as ""."""
        names = [str(i) for i in range(self.columns)]
        shown = self.cells.head(rows).select(pl.col(names).fill_null(""))
        return [list(row) for row in shown.rows()]


def read_delimited(raw: bytes, file: str, findings: Findings) -> Sheet:
    """Text of any usual separator, encoding and line end as a sheet.

    Raises:
        Refused: the file is empty, is no text, or has too many columns to be a table.
    """
    text = as_utf8(raw, file, findings)
    data = _one_line_end(text.data)
    if not data.strip():
        how = "Export it again, and check that it opens with rows in it."
        raise Refused(Refusal("empty-file", Place(file), "The file is empty.", how))
    data, separator = _separator(data)
    scan = _scan(data, separator)
    if scan is None:
        cells, columns = _read_lenient(data, separator, file)
    else:
        cells, columns = _read_fast(data, separator, scan, file)
    cells = _refuse_unreadable(cells.with_columns(pl.lit(file).alias(FILE)), columns, data, findings)
    return Sheet(file, cells, columns, separator, text.encoding, text.had_mark)


def _one_line_end(data: bytes) -> bytes:
    if b"\r" not in data:
        return data
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _separator(data: bytes) -> tuple[bytes, str]:
    """The data without Excel's `sep=;` line, and the sign between its cells."""
    head = data[:200_000].decode("utf-8", errors="replace")
    rest, said = without_said(head)
    return (data[len(head) - len(rest) :], said) if said else (data, separator_of(head))


@dataclass(frozen=True, slots=True)
class _Scan:
    widths: Positions  # cells a record
    overflow: npt.NDArray[np.bool_]
    columns: int


def _scan(data: bytes, separator: str) -> _Scan | None:
    """Widths of all records of well-formed text, or None where a quotation mark stands where none may."""
    array = np.frombuffer(data, dtype=np.uint8)
    quotes = np.flatnonzero(array == ord('"'))
    ends = np.flatnonzero(array == ord("\n"))
    marks = np.flatnonzero(array == ord(separator))
    if quotes.size:
        if not _quotes_well_formed(array, quotes, ord(separator)):
            return None
        ends = ends[np.searchsorted(quotes, ends) % 2 == 0]
        marks = marks[np.searchsorted(quotes, marks) % 2 == 0]
    if not data.endswith(b"\n"):
        ends = np.append(ends, array.size)
    after = np.searchsorted(marks, ends)  # separators up to the end of each record
    widths = np.diff(after, prepend=0) + 1
    columns = _columns_of_head(widths[:_HEAD].tolist())
    wide = np.flatnonzero(widths > columns)
    overflow = np.zeros(widths.size, dtype=np.bool_)
    if wide.size:
        # Bytes after the last separator that belongs: more of them than separators means there is content.
        last = marks[after[wide] - widths[wide] + columns]
        overflow[wide] = ends[wide] - last > widths[wide] - columns
    return _Scan(widths, overflow, columns)


def _columns_of_head(widths: list[int]) -> int:
    """The widest of the first rows, but for one that is alone in being far wider than the others."""
    counts = Counter(widths)
    usual = max(widths[0], counts.most_common(1)[0][0])
    return max(width for width in counts if counts[width] > 1 or width <= 2 * usual + 10)


def _quotes_well_formed(array: npt.NDArray[np.uint8], quotes: Positions, separator: int) -> bool:
    """RFC 4180: an opening mark follows a separator or line end, a closing one precedes one; else doubled."""
    if quotes.size % 2:
        return False
    line_end, quote = ord("\n"), ord('"')
    opening, closing = quotes[0::2], quotes[1::2]
    before = np.where(opening > 0, array[opening - 1], line_end)
    following = np.where(closing + 1 < array.size, array[np.minimum(closing + 1, array.size - 1)], line_end)
    opens = (before == separator) | (before == line_end) | (before == quote)
    closes = (following == separator) | (following == line_end) | (following == quote)
    return bool(opens.all() and closes.all())


def _read_fast(data: bytes, separator: str, scan: _Scan, file: str) -> tuple[pl.DataFrame, int]:
    _refuse_too_wide(scan.columns, file)
    names = separator.join(str(i) for i in range(scan.columns)).encode()
    frame = pl.read_csv(
        io.BytesIO(names + b"\n" + data),
        separator=separator,
        quote_char='"' if b'"' in data else None,
        infer_schema=False,
        truncate_ragged_lines=True,
        row_index_name=ROW,
        row_index_offset=1,
    )
    # Polars gives no row for a last empty line, the scan does.
    widths, overflow = scan.widths[: frame.height], scan.overflow[: frame.height]
    return (
        frame.with_columns(
            pl.Series(WIDTH, widths), pl.Series(OVERFLOW, overflow), pl.lit(False).alias(BROKEN)
        ),
        scan.columns,
    )


def _read_lenient(data: bytes, separator: str, file: str) -> tuple[pl.DataFrame, int]:
    """Rows with stray quotation marks, as spreadsheets read them; an open one breaks its row alone."""
    lines = data.decode("utf-8", errors="replace").split("\n")
    rows: list[list[str]] = []
    broken: list[bool] = []
    at = rereads = 0
    usual = 0
    while at < len(lines):
        row, used = _record(lines, at, separator)
        usual = usual or (len(row) if row else 0)
        runs_on = used > 1 and (len(row) != usual or _never_closed(lines, at, used))
        if runs_on and rereads < _REREADS:
            rereads += 1
            row, used = [lines[at]], 1
        rows.append(row)
        broken.append(runs_on)
        at += used
    columns = _columns_of_head([len(row) for row in rows[:_HEAD]]) or 1
    _refuse_too_wide(columns, file)
    return _from_rows(rows, broken, columns), columns


def _never_closed(lines: list[str], at: int, used: int) -> bool:
    return at + used >= len(lines) and sum(line.count('"') for line in lines[at:]) % 2 == 1


def _record(lines: list[str], at: int, separator: str) -> tuple[list[str], int]:
    """One record from line `at` on, and how many lines it took."""
    used = 0

    def feed() -> Iterator[str]:
        nonlocal used
        while at + used < len(lines):
            used += 1
            yield lines[at + used - 1] + "\n"

    try:
        row = next(csv.reader(feed(), delimiter=separator), [])
    except csv.Error:  # a field over the csv module's limit
        return [lines[at][:LONGEST_FIELD] + "…" * 2], 1
    return row, max(used, 1)


def _from_rows(rows: list[list[str]], broken: list[bool], columns: int) -> pl.DataFrame:
    cells = {
        str(i): pl.Series(str(i), [row[i] if i < len(row) else None for row in rows], dtype=pl.String)
        for i in range(columns)
    }
    return pl.DataFrame(cells).with_columns(
        pl.Series(ROW, range(1, len(rows) + 1), dtype=pl.UInt32),
        pl.Series(WIDTH, [len(row) for row in rows], dtype=pl.Int64),
        pl.Series(OVERFLOW, [any(c.strip() for c in row[columns:]) for row in rows], dtype=pl.Boolean),
        pl.Series(BROKEN, broken, dtype=pl.Boolean),
    )


def _refuse_too_wide(columns: int, file: str) -> None:
    if columns > MOST_COLUMNS:
        what = f"A row has {columns:,} columns; no gradebook has more than {MOST_COLUMNS:,}."
        raise Refused(
            Refusal("too-many-columns", Place(file), what, "Give the export as the gradebook made it.")
        )


def trimmed(cells: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """The cells without spaces around them, blanks null, without the rows that are blank from end to end."""
    cells = cells.with_columns(pl.col(names).str.strip_chars())
    cells = cells.with_columns(pl.when(pl.col(names) != "").then(pl.col(names)))
    return cells.filter(pl.any_horizontal(pl.col(names).is_not_null()))


def _refuse_unreadable(cells: pl.DataFrame, columns: int, data: bytes, findings: Findings) -> pl.DataFrame:
    """Trim the cells, and name rows with broken quotes, broken letters, NUL bytes or endless fields."""
    names = [str(i) for i in range(columns)]
    cells = trimmed(cells, names)
    how = "Mend the row in the program it comes from, or leave it out, and import again."
    what = "A quotation mark is opened in this row and not closed, so its cells cannot be told apart."
    cells = findings.refuse_rows(cells, pl.col(BROKEN), "open-quote", what, how)
    if b"\x00" in data:
        what = "The row holds a NUL byte, which no gradebook writes: the file is damaged here."
        bad = pl.any_horizontal(pl.col(names).str.contains("\x00", literal=True))
        cells = findings.refuse_rows(cells, bad, "nul-byte", what, how)
    if "\ufffd".encode() in data:
        what = "Letters of this row are not in the file's encoding (UTF-8)."
        bad = pl.any_horizontal(pl.col(names).str.contains("\ufffd", literal=True))
        cells = findings.refuse_rows(cells, bad, "wrong-encoding", what, how)
    if len(data) > LONGEST_FIELD:
        what = f"A cell of this row is longer than {LONGEST_FIELD:,} characters."
        bad = pl.any_horizontal(pl.col(names).str.len_bytes() > LONGEST_FIELD)
        cells = findings.refuse_rows(cells, bad, "field-too-long", what, how)
    return cells
