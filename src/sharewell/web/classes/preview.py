"""An import's changes in words, for a person to look at before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sharewell.report.words import day, figure
from sharewell.web.classes.changes import ALL_TABLES, Change, Changes

ROWS: Final = 40  # of a kind and table; a person reads no more, and the counts say the rest
Row = Mapping[str, Any]
Names = Mapping[str, Mapping[str, str]]

# What people call the tables and their columns.
CALLED: Final[Mapping[str, str]] = {
    "students": "Learners",
    "classes": "Classes",
    "periods": "Marking periods",
    "enrolments": "Learners in classes",
    "tasks": "Tasks",
    "results": "Results",
    "links": "Links to standards",
    "standards": "Standards",
    "prerequisites": "What comes before what",
}
COLUMNS: Final[Mapping[str, str]] = {
    "points_possible": "points possible",
    "period_id": "marking period",
    "done": "handed in",
    "evidence": "pieces of evidence",
}
STATUSES: Final[Mapping[str, str]] = {
    "missing": "not handed in yet",
    "excused": "excused",
    "ungraded": "not graded yet",
    "unassigned": "not assigned",
}


def preview_of(changes: Changes) -> dict[str, Any]:
    """Counts and first rows of each table, ready to be kept as JSON."""
    names = _names(changes)
    return {name: _table(name, change, names) for name, change in changes.items()}


def counts_of(preview: Mapping[str, Any]) -> dict[str, list[int]]:
    """Just the counts: two previews with the same ones would change the same number of rows."""
    return {name: [table["new"], table["changed"], table["unchanged"]] for name, table in preview.items()}


def _table(name: str, change: Change, names: Names) -> dict[str, Any]:
    say = _SAY[name]
    return {
        "called": CALLED[name],
        "new": change.new.height,
        "changed": change.changed.height,
        "unchanged": change.unchanged.height,
        "absent": change.absent.height,
        "new_rows": [say(row, names) for row in change.new.head(ROWS).iter_rows(named=True)],
        "changed_rows": [
            {"what": say(row, names), "how": _how(name, row)}
            for row in change.changed.head(ROWS).iter_rows(named=True)
        ],
        "absent_rows": [say(row, names) for row in change.absent.head(ROWS).iter_rows(named=True)],
    }


def _how(name: str, row: Row) -> list[str]:
    """Each difference as "points: 6 → 8"; a result's points and status are one thing to a reader."""
    if name == "results":
        was = {"points": row["was_points"], "status": row["was_status"]}
        said = [] if _mark(row) == _mark(was) else [f"{_mark(was)} → {_mark(row)}"]
        return said + [
            _step(row, column) for column in ("done", "comment") if row[column] != row[f"was_{column}"]
        ]
    return [_step(row, column) for column in ALL_TABLES[name].values if row[column] != row[f"was_{column}"]]


def _step(row: Row, column: str) -> str:
    return f"{COLUMNS.get(column, column)}: {_plain(row[f'was_{column}'])} → {_plain(row[column])}"


def _mark(row: Row) -> str:
    return f"{figure(row['points'])} points" if row["points"] is not None else STATUSES[row["status"]]


def _plain(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, int | float):
        return figure(value)
    return day(value) if hasattr(value, "year") else str(value)


def _names(changes: Changes) -> Names:
    """Student, class and task ids → what people call them, of all rows that are here or coming."""

    def column(table: str, key: Callable[[Row], str], value: str) -> dict[str, str]:
        if table not in changes:
            return {}
        change = changes[table]
        frames = (change.absent, change.unchanged, change.changed, change.new)
        return {key(row): row[value] or key(row) for frame in frames for row in frame.iter_rows(named=True)}

    return {
        "student": column("students", lambda row: row["student_id"], "name"),
        "class": column("classes", lambda row: row["class_id"], "title"),
        "task": column("tasks", _task_key, "title"),
    }


def _task_key(row: Row) -> str:
    return f"{row['class_id']}\0{row['task']}"


def _called(names: Names, kind: str, key: str, plain: str) -> str:
    return names[kind].get(key, plain)


def _student(row: Row, names: Names) -> str:
    return _called(names, "student", row["student_id"], row["student_id"])


def _class(row: Row, names: Names) -> str:
    return _called(names, "class", row["class_id"], row["class_id"])


def _task(row: Row, names: Names) -> str:
    return _called(names, "task", _task_key(row), row["task"])


_SAY: Final[Mapping[str, Callable[[Row, Names], str]]] = {
    "students": _student,
    "classes": _class,
    "periods": lambda row, names: row["title"] or row["period_id"],
    "enrolments": lambda row, names: f"{_student(row, names)} in {_class(row, names)}",
    "tasks": lambda row, names: f"{_task(row, names)} ({_class(row, names)})",
    "results": lambda row, names: f"{_student(row, names)}: {_task(row, names)}",
    "links": lambda row, names: f"{_task(row, names)}: {row['standard']}",
    "standards": lambda row, names: f"{row['standard']} {row['statement'] or ''}",
    "prerequisites": lambda row, names: f"{row['before']} before {row['after']}",
}
