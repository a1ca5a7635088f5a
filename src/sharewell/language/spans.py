"""The words a reading rests on: the criterion's own, or the clause that speaks loudest for the framing."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from sharewell.language.clauses import said_apart
from sharewell.language.codes import FRAMINGS
from sharewell.language.heads import load
from sharewell.language.hearing import Heard, gather
from sharewell.language.matching import Hits
from sharewell.language.model import Span
from sharewell.language.numbers import Place

SHORTEST = 12  # a clause of fewer characters carries no reading of its own


def spans_for(
    sentences: Sequence[str], langs: Sequence[str], heard: Sequence[Heard], hits: Sequence[Hits]
) -> list[tuple[Span, ...]]:
    """For each sentence, spans of the criteria that agree with what is shown, those of the main reason first.

    Where no criterion's words are there, the loudest clause, under the reason's code as its criterion.
    Neutral sentences rest on nothing that needs showing, except on the words of a neutral criterion.
    """
    found = [_agreeing(one, hit) for one, hit in zip(heard, hits, strict=True)]
    bare = [row for row, spans in enumerate(found) if not spans and heard[row].shown[0] != "neutral"]
    clauses = _loudest(
        [sentences[row] for row in bare], [langs[row] for row in bare], [heard[row] for row in bare]
    )
    for row, (start, end) in zip(bare, clauses, strict=True):
        found[row] = (Span(start, end, heard[row].shown[1]),)
    return found


def _agreeing(heard: Heard, hits: Hits) -> tuple[Span, ...]:
    framing, reason = heard.shown
    agreeing = [(criterion, span) for criterion, span in hits.met if criterion.framing == framing]
    agreeing.sort(key=lambda pair: (pair[0].reason != reason, pair[1].start))
    return tuple(span for _, span in agreeing)


def _loudest(sentences: Sequence[str], langs: Sequence[str], heard: Sequence[Heard]) -> list[Place]:
    """The clause of each sentence that leads neutral by most under the fast heads; one pass for all.

    A clause without another in its sentence need not be heard.
    """
    if not sentences:
        return []
    clauses = [_clauses(sentence) for sentence in sentences]
    rivals = [(row, place) for row, places in enumerate(clauses) if len(places) > 1 for place in places]
    texts = [sentences[row][slice(*place)] for row, place in rivals]
    heads = load("fast")
    evidence, _ = gather(texts, [langs[row] for row, _ in rivals], heads, fast=True)
    scores = heads.tasks["framing"].logits(evidence)
    leads = scores - scores[:, [FRAMINGS.index("neutral")]]
    loudest = [(-inf, places[0]) for places in clauses]
    for (row, place), lead in zip(rivals, leads, strict=True):
        loud = float(lead[FRAMINGS.index(heard[row].shown[0])])
        if loud > loudest[row][0]:
            loudest[row] = loud, place
    return [place for _, place in loudest]


def _clauses(sentence: str) -> list[Place]:
    """Offsets of the clauses, trimmed; short ones are joined to the one before."""
    clauses: list[Place] = []
    for start, end in said_apart(sentence):
        if clauses and end - start < SHORTEST:
            clauses[-1] = (clauses[-1][0], end)
        else:
            clauses.append((start, end))
    return [_trimmed(sentence, start, end) for start, end in clauses] or [(0, len(sentence))]


def _trimmed(sentence: str, start: int, end: int) -> Place:
    inside = sentence[start:end]
    return start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip(" ,;:–—"))


def merged(spans: Sequence[Span], more: Sequence[Span]) -> tuple[Span, ...]:
    """Both, in order, each place and criterion once."""
    return tuple(dict.fromkeys((*spans, *more)))
