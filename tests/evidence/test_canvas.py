"""Canvas exports in the ways that locales and settings make them."""

# ruff: noqa: E501 (rows of exports stay on one line)
from __future__ import annotations

from pathlib import Path

import pytest

from sharewell.evidence import read_gradebook
from tests.evidence.books import CANVAS, SHARED, cautions, codes, hold_invariants, refused, statuses, write


def test_the_export_reads_as_it_is_written(tmp_path: Path) -> None:
    book = read_gradebook(write(tmp_path, "2026 Grades.csv", CANVAS))
    hold_invariants(book)
    assert statuses(book) == {
        ("1", "101"): ("scored", 8.0),
        ("1", "102"): ("scored", 31.5),
        ("2", "101"): ("excused", None),
        ("2", "102"): ("ungraded", None),
    }
    assert book.students.select("student_id", "name").rows() == [("1", "Ana Reyes"), ("2", "Bo Lind")]
    assert book.tasks.select("task", "title", "points_possible").rows() == [
        ("101", "Quiz 1", 10.0),
        ("102", "Essay", 40.0),
    ]
    assert book.classes["title"].to_list() == ["7A"]
    assert {"test-student", "blank-is-ungraded"} <= cautions(book)
    assert book.refusals == ()


def test_a_blank_is_missing_only_when_the_teacher_says_so(tmp_path: Path) -> None:
    book = read_gradebook(write(tmp_path, "g.csv", CANVAS), blank_is_missing=True)
    assert statuses(book)["2", "102"] == ("missing", None)


# header, the row of points, one student's row, what the two tasks hold
_LOCALES = {
    "german": (
        "Student;ID;SIS User ID;SIS Login ID;Section;Übung: Brüche (7);Aufsatz (8);Aktuelle Punktzahl;Endpunktzahl",
        "    Punkte möglich;;;;;10,00;1.250,00;(schreibgeschützt);(schreibgeschützt)",
        '"Müller, Jörg";11;S1;j;8b;7,50;1.100,25;88,10;88,10',
        (7.5, 1100.25, 10.0, 1250.0),
    ),
    "french": (
        "Étudiant,ID,SIS User ID,SIS Login ID,Section,Devoir (7),Essai (8),Note actuelle,Note finale",
        '    Points possibles,,,,,"10,00","1 250,00",(lecture seule),(lecture seule)',
        '"Côté, Élise",11,S1,e,8b,"7,50","1 100,25","88,10","88,10"',
        (7.5, 1100.25, 10.0, 1250.0),
    ),
    "japanese": (
        "学生,ID,SIS User ID,SIS Login ID,セクション,宿題 (7),作文（8）,現在のスコア,最終スコア",
        "    満点,,,,,10.00,50.00,（読み取り専用）,（読み取り専用）",
        "山田 花子,11,S1,h,8b,7.50,40.25,88.10,88.10",
        (7.5, 40.25, 10.0, 50.0),
    ),
    "spanish without decimals": (
        "Estudiante,ID,ID de usuario del SIS,ID de inicio de sesión,Sección,Tarea (7),Ensayo (8),Puntaje actual",
        "    Puntos posibles,,,,,10,50,(sólo lectura)",
        '"Díaz, Luz",11,S1,l,8b,"7,5","40,25","88,1"',
        (7.5, 40.25, 10.0, 50.0),
    ),
    "localised id column": (
        "Elev,Nummer,SIS-bruger,Login,Sektion,Opgave (7),Stil (8),Aktuel score",
        '    Mulige point,,,,,"10,0","50,0",(skrivebeskyttet)',
        '"Holm, Ida",11,S1,i,8b,"7,5","40,25","88,1"',
        (7.5, 40.25, 10.0, 50.0),
    ),
}


@pytest.mark.parametrize("locale", sorted(_LOCALES))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_locale(tmp_path: Path, locale: str, encoding: str) -> None:
    header, possible, row, (quiz, essay, quiz_max, essay_max) = _LOCALES[locale]
    marks = header.replace(";", ",").count(",")
    separator = ";" if ";" in header else ","
    manual = separator * 5 + f"Manual Posting{separator}" + separator * (marks - 6)
    for rows in ([header, possible, row], [header, manual, possible, row]):
        book = read_gradebook(write(tmp_path, "g.csv", ("\n".join(rows) + "\n").encode(encoding)))
        assert statuses(book) == {("11", "7"): ("scored", quiz), ("11", "8"): ("scored", essay)}
        assert book.tasks["points_possible"].to_list() == [quiz_max, essay_max]
        assert book.refusals == ()


def test_cells_that_are_no_points(tmp_path: Path) -> None:
    text = (
        "Student,ID,SIS User ID,Section,A (1),B (2),C (3),D (4),Current Score (2026)\n"
        "    Points Possible,,,,10.00,20.00,10.00,10.00,(read only)\n"
        '"=Reyes, Ana",1,S1,7A,A-,85%,N/A,EX,90\n'
        '"\'=Lind, Bo",2,S2,7A,complete,-4,12.00,100.00,90\n'
    )
    book = read_gradebook(write(tmp_path, "g.csv", text))
    assert statuses(book) == {
        ("1", "2"): ("scored", 17.0),
        ("1", "3"): ("unassigned", None),
        ("1", "4"): ("excused", None),
        ("2", "3"): ("scored", 12.0),
    }
    assert {(r.code, r.where.row, r.where.column) for r in book.refusals} == {
        ("not-a-number", 3, "A (1)"),
        ("no-points", 4, "A (1)"),
        ("impossible-points", 4, "B (2)"),
        ("impossible-points", 4, "D (4)"),
    }
    assert book.students["name"].to_list() == ["Ana =Reyes", "Bo =Lind"]
    assert book.tasks.height == 4


