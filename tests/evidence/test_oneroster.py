"""OneRoster sets: clean, dirty, of both versions, and written by ourselves."""

from __future__ import annotations

import dataclasses
import json
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from sharewell.evidence import (
    Gradebook,
    read_gradebook,
    read_standards,
    write_case,
    write_oneroster,
    write_refused,
)
from sharewell.evidence.made_up import MadeUpSchool, made_up_school
from sharewell.evidence.model import SCHEMAS
from tests.evidence.books import (
    ONEROSTER,
    SHARED,
    cautions,
    codes,
    hold_invariants,
    refused,
    statuses,
    write,
    write_zip,
)


@pytest.fixture(scope="module")
def school() -> MadeUpSchool:
    return made_up_school(learners=40, classes=8, tasks_per_class=8, standards_per_class=4)


def assert_same(one: Gradebook, other: Gradebook) -> None:
    for name in SCHEMAS:
        assert getattr(one, name).equals(getattr(other, name)), name
    assert one.as_of == other.as_of


def read(tmp_path: Path, **changed: str) -> Gradebook:
    files = {**ONEROSTER, **{name.replace("_csv", ".csv"): text for name, text in changed.items()}}
    return read_gradebook(write_zip(tmp_path, files))


def test_a_clean_set_reads_without_a_word(tmp_path: Path) -> None:
    book = read(tmp_path)
    hold_invariants(book)
    assert (book.refusals, book.cautions) == ((), ())
    assert book.students.rows() == [("u1", "Ana Reyes", "7", None), ("u2", "Bo Lind", "7", None)]
    assert book.classes.rows() == [("c1", "Math 7 A", "Mathematics")]
    assert book.periods.rows() == [("q1", "Quarter 1", date(2026, 8, 31), date(2026, 10, 30))]
    assert book.tasks.rows()[0] == ("t1", "c1", "Quiz 1", "Quiz", 10.0, date(2026, 9, 1), 25.0, "q1")
    assert statuses(book) == {
        ("u1", "t1"): ("scored", 8.0),
        ("u2", "t1"): ("missing", None),
        ("u1", "t2"): ("ungraded", None),
        ("u2", "t2"): ("excused", None),
    }
    assert book.staff.rows() == [("u8", "Tom Ek", "teacher", "tom@x.example")]
    assert book.teaching.rows() == [("c1", "u8")]
    assert book.family.rows() == [("u1", "u9", "Eva Reyes", "eva@x.example")]
    assert book.results["comment"].drop_nulls().to_list() == ["Clear, well argued"]


def test_the_day_of_grading_is_never_the_day_of_the_work(tmp_path: Path) -> None:
    book = read(tmp_path)
    assert book.results["done"].null_count() == 4
    assert book.as_of == date(2026, 9, 1)  # not December, when it was graded; the later task has no score yet
    given = ONEROSTER["results.csv"].replace(",missing\r\n", ",missing,metadata.done\r\n")
    given = given.replace("c1,,,,\r\nx2", "c1,,,,,2026-09-03\r\nx2")
    assert read(tmp_path, results_csv=given).as_of == date(2026, 9, 3)


def test_a_folder_inside_the_zip_and_the_wrong_case_are_mended_and_named(tmp_path: Path) -> None:
    files = {
        f"export/{name.upper() if name == 'users.csv' else name}": text for name, text in ONEROSTER.items()
    }
    files["export/users.csv".upper()] = files.pop("export/USERS.CSV")
    book = read_gradebook(write_zip(tmp_path, files))
    assert book.results.height == 4
    assert {"in-a-folder", "file-name-case"} <= cautions(book)


def test_version_1_1_has_roles_and_grading_periods_of_its_own(tmp_path: Path) -> None:
    files = {name: text for name, text in ONEROSTER.items() if name not in ("roles.csv", "users.csv")}
    files["manifest.csv"] = (
        files["manifest.csv"].replace("version,1.2", "version,1.1").replace("file.roles,bulk\r\n", "")
    )
    files["users.csv"] = (
        "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
        "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\r\n"
        "u1,,,true,o1,student,ana,,Ana,Reyes,,,,,,u9,7,secret-one\r\nu2,,,true,o1,student,bo,,Bo,Lind,,,,,,,7,\r\n"
        "u8,,,true,o1,teacher,tom,,Tom,Ek,,,,,,,,\r\nu9,,,true,o1,parent,eva,,Eva,Reyes,,,,,,,,\r\n"
        "u7,,,true,o1,administrator,pri,,Pri,Na,,,,,,,,\r\n"
    )
    files["lineItems.csv"] = files["lineItems.csv"].replace(
        "academicSessionSourcedId", "gradingPeriodSourcedId"
    )
    book = read_gradebook(write_zip(tmp_path, files))
    assert book.students.height == 2
    assert book.tasks["period_id"].to_list() == ["q1", "q1"]
    assert book.staff.select("person_id", "role").rows() == [("u7", "leader"), ("u8", "teacher")]
    assert book.family["person_id"].to_list() == ["u9"]
    assert cautions(book) == {"password-dropped"}
    write_refused(book.refusals, tmp_path / "refused.csv")
    said = (tmp_path / "refused.csv").read_text() + repr(book) + "".join(map(str, book.cautions))
    assert "secret-one" not in said


