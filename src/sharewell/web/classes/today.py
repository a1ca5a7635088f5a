"""What a teacher may do first in a class: name a win, begin together, finish what is nearly there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from sharewell.web.classes import selectors
from sharewell.web.classes.models import Class, Summary
from sharewell.web.classes.plans import summaries_fresh

AT_MOST: Final = 3  # of each: a page for forty seconds


@dataclass(frozen=True, slots=True)
class Together:
    """A standard that several learners are ready for."""

    standard: str
    statement: str
    learners: tuple[Summary, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A class today."""

    klass: Class
    everyone: int
    wins: tuple[Summary, ...]
    together: tuple[Together, ...]
    nearly: tuple[Summary, ...]  # the packets that take least


def of_class(klass: Class) -> Day:
    """Find what is worth doing first."""
    everyone = summaries_fresh(klass)
    ready = Counter(code for summary in everyone for code in summary.ready)
    groups = sorted(
        ((code, n) for code, n in ready.items() if n > 1), key=lambda found: (-found[1], found[0])
    )
    said = selectors.statements([code for code, _ in groups[:AT_MOST]])
    wins = sorted((s for s in everyone if s.win), key=lambda s: s.win_day or date.min, reverse=True)
    whole = (s for s in everyone if s.packet_tasks and not s.packet_leaves)
    packets = sorted(whole, key=lambda s: (s.packet_minutes, s.learner.name))
    return Day(
        klass=klass,
        everyone=len(everyone),
        wins=tuple(wins[:AT_MOST]),
        together=tuple(
            Together(code, said.get(code, ""), tuple(s for s in everyone if code in s.ready))
            for code, _ in groups[:AT_MOST]
        ),
        nearly=tuple(packets[:AT_MOST]),
    )
