"""What can be counted in a sentence without knowing its meaning: criteria, signs, and its surface."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sharewell.language.codes import REASONS
from sharewell.language.matching import Hits
from sharewell.language.packs import shared

_WORD = re.compile(r"(\w)\w*(?:['’]\w+)*")  # its first letter
_QUOTED = re.compile(  # after one of the marks that open a quote, the only places that are looked at
    r"[\"“«'‘](?:(?<=[\"“«])[^\"”»]+[\"”»]|(?<=['‘])(?<!\w.)[^'’]{2,}['’](?!\w))"
)
_ENDED = re.compile(r"[.!?](?=\s)")
_SURFACE = (
    "few-words",
    "some-words",
    "many-words",
    "very-many-words",
    "asks",
    "exclaims",
    "quotes",
    "figures",
    "several-sentences",
    "colon",
    "semicolon",
    "list",
    "capitals",
    "parenthesis",
    "begins-small",
    "criteria-against",
    "criteria-for",
    "criteria-plain",
    "no-criteria",
    "spanish",
)


@cache
def names() -> tuple[str, ...]:
    """The name of every feature, in the order of the columns."""
    signs = tuple(sign.id for sign in shared("en").signs)
    met = tuple(f"met-{code}" for code in REASONS)
    guarded = tuple(f"guarded-{code}" for code in REASONS)
    return met + guarded + tuple(f"sign-{sign}" for sign in signs) + _SURFACE


def features(sentences: Sequence[str], langs: Sequence[str], hits: Sequence[Hits]) -> NDArray[np.float32]:
    """Array (n, len(names())), float32, between 0 and 2. Cost: about 10 microseconds a sentence."""
    columns = _columns()
    table = np.zeros((len(sentences), len(columns)), dtype=np.float32)
    places: list[tuple[int, int]] = []
    for row, hit in enumerate(hits):
        found = [f"met-{criterion.reason}" for criterion, _ in hit.met if criterion.reason]
        found += [f"guarded-{criterion.reason}" for criterion in hit.guarded if criterion.reason]
        found += [f"sign-{sign}" for sign in hit.signs]
        places += [(row, columns[name]) for name in found]
    if places:
        table[tuple(np.array(places).T)] = 1
    if hits:
        table[:, len(columns) - len(_SURFACE) :] = list(map(_surface, sentences, langs, hits))
    return table


def kinds(table: NDArray[np.float32]) -> dict[str, NDArray[np.bool_]]:
    """(n,) which sentences have more than 16 words, and which are Spanish, from their features."""
    columns = _columns()
    return {
        "long": table[:, columns["many-words"]] + table[:, columns["very-many-words"]] > 0,
        "spanish": table[:, columns["spanish"]] > 0,
    }


@cache
def _columns() -> dict[str, int]:
    return {name: place for place, name in enumerate(names())}


def _surface(sentence: str, lang: str, hit: Hits) -> list[float]:
    letters = _WORD.findall(sentence)
    many = len(letters)
    framings = [criterion.framing for criterion, _ in hit.met]
    capitals = sum(map(str.isupper, letters[1:]))
    return [
        float(many <= 4),
        float(5 <= many <= 12),
        float(16 < many <= 28),
        float(many > 28),
        float("?" in sentence),
        float("!" in sentence),
        float(_QUOTED.search(sentence) is not None),
        min(2.0, sum(map(str.isdigit, letters)) / 2),
        float(_ENDED.search(sentence) is not None),
        float(":" in sentence),
        float(";" in sentence),
        min(2.0, sentence.count(",") / 2),
        min(2.0, 4 * capitals / max(many, 1)),
        float("(" in sentence),
        float(sentence.lstrip("\"'“‘«¿¡(- ")[:1].islower()),
        min(2.0, framings.count("deficit") / 2),
        min(2.0, framings.count("asset") / 2),
        min(2.0, framings.count("neutral") / 2),
        float(not framings),
        float(lang == "es"),
    ]
