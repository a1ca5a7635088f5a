"""Moodle and PowerTeacher Pro exports."""

# ruff: noqa: E501 (rows of exports stay on one line)
from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sharewell.evidence import read_gradebook
from tests.evidence.books import (
    MOODLE,
    POWERTEACHER,
    SHARED,
    cautions,
    codes,
    hold_invariants,
    refused,
    statuses,
    write,
    write_zip,
)


def test_moodle_reads_as_it_is_written(tmp_path: Path) -> None:
    book = read_gradebook(write(tmp_path, "Biology Grades.csv", MOODLE))
    hold_invariants(book)
    assert statuses(book) == {
        ("S1", "Essay"): ("scored", 82.0),
        ("S2", "Essay"): ("ungraded", None),
        ("S1", "Fractions"): ("ungraded", None),
        ("S2", "Fractions"): ("scored", 64.5),
    }
    assert book.results.filter(book.results["comment"].is_not_null())["comment"].to_list() == ["Well argued"]
    assert book.tasks.select("task", "category", "points_possible").rows() == [
        ("Essay", "Assignment", 100.0),
        ("Fractions", "Quiz", 100.0),
    ]
    assert {"assumed-100", "total-left-out"} <= cautions(book)
    assert book.refusals == ()


@pytest.mark.parametrize(
    ("header", "score", "points"),
    [
        ("Vorname;Nachname;ID-Nummer;Institution;Abteilung;E-Mail-Adresse;Aufgabe: Aufsatz (Punkte);Kurs gesamt (Punkte)", "82,5", 82.5),
        ("Nombre;Apellido(s);Número de ID;Institución;Departamento;Dirección de correo;Tarea: Ensayo (Real);Total del curso (Real)", "82,50", 82.5),
        ("Prénom;Nom de famille;Numéro d’identification;Institution;Département;Adresse de courriel;Devoir : Essai (Brut);Total du cours (Brut)", "82,50", 82.5),
        ("First name;Last name;ID number;Institution;Department;Email address;Assignment: Essay (Percentage);Course total (Percentage)", "82.50 %", 82.5),
    ],
)  # fmt: skip
def test_moodle_in_other_languages_and_forms(tmp_path: Path, header: str, score: str, points: float) -> None:
    text = f"{header}\nAna;Reyes;S1;Hill;;ana@x.example;{score};{score}\nBo;Lind;S2;Hill;;bo@x.example;-;-\n"
    book = read_gradebook(write(tmp_path, "g.csv", text))
    assert book.students["name"].to_list() == ["Ana Reyes", "Bo Lind"]
    assert book.tasks.height == 1
    assert [value for _, value in sorted(statuses(book).items())] == [("scored", points), ("ungraded", None)]


def test_a_shared_institution_is_not_taken_for_an_id(tmp_path: Path) -> None:
    text = "Fornavn;Efternavn;Institution;E-mail;Opgave: A (Tal)\nAna;Holm;Hill;ana@x.example;7\nBo;Lind;Hill;bo@x.example;8\n"
    book = read_gradebook(write(tmp_path, "g.csv", text))
    assert book.students["student_id"].to_list() == ["ana@x.example", "bo@x.example"]


def test_moodles_letters_are_refused_with_advice(tmp_path: Path) -> None:
    text = MOODLE.replace("Essay (Real)", "Essay (Letter)").replace("82.00,Well", "B+,Well")
    book = read_gradebook(write(tmp_path, "g.csv", text))
    (refusal,) = book.refusals
    assert (refusal.code, refusal.where.row, refusal.where.column) == (
        "not-a-number",
        2,
        "Assignment: Essay (Letter)",
    )
    assert "Real" in refusal.how_to_fix


def test_moodles_points_go_before_other_forms_of_the_same_grade(tmp_path: Path) -> None:
    text = (
        "First name,Last name,ID number,Email address,Quiz: A (Real),Quiz: A (Percentage),Quiz: A (Letter),"
        "Participation (Real),Course total (Real)\n"
        "Ana,Reyes,S1,ana@x.example,7.00,70.00 %,C,9.00,16.00\n"
    )
    book = read_gradebook(write(tmp_path, "g.csv", text))
    assert statuses(book) == {("S1", "A"): ("scored", 7.0), ("S1", "Participation"): ("scored", 9.0)}
    assert book.refusals == ()


