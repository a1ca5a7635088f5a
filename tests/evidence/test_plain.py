"""The plain table, mappings, and the kinds of file it comes in."""

# ruff: noqa: E501 (rows of exports stay on one line)
from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from sharewell.evidence import Refused, load_mapping, read_gradebook, save_mapping
from sharewell.evidence.separators import separator_of, without_said
from tests.evidence.books import PLAIN, cautions, codes, hold_invariants, refused, statuses, write


def test_the_plain_table_reads_as_it_is_written(tmp_path: Path) -> None:
    book = read_gradebook(write(tmp_path, "Biology 7.csv", PLAIN))
    hold_invariants(book)
    assert book.refusals == ()
    assert statuses(book) == {
        ("S1", "Quiz 1"): ("scored", 8.0),
        ("S2", "Quiz 1"): ("missing", None),
        ("S1", "Lab"): ("scored", 17.5),
        ("S2", "Lab"): ("excused", None),
    }
    assert book.classes.rows() == [("Biology 7", "Biology 7", None)]
    assert book.tasks.filter(pl.col("task") == "Lab").rows() == [
        ("Lab", "Biology 7", "Lab", "Lab", 20.0, date(2026, 9, 8), 45.0, None)
    ]
    assert book.links.rows() == [("Lab", "A.2", 1), ("Quiz 1", "A.1", 1), ("Quiz 1", "A.2", 1)]
    assert book.as_of == date(2026, 9, 8)


def test_excel_and_parquet_give_the_same_book(tmp_path: Path) -> None:
    text = read_gradebook(write(tmp_path, "a.csv", PLAIN))
    rows = [line.split(",") for line in PLAIN.splitlines()]
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.merge_range(0, 0, 0, 4, "Grades of the first term")  # a title, as reports have
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate(rows, start=2):
            for column, cell in enumerate(row):
                if rows[0][column] == "due" and at > 2:
                    sheet.write_datetime(at, column, datetime.fromisoformat(cell), day)
                elif rows[0][column] in ("points", "minutes") and cell and at > 2:
                    sheet.write_number(at, column, float(cell))
                else:
                    sheet.write_string(at, column, cell)
    body = pl.DataFrame(rows[1:], schema=rows[0], orient="row")
    body.with_columns(
        pl.col("due").str.to_date(), pl.col("points").cast(pl.Float64, strict=False)
    ).write_parquet(tmp_path / "a.parquet")
    for name in ("a.xlsx", "a.parquet"):
        book = read_gradebook(tmp_path / name)
        assert book.refusals == ()
        for table in ("students", "classes", "tasks", "results", "links"):
            assert getattr(book, table).equals(getattr(text, table)), (name, table)


def test_another_products_headers_are_mapped_and_the_mapping_is_kept(tmp_path: Path) -> None:
    path = write(tmp_path, "other.csv", "Pupil No.;Work;Mark;Max\nP1;Essay;7,5;10\nP2;Essay;;10\n")
    assert "unknown-table" in refused(path)
    mapping = {"student_id": "Pupil No.", "task": "Work", "points": "Mark", "points_possible": "Max"}
    save_mapping(tmp_path / "map.toml", mapping)
    assert load_mapping(tmp_path / "map.toml") == mapping
    book = read_gradebook(path, mapping=tmp_path / "map.toml")
    assert statuses(book) == {("P1", "Essay"): ("scored", 7.5), ("P2", "Essay"): ("ungraded", None)}
    assert book.tasks["points_possible"].to_list() == [10.0]


def test_an_unknown_table_is_told_by_its_headers(tmp_path: Path) -> None:
    with pytest.raises(Refused) as trouble:
        read_gradebook(write(tmp_path, "x.csv", "Pupil,Work,Mark\nA,B,3\n"))
    (refusal,) = trouble.value.refusals
    assert "Pupil, Work, Mark" in refusal.what
    assert "mapping" in refusal.how_to_fix


