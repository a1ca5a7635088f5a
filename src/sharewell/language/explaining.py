"""Why a sentence is heard as it is: in its criterion's words, with the source, or in its reason's."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sharewell.language.model import SentenceReading
from sharewell.language.packs import Criterion, Pack, shipped
from sharewell.language.whys import WHYS


def explained(reading: SentenceReading, packs: Sequence[Pack]) -> tuple[str, str, tuple[str, ...]]:
    """Why, source and own criteria's names of a reading; where no criterion was met, why its reason matters."""
    own = {criterion.id: criterion for pack in packs for criterion in pack.criteria}
    met = [own[name] for name in reading.criteria if name in own]
    known = {**_shipped(_tongue(reading.lang)), **own}
    first = met[0] if met else next((known[s.criterion] for s in reading.spans if s.criterion in known), None)
    why = first.why if first else WHYS[_tongue(reading.lang)][reading.asked or reading.reason]
    return why, first.source if first else "", tuple(criterion.name for criterion in met)


def _tongue(lang: str) -> str:
    """The language of packs and words that serves a text's: English where there are none in its own."""
    return "es" if lang == "es" else "en"


@cache
def _shipped(tongue: str) -> dict[str, Criterion]:
    return {criterion.id: criterion for pack in shipped(tongue) for criterion in pack.criteria}
