"""What holds of every table and of any bytes (hypothesis), and the file of refusals."""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sharewell.evidence import Place, Refusal, Refused, read_gradebook, read_standards, write_refused
from sharewell.evidence.dates import numeric_order, to_date
from sharewell.evidence.numbers import decimal_mark, to_number
from tests.evidence.books import CANVAS, MOODLE, ONEROSTER, PLAIN, POWERTEACHER, hold_invariants

_QUICK = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_TEXT = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffd\ufeff"), max_size=12
)
_ID = st.from_regex(r"[A-Za-z0-9]{1,6}", fullmatch=True)


def _read(content: bytes, name: str = "g.csv", **options: bool) -> object:
    """The book, or None where it was refused in words; anything else raises."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        with suppress(Refused):
            return read_gradebook(path, **options)
        return None


@st.composite
def _tables(draw: st.DrawFn) -> list[dict[str, str]]:
    tasks = draw(
        st.dictionaries(
            _ID,
            st.tuples(st.integers(1, 100), st.dates(date(2001, 1, 1), date(2090, 1, 1))),
            min_size=1,
            max_size=4,
        )
    )
    students = draw(st.dictionaries(_ID, _TEXT, min_size=1, max_size=4))
    rows: list[dict[str, str]] = []
    for task, (possible, due) in tasks.items():
        for student, name in students.items():
            status = draw(st.sampled_from(["", "missing", "excused", "ungraded", "unassigned"]))
            points = draw(st.floats(0, 2 * possible, allow_subnormal=False)) if not status else None
            rows.append({
                "student_id": student, "student_name": name, "task": task, "points_possible": str(possible),
                "points": "" if points is None else repr(points), "due": due.isoformat(), "status": status,
                "comment": draw(_TEXT),
            })  # fmt: skip
    return rows


@_QUICK
@given(_tables(), st.sampled_from([",", ";", "\t"]))
def test_a_plain_table_says_back_what_was_written(rows: list[dict[str, str]], separator: str) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    book = _read(text.getvalue().encode())
    assert book is not None
    hold_invariants(book)  # pyright: ignore[reportArgumentType]
    assert book.refusals == ()  # pyright: ignore[reportAttributeAccessIssue]
    found = {
        (student, task): (points, status)
        for student, task, points, status, _, _ in book.results.iter_rows()  # pyright: ignore[reportAttributeAccessIssue]
    }
    for row in rows:
        points, status = found[row["student_id"], row["task"]]
        assert status == (row["status"] or "scored")
        assert points == (float(row["points"]) if row["points"] else None)


@settings(_QUICK, max_examples=50)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"PK\x03\x04", b"PAR1", PLAIN.encode()[:90]]),
)
def test_any_bytes_are_read_or_refused(noise: bytes, start: bytes) -> None:
    _read(start + noise)


@st.composite
def _mutated(draw: st.DrawFn, content: bytes) -> bytes:
    tokens = [
        b'"',
        b",",
        b";",
        b"\n",
        b"\x00",
        b"\xff",
        b"(9)",
        b"EX",
        b"-1",
        b"1e999",
        b"3026-01-01",
        b"\t",
        b"=1",
        b"%",
    ]
    held = bytearray(content)
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(held)))
        if draw(st.booleans()):
            held[at:at] = draw(st.sampled_from(tokens))
        else:
            del held[at : at + draw(st.integers(1, 25))]
    return bytes(held)


@_QUICK
@given(st.data(), st.sampled_from([CANVAS, MOODLE, POWERTEACHER, PLAIN]), st.booleans())
def test_a_mutated_export_keeps_the_promises_or_is_refused(
    data: st.DataObject, text: str, blank: bool
) -> None:
    book = _read(data.draw(_mutated(text.encode())), blank_is_missing=blank)
    if book is not None:
        hold_invariants(book)  # pyright: ignore[reportArgumentType]


@settings(_QUICK, max_examples=5)
@given(st.data(), st.sampled_from(sorted(ONEROSTER)))
def test_a_mutated_oneroster_set_keeps_the_promises_or_is_refused(data: st.DataObject, name: str) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for at, text in ONEROSTER.items():
            archive.writestr(at, data.draw(_mutated(text.encode())) if at == name else text)
    book = _read(held.getvalue(), "export.zip")
    if book is not None:
        hold_invariants(book)  # pyright: ignore[reportArgumentType]


@_QUICK
@given(st.data())
def test_mutated_standards_are_read_or_refused(data: st.DataObject) -> None:
    content = data.draw(
        _mutated(b'{"CFItems": [{"identifier": "a", "fullStatement": "x"}], "CFAssociations": []}')
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.json"
        path.write_bytes(content)
        with suppress(Refused):
            read_standards(path)


@_QUICK
@given(st.lists(st.floats(0, 99999, allow_nan=False).map(lambda x: round(x, 2)), min_size=1, max_size=20))
def test_numbers_read_the_same_in_every_locale(numbers: list[float]) -> None:
    plain = [f"{number:,.2f}" for number in numbers]
    locales = {
        "en": plain,
        "de": [text.translate(str.maketrans(",.", ".,")) for text in plain],
        "fr": [text.replace(",", "\u202f").replace(".", ",") for text in plain],
        "ch": [text.replace(",", "’") for text in plain],
        "ar": [text.translate(str.maketrans("0123456789.,", "٠١٢٣٤٥٦٧٨٩٫٬")) for text in plain],
    }
    for locale, texts in locales.items():
        series = pl.Series("n", texts)
        read = pl.select(to_number(pl.lit(series), decimal_mark(series))).to_series().to_list()
        assert read == numbers, locale


@_QUICK
@given(st.lists(st.dates(date(1990, 1, 1), date(2099, 12, 31)), min_size=1, max_size=10))
def test_days_read_the_same_in_every_form_that_can_be_told(days: list[date]) -> None:
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%Y-%m-%dT%H:%M:%SZ", "%d %B %Y", "%b %d, %Y"):
        texts = pl.Series("d", [day.strftime(form) for day in days])
        assert pl.select(to_date(pl.lit(texts), numeric_order(texts))).to_series().to_list() == days, form


def test_refused_csv_is_safe_in_a_spreadsheet_and_in_reading_order(tmp_path: Path) -> None:
    starts = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "plain", 'quo"te,comma']
    refusals = [Refusal("code", Place("b.csv", 9, start), start, start) for start in starts]
    refusals.append(Refusal("code", Place("a.csv", 2, "c"), "what", "how"))
    write_refused(refusals, tmp_path / "refused.csv")
    with (tmp_path / "refused.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["file", "row", "column", "code", "what", "how_to_fix"]
    assert rows[1] == ["a.csv", "2", "c", "code", "what", "how"]
    assert len(rows) == len(refusals) + 1
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)
    first = (tmp_path / "refused.csv").read_bytes()
    write_refused(list(reversed(refusals)), tmp_path / "refused.csv")
    assert (tmp_path / "refused.csv").read_bytes() == first


@pytest.mark.parametrize("formula", ["=cmd|'/C calc'!A0", "+1+1", "@SUM(A1)"])
def test_a_formula_in_an_export_does_not_reach_refused_csv(tmp_path: Path, formula: str) -> None:
    path = tmp_path / "g.csv"
    path.write_text(f"student_id,task,points,points_possible\nS1,T,{formula},10\nS2,T,5,10\n")
    book = read_gradebook(path)
    write_refused(book.refusals, tmp_path / "refused.csv")
    assert [refusal.code for refusal in book.refusals] == ["not-a-number"]
    cells = [cell for row in csv.reader((tmp_path / "refused.csv").open()) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
