"""Labelled sentences of one's own, by the guide: read, checked, every bad row named."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from sharewell.evidence.refusals import Place, Refusal, Refused
from sharewell.language.codes import FRAMINGS, INFORMATIVE, LEVELS, REASONS, Framing


@dataclass(frozen=True, slots=True)
class Labelled:
    """One sentence with its labels; what a source does not say is None (informative: None, not empty)."""

    id: str
    text: str
    lang: str
    framing: Framing
    reason: str | None
    level: str | None
    informative: frozenset[str] | None
    controlling: bool
    hard: bool
    style: str


def read_labelled(paths: Iterable[Path]) -> tuple[Labelled, ...]:
    """Read JSON Lines files of labelled sentences, in the order given. Raises Refused with every bad row."""
    rows: list[Labelled] = []
    refusals: list[Refusal] = []
    for path in paths:
        known = len(rows) + len(refusals)
        for number, line in _lines(path, refusals):
            try:
                rows.append(_labelled(json.loads(line)))
            except (ValueError, RecursionError) as trouble:
                what = f"This is not a labelled sentence ({_why(trouble)})."
                fix = "Give text, lang, framing, reason, level, informative, controlling."
                refusals.append(Refusal("not-labelled", Place(str(path), row=number), what, fix))
        if len(rows) + len(refusals) == known:
            fix = "Give one labelled sentence a line."
            refusals.append(Refusal("nothing-labelled", Place(str(path)), "The file has no sentence.", fix))
    if refusals:
        raise Refused(refusals)
    return tuple(rows)


def _why(trouble: ValueError | RecursionError) -> object:
    if isinstance(trouble, json.JSONDecodeError):
        return "not JSON"
    return "too deep" if isinstance(trouble, RecursionError) else trouble


def _lines(path: Path, refusals: list[Refusal]) -> list[tuple[int, str]]:
    """The lines that hold something, by number. Only a line feed ends one: a text may hold U+2028."""
    fix = "Check the name of the file, and save it as UTF-8 text."
    try:
        raw = path.read_bytes()
        lines = raw.decode("utf-8-sig").split("\n")
    except OSError as trouble:
        what = f"The file could not be read ({trouble.__class__.__name__})."
        refusals.append(Refusal("unreadable-file", Place(str(path)), what, fix))
        return []
    except UnicodeDecodeError as trouble:
        where = Place(str(path), row=trouble.object.count(b"\n", 0, trouble.start) + 1)
        refusals.append(Refusal("wrong-encoding", where, "This is not text in UTF-8.", fix))
        return []
    return [(number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _labelled(row: Any) -> Labelled:
    """Raises ValueError with what is wrong, where a label is none of the guide's."""
    if not isinstance(row, dict):
        raise ValueError("no object")
    given = cast("dict[str, Any]", row)
    framing = _one_of(given, "framing", FRAMINGS)
    if framing is None:
        raise ValueError("framing is missing")
    reason = _one_of(given, "reason_code" if "reason_code" in given else "reason", tuple(REASONS))
    if reason and REASONS[reason].framing != framing:
        raise ValueError(f"reason {reason!r} is {REASONS[reason].framing}, not {framing}")
    return Labelled(
        id=str(given.get("id", "")),
        text=_text(given),
        lang=_lang(given),
        framing=cast("Framing", framing),
        reason=reason,
        level=_one_of(given, "level", LEVELS),
        informative=_informative(given),
        controlling=_yes(given, "controlling"),
        hard=_yes(given, "hard"),
        style=str(given.get("style", "")),
    )


def _one_of(row: dict[str, Any], key: str, known: Sequence[str]) -> str | None:
    value = row.get(key)
    if value in (None, ""):
        return None
    if value not in known:
        choice = ", ".join(known) if len(known) < 6 else "see the codes of the guide"
        raise ValueError(f"{key} {value!r}: {choice}")
    return value


def _text(row: dict[str, Any]) -> str:
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise ValueError("text is missing")
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("text holds half a sign")
    return text


def _lang(row: dict[str, Any]) -> str:
    """The language without its region: es of es-MX."""
    value = row.get("lang", "en")
    lang = re.split(r"[-_]", value)[0].lower() if isinstance(value, str) else ""
    if not re.fullmatch(r"[a-z]{2,3}", lang):
        raise ValueError(f"lang {value!r}")
    return lang


def _informative(row: dict[str, Any]) -> frozenset[str] | None:
    value = row.get("informative")
    if value is None:
        return None
    if not isinstance(value, list) or any(kind not in INFORMATIVE for kind in cast("list[Any]", value)):
        raise ValueError(f"informative {value!r}: a list of {', '.join(INFORMATIVE)}")
    return frozenset(cast("list[str]", value))


def _yes(row: dict[str, Any], key: str) -> bool:
    value = row.get(key)
    if value not in (None, True, False):
        raise ValueError(f"{key} {value!r}: true or false")
    return bool(value)
