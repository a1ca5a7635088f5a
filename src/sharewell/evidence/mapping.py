"""Column mappings: what another product calls the columns of the plain table."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sharewell.evidence.headers import plain_name
from sharewell.evidence.refusals import Place, Refusal, Refused

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "student_id": ("studentid", "studentnumber", "studentnum", "studentno", "learnerid", "pupilid"),
    "student_name": ("studentname", "name", "student", "learner", "learnername", "pupil", "pupilname"),
    "task": ("task", "assignment", "tasktitle", "assignmenttitle", "assignmentname", "taskname"),
    "task_id": ("taskid", "assignmentid"),
    "category": ("category", "type", "assignmenttype", "tasktype"),
    "points": ("points", "score", "mark", "pointsearned"),
    "points_possible": ("pointspossible", "maxpoints", "possible", "outof", "maxscore", "possiblepoints"),
    "due": ("due", "duedate", "dueon"),
    "status": ("status", "scorestatus"),
    "standards": ("standards", "standard", "standardcodes"),
    "minutes": ("minutes", "estimatedminutes"),
    "class": ("class", "classname", "course", "coursename", "section"),
    "done": ("done", "donedate", "submitted", "submittedon", "handedin"),
    "period": ("period", "markingperiod", "gradingperiod", "term"),
    "comment": ("comment", "comments", "feedback"),
    "grade": ("grade", "gradelevel", "yeargroup"),
    "language": ("language", "homelanguage"),
}


def save_mapping(path: str | Path, mapping: Mapping[str, str]) -> None:
    """Write `{our column: their header}` as TOML, sorted, to be used again by `load_mapping`."""
    _check(mapping, Place(Path(path).name))
    # A JSON string is a TOML basic string.
    lines = [
        f"{ours} = {json.dumps(theirs, ensure_ascii=False)}\n" for ours, theirs in sorted(mapping.items())
    ]
    Path(path).write_text("".join(lines), encoding="utf-8")


def load_mapping(path: str | Path) -> dict[str, str]:
    """Read a mapping that `save_mapping` or a person wrote.

    Raises:
        Refused: the file is missing, is no TOML, or names columns that the plain table does not have.
    """
    place = Place(Path(path).name)
    how = 'Write one line a column, such as: points = "Their header".'
    try:
        read = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as trouble:
        what = f"The column mapping cannot be read ({trouble})."
        raise Refused(Refusal("bad-mapping", place, what, how)) from trouble
    wrong = [name for name, theirs in read.items() if not isinstance(theirs, str)]
    if wrong:
        raise Refused(Refusal("bad-mapping", place, f"{', '.join(wrong)}: not a header in quotes.", how))
    mapping = {name: str(theirs) for name, theirs in read.items()}
    _check(mapping, place)
    return mapping


def _check(mapping: Mapping[str, str], place: Place) -> None:
    unknown = sorted(set(mapping) - set(COLUMNS))
    if unknown:
        what = f"The mapping names columns that the plain table does not have: {', '.join(unknown)}."
        raise Refused(Refusal("bad-mapping", place, what, f"Use these names: {', '.join(COLUMNS)}."))


def positions(header: list[str], mapping: Mapping[str, str] | None) -> dict[str, int]:
    """Where each column of ours stands in their header; a mapping goes before names that we know.

    Our own name (`points`) goes before another spelling of it (`score`), so a table may hold both.
    """
    at: dict[str, int] = {}
    for i, name in enumerate(header):
        at.setdefault(plain_name(name), i)
    found = {
        ours: at[plain_name(theirs)] for ours, theirs in (mapping or {}).items() if plain_name(theirs) in at
    }
    taken = set(found.values())
    for rank in range(max(map(len, COLUMNS.values()))):
        for ours, spellings in COLUMNS.items():
            place = at.get(spellings[rank]) if rank < len(spellings) else None
            if ours not in found and place is not None and place not in taken:
                found[ours] = place
                taken.add(place)
    return found
