"""A line of an instance file, checked: an `Instance`, or everything that keeps it from being one.

The format is documented in docs/reference/recovery.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sharewell.evidence.refusals import Caution, Place, Refusal
from sharewell.recovery.model import Instance, Option
from sharewell.recovery.rules_reading import read_rules

KEYS: Final = (
    "student_id", "needs", "weights", "prerequisites", "options", "minutes_per_week", "weeks",
    "minutes_taken", "rules",
)  # fmt: skip
OPTION_KEYS: Final = ("task", "minutes", "evidence", "group", "kind", "week_from", "week_to")
MOST_MINUTES = 100_000
MOST_PIECES = 1_000
MOST_WEIGHT = 1_000_000
MOST_WEEKS = 520
MOST_OPTIONS = 5_000
MOST_CHARACTERS = 4_000_000
_MISSING: Final = object()


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says. `names` gives each task's id back as it was written, a number or text."""

    instance: Instance
    student_id: str | int
    names: Mapping[str, str | int]


@dataclass(slots=True)
class Findings:
    """What is wrong with one line; nothing is thrown, so that all of it is said at once."""

    file: str
    row: int
    refusals: list[Refusal] = field(default_factory=list[Refusal])
    cautions: list[Caution] = field(default_factory=list[Caution])

    def refuse(self, code: str, column: str, what: str, how_to_fix: str) -> None:
        self.refusals.append(Refusal(code, Place(self.file, self.row, column or None), what, how_to_fix))

    def unknown_keys(self, given: Mapping[str, Any], known: tuple[str, ...], column: str) -> None:
        for key in given:
            if key not in known:
                place = Place(self.file, self.row, f"{column}.{key}".lstrip("."))
                self.cautions.append(Caution("unknown-key", f"“{_short(key)}” is not used.", place))


def read_line(text: bytes, findings: Findings) -> Line | None:
    """Read one line of JSON; None where it is refused, with the reasons in `findings`."""
    raw = _json(text, findings)
    if raw is None:
        return None
    findings.unknown_keys(raw, KEYS, "")
    student = raw.get("student_id", _MISSING)
    if not _is_name(student):
        findings.refuse("missing-id", "student_id", "There is no student_id.", "Give it as text.")
    options, names = _options(raw.get("options", _MISSING), findings)
    whole = _Whole(findings)
    instance = Instance(
        student_id=str(student),
        needs=whole.table(raw.get("needs", _MISSING), "needs", 0, MOST_PIECES),
        options=options,
        weights=whole.table(raw.get("weights") or {}, "weights", 1, MOST_WEIGHT),
        prerequisites=_prerequisites(raw.get("prerequisites") or [], findings),
        minutes_per_week=whole.maybe(raw.get("minutes_per_week"), "minutes_per_week", 0, MOST_MINUTES),
        weeks=whole.maybe(raw.get("weeks"), "weeks", 1, MOST_WEEKS),
        minutes_taken=whole.several(raw.get("minutes_taken") or [], "minutes_taken", 0, MOST_MINUTES),
        rules=read_rules(raw.get("rules") or [], findings.refuse),
    )
    if (raw.get("minutes_per_week") is None) != (raw.get("weeks") is None):
        lone = "weeks" if raw.get("minutes_per_week") is None else "minutes_per_week"
        findings.refuse(
            "half-a-budget",
            lone,
            f"{lone} stands alone.",
            "Give minutes_per_week and weeks together, or neither.",
        )
    return None if findings.refusals else Line(instance, raw["student_id"], names)


def _json(text: bytes, findings: Findings) -> dict[str, Any] | None:
    if len(text) > MOST_CHARACTERS:
        findings.refuse(
            "too-long", "", f"The line is over {MOST_CHARACTERS:,} bytes.", "Give one student a line."
        )
        return None
    try:
        raw = json.loads(text.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant)
    except UnicodeDecodeError:
        findings.refuse("not-utf-8", "", "The line is not in UTF-8.", "Save the file as UTF-8.")
        return None
    except RecursionError:
        findings.refuse(
            "not-json", "", "The line is nested too deeply.", "Write the line as the format says."
        )
        return None
    except ValueError as error:
        findings.refuse(
            "not-json", "", f"The line is not JSON: {_short(str(error))}.", "Write one object a line."
        )
        return None
    if not isinstance(raw, dict):
        findings.refuse("not-an-object", "", "The line is not an object.", "Write one object {…} a line.")
        return None
    return raw


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"“{_short(twice)}” stands twice in one object")
    return table


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _is_name(value: Any) -> bool:
    return (isinstance(value, str) and value != "") or (
        isinstance(value, int) and not isinstance(value, bool)
    )


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


