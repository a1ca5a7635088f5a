"""What a class's own listening comes to: flags raised first by learners, agreement with the lens, suggestions taken."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from sharewell.language.agreement import Agreement, agreement
from sharewell.web.classes.models import Class
from sharewell.web.feedback.models import Text
from sharewell.web.feedback.selectors import flags_in


@dataclass(frozen=True, slots=True)
class Measures:
    """A class's figures. `first`: flags on sentences that the lens had not asked about by then."""

    flags: int
    first: int
    texts: int  # flagged or answered, so that somebody has read them
    agreement: Agreement | None
    suggested: int
    taken: int


def measures_of(klass: Class) -> Measures:
    """Agreement is over the sentences of texts that a learner flagged in or answered: flagged by anyone against asked
    about by the lens when the text was written.
    """
    flags = list(flags_in(klass).values_list("text_id", "start", "lens_asked"))
    flagged = {(text, start) for text, start, _ in flags}
    answered = Text.objects.filter(klass=klass, kind=Text.Kind.ANSWER).values("to")
    read = Text.objects.filter(klass=klass, pk__in=[*{text for text, _, _ in flags}]) | Text.objects.filter(
        klass=klass, pk__in=answered
    )
    sentences = [(pk, place) for pk, places in read.values_list("pk", "sentences") for place in places]
    sums = Text.objects.filter(klass=klass).aggregate(suggested=Sum("suggested"), taken=Sum("taken"))
    return Measures(
        flags=len(flags),
        first=sum(not asked for _, _, asked in flags),
        texts=len({pk for pk, _ in sentences}),
        agreement=agreement(
            [(pk, start) in flagged for pk, (start, _, _) in sentences],
            [asked for _, (_, _, asked) in sentences],
        ),
        suggested=sums["suggested"] or 0,
        taken=sums["taken"] or 0,
    )