@pytest.mark.parametrize("names", ["LastName,FirstName", '"LastName,FirstName"'])
def test_names_in_two_columns(tmp_path: Path, names: str) -> None:
    two = not names.startswith('"')
    blank = "    Points Possible," if two else "    Points Possible"
    name = "Reyes,Ana" if two else '"Reyes,Ana"'
    text = f"{names},ID,SIS User ID,Section,A (5)\n{blank},,,,10.00\n{name},1,S1,7A,9.00\n"
    book = read_gradebook(write(tmp_path, "g.csv", text))
    assert book.students.select("student_id", "name").rows() == [("1", "Ana Reyes")]
    assert statuses(book) == {("1", "5"): ("scored", 9.0)}


def test_a_preview_student_of_an_unlisted_language_is_known_by_its_row(tmp_path: Path) -> None:
    text = CANVAS.replace("Student, Test", "Nxam, Sivivinyo")
    book = read_gradebook(write(tmp_path, "g.csv", text))
    assert book.students["name"].to_list() == ["Ana Reyes", "Bo Lind"]
    kept = text.replace('"Nxam, Sivivinyo",3,,x,7A,,', '"Nxam, Sivivinyo",3,,x,7A,4.00,')
    assert read_gradebook(write(tmp_path, "g.csv", kept)).students.height == 3


def test_several_sections_are_one_class_named_by_the_file(tmp_path: Path) -> None:
    book = read_gradebook(write(tmp_path, "Biology.csv", CANVAS.replace("bo,7A", "bo,7B")))
    assert book.classes["title"].to_list() == ["Biology"]


def test_an_assignment_without_points_is_kept_and_said(tmp_path: Path) -> None:
    book = read_gradebook(write(tmp_path, "g.csv", CANVAS.replace("10.00,40.00", ",40.00")))
    assert book.tasks["points_possible"].to_list() == [None, 40.0]
    assert "no-points-possible" in cautions(book)


def test_an_export_of_totals_alone_is_refused(tmp_path: Path) -> None:
    text = "Student,ID,Section,Current Score\n    Points Possible,,,(read only)\nAna,1,7A,90\n"
    assert refused(write(tmp_path, "g.csv", text)) == {"no-tasks"}


def test_two_exports_in_a_folder_are_two_classes(tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    write(folder, "a.csv", CANVAS)
    write(folder, "b.csv", CANVAS.replace("7A", "7B").replace("(101)", "(201)").replace("(102)", "(202)"))
    book = read_gradebook(folder)
    hold_invariants(book)
    assert (book.students.height, book.classes.height, book.tasks.height, book.results.height) == (2, 2, 4, 8)
    assert codes(book) == set()


@pytest.mark.skipif(not SHARED.exists(), reason="the sample exports are not here")
def test_the_sample_exports() -> None:
    swedish = read_gradebook(SHARED / "gradebooks/canvas/canvas_gradebook_swedish_locale.csv")
    assert swedish.tasks["title"].to_list() == [
        "Computer lab: Basic Python",
        "Computer lab: basic Unix",
        "Computer lab:git",
    ]
    assert swedish.students["name"].to_list() == ["Lord Brett Sinclair", "Danny Craig"]
    scheme = read_gradebook(SHARED / "gradebooks/canvas/canvas_gradebook_grading_scheme.csv")
    assert scheme.results.filter(scheme.results["status"] == "scored").select("student_id", "task", "points").rows() == [
        ("1001", "201", 88.0), ("1002", "111", 40.0), ("1002", "201", 91.0),
    ]  # fmt: skip
    assert scheme.students.height == 3
    assert swedish.refusals == scheme.refusals == ()


def test_a_blank_override_of_a_marking_period_is_no_assignment(tmp_path: Path) -> None:
    text = CANVAS.replace("Final Score\n", "Final Score,Override Score (2026)\n", 1)
    text = text.replace("(read only),(read only)\n", "(read only),(read only),\n").replace(
        "79.00,79.00\n", "79.00,79.00,91.00\n"
    )
    book = read_gradebook(write(tmp_path, "g.csv", text))
    assert book.tasks["task"].to_list() == ["101", "102"]
    assert book.refusals == ()


def test_a_name_that_canvas_made_safe_is_read_as_it_was(tmp_path: Path) -> None:
    book = read_gradebook(write(tmp_path, "g.csv", CANVAS.replace('"Reyes, Ana"', '"=""=Reyes, Ana"""')))
    assert book.students["name"].to_list() == ["Ana =Reyes", "Bo Lind"]


def test_three_thousand_assignments_are_no_trouble(tmp_path: Path) -> None:
    head = ",".join(f"Task {i} ({i})" for i in range(3_000))
    text = f"Student,ID,Section,{head}\n    Points Possible,,," + ",".join(["10.00"] * 3_000)
    text += "\nAna,1,7A," + ",".join(["9.00"] * 3_000) + "\n"
    assert read_gradebook(write(tmp_path, "g.csv", text)).results.height == 3_000
