"""The lead sentence: which words of it are the strength, to be marked as with a pen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sharewell.plan.model import LearnerPlan

_QUOTED: Final = re.compile("“[^”]+”")


@dataclass(frozen=True, slots=True)
class Lead:
    """A sentence in three parts; `strength` is empty where no part of it is one."""

    before: str
    strength: str
    after: str


def lead(learner: LearnerPlan) -> Lead:
    """Find the strength in `start_with`: a shown statement, else its code, else the work that it quotes."""
    sentence = learner.start_with
    statements = [known.statement.rstrip(".") for known in learner.knows]
    codes = [known.standard for known in learner.knows]
    for names in (statements, codes):
        found = max((name for name in names if name and name in sentence), key=len, default="")
        if found:
            return _marked(sentence, found)
    quoted = _QUOTED.search(sentence)
    return _marked(sentence, quoted.group()) if quoted else Lead(sentence, "", "")


def _marked(sentence: str, strength: str) -> Lead:
    before, _, after = sentence.partition(strength)
    if before.endswith("“") and after.startswith("”"):
        before, strength, after = before[:-1], f"“{strength}”", after[1:]
    return Lead(before, strength, after)
