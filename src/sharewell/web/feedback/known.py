"""What a learner's own evidence offers to whoever writes to them: strengths to name, and what is ready next."""

from __future__ import annotations

from collections.abc import Sequence

from sharewell.language import Known
from sharewell.web.classes import plans, selectors
from sharewell.web.classes.models import Class, Learner, Summary


def known_of(learner: Learner, classes: Sequence[Class]) -> Known:
    """From the fresh summaries of these classes: the same plan as on the learner's page, in one line a class."""
    summaries = [_summary(learner, klass) for klass in classes]
    found = [summary for summary in summaries if summary is not None]
    codes = [code for summary in found for code in summary.ready]
    said = selectors.statements(codes)
    return Known(
        shown=[_plain(summary.strength) for summary in found if summary.strength],
        ready=list(dict.fromkeys(_plain(said.get(code) or str(code)) for code in codes)),
    )


def _summary(learner: Learner, klass: Class) -> Summary | None:
    of_class = Summary.objects.filter(klass=klass, learner=learner)
    found = of_class.first()
    if found is None:
        plans.summaries_fresh(klass)
        found = of_class.first()
    return found


def _plain(words: str) -> str:
    """Words that fit into a sentence: without quotation marks around them and a full stop."""
    return words.strip("“” .")
