"""`sharewell plan`: a teacher's export in, a folder of plans out."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from pathlib import Path

import polars as pl
import pytest

from sharewell.cli.main import main
from sharewell.evidence import write_case, write_oneroster
from sharewell.evidence.made_up import made_up_school
from sharewell.evidence.oulad import convert_oulad

SHARED = Path(__file__).parents[3] / "shared" / "data" / "gradebooks"
LEARNER_KEYS = {"student_id", "name", "knows", "ready", "later", "wins", "start_with", "packet"}
PACKET_KEYS = {"tasks", "minutes", "make_up_everything", "attains", "left", "proved_smallest"}
PLAN_KEYS = {"source", "as_of", "rule", "learners", "unlinked_tasks", "refused"}


def sharewell(*arguments: str | Path) -> tuple[int, str]:
    """Run the command as the shell does; returns its status and all that it said."""
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["sharewell", *map(str, arguments)])
        with (
            contextlib.redirect_stdout(said),
            contextlib.redirect_stderr(said),
            pytest.raises(SystemExit) as ended,
        ):
            main()
    return int(ended.value.code or 0), said.getvalue()


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    school = made_up_school(learners=12, classes=4, tasks_per_class=12, standards_per_class=5)
    write_oneroster(school.gradebook, folder / "oneroster.zip")
    write_case(school.standards, folder / "standards.json")
    return folder


@pytest.fixture(scope="module")
def plans(export: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("plans") / "new"
    code, told = sharewell(
        "plan", export / "oneroster.zip", "--standards", export / "standards.json", "--out", out, "--pdf"
    )
    assert code == 0, told
    return out


def test_plan_json_has_the_promised_keys(plans: Path) -> None:
    plan = json.loads((plans / "plan.json").read_bytes())
    assert set(plan) == PLAN_KEYS
    assert plan["rule"] == {"threshold": 0.7, "needed": 2}
    assert len(plan["learners"]) == 12
    for learner in plan["learners"]:
        assert set(learner) == LEARNER_KEYS
        assert set(learner["packet"]) == PACKET_KEYS
        assert set(learner["packet"]["make_up_everything"]) == {"tasks", "minutes"}
        for known in learner["knows"]:
            assert set(known) == {"standard", "statement", "evidence"}
            assert all(set(piece) == {"task", "points", "possible", "date"} for piece in known["evidence"])
        for task in learner["packet"]["tasks"]:
            assert set(task) == {"task", "title", "minutes", "attains", "week"}


def test_every_learner_has_a_page_and_a_tagged_packet(plans: Path) -> None:
    assert len(list((plans / "learners").glob("*.html"))) == 12
    packets = list(plans.rglob("*.pdf"))
    assert len(packets) == 12
    for packet in packets:
        content = packet.read_bytes()
        assert content.startswith(b"%PDF-")
        assert b"/StructTreeRoot" in content
        assert b"pdfuaid:part" in content


def test_the_same_input_gives_the_same_bytes(export: Path, plans: Path, tmp_path: Path) -> None:
    sharewell(
        "plan", export / "oneroster.zip", "--standards", export / "standards.json", "--out", tmp_path, "--pdf"
    )
    first = {path.relative_to(plans): path.read_bytes() for path in plans.rglob("*") if path.is_file()}
    again = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert first.keys() == again.keys()
    assert [path for path in first if first[path] != again[path]] == []


def test_weeks_ask_for_minutes() -> None:
    code, told = sharewell("plan", "any.csv", "--out", "any", "--weeks", "3")
    assert code == 2
    assert "--minutes-per-week" in told


def test_the_good_rows_go_on_and_the_bad_one_is_in_refused_csv(tmp_path: Path) -> None:
    table = tmp_path / "marks.csv"
    table.write_text(
        "student_id,task,points,points_possible,due\n"
        "ana,Quiz,8,10,2026-09-01\n"
        "ben,Quiz,minus one,10,2026-09-01\n",
        encoding="utf-8",
    )
    code, told = sharewell("plan", table, "--out", tmp_path / "out")
    assert code == 2
    assert "marks.csv, row 3, column points" in told
    refused = pl.read_csv(tmp_path / "out" / "refused.csv")
    assert refused.select("file", "row", "column").rows() == [("marks.csv", 3, "points")]
    plan = json.loads((tmp_path / "out" / "plan.json").read_bytes())
    assert "ana" in [learner["student_id"] for learner in plan["learners"]]


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"a,b\n1,2\n", b"\xff\xfe\x00"])
def test_what_cannot_be_used_at_all_is_refused_in_words(content: bytes, tmp_path: Path) -> None:
    export = tmp_path / "marks.csv"
    export.write_bytes(content)
    code, told = sharewell("plan", export, "--out", tmp_path / "out")
    assert code == 2
    assert "Traceback" not in told


def test_a_path_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    code, told = sharewell("plan", tmp_path / "nowhere.csv", "--out", tmp_path / "out")
    assert code == 2
    assert "nowhere.csv" in told.replace("\n", "")


def test_a_folder_that_cannot_be_made_is_refused_in_words(export: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    code, told = sharewell("plan", export / "oneroster.zip", "--out", tmp_path / "taken")
    assert code == 2
    assert "cannot be read or written" in told


def test_a_mistake_of_our_own_is_said_without_a_traceback(
    export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise KeyError("inside")

    monkeypatch.setattr("sharewell.plan.make_plan", breaks)
    code, told = sharewell("plan", export / "oneroster.zip", "--out", tmp_path)
    assert code == 70
    assert "mistake of its own (KeyError)" in told
    assert "Traceback" not in told


def real_exports() -> list[Path]:
    folders = ("canvas/*.csv", "moodle/*.csv", "powerschool/*.csv", "oneroster/*.zip")
    return sorted(path for pattern in folders for path in SHARED.glob(pattern))


@pytest.mark.skipif(not SHARED.exists(), reason="the real exports are not beside the project")
@pytest.mark.parametrize("export", real_exports(), ids=lambda path: path.name)
def test_real_exports_are_planned(export: Path, tmp_path: Path) -> None:
    code, told = sharewell("plan", export, "--out", tmp_path)
    plan = json.loads((tmp_path / "plan.json").read_bytes())
    assert plan["learners"], told
    assert code == (2 if plan["refused"] else 0)
    assert all(learner["packet"]["proved_smallest"] for learner in plan["learners"])


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the Open University's data are not beside the project")
def test_all_22_presentations_of_the_open_university_are_planned(tmp_path: Path) -> None:
    convert_oulad(SHARED / "oulad").write_parquet(tmp_path / "oulad.parquet")
    code, told = sharewell("plan", tmp_path / "oulad.parquet", "--out", tmp_path / "plans")
    assert code == 0, told
    plan = json.loads((tmp_path / "plans" / "plan.json").read_bytes())
    assert len(plan["learners"]) == 23_369
    assert all(learner["packet"]["proved_smallest"] for learner in plan["learners"])