@pytest.mark.parametrize(
    "text", ["points 3", "grades = 'x'\n", "points = 3\n", "points = 'Nowhere'\nstudent_id='a'\ntask='b'\n"]
)
def test_a_mapping_that_does_not_fit_is_refused(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, "x.csv", "a,b,c\n1,2,3\n")
    assert refused(path, mapping=write(tmp_path, "m.toml", text)) & {"bad-mapping", "unknown-table"}


def test_status_words_stay_apart(tmp_path: Path) -> None:
    words = {
        "Missing": "missing", "not submitted": "missing", "NOT_SUBMITTED": "missing", "incomplete": "missing",
        "Excused": "excused", "exempt": "excused", "EX": "excused",
        "ungraded": "ungraded", "Not yet graded": "ungraded", "submitted": "ungraded", "late": "ungraded", "": "ungraded",
        "unassigned": "unassigned", "not assigned": "unassigned", "N/A": "unassigned",
    }  # fmt: skip
    rows = "".join(f"S{i},T,,10,{word}\n" for i, word in enumerate(words))
    book = read_gradebook(write(tmp_path, "w.csv", "student_id,task,points,points_possible,status\n" + rows))
    found = dict(book.results.select("student_id", "status").iter_rows())
    assert found == {f"S{i}": status for i, status in enumerate(words.values())}
    book = read_gradebook(
        write(tmp_path, "w.csv", "student_id,task,points,points_possible,status\nS1,T,,10,\n"),
        blank_is_missing=True,
    )
    assert book.results["status"].to_list() == ["missing"]


def test_points_decide_what_a_word_leaves_open(tmp_path: Path) -> None:
    head = "student_id,task,points,points_possible,status\n"
    rows = "A,T,7,10,late\nB,T,7,10,submitted\nC,T,0,10,submitted\nD,T,7,10,wibble\nE,T,,10,wibble\nF,T,,10,scored\nG,T,EX,10,\n"
    book = read_gradebook(write(tmp_path, "w.csv", head + rows))
    assert {k[0]: v for k, v in statuses(book).items()} == {
        "A": ("scored", 7.0), "B": ("scored", 7.0), "C": ("ungraded", None), "D": ("scored", 7.0), "G": ("excused", None),
    }  # fmt: skip
    assert [(r.code, r.where.row) for r in book.refusals] == [("unknown-status", 6), ("no-points", 7)]
    assert "unknown-status" in cautions(book)


def test_what_is_wrong_is_named_by_row_and_column_and_the_rest_goes_on(tmp_path: Path) -> None:
    head = "Student ID,Task,Points,Points Possible,Due\n"
    rows = [
        "S1,T1,8,10,2026-09-01",  # 2: good
        "S2,T1,-3,10,2026-09-01",
        "S3,T1,abc,10,2026-02-31",  # 4: two things
        "S4,T1,99,10,2026-09-01",
        "S5,T1,20,10,2026-09-01",  # 6: twice the points is extra credit
        "S6,T1,NaN,10,2026-09-01",
        "S7,T1,1e999,10,2026-09-01",
        "S8,T1,5,10,3026-09-01",
        "S9,T1,5,10,1902-09-01",
        ",T1,5,10,2026-09-01",
        "S11,,5,10,2026-09-01",
        "S1,T1,8,10,2026-09-01",  # 13: the same again
        "S1,T1,9,10,2026-09-01",  # 14: and otherwise
        "S13,T1,5,10,2026-09-01,extra",
        "S14,T1",
        "S15,T1,5,10,2026-09-01",
    ]
    book = read_gradebook(write(tmp_path, "w.csv", head + "\n".join(rows) + "\n"))
    hold_invariants(book)
    assert book.results["student_id"].to_list() == ["S1", "S15", "S5"]
    named = {(r.where.row, r.where.column, r.code) for r in book.refusals}
    assert named == {
        (3, "Points", "impossible-points"), (4, "Points", "not-a-number"), (4, "Due", "impossible-date"),
        (5, "Points", "impossible-points"), (7, "Points", "not-a-number"), (8, "Points", "impossible-points"),
        (9, "Due", "impossible-date"), (10, "Due", "impossible-date"), (11, "Student ID", "no-student"),
        (12, "Task", "no-task"), (14, "Task", "duplicate-result"), (15, None, "row-too-long"),
        (16, None, "row-too-short"),
    }  # fmt: skip


