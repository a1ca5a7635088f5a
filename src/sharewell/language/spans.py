"""The words a reading rests on: the criterion's own, or the clause that speaks loudest for the framing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from sharewell.language.codes import FRAMINGS, Framing
from sharewell.language.features import features
from sharewell.language.heads import Evidence, load
from sharewell.language.matching import Hits, shipped_matcher
from sharewell.language.model import Span
from sharewell.language.ngrams import ngrams

_JOINT = re.compile(
    r"[,;:–—]\s+|\s(?=(?:but|and|because|so|while|though|pero|y|porque|aunque|así)\s)|(?<=[.!?])\s+"
)
SHORTEST = 12  # a clause of fewer characters carries no reading of its own


def spans_for(sentence: str, lang: str, framing: Framing, reason: str, hits: Hits) -> tuple[Span, ...]:
    """Spans of the criteria that agree with the framing, those of the main reason first.

    Where no criterion's words are there, the loudest clause, under the reason's code as its criterion.
    Neutral sentences rest on nothing that needs showing, except on the words of a neutral criterion.
    """
    agreeing = [(criterion, span) for criterion, span in hits.met if criterion.framing == framing]
    agreeing.sort(key=lambda pair: (pair[0].reason != reason, pair[1].start))
    if agreeing or framing == "neutral":
        return tuple(span for _, span in agreeing)
    start, end = _loudest_clause(sentence, lang, framing)
    return (Span(start, end, reason),)


def _loudest_clause(sentence: str, lang: str, framing: Framing) -> tuple[int, int]:
    clauses = _clauses(sentence)
    if len(clauses) == 1:
        return clauses[0]
    heads = load("fast")
    texts = [sentence[start:end] for start, end in clauses]
    hits = [shipped_matcher(lang).hits(text) for text in texts]
    evidence = Evidence(None, features(texts, [lang] * len(texts), hits), heads.weighted(ngrams(texts)))
    scores = heads.tasks["framing"].logits(evidence)
    column = FRAMINGS.index(framing)
    lead = scores[:, column] - scores[:, FRAMINGS.index("neutral")]
    return clauses[int(lead.argmax())]


def _clauses(sentence: str) -> list[tuple[int, int]]:
    """Offsets of the clauses, trimmed; short ones are joined to the one before."""
    cuts = [0, *(match.end() for match in _JOINT.finditer(sentence)), len(sentence)]
    clauses: list[tuple[int, int]] = []
    for start, end in pairwise(cuts):
        if clauses and end - start < SHORTEST:
            clauses[-1] = (clauses[-1][0], end)
        else:
            clauses.append((start, end))
    return [_trimmed(sentence, start, end) for start, end in clauses if sentence[start:end].strip()] or [
        (0, len(sentence))
    ]


def _trimmed(sentence: str, start: int, end: int) -> tuple[int, int]:
    inside = sentence[start:end]
    return start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip(" ,;:–—"))


def merged(spans: Sequence[Span], more: Sequence[Span]) -> tuple[Span, ...]:
    """Both, in order, each place and criterion once."""
    return tuple(dict.fromkeys((*spans, *more)))
