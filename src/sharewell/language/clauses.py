"""Where a sentence may be cut: at the ends of what is said, and at the joints inside it, never inside a fact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from sharewell.language.facts import facts_of
from sharewell.language.numbers import Place
from sharewell.language.sentences import is_abbreviation

_NOT_BEFORE = (
    r"(?<!\bam)(?<!\bis)(?<!\bare)(?<!\bwas)(?<!\bwere)(?<!\bbe)(?<!\bbeen)(?<!\bnot)(?<!['’]s)(?<!['’]re)"
)
JOINT = re.compile(
    r"[,;:–—]\s+|(?<=[^\W\d]\s)-\s+|\s(?=\()|(?<=[.!?])\s+"
    r"|\s(?=(?:but|and|because|while|though|pero|y|porque|aunque|así)\s)"
    rf"|{_NOT_BEFORE}\s(?=so\s)"  # "you are so lazy" is one thing said
)
_INSIDE = re.compile(rf"{JOINT.pattern}|—|\s(?=(?:then|therefore|entonces|luego|e)\s)", re.IGNORECASE)
_END = re.compile(r"[.;!?…]+[\"'”’»)\]]*(?=\s|$)\s*")


def clauses(sentence: str) -> list[Place]:
    """Places between full stops, semicolons, question and exclamation marks; "7.5", "Ms. Hill", "p. 4" stay whole."""
    cuts = [
        match.end()
        for match in _END.finditer(sentence)
        if not (match.group().startswith(".") and is_abbreviation(sentence, 0, match.start()))
    ]
    return _between(sentence, (0, len(sentence)), cuts)


def parts(sentence: str, clause: Place) -> list[Place]:
    """Places inside one clause between its joints: commas, dashes and the words that join."""
    cuts = [match.end() for match in _INSIDE.finditer(sentence, *clause) if not _after_short(sentence, match)]
    return _between(sentence, clause, cuts)


def _after_short(sentence: str, joint: re.Match[str]) -> bool:
    """Whether the stop before a joint is that of an abbreviation: "the 2 p.m. meeting"."""
    dot = joint.start() - 1
    return dot >= 0 and sentence[dot] == "." and joint.group().isspace() and is_abbreviation(sentence, 0, dot)


def _between(sentence: str, whole: Place, cuts: Sequence[int]) -> list[Place]:
    facts = facts_of(sentence)
    free = [cut for cut in cuts if not any(fact.start < cut < fact.end for fact in facts)]
    edges = sorted({whole[0], *(cut for cut in free if whole[0] < cut < whole[1]), whole[1]})
    return [(start, end) for start, end in pairwise(edges) if sentence[start:end].strip()]
