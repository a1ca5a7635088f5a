"""Why a sentence is heard as it is, in the words and with the source of the criterion behind it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sharewell.language.codes import REASONS
from sharewell.language.model import SentenceReading
from sharewell.language.packs import Criterion, Pack, shipped


def explained(reading: SentenceReading, packs: Sequence[Pack]) -> tuple[str, str, tuple[str, ...]]:
    """Why, source and own criteria's names of a reading."""
    own = {criterion.id: criterion for pack in packs for criterion in pack.criteria}
    met = [own[name] for name in reading.criteria if name in own]
    known = {**_shipped(reading.lang), **own}
    first = met[0] if met else next((known[s.criterion] for s in reading.spans if s.criterion in known), None)
    why = (
        first.why
        if first
        else f"{REASONS[reading.reason].name[:1].upper()}{REASONS[reading.reason].name[1:]}."
    )
    return why, first.source if first else "", tuple(criterion.name for criterion in met)


@cache
def _shipped(lang: str) -> dict[str, Criterion]:
    packs = shipped("es" if lang == "es" else "en")
    return {criterion.id: criterion for pack in packs for criterion in pack.criteria}
