"""Where a class's own criteria are heard in what it reads: feedback that was sent, and the answers to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sharewell.language import Pack, read_many
from sharewell.language.explaining import explained
from sharewell.web.feedback.criteria import packs_of
from sharewell.web.feedback.models import Text


@dataclass(frozen=True, slots=True)
class Sign:
    """A sentence in which criteria of the class are heard: their names, and why the first matters to the class."""

    sentence: str
    names: tuple[str, ...]
    why: str


def signs_in(thread: Sequence[Text]) -> Mapping[int, list[Sign]]:
    """Text id → signs in the text and then in its answers, by the criteria that its class has in force now.

    Found anew for whoever looks, so that a criterion speaks of what was written before it, and no longer once the
    class has ended it. Cost: that of a fast reading; none where the class has no criteria.
    """
    found: dict[int, list[Sign]] = {}
    for klass in {text.klass for text in thread}:
        if packs := packs_of([klass]):
            mine = [text for text in thread if text.klass_id == klass.pk]
            found |= dict(zip((text.pk for text in mine), _signs(mine, packs), strict=True))
    return found


def _signs(texts: Sequence[Text], packs: Sequence[Pack]) -> list[list[Sign]]:
    """Each text's signs; all are read at once, which takes less time than one after the other."""
    said = [[text.body, *(answer.body for answer in text.answers.all())] for text in texts]
    heard = iter(read_many([body for bodies in said for body in bodies], packs=packs, fast=True))
    signs: list[list[Sign]] = []
    for bodies in said:
        readings = [next(heard) for _ in bodies]
        met = [sentence for reading in readings for sentence in reading.sentences if sentence.criteria]
        told = [(sentence.text, explained(sentence, packs)) for sentence in met]
        signs.append([Sign(text, names, why) for text, (why, _, names) in told])
    return signs
