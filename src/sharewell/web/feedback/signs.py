"""Where a class's own criteria are heard in what it reads: feedback with its answers, and what the class is shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sharewell.language import Pack, read_many
from sharewell.language.explaining import explained
from sharewell.language.packs import Criterion
from sharewell.web.feedback.criteria import packs_by_class
from sharewell.web.feedback.models import Text
from sharewell.web.feedback.shown import Shown, shown_to

REMEMBERED: Final = 20_000  # titles and the like: they stand on many pages, and are heard once


@dataclass(frozen=True, slots=True)
class Sign:
    """A sentence in which criteria of the class are heard: their names, and why the first matters to the class."""

    sentence: str
    names: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Signs:
    """On one page: text id → signs in feedback and then in its answers; and those in what the classes are shown."""

    thread: Mapping[int, Sequence[Sign]] = field(default_factory=dict[int, Sequence[Sign]])
    shown: Sequence[Sign] = ()


Heard = tuple[Sign, ...]
Key = tuple[tuple[Criterion, ...], str]
_remembered: dict[Key, Heard] = {}


def signs_in(thread: Sequence[Text], packs: Mapping[int, Pack], shown: Sequence[Shown] = ()) -> Signs:
    """The signs of a page, by the criteria that each class has in force now (`packs`: class → pack).

    Found anew for whoever looks, so that a criterion speaks of what was written before it, and no longer once the
    class has ended it. Cost: one fast reading for the whole page; none where the classes have no criteria.
    """
    threads = [text for text in thread if text.klass_id in packs]
    words = [(one.klass, one.words) for one in shown if one.klass in packs]
    known = {each: _remembered.get((packs[each[0]].criteria, each[1])) for each in words}
    new = [each for each, heard in known.items() if heard is None]
    said = [(text.klass_id, body) for text in threads for body in _bodies(text)]
    heard = _heard([*new, *said], packs)
    found = dict(zip(new, heard, strict=False))  # the others are those of the threads
    _remember({(packs[klass].criteria, each): signs for (klass, each), signs in found.items()})
    return Signs(
        thread={text.pk: [sign for _ in _bodies(text) for sign in next(heard)] for text in threads},
        shown=[sign for each in words for sign in known[each] or found.get(each, ())],
    )


def signs_before(klass: int) -> Sequence[Sign]:
    """Where a class's criteria are heard in all that the class is shown."""
    packs = packs_by_class([klass])
    return signs_in((), packs, shown_to(packs)).shown


def _bodies(text: Text) -> list[str]:
    return [text.body, *(answer.body for answer in text.answers.all())]


def _heard(said: Collection[tuple[int, str]], packs: Mapping[int, Pack]) -> Iterator[Heard]:
    """The signs in each of these words, by the criteria of the class that reads them; all are read at once."""
    readings = read_many([words for _, words in said], packs=tuple(packs.values()), fast=True) if said else []
    for (klass, _), reading in zip(said, readings, strict=True):
        met = [sentence for sentence in reading.sentences if sentence.criteria]
        told = [(sentence.text, explained(sentence, [packs[klass]])) for sentence in met]
        yield tuple(Sign(text, names, why) for text, (why, _, names) in told if names)


def _remember(heard: Mapping[Key, Heard]) -> None:
    if len(_remembered) + len(heard) > REMEMBERED:
        _remembered.clear()
    _remembered.update(heard)
