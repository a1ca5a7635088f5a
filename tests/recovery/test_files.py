"""Files of instances: packets in order, bad lines refused one by one, the same bytes however they are divided."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bench.recovery import instances
from typer.testing import CliRunner

from sharewell.cli.main import app
from sharewell.evidence import Refused
from sharewell.recovery import AtLeast, Instance, NotOnly, SignOff
from sharewell.recovery.files import LINES_A_PART, solve_file, solve_part
from sharewell.recovery.reading import Findings, find_cycle, read_line

GOOD: dict[str, Any] = {
    "student_id": "L1",
    "needs": {"A": 1, "B": 1},
    "options": [
        {"task": "essay", "minutes": 40, "evidence": {"A": 1, "B": 1}, "kind": "written"},
        {"task": "quiz", "minutes": 10, "evidence": {"A": 1}, "kind": "multiple choice"},
        {"task": "talk", "minutes": 20, "evidence": {"B": 1}, "kind": "spoken"},
    ],
}


def as_line(instance: Instance) -> dict[str, Any]:
    return {
        "student_id": instance.student_id,
        "needs": dict(instance.needs),
        "options": [
            {"task": o.task, "minutes": o.minutes, "evidence": dict(o.evidence), "group": o.group}
            for o in instance.options
        ],
    }


def write(path: Path, lines: list[Any]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def read(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def refusals_of(line: Any) -> set[tuple[str, str | None]]:
    findings = Findings("f", 1)
    text = line if isinstance(line, bytes) else json.dumps(line).encode()
    assert read_line(text, findings) is None
    return {(refusal.code, refusal.where.column) for refusal in findings.refusals}


def test_a_line_gives_its_packet(tmp_path: Path) -> None:
    rules = [{"not_only": "multiple choice"}, {"sign_off": "B", "kind": "spoken"}]
    budget = {"minutes_per_week": 30, "weeks": 2, "prerequisites": [["B", "A"]], "weights": {"A": 2}}
    source = write(
        tmp_path / "i.jsonl",
        [GOOD, {**GOOD, "student_id": 7, "rules": rules}, {**GOOD, "needs": {"A": 3}}, {**GOOD, **budget}],
    )
    summary = solve_file(source, tmp_path / "p.jsonl")
    assert (summary.packets, summary.not_proved, summary.refusals) == (4, 0, ())
    plain, ruled, short, weeks = read(tmp_path / "p.jsonl")
    assert plain == {
        "student_id": "L1",
        "tasks": [{"task": "quiz", "week": None}, {"task": "talk", "week": None}],
        "minutes": 30,
        "attains": ["A", "B"],
        "left": [],
        "bound": 30,
        "proved": True,
    }
    assert ruled["student_id"] == 7
    assert ruled["tasks"] == [
        {"task": "essay", "week": None, "sign_off": ["B"]},
        {"task": "talk", "week": None, "sign_off": ["B"]},
    ]
    assert [left["standard"] for left in short["left"]] == ["A"]
    assert weeks["tasks"] == [{"task": "talk", "week": 1}, {"task": "quiz", "week": 1}]


def test_everything_wrong_with_a_line_is_said_at_once() -> None:
    options = [
        {"task": "a", "minutes": -5, "evidence": {"A": 1.5}, "week_from": 3, "week_to": 2},
        {"task": "a", "minutes": 10**30, "evidence": None},
        {"minutes": 5, "evidence": {}},
        "essay",
    ]
    wrong = {"needs": {"A": "two"}, "options": options, "weeks": 2, "weights": {"A": 0}}
    assert refusals_of(
        wrong | {"prerequisites": [["A", "B"], ["B", "A"], ["A"]], "rules": {"never": "x"}}
    ) == {
        ("missing-id", "student_id"),
        ("not-a-whole-number", "needs.A"),
        ("not-a-whole-number", "options[0].minutes"),
        ("not-a-whole-number", "options[0].evidence.A"),
        ("weeks-crossed", "options[0]"),
        ("not-a-whole-number", "options[1].minutes"),
        ("not-a-table", "options[1].evidence"),
        ("task-twice", "options[1]"),
        ("missing-id", "options[2].task"),
        ("not-an-object", "options[3]"),
        ("not-a-whole-number", "weights.A"),
        ("not-a-pair", "prerequisites[2]"),
        ("cycle", "prerequisites"),
        ("unknown-rule", "rules"),
        ("half-a-budget", "weeks"),
    }


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{", "not-json"),
        (b'{"student_id": "a", "student_id": "b"}', "not-json"),
        (b'{"minutes": NaN}', "not-json"),
        (b"[" * 100_000, "not-json"),
        (b'{"n": ' + b"9" * 5000 + b"}", "not-json"),
        (b"\xff\xfe{", "not-utf-8"),
        (b"[1]", "not-an-object"),
        ({**GOOD, "needs": None}, "not-a-table"),
        ({**GOOD, "options": {}}, "not-a-list"),
        ({**GOOD, "needs": {"A": True}}, "not-a-whole-number"),
        ({**GOOD, "prerequisites": {"A": "B"}}, "not-a-list"),
        ({**GOOD, "prerequisites": [["A", "A"]]}, "cycle"),
        ({**GOOD, "rules": [{"at_least": {"kind": "spoken", "pieces": 0}}]}, "unclear-rule"),
        ({**GOOD, "rules": [{"not_only": []}]}, "unclear-rule"),
    ],
)
def test_a_bad_line_is_refused(line: Any, code: str) -> None:
    assert {found for found, _ in refusals_of(line)} == {code}


def test_rules_in_their_vocabulary() -> None:
    rules = [
        {"not_only": "multiple choice"},
        {"not_only": ["multiple choice", "matching"], "standard": "A"},
        {"at_least": {"kind": ["written", "spoken"], "pieces": 2}},
        {"at_least": {"kind": "spoken", "standard": ["A", "B"]}},
        {"sign_off": ["A"], "kind": "conversation"},
    ]
    findings = Findings("f", 1)
    line = read_line(json.dumps({**GOOD, "rules": rules}).encode(), findings)
    assert line is not None
    assert line.instance.rules == (
        NotOnly(("multiple choice",)),
        NotOnly(("multiple choice", "matching"), ("A",)),
        AtLeast(("written", "spoken"), 2),
        AtLeast(("spoken",), 1, ("A", "B")),
        SignOff(("A",), ("conversation",)),
    )


def test_unknown_keys_are_noted_and_not_used() -> None:
    findings = Findings("f", 3)
    assert read_line(json.dumps({**GOOD, "week": 2}).encode(), findings) is not None
    assert [str(caution.where) for caution in findings.cautions] == ["f, row 3, column week"]


def test_a_cycle_is_found_far_from_its_beginning() -> None:
    chain = [(f"S{k}", f"S{k + 1}") for k in range(3000)]
    assert find_cycle(chain) == []
    assert find_cycle([*chain, ("S3000", "S2999")]) == ["S2999", "S3000", "S2999"]


def test_the_command_refuses_bad_lines_and_keeps_the_good(tmp_path: Path) -> None:
    source = tmp_path / "i.jsonl"
    source.write_text(f"{json.dumps(GOOD)}\n\n{{\n{json.dumps({**GOOD, 'student_id': 'L2'})}\n")
    ran = CliRunner().invoke(app, ["recovery", "solve", str(source), "--out", str(tmp_path / "p.jsonl")])
    assert ran.exit_code == 2
    assert [packet["student_id"] for packet in read(tmp_path / "p.jsonl")] == ["L1", "L2"]
    refused = (tmp_path / "p.refused.csv").read_text().splitlines()
    assert refused[1].startswith(f"{source},3,,not-json,")
    assert (tmp_path / "p.refused.jsonl").read_text() == "{\n"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        solve_file(tmp_path / "none.jsonl", tmp_path / "p.jsonl")


def test_a_line_gives_the_same_packet_in_any_part() -> None:
    lines = tuple(json.dumps(as_line(instance)).encode() for instance in instances(6))
    whole = solve_part(("f", 1, lines))
    halves = [solve_part(("f", 1, lines[:2])), solve_part(("f", 3, lines[2:]))]
    assert whole.lines == halves[0].lines + halves[1].lines


@pytest.mark.slow
def test_two_processes_give_the_same_bytes(tmp_path: Path) -> None:
    three = [as_line(instance) for instance in instances(3)]
    source = write(tmp_path / "i.jsonl", [GOOD] * (LINES_A_PART - 1) + three)
    for jobs in ("1", "2"):
        out = tmp_path / f"{jobs}.jsonl"
        ran = CliRunner().invoke(app, ["recovery", "solve", str(source), "--out", str(out), "--jobs", jobs])
        assert ran.exit_code == 0, ran.output
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()
    assert [packet["student_id"] for packet in read(tmp_path / "1.jsonl")][-3:] == ["L0000", "L0001", "L0002"]
