"""The facts of a sentence (numbers, dates, names, codes, quotes), and whether a new wording keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sharewell.language.dates import dates
from sharewell.language.fold import ONE_SIGN
from sharewell.language.literals import addresses, codes, equations, marks, quotes
from sharewell.language.names import names
from sharewell.language.numbers import Place, numbers
from sharewell.language.small_names import small_names

_SIGNS = {
    **ONE_SIGN,
    "\u2009": " ",
    "İ": "I",  # the one letter whose lower case is longer
}
_OTHER_SIGN = re.compile(f"[{''.join(_SIGNS)}]")
_GOES_BEFORE = re.compile(r"(?:[\w\u0300-\u036f]|\w-)$")
_GOES_ON = re.compile(r"[\w\u0300-\u036f]|-\w")
_SMALL_NUMBER_LIST = (  # as often an article, a pronoun or a joint as a number
    "one once first second half double pair couple zero uno una primer primero primera primeros primeras segundo "
    "segunda segundos segundas medio media medios medias par today tomorrow tonight hoy ayer mañana yesterday"
)
_SMALL_NUMBERS = frozenset(_SMALL_NUMBER_LIST.split())
_KEPT = 1024  # sentences and wordings in hand: each is asked several times on the way to a suggestion


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a new wording must keep, and where it stands."""

    start: int
    end: int
    text: str


@lru_cache(_KEPT)
def facts_of(sentence: str) -> tuple[Fact, ...]:
    """Quotes, addresses, codes, marks, dates, numbers and names of a sentence, whole, in order, apart.

    Where kinds clash the longer one is the fact ("March 14, 2025" is one date, not three), and what overlaps in
    part is one. Cost: linear in practice; a name that opens a sentence asks the encoder's vocabulary.
    """
    found = [*_exact(sentence), *quotes(sentence), *names(sentence), *small_names(sentence)]
    return tuple(Fact(start, end, sentence[start:end]) for start, end in _apart(found))


@lru_cache(_KEPT)
def telling(sentence: str) -> tuple[Place, ...]:
    """Places of the facts that make a statement of the words around them: all but names and lone small numbers."""
    found = _apart([*_exact(sentence), *quotes(sentence)])
    return tuple(place for place in found if sentence[slice(*place)].lower() not in _SMALL_NUMBERS)


@lru_cache(_KEPT)
def _exact(sentence: str) -> tuple[Place, ...]:
    """What means something else as a part of a longer one: 5 in 2.5, March in March 14."""
    kinds = (addresses, codes, equations, marks, dates, numbers)
    return tuple(_apart(place for kind in kinds for place in kind(sentence)))


def _apart(found: Iterable[Place]) -> list[Place]:
    apart: list[Place] = []
    for start, end in sorted(found, key=lambda place: (place[0], -place[1])):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        elif start < end:
            apart.append((start, end))
    return apart


def missing_facts(original: str, wording: str) -> tuple[Fact, ...]:
    """The facts of `original` that `wording` does not carry, letter for letter.

    Case, kinds of quotes, dashes and spaces may differ. A number, a date, a code or an address must stand there as
    a whole: 5 is not kept by 2.5, nor 3 by 3 %.
    """
    facts = facts_of(original)
    if not facts:
        return ()  # most sentences: the wording need not be searched
    said = _plain(wording)
    whole = [(start, start + len(wording[start:end].rstrip("."))) for start, end in _exact(wording)]
    return tuple(fact for fact in facts if not _carries(said, whole, fact.text))


def keeps_facts(original: str, wording: str) -> bool:
    """Whether every number, date, mark, code, address, quote and name of `original` is in `wording`."""
    return not missing_facts(original, wording)


def _carries(said: str, whole: Iterable[Place], fact: str) -> bool:
    """The fact stands in the text and is no part of a word or of a longer fact there."""
    words = _plain(fact).rstrip(".")
    at = said.find(words)
    while at >= 0:
        place = (at, at + len(words))
        longer = any(start <= at and place[1] <= end and (start, end) != place for start, end in whole)
        if not longer and not _inside_word(said, place):
            return True
        at = said.find(words, at + 1)
    return False


def _plain(text: str) -> str:
    """In lower case, with one kind of quotes, dashes and spaces; every place stays."""
    return _OTHER_SIGN.sub(lambda sign: _SIGNS[sign.group()], text).lower()


def _inside_word(said: str, place: Place) -> bool:
    start, end = place
    before = said[start].isalnum() and _GOES_BEFORE.search(said, max(0, start - 2), start)
    return bool(before or (said[end - 1].isalnum() and _GOES_ON.match(said, end)))
