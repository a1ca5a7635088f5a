"""`plan.json`: a plan for machines, one learner a line, the same bytes for the same plan."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sharewell.evidence import Refusal
from sharewell.plan.model import LearnerPlan, PacketPlan, Piece, Plan

Json = dict[str, Any]
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def plan_json(plan: Plan) -> bytes:
    """The whole of `plan.json` in memory; UTF-8."""
    return b"".join(_lines(plan))


def write_plan_json(plan: Plan, path: Path) -> None:
    """Write `plan.json` learner by learner, so that a large school needs no second copy in memory."""
    with path.open("wb") as file:
        file.writelines(_lines(plan))


def _lines(plan: Plan) -> Iterator[bytes]:
    rule = {"threshold": plan.rule.threshold, "needed": plan.rule.needed}
    head = {"source": plan.source, "as_of": plan.as_of.isoformat() if plan.as_of else None, "rule": rule}
    yield f'{_encode(head)[:-1]},"learners":[\n'.encode()
    last = len(plan.learners) - 1
    for position, learner in enumerate(plan.learners):
        yield f"{_encode(_learner(learner))}{',' if position < last else ''}\n".encode()
    tail = {"unlinked_tasks": plan.unlinked_tasks, "refused": [_refusal(found) for found in plan.refused]}
    yield f"],{_encode(tail)[1:]}\n".encode()


def _learner(learner: LearnerPlan) -> Json:
    return {
        "student_id": learner.student_id,
        "name": learner.name,
        "knows": [
            {"standard": k.standard, "statement": k.statement, "evidence": _pieces(k.evidence)}
            for k in learner.knows
        ],
        "ready": [{"standard": ready.standard, "because": ready.because} for ready in learner.ready],
        "later": [later.standard for later in learner.later],
        "wins": [
            {"kind": win.kind, "what": win.what, "evidence": _pieces(win.evidence)} for win in learner.wins
        ],
        "start_with": learner.start_with,
        "packet": _packet(learner.packet),
    }


def _packet(packet: PacketPlan) -> Json:
    return {
        "tasks": [
            {"task": t.task, "title": t.title, "minutes": t.minutes, "attains": t.attains, "week": t.week}
            for t in packet.tasks
        ],
        "minutes": packet.minutes,
        "make_up_everything": {"tasks": packet.everything_tasks, "minutes": packet.everything_minutes},
        "attains": packet.attains,
        "left": [{"standard": left.standard, "why": left.why} for left in packet.left],
        "proved_smallest": packet.proved_smallest,
    }


def _pieces(pieces: Sequence[Piece]) -> list[Json]:
    return [
        {
            "task": piece.task,
            "points": _number(piece.points),
            "possible": _number(piece.possible),
            "date": piece.day.isoformat() if piece.day else None,
        }
        for piece in pieces
    ]


def _number(value: float) -> float | int:
    """8 rather than 8.0, as the gradebook writes it."""
    return int(value) if value == int(value) else value


def _refusal(refusal: Refusal) -> Json:
    where = refusal.where
    return {
        "code": refusal.code,
        "file": where.file,
        "row": where.row,
        "column": where.column,
        "what": refusal.what,
        "how_to_fix": refusal.how_to_fix,
    }