@dataclass(frozen=True, slots=True)
class _Whole:
    """Whole numbers between bounds, and tables and lists of them."""

    findings: Findings

    def number(self, value: Any, column: str, least: int, most: int) -> int:
        """The number, or `least` in place of one that is refused."""
        whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        if whole and not isinstance(value, bool) and least <= value <= most:
            return int(value)
        said = "is missing" if value is _MISSING else f"is {_short(json.dumps(value, ensure_ascii=False))}"
        self.findings.refuse(
            "not-a-whole-number",
            column,
            f"{column} {said}.",
            f"Give a whole number from {least:,} to {most:,}.",
        )
        return least

    def maybe(self, value: Any, column: str, least: int, most: int) -> int | None:
        return None if value is None else self.number(value, column, least, most)

    def table(self, value: Any, column: str, least: int, most: int) -> dict[str, int]:
        if not isinstance(value, dict):
            said = "is missing" if value is _MISSING else "is not an object"
            self.findings.refuse("not-a-table", column, f"{column} {said}.", 'Give {"standard": number, …}.')
            return {}
        return {key: self.number(n, f"{column}.{_short(key)}", least, most) for key, n in value.items()}

    def several(self, value: Any, column: str, least: int, most: int) -> tuple[int, ...]:
        if not isinstance(value, list):
            self.findings.refuse("not-a-list", column, f"{column} is not a list.", "Give [number, …].")
            return ()
        return tuple(self.number(n, f"{column}[{k}]", least, most) for k, n in enumerate(value))


def _options(value: Any, findings: Findings) -> tuple[tuple[Option, ...], dict[str, str | int]]:
    if not isinstance(value, list):
        said = "is missing" if value is _MISSING else "is not a list"
        findings.refuse("not-a-list", "options", f"options {said}.", "Give a list of tasks; [] for none.")
        return (), {}
    if len(value) > MOST_OPTIONS:
        said = f"There are {len(value):,} options."
        findings.refuse("too-many", "options", said, f"Give at most {MOST_OPTIONS:,} for a student.")
        return (), {}
    names: dict[str, str | int] = {}
    options: list[Option] = []
    for k, raw in enumerate(value):
        column = f"options[{k}]"
        option = _option(raw, column, findings)
        if option is None:
            continue
        if option.task in names:
            said = f"The task “{_short(option.task)}” stands twice."
            findings.refuse("task-twice", column, said, "Give each task once.")
        names[option.task] = raw["task"]
        options.append(option)
    return tuple(options), names


def _option(raw: Any, column: str, findings: Findings) -> Option | None:
    if not isinstance(raw, dict):
        findings.refuse("not-an-object", column, f"{column} is not an object.", "Give {…} for each task.")
        return None
    findings.unknown_keys(raw, OPTION_KEYS, column)
    whole = _Whole(findings)
    if not _is_name(raw.get("task", _MISSING)):
        findings.refuse("missing-id", f"{column}.task", f"{column} has no task.", "Name the task by its id.")
        return None
    week_from = raw.get("week_from")
    option = Option(
        task=str(raw["task"]),
        minutes=whole.number(raw.get("minutes", _MISSING), f"{column}.minutes", 1, MOST_MINUTES),
        evidence=whole.table(raw.get("evidence", _MISSING), f"{column}.evidence", 0, MOST_PIECES),
        group=_text(raw.get("group"), f"{column}.group", findings),
        kind=_text(raw.get("kind"), f"{column}.kind", findings),
        week_from=1 if week_from is None else whole.number(week_from, f"{column}.week_from", 1, MOST_WEEKS),
        week_to=whole.maybe(raw.get("week_to"), f"{column}.week_to", 1, MOST_WEEKS),
    )
    if option.week_to is not None and option.week_to < option.week_from:
        findings.refuse(
            "weeks-crossed", column, f"{column} ends before it begins.", "Put week_to at or after week_from."
        )
    return option


def _text(value: Any, column: str, findings: Findings) -> str | None:
    if value is None:
        return None
    if not _is_name(value):
        findings.refuse("not-text", column, f"{column} is not text.", "Give text, or leave it out.")
        return None
    return str(value)


def _prerequisites(value: Any, findings: Findings) -> tuple[tuple[str, str], ...]:
    fix = 'Give [["before", "after"], …].'
    if not isinstance(value, list):
        findings.refuse("not-a-list", "prerequisites", "prerequisites is not a list.", fix)
        return ()
    pairs: list[tuple[str, str]] = []
    for k, pair in enumerate(value):
        if isinstance(pair, list) and len(pair) == 2 and all(isinstance(s, str) for s in pair):
            pairs.append((pair[0], pair[1]))
        else:
            column = f"prerequisites[{k}]"
            findings.refuse("not-a-pair", column, f"{column} is not a pair of standards.", fix)
    cycle = find_cycle(pairs)
    if cycle:
        way = " → ".join(_short(s) for s in cycle[:8])
        said = f"Each of these comes before the next, in a circle: {way}."
        findings.refuse("cycle", "prerequisites", said, "Take out one of the pairs.")
    return tuple(pairs)


def find_cycle(pairs: list[tuple[str, str]]) -> list[str]:
    """A circle of standards that come before one another, first named last again; [] where there is none."""
    after: dict[str, list[str]] = {}
    for a, b in pairs:
        after.setdefault(a, []).append(b)
    done: set[str] = set()
    for root in sorted(after):
        way: list[str] = []
        on_way: set[str] = set()
        stack: list[tuple[str, bool]] = [(root, True)]
        while stack:
            standard, entering = stack.pop()
            if not entering:
                on_way.discard(way.pop())
                done.add(standard)
            elif standard in on_way:
                return [*way[way.index(standard) :], standard]
            elif standard not in done:
                way.append(standard)
                on_way.add(standard)
                stack.append((standard, False))
                stack += [(following, True) for following in after.get(standard, ())]
    return []