def test_one_title_in_two_classes_is_two_tasks(tmp_path: Path) -> None:
    text = (
        "student_id,task,class,points,points_possible\nS1,Quiz,Math,5,10\nS1,Quiz,Art,6,10\nS1,Lab,Art,6,10\n"
    )
    book = read_gradebook(write(tmp_path, "w.csv", text))
    assert book.tasks.select("task", "class_id", "title").rows() == [
        ("Art: Quiz", "Art", "Quiz"),
        ("Lab", "Art", "Lab"),
        ("Math: Quiz", "Math", "Quiz"),
    ]
    assert book.results.height == 3


def test_zero_points_possible_keeps_the_scores_and_says_so(tmp_path: Path) -> None:
    text = "student_id,task,points,points_possible\nS1,T0,5,0\nS1,T1,5,-10\n"
    book = read_gradebook(write(tmp_path, "w.csv", text))
    assert book.results.height == 2
    assert "zero-points-possible" in cautions(book)
    assert codes(book) == {"impossible-points-possible"}
    assert book.tasks["points_possible"].to_list() == [0.0, None]


@pytest.mark.parametrize(
    ("days", "read"),
    [
        (("15/06/2026", "1/05/2026"), (date(2026, 6, 15), date(2026, 5, 1))),
        (("06/15/2026", "1/05/2026"), (date(2026, 6, 15), date(2026, 1, 5))),
        (("15.06.26", "1.05.2026"), (date(2026, 6, 15), date(2026, 5, 1))),
        (("2026-06-15T08:00:00Z", "2026/05/01"), (date(2026, 6, 15), date(2026, 5, 1))),
        (("15 June 2026", "May 1, 2026"), (date(2026, 6, 15), date(2026, 5, 1))),
    ],
)
def test_days_as_people_write_them(tmp_path: Path, days: tuple[str, str], read: tuple[date, date]) -> None:
    text = f'student_id,task,points,points_possible,due\nS1,A,1,2,"{days[0]}"\nS1,B,1,2,"{days[1]}"\n'
    assert tuple(read_gradebook(write(tmp_path, "w.csv", text)).tasks["due"]) == read


def test_a_day_that_could_be_two_is_refused(tmp_path: Path) -> None:
    text = "student_id,task,points,points_possible,due\nS1,A,1,2,1/05/2026\nS1,B,1,2,\n"
    book = read_gradebook(write(tmp_path, "w.csv", text))
    assert [(r.code, r.where.row, r.where.column) for r in book.refusals] == [("unclear-date", 2, "due")]
    assert book.results.height == 2  # the score counts; only its day is not known
    assert book.tasks["due"].null_count() == 2


def test_one_column_of_days_tells_how_to_read_the_other(tmp_path: Path) -> None:
    text = "student_id,task,points,points_possible,due,done\nS1,A,1,2,1/05/2026,28/04/2026\n"
    book = read_gradebook(write(tmp_path, "w.csv", text))
    assert (book.tasks["due"][0], book.results["done"][0]) == (date(2026, 5, 1), date(2026, 4, 28))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
)
def test_encodings_are_told_apart(tmp_path: Path, encoding: str) -> None:
    text = PLAIN.replace("Ana Reyes", "Zoë Peña").replace("Bo Lind", "Ørjan Åberg")
    book = read_gradebook(write(tmp_path, "w.csv", text.encode(encoding)))
    assert book.students["name"].to_list() == ["Zoë Peña", "Ørjan Åberg"]
    assert book.results.height == 4


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp1251", "Олександра"),
        ("cp1253", "Γιώργος"),
        ("cp1250", "Świętosława Łączyńska"),
        ("shift_jis", "山田花子"),
        ("gbk", "王小明同学"),
        ("euc-kr", "김민준"),
        ("cp874", "สมชาย"),
    ],
)
def test_another_alphabets_old_encoding_is_refused_with_advice(
    tmp_path: Path, encoding: str, name: str
) -> None:
    path = write(tmp_path, "w.csv", PLAIN.replace("Ana", name).encode(encoding))
    assert refused(path) == {"wrong-encoding"}


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_and_line_ends(tmp_path: Path, separator: str, end: str) -> None:
    text = PLAIN.replace(";", "~").replace(",", separator).replace("~", "," if separator == ";" else ";")
    book = read_gradebook(write(tmp_path, "w.csv", text.replace("\n", end)))
    assert book.results.height == 4
    assert book.links.height == 3