def test_roles_of_leaders_and_administrators(tmp_path: Path) -> None:
    roles = (
        ONEROSTER["roles.csv"]
        + "ra,,,u8,secondary,principal,,,o1,\r\nrb,,,u2,secondary,systemAdministrator,,,o1,\r\n"
    )
    book = read(tmp_path, roles_csv=roles)
    assert dict(book.staff.select("person_id", "role").iter_rows()) == {"u8": "leader", "u2": "administrator"}
    assert book.teaching.rows() == [("c1", "u8")]


def test_flags_of_1_2_speak_where_the_status_does_not(tmp_path: Path) -> None:
    head = ONEROSTER["results.csv"].split("\r\n")[0]
    rows = (
        "x1,,,t1,u1,,,2026-12-01,,,c1,,,,true\r\n"
        "x2,,,t1,u2,,,2026-12-01,,,c1,,true,,\r\n"
        "x3,,,t2,u1,,7.5,2026-12-01,,,c1,,,true,false\r\n"
        "x4,,,t2,u2,partially graded,3,2026-12-01,,,c1,true,,,\r\n"
    )
    assert statuses(read(tmp_path, results_csv=f"{head}\r\n{rows}")) == {
        ("u1", "t1"): ("missing", None),
        ("u2", "t1"): ("missing", None),
        ("u1", "t2"): ("scored", 7.5),
        ("u2", "t2"): ("ungraded", None),
    }


def test_dirt_is_named_by_file_row_and_column(tmp_path: Path) -> None:
    results = (
        "\ufeffSourcedID,Status,dataLastModified,lineitemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,comment,,Missing\r\n"
        "x1,active,,t1,u1,Fully Graded,8,,,,FALSE\r\n"
        "x2,tobedeleted,,t1,u2,fully graded,9,,,,\r\n"
        "x3,,,t9,u2,fully graded,9,,,,\r\n"
        "x4,,,t2,u9x,fully graded,9,,,,\r\n"
        "x5,,,t2,u1,fully graded,ten,,,,\r\n"
        "x6,,,t2,u2,fully graded,,,,,\r\n"
    )
    book = read(tmp_path, results_csv=results)
    assert statuses(book) == {("u1", "t1"): ("scored", 8.0)}
    assert {(r.where.file, r.where.row, r.where.column, r.code) for r in book.refusals} == {
        ("results.csv", 4, "lineItemSourcedId", "orphan"),
        ("results.csv", 5, "studentSourcedId", "orphan"),
        ("results.csv", 6, "score", "not-a-number"),
        ("results.csv", 7, "score", "no-points"),
    }
    assert {(c.where.row, c.where.column, c.code) for c in book.cautions} == {
        (1, None, "byte-order-mark"), (1, "SourcedID", "header-case"), (1, "Status", "header-case"),
        (1, "dataLastModified", "header-misspelt"), (1, "lineitemSourcedId", "header-case"),
        (1, "10", "nameless-column"), (1, "Missing", "header-case"), (2, "scoreStatus", "word-form"),
        (2, "missing", "flag-form"), (3, "status", "to-be-deleted"),
    }  # fmt: skip


def test_a_task_with_a_bad_day_or_maximum_keeps_its_results(tmp_path: Path) -> None:
    items = (
        ONEROSTER["lineItems.csv"]
        .replace("2026-09-08,2026-09-08", "2026-09-08,2026-02-31")
        .replace("0,10,o1,25", "0,ten,o1,25")
    )
    book = read(tmp_path, lineItems_csv=items)
    assert book.results.height == 4
    assert {(r.where.row, r.where.column, r.code) for r in book.refusals} == {
        (3, "dueDate", "impossible-date"),
        (2, "resultValueMax", "not-a-number"),
    }


