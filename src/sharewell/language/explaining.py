"""Why a sentence is heard as it is: in its criterion's words, with the source, or in its reason's."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sharewell.language.model import SentenceReading
from sharewell.language.packs import Criterion, Pack, shipped
from sharewell.language.tongue import served_tongue
from sharewell.language.whys import WHYS


def explained(reading: SentenceReading, packs: Sequence[Pack]) -> tuple[str, str, tuple[str, ...]]:
    """Why, source and own criteria's names of a reading; where no criterion of its reason was met, why that reason
    matters.
    """
    own = {criterion.id: criterion for pack in packs for criterion in pack.criteria}
    met = [own[name] for name in reading.criteria if name in own]
    known = {**_shipped(served_tongue(reading.lang)), **own}
    code = reading.asked or reading.reason
    hit = [known[span.criterion] for span in reading.spans if span.criterion in known]
    first = met[0] if met else next((criterion for criterion in hit if criterion.reason == code), None)
    why = first.why if first else WHYS[served_tongue(reading.lang)][code]
    return why, first.source if first else "", tuple(criterion.name for criterion in met)


@cache
def _shipped(tongue: str) -> dict[str, Criterion]:
    return {criterion.id: criterion for pack in shipped(tongue) for criterion in pack.criteria}
