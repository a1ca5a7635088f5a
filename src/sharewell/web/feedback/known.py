"""What a learner's own evidence offers to whoever writes to them: strengths to name, and what is ready next."""

from __future__ import annotations

from collections.abc import Sequence

from sharewell.language import Known
from sharewell.web.classes import plans, selectors
from sharewell.web.classes.models import Class, Learner, Summary


def known_of(learner: Learner, classes: Sequence[Class]) -> Known:
    """From the fresh summaries of these classes: the same plan as on the learner's page, in one line a class."""
    found = _summaries(learner, classes)
    codes = [code for summary in found for code in summary.ready]
    strengths = [summary.strength for summary in found if summary.strength]
    # A strength is named by its code where the statement is long; in feedback the code alone would say nothing.
    said = selectors.statements([*codes, *strengths])
    return Known(
        shown=[_plain(said.get(strength) or strength) for strength in strengths],
        ready=list(dict.fromkeys(_plain(said.get(code) or str(code)) for code in codes)),
    )


def _summaries(learner: Learner, classes: Sequence[Class]) -> list[Summary]:
    """The learner's line in each class; one that a write made stale is made anew first."""
    mine = Summary.objects.filter(learner=learner, klass__in=[klass.pk for klass in classes]).order_by(
        "klass_id"
    )
    found = list(mine)
    if absent := {klass.pk for klass in classes} - {summary.klass_id for summary in found}:
        for klass in classes:
            if klass.pk in absent:
                plans.summaries_fresh(klass)
        found = list(mine.all())
    return found


def _plain(words: str) -> str:
    """Words that fit into a sentence: without quotation marks around them and a full stop."""
    return words.strip("“” .")