@pytest.mark.parametrize(
    "header",
    [
        '"Last Name","First Name",Username,"Student ID","Quiz 1 [Total Pts: 100 Score] |12"',
        "OrgDefinedId,Last Name,Quiz 1 Points Grade <Numeric MaxPoints:100 Category:Quiz>,End-of-Line Indicator",
    ],
)
def test_products_that_are_not_supported_are_not_taken_for_moodle(tmp_path: Path, header: str) -> None:
    width = header.count(",")
    assert refused(write(tmp_path, "g.csv", header + "\nReyes" + ",7" * width + "\n")) == {"unknown-table"}


def test_powerteacher_reads_points_and_percentages(tmp_path: Path) -> None:
    book = read_gradebook(write(tmp_path, "u1.csv", POWERTEACHER))
    hold_invariants(book)
    assert statuses(book) == {("30017", "Unit 1"): ("scored", 15.0), ("30246", "Unit 1"): ("ungraded", None)}
    assert book.tasks.select("title", "points_possible", "due").rows() == [
        ("Unit 1", 20.0, date(2026, 8, 25))
    ]
    assert book.classes["title"].to_list() == ["Mathematics 9"]
    share = POWERTEACHER.replace("POINTS", "PERCENT").replace("REYES,15", "REYES,75")
    assert statuses(read_gradebook(write(tmp_path, "u1.csv", share)))["30017", "Unit 1"] == ("scored", 15.0)


def test_powerteachers_letters_need_a_scale(tmp_path: Path) -> None:
    text = POWERTEACHER.replace("POINTS", "GRADESCALE").replace("REYES,15", "REYES,B+")
    book = read_gradebook(write(tmp_path, "u1.csv", text))
    assert [(r.code, r.where.row) for r in book.refusals] == [("not-a-number", 9)]
    assert book.results.height == 1


@pytest.mark.parametrize("packed", [True, False])
def test_several_powerteacher_files_are_several_assignments(tmp_path: Path, packed: bool) -> None:
    files: dict[str, str | bytes] = {
        "u1.csv": POWERTEACHER,
        "u2.csv": POWERTEACHER.replace("Unit 1", "Unit 2").replace("REYES,15", "REYES,9"),
        "other.csv": POWERTEACHER.replace("Mathematics 9", "Science 9"),
        "notes.txt": "these are not grades",
    }
    path = write_zip(tmp_path, files) if packed else tmp_path / "folder"
    if not packed:
        for name, content in files.items():
            write(path, name, content)
    book = read_gradebook(path)
    hold_invariants(book)
    assert book.tasks["task"].to_list() == ["Mathematics 9: Unit 1", "Science 9: Unit 1", "Unit 2"]
    assert book.students.height == 2
    assert book.results.height == 6
    assert codes(book) == {"unknown-table"}


@pytest.mark.skipif(not SHARED.exists(), reason="the sample exports are not here")
def test_the_sample_exports() -> None:
    moodle = read_gradebook(SHARED / "gradebooks/moodle/moodle_grade_import_ok.csv")
    assert statuses(moodle) == {
        ("student7@example.com", "Assignment for grape group"): ("scored", 56.0),
        ("student7@example.com", "Second new grade item"): ("ungraded", None),
        ("student5@example.com", "Assignment for grape group"): ("scored", 75.0),
        ("student5@example.com", "Second new grade item"): ("scored", 45.0),
    }
    template = read_gradebook(SHARED / "gradebooks/powerschool/powerteacher_pro_scores_template.csv")
    assert template.students["name"].to_list() == [
        "Santiago CAIPO",
        "Freya DELISLE",
        "Kaito FUJII",
        "Roberto GAMIO",
    ]
    assert set(template.results["status"]) == {"ungraded"}
    assert moodle.refusals == template.refusals == ()
