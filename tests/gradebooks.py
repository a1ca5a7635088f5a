"""Small gradebooks for tests, written as a teacher would note them down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import polars as pl

from sharewell.evidence import Gradebook, Standards
from sharewell.evidence.model import (
    CLASSES,
    ENROLMENTS,
    LINKS,
    PREREQUISITES,
    RESULTS,
    STANDARDS,
    STUDENTS,
    TASKS,
)

FIRST_DAY = date(2026, 9, 1)


def day(number: int) -> date:
    """Day 1 is the first of September 2026."""
    return FIRST_DAY + timedelta(days=number - 1)


def gradebook(
    *,
    tasks: Mapping[str, Mapping[str, object]],
    results: Iterable[tuple[str, str, float | str]],
    links: Iterable[tuple[str, str] | tuple[str, str, int]] = (),
    classes: Mapping[str, Iterable[str]] | None = None,
) -> Gradebook:
    """Build a gradebook.

    Args:
        tasks: by id, any of `class_id`, `title`, `category`, `possible`, `due` (a day number), `minutes`.
        results: learner, task, and points or a status word.
        links: task, standard and, where not 1, the pieces.
        classes: learners by class; everyone in one class `C` where not given.
    """
    results = list(results)
    learners = sorted({student for student, *_ in results} | {s for m in (classes or {}).values() for s in m})
    members = classes or {"C": learners}
    return Gradebook(
        source="test",
        students=pl.DataFrame(
            [{"student_id": s, "name": s.title(), "grade": None, "language": None} for s in learners],
            schema=STUDENTS,
        ),
        classes=pl.DataFrame(
            [{"class_id": c, "title": f"Class {c}", "subject": None} for c in members], schema=CLASSES
        ),
        enrolments=pl.DataFrame(
            [{"class_id": c, "student_id": s} for c, who in members.items() for s in who], schema=ENROLMENTS
        ),
        tasks=pl.DataFrame([_task(task, about) for task, about in tasks.items()], schema=TASKS),
        results=pl.DataFrame([_result(*result) for result in results], schema=RESULTS),
        links=pl.DataFrame(
            [(link[0], link[1], link[2] if len(link) > 2 else 1) for link in links],
            schema=LINKS,
            orient="row",
        ),
        as_of=day(30),
    )


def _task(task: str, about: Mapping[str, object]) -> dict[str, object]:
    due = about.get("due")
    return {
        "task": task,
        "class_id": about.get("class_id", "C"),
        "title": about.get("title", task),
        "category": about.get("category"),
        "points_possible": about.get("possible", 10.0),
        "due": day(due) if isinstance(due, int) else None,
        "minutes": about.get("minutes"),
        "period_id": None,
    }


def _result(student: str, task: str, given: float | str) -> dict[str, object]:
    scored = not isinstance(given, str)
    return {
        "student_id": student,
        "task": task,
        "points": given if scored else None,
        "status": "scored" if scored else given,
        "done": None,
        "comment": None,
    }


def standards(statements: Mapping[str, str], prerequisites: Iterable[tuple[str, str]] = ()) -> Standards:
    """Statements by code, and (before, after) pairs."""
    return Standards(
        standards=pl.DataFrame(
            [(code, text, None, None) for code, text in statements.items()], schema=STANDARDS, orient="row"
        ),
        prerequisites=pl.DataFrame(list(prerequisites), schema=PREREQUISITES, orient="row"),
    )
