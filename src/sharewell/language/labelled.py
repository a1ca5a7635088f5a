"""Labelled sentences of one's own, by the guide: read, checked, every bad row named."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                try:
                    rows.append(_labelled(json.loads(line)))
                except (ValueError, KeyError, TypeError) as trouble:
                    where = Place(str(path), row=number)
                    what = f"This is not a labelled sentence ({trouble})."
                    fix = "Give text, lang, framing, reason, level, informative, controlling."
                    refusals.append(Refusal("not-labelled", where, what, fix))
    if refusals:
        raise Refused(refusals)
    return tuple(rows)


def _labelled(row: dict[str, Any]) -> Labelled:
    framing = row["framing"]
    if framing not in FRAMINGS:
        raise ValueError(f"framing {framing!r}")
    reason = row["reason_code"] if "reason_code" in row else row.get("reason")
    known = REASONS.get(reason or "")
    level = row.get("level")
    if level is not None and level not in LEVELS:
        raise ValueError(f"level {level!r}")
    informative = row.get("informative")
    return Labelled(
        id=str(row.get("id", "")),
        text=str(row["text"]),
        lang=str(row.get("lang", "en")),
        framing=framing,
        reason=reason if known and known.framing == framing else None,
        level=level,
        informative=None if informative is None else frozenset(informative) & set(INFORMATIVE),
        controlling=bool(row.get("controlling", False)),
        hard=bool(row.get("hard", False)),
        style=str(row.get("style", "")),
    )