def test_learning_objectives_are_links(tmp_path: Path) -> None:
    guid = "0f8fad5b-d9cb-469f-a165-70867728950e"
    objectives = "sourcedId,status,dateLastModified,lineItemSourcedId,source,learningObjectiveId\r\n"
    of_results = (
        "sourcedId,status,dateLastModified,resultSourcedId,source,learningObjectiveId,score,textScore\r\n"
    )
    files = {
        **ONEROSTER,
        "lineItemLearningObjectiveIds.csv": objectives + f"a,,,t1,case,{guid}\r\nb,,,t1,unknown,M.2\r\n",
        "resultLearningObjectiveIds.csv": of_results + f"d,,,x3,case,{guid},,\r\ne,,,x4,case,{guid},,\r\n",
    }
    path = write_zip(tmp_path, files)
    assert read_gradebook(path).links.rows() == [("t1", guid, 1), ("t1", "M.2", 1), ("t2", guid, 1)]
    table = write(
        tmp_path,
        "case.json",
        json.dumps({"CFItems": [{"identifier": guid, "humanCodingScheme": "M.1", "fullStatement": "Add"}]}),
    )
    book = read_gradebook(path, standards=read_standards(table))
    assert book.links.rows() == [("t1", "M.1", 1), ("t1", "M.2", 1), ("t2", "M.1", 1)]
    assert "unknown-standard" in cautions(book)


def test_files_that_the_manifest_promises_are_missed(tmp_path: Path) -> None:
    files = {name: text for name, text in ONEROSTER.items() if name != "categories.csv"}
    book = read_gradebook(write_zip(tmp_path, files))
    assert codes(book) == {"file-missing"}
    assert book.results.height == 4
    assert "file-missing" in refused(write_zip(tmp_path, {"manifest.csv": ONEROSTER["manifest.csv"]}))


def test_duplicate_ids_keep_the_first(tmp_path: Path) -> None:
    users = (
        ONEROSTER["users.csv"]
        + "u1,,,true,x,,Other,Person,,,,,,,,,,,,,o1,\r\nu2,,,true,bo,,Bo,Lind,,,,,,,7,,,,,,o1,\r\n"
    )
    book = read(tmp_path, users_csv=users)
    assert book.students["name"].to_list() == ["Ana Reyes", "Bo Lind"]
    assert [(r.code, r.where.file, r.where.row) for r in book.refusals if r.code == "duplicate-id"] == [
        ("duplicate-id", "users.csv", 6)
    ]


def test_what_is_written_is_read_back(tmp_path: Path, school: MadeUpSchool) -> None:
    path = tmp_path / "school.zip"
    write_oneroster(school.gradebook, path, school=school.name, district=school.district)
    book = read_gradebook(path)
    assert (book.refusals, book.cautions) == ((), ())
    assert_same(book, school.gradebook)
    with zipfile.ZipFile(path) as archive:
        orgs = archive.read("orgs.csv").decode()
        manifest = archive.read("manifest.csv").decode()
    assert school.name in orgs
    assert school.district in orgs
    assert "file.results,bulk" in manifest
    assert "file.demographics,absent" in manifest
    again = tmp_path / "again.zip"
    write_oneroster(school.gradebook, again, school=school.name, district=school.district)
    assert path.read_bytes() == again.read_bytes()


def test_a_book_of_every_status_is_read_back(tmp_path: Path) -> None:
    text = (
        "student_id,student_name,task,class,points,points_possible,due,done,status,standards,minutes,period,comment,language\n"
        'S1,Ana de la Cruz,A,Math,7.25,10,2026-09-01,2026-09-02,,M.1;M.2,30,P1,"Nice, ""very"" clear",es\n'
        "S2,Bo,A,Math,,10,2026-09-01,,missing,,,P1,,\nS2,Bo,B,Art,,10,2026-09-01,,n/a,,,,,\n"
        "S1,Ana de la Cruz,B,Art,,10,2026-09-01,,excused,,,,,\nS3,Cy Ng,B,Art,,10,2026-09-01,,ungraded,,,,,\n"
    )
    first = read_gradebook(write(tmp_path, "w.csv", text))
    links = first.links.with_columns(pl.lit(3, pl.Int64).alias("evidence"))
    first = dataclasses.replace(first, links=links)
    write_oneroster(first, tmp_path / "w.zip")
    assert_same(read_gradebook(tmp_path / "w.zip"), first)


