"""Where a sentence may be cut: at the ends of what is said, and at the joints inside it, never inside a fact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from sharewell.language.facts import facts_of
from sharewell.language.numbers import Place
from sharewell.language.sentences import is_abbreviation

_KEPT = 256  # sentences in hand: each is cut several times on the way to a suggestion
_NOT_SO = "".join(  # "you are so lazy" is one thing said
    rf"(?<!{word}\s)"
    for word in (
        r"\bam",
        r"\bis",
        r"\bare",
        r"\bwas",
        r"\bwere",
        r"\bbe",
        r"\bbeen",
        r"\bnot",
        "['’]s",
        "['’]re",
    )
)
_AT_JOINT = (  # after one of the characters that a joint begins with, the only places that are looked at
    r"(?<=[,;:–—])\s+|(?<=[^\W\d]\s-)\s+|(?<=\s)(?=\()|(?<=[.!?)]\s)\s*"
    rf"|(?<=\s)(?=(?:but|and|because|while|though|pero|y|porque|aunque|así)\s)|(?<=\s){_NOT_SO}(?=so\s)"
)
_JOINT = re.compile(rf"[-,;:–—\s](?:{_AT_JOINT})")
_INSIDE = re.compile(
    rf"[-,;:–—\s](?:{_AT_JOINT}|(?<=—)|(?<=\s)(?=(?:then|therefore|entonces|luego|e)\s))", re.IGNORECASE
)
_BRACKETS = re.compile(r"\([^()\n]*\)")
_OPEN = re.compile(  # words that say nothing without those after them
    r"(?:n['’]t|(?<!\w)(?:not|never|no|cannot|even|with|of|in|at|on|to|for|from|than|as|who|the|an?|his|her|their|is|are"
    r"|was|were|has|have|had|be|been|nunca|jamás|ni|sin|de|del|en|con|por|que|el|la|los|las|un|una|su|sus|es|son|era"
    r"|está|ha|han))\s*$",
    re.IGNORECASE,
)
_NEVER = re.compile(r"(?<!\w)(?:never|can['’]t|cannot|nunca|jamás)(?!\w)", re.IGNORECASE)
_END = re.compile(r"[.;!?…]+[\"'”’»)\]]*(?=\s|$)\s*")


@lru_cache(_KEPT)
def clauses(sentence: str) -> tuple[Place, ...]:
    """Places between full stops, semicolons, question and exclamation marks; "7.5", "Ms. Hill", "p. 4" stay whole."""
    cuts = [
        match.end()
        for match in _END.finditer(sentence)
        if not (match.group().startswith(".") and is_abbreviation(sentence, 0, match.start()))
    ]
    return tuple(_between(sentence, (0, len(sentence)), cuts))


@lru_cache(_KEPT)
def parts(sentence: str, clause: Place) -> tuple[Place, ...]:
    """Places inside one clause between its joints, none of them in a bracket: commas, dashes, words that join."""
    cuts = [match.end() for match in _INSIDE.finditer(sentence, *clause) if not _after_short(sentence, match)]
    return tuple(_between(sentence, clause, cuts, _brackets(sentence)))


def said_apart(sentence: str) -> list[Place]:
    """Places between the joints of a whole sentence, its ends among them, in the letters that they have."""
    cuts = [match.end() for match in _JOINT.finditer(sentence)]
    return _between(sentence, (0, len(sentence)), cuts, _brackets(sentence))


def is_torn(sentence: str, place: Place) -> bool:
    """Whether a place would say something else by itself: "do 6.EE.A.1" after "can't", "will never reach 4.2"."""
    return _OPEN.search(sentence, 0, place[0]) is not None or _NEVER.search(sentence, *place) is not None


def _brackets(sentence: str) -> list[Place]:
    return [match.span() for match in _BRACKETS.finditer(sentence)] if "(" in sentence else []


def _after_short(sentence: str, joint: re.Match[str]) -> bool:
    """Whether the stop before a joint is that of an abbreviation: "the 2 p.m. meeting"."""
    dot = joint.start() - 1
    return dot >= 0 and sentence[dot] == "." and joint.group().isspace() and is_abbreviation(sentence, 0, dot)


def _between(sentence: str, whole: Place, cuts: Sequence[int], uncut: Sequence[Place] = ()) -> list[Place]:
    inner = [cut for cut in cuts if whole[0] < cut < whole[1]]
    facts = [(fact.start, fact.end) for fact in facts_of(sentence)] if inner else []
    free = [cut for cut in inner if not any(start < cut < end for start, end in (*facts, *uncut))]
    edges = sorted({whole[0], *free, whole[1]})
    return [(start, end) for start, end in pairwise(edges) if sentence[start:end].strip()]