def test_a_title_above_the_header_does_not_settle_the_separator() -> None:
    assert separator_of("Class 7B\nID;points\n" + "".join(f"{row};1,5\n" for row in range(9))) == ";"
    assert separator_of("comment\nGood; go on\nGood; stay\n", header_first=True) == ","


@pytest.mark.parametrize("sign", [";", "|", "\t"])
def test_a_line_that_says_the_separator(tmp_path: Path, sign: str) -> None:
    text = f"sep={sign}\n" + PLAIN.replace(";", "~").replace(",", sign).replace(
        "~", "," if sign == ";" else ";"
    )
    book = read_gradebook(write(tmp_path, "w.csv", text))
    assert book.results.height == 4
    assert without_said(text) == (text[len("sep=;") :], sign)
    assert without_said("separate;b\n") == ("separate;b\n", None)


def test_codes_joined_by_semicolons_do_not_part_the_columns(tmp_path: Path) -> None:
    rows = "".join(f"S{i},Quiz,5;A;B;C;D\n" for i in range(60))
    text = "student_id,task,standards\n" + rows.replace("5;", "")
    assert "unknown-table" in refused(write(tmp_path, "w.csv", text))
    text = "student_id,task,points,standards\n" + rows.replace("5;", "5,")
    book = read_gradebook(write(tmp_path, "w.csv", text))
    assert book.links["standard"].to_list() == ["A", "B", "C", "D"]


def test_a_column_of_statements_is_not_split_at_its_commas(tmp_path: Path) -> None:
    text = 'student_id,task,points,points_possible,standards\nS1,A,1,2,"Read, and say why"\nS1,B,1,2,"A.1, A.2|A.3"\n'
    book = read_gradebook(write(tmp_path, "w.csv", text))
    assert book.links["standard"].to_list() == ["Read, and say why", "A.1", "A.2", "A.3"]


def test_a_workbook_of_several_sheets_is_a_class_a_sheet(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "all.xlsx") as workbook:
        workbook.add_worksheet("Read me").write_row(0, 0, ["How to use this file", "…"])
        workbook.add_worksheet("Empty")
        for name in ("7A", "7B"):
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, ["student_id", "task", "points", "points_possible"])
            sheet.write_row(1, 0, [f"S{name}", f"Quiz {name}", 7, 10])
    book = read_gradebook(tmp_path / "all.xlsx")
    hold_invariants(book)
    assert book.classes["title"].to_list() == ["7A", "7B"]
    assert book.results.height == 2
    assert [(r.code, r.where.file) for r in book.refusals] == [("unknown-table", "all.xlsx [Read me]")]


def test_a_day_that_does_not_exist_is_not_called_unclear(tmp_path: Path) -> None:
    table = (
        "student_id,task,points,points_possible,due\n1,A,8,10,09/08/2026\n2,A,7,10,2026-13-01\n3,A,7,10,\n"
    )
    book = read_gradebook(write(tmp_path, "marks.csv", table))
    assert [(r.code, r.where.row) for r in book.refusals] == [("unclear-date", 2), ("impossible-date", 3)]
    assert book.results["student_id"].to_list() == ["1", "3"]
