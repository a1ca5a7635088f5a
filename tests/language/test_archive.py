"""An archive in sums: the same whoever counts it, and nobody to be found in it."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from sharewell.cli.main import app
from sharewell.disclosure import LEAST_TEXTS, LEAST_WRITERS, Support, protect_groups, protect_support
from sharewell.evidence import Refused
from sharewell.language.archive import Counted, added, count, report
from sharewell.language.archive_parts import Columns, parts_of, rows_of
from sharewell.scale import map_partitions

KIND = "You named each step. Next, draw it to scale."
PLAIN = "The test is on Friday."
LAZY = "You are so lazy."
COLUMNS = Columns("comment", "teacher", ("school", "year"))


def archive(path: Path, *, schools: int = 3, writers: int = 6, each: int = 12) -> Path:
    """Comments with commas, quotation marks and line ends in them."""
    with path.open("w", encoding="utf-8", newline="") as target:
        out = csv.writer(target)
        out.writerow(["school", "year", "teacher", "comment"])
        for school in range(schools):
            for number in range(each):
                text = (KIND, PLAIN, LAZY)[number % 3]
                out.writerow(
                    [f"S{school}", "2026", f"t{school}-{number % writers}", f'{text}\nShe said "yes", twice.']
                )
    return path


def test_parts_hold_every_comment_once_wherever_they_are_cut(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.csv")
    whole = [row for part in parts_of(path, COLUMNS, fast=True) for row in rows_of(part)]
    assert len(whole) == 36
    for size in (1, 37, 200, 1000):
        parts = list(parts_of(path, COLUMNS, fast=True, size=size))
        assert [row for part in parts for row in rows_of(part)] == whole
    assert len(list(parts_of(path, COLUMNS, fast=True, size=1))) == 36


@pytest.mark.parametrize("ending", ["jsonl", "parquet", "tsv"])
def test_every_kind_of_file_gives_the_same_sums(tmp_path: Path, ending: str) -> None:
    path = archive(tmp_path / "a.csv")
    table, other = pl.read_csv(path, schema_overrides={"year": pl.String}), tmp_path / f"a.{ending}"
    if ending == "jsonl":
        other.write_text("\n".join(json.dumps(row) for row in table.iter_rows(named=True)))
    elif ending == "parquet":
        table.write_parquet(other)
    else:
        table.write_csv(other, separator="\t")
    assert sums(other).equals(sums(path))


WIDE = ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"]
MARKS = {"utf-16-le": "", "utf-16-be": "\ufeff"}  # with a mark and without; the other two write their own
SPANISH = [("S1", "a", 'Bien — "así", niño.\nSigue.'), ("S2", "b", "Ċ∊Ģ ਊ"), ("S1", "c", "Otra vez.")]


@pytest.mark.parametrize("encoding", WIDE)
@pytest.mark.parametrize(
    ("ending", "sign"), [("csv", ","), ("csv", ";"), ("tsv", "\t"), ("txt", "\t"), ("jsonl", "")]
)
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_archives_in_wide_letters(tmp_path: Path, encoding: str, ending: str, sign: str, end: str) -> None:
    names, path = ("school", "teacher", "comment"), tmp_path / f"a.{ending}"
    if sign:
        quoted = [f'{s}{sign}{w}{sign}"{t.replace(chr(34), chr(34) * 2)}"' for s, w, t in SPANISH]
        lines = [sign.join(names), *quoted]
    else:
        lines = [json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in SPANISH]
    path.write_bytes((MARKS.get(encoding, "") + end.join(lines) + end).encode(encoding))
    for size in (1, 50, 10**6):  # letters that hold the bytes of a line end or of a mark cut nothing
        parts = list(parts_of(path, Columns("comment", "teacher", ("school",)), fast=True, size=size))
        rows = [row for part in parts for row in rows_of(part)]
        assert [row and (*row.group, row.writer, row.text) for row in rows] == SPANISH
        assert len(parts) == (3 if size == 1 else len(parts))


def test_the_command_sums_a_spreadsheets_unicode_text(tmp_path: Path) -> None:
    plain = archive(tmp_path / "a.csv", each=60)
    rows = list(csv.reader(plain.open(encoding="utf-8", newline="")))
    text = "".join("\t".join(f'"{cell}"' if "\n" in cell else cell for cell in row) + "\r\n" for row in rows)
    wide = tmp_path / "a.txt"
    wide.write_bytes(("\ufeff" + text.replace('said "yes"', 'said ""yes""')).encode("utf-16-le"))
    told = [
        CliRunner().invoke(
            app, ["lens", "report", str(path), "--fast", "--processes", "1"], catch_exceptions=False
        )
        for path in (plain, wide)
    ]
    assert told[0].stdout == told[1].stdout
    assert "all,all,180,420," in told[1].stdout
    assert ",60,a fixed label 60\n" in told[1].stdout


@pytest.mark.parametrize("opening", ["sep=;\r\n", "\r\n\r\n", ""])
@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_archives_with_a_line_before_the_header_and_of_old_spreadsheets(
    tmp_path: Path, opening: str, end: str
) -> None:
    path = tmp_path / "a.csv"
    text = f'{opening}school;teacher;comment{end}S1;a;Good, go on.{end}S2;b;"Well\ndrawn; now label."{end}'
    path.write_text(text.replace("\r\n", end), newline="")
    parts = list(parts_of(path, Columns("comment", "teacher", ()), fast=True, size=1))
    assert [row and row.text for part in parts for row in rows_of(part)] == [
        "Good, go on.",
        "Well\ndrawn; now label.",
    ]
    assert len(parts) == 2


def test_what_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"teacher,comment\na,Good.\n"))
    result = CliRunner().invoke(app, ["lens", "report", str(path)])
    assert isinstance(result.exception, Refused)
    assert "a gzip file" in str(result.exception)


def test_every_file_that_cannot_be_read_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("school,comment\nS,Good.\n")
    paths = [str(tmp_path / name) for name in ("a.csv", "b.csv", "c.csv")]
    result = CliRunner().invoke(app, ["lens", "report", *paths])
    assert isinstance(result.exception, Refused)
    assert [refusal.where.file for refusal in result.exception.refusals] == paths


def sums(path: Path, size: int = 10**6) -> pl.DataFrame:
    counted = [count(part) for part in parts_of(path, COLUMNS, fast=True, size=size)]
    return report(added(part.tallies for part in counted), COLUMNS.by)


def test_the_sums_are_those_of_the_texts(tmp_path: Path) -> None:
    table = sums(archive(tmp_path / "a.csv", each=60, writers=7), size=500)
    assert table["school"].to_list() == ["all", "S0", "S1", "S2"]
    assert table["texts"].to_list() == [180, 60, 60, 60]
    assert table["with_next_step"].to_list() == [60, 20, 20, 20]
    assert table["deficit"].to_list() == [60, 20, 20, 20]
    assert table["reasons"][0] == "a fixed label 60"
    text = table.write_csv()
    assert "t0-" not in text
    assert "lazy" not in text


def test_a_school_with_few_writers_is_hidden_with_another_one(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.csv", each=60)
    with path.open("a", encoding="utf-8", newline="") as target:
        for number in range(40):
            csv.writer(target).writerow(["S9", "2026", f"few-{number % 4}", KIND])
    table = sums(path)
    hidden = table.filter(pl.col("texts").is_null())["school"].to_list()
    assert "S9" in hidden
    assert len(hidden) == 2
    assert table["texts"][0] == 220  # the total is shown: what is left of it is two schools, ten writers


def test_texts_without_a_writer_add_no_writer(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("school,year,teacher,comment\n" + "S,2026,,The test is on Friday.\n" * 50)
    assert sums(path)["texts"].to_list() == [None, None]


def test_lines_that_cannot_be_used_are_counted_and_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "school,year,teacher,comment\nS,2026,t,Fine,too many\nS,2026\nS,2026,t,\nS,2026,t,Good.\n"
    )
    (part,) = parts_of(path, COLUMNS, fast=True)
    counted = count(part)
    assert isinstance(counted, Counted)
    assert counted.passed_over == 2
    assert counted.tallies["S", "2026"]["texts"].count == 1
    with pytest.raises(Refused, match="could not be used"):
        CliRunner().invoke(
            app,
            ["lens", "report", str(path), "--fast", "--processes", "1"],
            catch_exceptions=False,
            standalone_mode=False,
        )


def test_without_a_writer_column_nothing_is_summed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("school,comment\nS,Good.\n")
    result = CliRunner().invoke(app, ["lens", "report", str(path)])
    assert isinstance(result.exception, Refused)
    assert "who wrote" in str(result.exception)


def test_lines_that_cannot_be_used_are_counted_for_each_file(tmp_path: Path) -> None:
    good = {"comment": "Good.", "teacher": "t"}
    for name, lines in (("a.jsonl", [good, 3, {"comment": 5}]), ("b.jsonl", [good]), ("c.jsonl", [good, []])):
        (tmp_path / name).write_text("".join(json.dumps(line) + "\n" for line in lines))
    files = [str(tmp_path / name) for name in ("a.jsonl", "b.jsonl", "c.jsonl")]
    result = CliRunner().invoke(app, ["lens", "report", *files, "--fast", "--processes", "1"])
    assert isinstance(result.exception, Refused)
    told = [(Path(one.where.file).name, one.what[-2:]) for one in result.exception.refusals]
    assert told == [("a.jsonl", "2."), ("c.jsonl", "1.")]


def test_sums_that_cannot_be_written_are_refused_before_anything_is_read(tmp_path: Path) -> None:
    out = tmp_path / "none" / "sums.csv"
    result = CliRunner().invoke(app, ["lens", "report", str(tmp_path / "none.csv"), "--out", str(out)])
    assert isinstance(result.exception, Refused)
    assert [one.where.file for one in result.exception.refusals] == [str(out)]


@pytest.mark.slow
@pytest.mark.enable_socket
def test_a_ray_cluster_of_two_workers_gives_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'sharewell[cluster]'")
    path = archive(tmp_path / "a.csv", each=60)
    written = []
    for name, where in (("here", ["--processes", "1"]), ("there", ["--processes", "2", "--ray", "local"])):
        out = tmp_path / f"{name}.csv"
        CliRunner().invoke(
            app, ["lens", "report", str(path), "--fast", "--out", str(out), *where], catch_exceptions=False
        )
        written.append(out.read_bytes())
    assert written[0] == written[1]
    parts = list(parts_of(path, COLUMNS, fast=True, size=1000))
    assert len(parts) > 4
    here = map_partitions(count, parts, processes=1)
    assert map_partitions(count, parts, processes=2, ray_address="local") == here


supports = st.builds(
    lambda texts, writers: Support(texts, frozenset(range(min(texts, writers)))),
    st.integers(0, 30), st.integers(1, 9),
)  # fmt: skip


@given(st.lists(st.tuples(supports, supports), min_size=1, max_size=8))
def test_what_is_left_of_a_total_rests_on_enough_or_on_all_there_is(
    groups: list[tuple[Support, Support]],
) -> None:
    hidden = protect_groups(groups)
    left = [group for group, hide in zip(groups, hidden, strict=True) if hide]
    for group, hide in zip(groups, hidden, strict=True):
        assert hide or all(not figure.texts or figure.enough for figure in group)
    if left and len(left) < len(groups):
        assert len(left) >= 2
        for figures in zip(*left, strict=True):
            texts = sum(figure.texts for figure in figures)
            writers = frozenset[int]().union(*(figure.writers for figure in figures))
            assert not texts or (texts >= LEAST_TEXTS and len(writers) >= LEAST_WRITERS)


@given(st.lists(supports, max_size=6), st.booleans())
def test_parts_of_a_total_likewise(parts: list[Support], overlap: bool) -> None:
    hidden = protect_support(parts, overlap=overlap)
    left = [part for part, hide in zip(parts, hidden, strict=True) if hide]
    shown = [part for part, hide in zip(parts, hidden, strict=True) if not hide and part.texts]
    assert all(part.enough for part in shown)
    if left and shown:
        texts = [part.texts for part in left]
        assert len(left) >= 2
        assert (max(texts) if overlap else sum(texts)) >= LEAST_TEXTS