def test_the_made_up_school_is_believable_and_the_same_each_time(
    tmp_path: Path, school: MadeUpSchool
) -> None:
    again = made_up_school(learners=40, classes=8, tasks_per_class=8, standards_per_class=4)
    assert_same(school.gradebook, again.gradebook)
    whole = made_up_school()
    book = whole.gradebook
    hold_invariants(book)
    assert (book.students.height, book.classes.height, book.periods.height) == (240, 12, 2)
    assert book.students["language"].n_unique() >= 8
    assert book.students["name"].is_unique().all()
    assert set(book.staff["role"]) == {"teacher", "leader", "administrator"}
    children = book.family.group_by("person_id").len()["len"]
    assert set(children.to_list()) == {1, 2}
    shares = book.results["status"].value_counts(normalize=True)
    share = dict(shares.iter_rows())
    assert 0.01 < share["missing"] < 0.1
    assert share["excused"] > 0
    assert share["ungraded"] > 0
    assert 100 < book.results["comment"].drop_nulls().len() < 2_000
    scored = book.results.join(book.tasks, on="task").with_columns(
        (pl.col("points") / pl.col("points_possible")).alias("share")
    )
    by_period = dict(scored.group_by("period_id").agg(pl.col("share").mean()).iter_rows())
    assert all(0.6 < mean < 0.95 for mean in by_period.values())
    first_and_last = scored.filter(pl.col("category") == "Quiz")["share"].mean()
    first = scored.filter(pl.col("category") == "Practice")["share"].mean()
    assert isinstance(first_and_last, float)
    assert isinstance(first, float)
    assert first_and_last > first  # practice comes first, quizzes after it: learning shows
    write_case(whole.standards, tmp_path / "standards.json")
    read_back = read_standards(tmp_path / "standards.json")
    assert read_back.refusals == ()
    assert read_back.standards.equals(whole.standards.standards)
    assert read_back.prerequisites.equals(whole.standards.prerequisites)
    assert set(book.links["standard"]) <= set(read_back.standards["standard"])


needs_samples = pytest.mark.skipif(not SHARED.exists(), reason="the sample exports are not here")


@needs_samples
def test_the_dirty_full_set_of_1_2_names_everything() -> None:
    book = read_gradebook(SHARED / "gradebooks/oneroster/moodle_v1p2_full_dataset.zip")
    hold_invariants(book)
    assert book.students["name"].to_list() == ["mmichel Charlie", "Anna Brown", "MJ Jones", "Jim Smith"]
    named = {(c.code, c.where.file, c.where.row, c.where.column) for c in book.cautions}
    assert named >= {
        ("file-name-case", "userprofiles.csv", None, None),
        ("header-misspelt", "roles.csv", 1, "dataLastModified"),
        ("header-misspelt", "users.csv", 1, "prefferedGivenName"),
        ("header-misspelt", "users.csv", 1, "prefferedMiddleName"),
        ("header-misspelt", "users.csv", 1, "prefferedFamilyName"),
        ("nameless-column", "roles.csv", 1, "10"),
        ("nameless-column", "roles.csv", 1, "11"),
        ("manifest-empty", "manifest.csv", 21, "value"),
        ("manifest-empty", "manifest.csv", 22, "value"),
        ("manifest-empty", "manifest.csv", 23, "value"),
        ("manifest-value", "manifest.csv", 25, "value"),
        ("password-dropped", "users.csv", 1, "password"),
        ("unknown-word", "academicSessions.csv", 4, "status"),
        ("to-be-deleted", "academicSessions.csv", 2, "status"),
        ("to-be-deleted", "classes.csv", 3, "status"),
        ("word-form", "classes.csv", 2, "classType"),
        ("stray-reference", "classes.csv", 2, "courseSourcedId"),
        ("stray-reference", "orgs.csv", 2, "parentSourcedId"),
        *(("flag-form", "users.csv", row, "enabledUser") for row in range(2, 8)),
        *(("date-form", "users.csv", row, "dateLastModified") for row in (2, 4, 5, 6, 7)),
        *(("date-form", "roles.csv", row, "dateLastModified") for row in range(2, 9)),
    }
    refusals = {(r.code, r.where.file, r.where.row) for r in book.refusals}
    assert refusals == {
        ("wrong-header", "userprofiles.csv", 1),
        *(("orphan", "enrollments.csv", row) for row in (5, 6, 7)),  # they name the class that was deleted
    }


@needs_samples
def test_the_delta_set_is_read_and_said_to_be_one() -> None:
    book = read_gradebook(SHARED / "gradebooks/oneroster/moodle_oneroster_test_data.zip")
    assert book.students["name"].to_list() == ["Bruce Wayne"]
    assert len([c for c in book.cautions if c.code == "delta"]) == 9
    said = repr(book) + "".join(map(str, book.cautions))
    assert "Batman" not in said
    assert ("password-dropped", "users.csv", "password") in {
        (c.code, c.where.file, c.where.column) for c in book.cautions
    }


@needs_samples
@pytest.mark.parametrize("name", ["moodle_Test_full_data_set.zip", "moodle_Test_minimal_data_set.zip"])
def test_the_sets_of_1_1(name: str) -> None:
    book = read_gradebook(SHARED / "gradebooks/oneroster" / name)
    hold_invariants(book)
    assert book.students.height == 4
    assert {"password-dropped", "flag-form", "word-form", "manifest-value"} <= cautions(book)
