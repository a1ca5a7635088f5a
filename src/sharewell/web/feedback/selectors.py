"""What is read of feedback, comments, criteria and flags, inside the school in scope."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import Prefetch, QuerySet

from sharewell.web.access.models import Person
from sharewell.web.classes.models import Class, Enrolment, Learner
from sharewell.web.feedback.models import Comment, Criterion, Flag, Text, Version, Vote

TOGETHER = (Text.Kind.OURS, Text.Kind.PARTNERS)


def thread_of(learner: Learner, seen: Sequence[Class]) -> QuerySet[Text]:
    """Feedback to a learner in these classes, newest first, with answers and flags fetched."""
    feedback = Text.objects.filter(
        kind=Text.Kind.FEEDBACK, learner=learner, klass__in=[klass.pk for klass in seen]
    )
    answers = Text.objects.select_related("writer").order_by("at", "pk")
    return (
        feedback.select_related("writer", "klass")
        .prefetch_related(
            Prefetch("answers", answers), Prefetch("flags", Flag.objects.order_by("start", "pk"))
        )
        .order_by("-at", "-pk")
    )


def texts_together(klass: Class) -> QuerySet[Text]:
    """What a class reads together, newest first."""
    found = Text.objects.filter(kind__in=TOGETHER, klass=klass).select_related("writer")
    return found.order_by("-at", "-pk")


def words_flagged(klass: Class) -> QuerySet[Text]:
    """What the class is shown outside feedback and is flagged by its learners, in the order in which it was first."""
    found = Text.objects.filter(kind=Text.Kind.SHOWN, klass=klass, flags__isnull=False)
    return found.distinct().order_by("at", "pk")


def own_flags(learner: Learner, classes: Collection[int]) -> set[tuple[int, str]]:
    """(class, digest) of what these classes are shown, where the learner has flagged it."""
    mine = Flag.objects.filter(learner=learner, text__klass__in=classes, text__kind=Text.Kind.SHOWN)
    return set(mine.values_list("text__klass_id", "text__digest"))


def shown_text(klass: Class, digest: str) -> Text | None:
    """Words that the class was shown, where they were flagged."""
    return Text.objects.filter(klass=klass, digest=digest).first()


def versions_of(klass: Class) -> QuerySet[Version]:
    """Every version of every criterion of a class, the newest of each first, with the votes that count."""
    found = Version.objects.filter(criterion__klass=klass).select_related("person")
    votes = Prefetch("votes", votes_counted(klass))
    return found.prefetch_related(votes).order_by("criterion_id", "-number")


def votes_counted(klass: Class) -> QuerySet[Vote]:
    """Votes of learners who belong to the class now."""
    belong = Enrolment.objects.filter(klass=klass).values("learner")
    return Vote.objects.filter(version__criterion__klass=klass, learner__in=belong)


def learners_able_to_vote(klass: Class) -> int:
    """How many learners of the class have a sign-in."""
    return Enrolment.objects.filter(klass=klass, learner__person__isnull=False).count()


def criterion_in(klass: Class, criterion_id: int) -> Criterion | None:
    """A criterion, if it is this class's."""
    return Criterion.objects.filter(klass=klass, pk=criterion_id).first()


def comments_by(person: Person) -> QuerySet[Comment]:
    """The comments that a person wrote, those first that the lens would ask about, then the newest."""
    found = Comment.objects.filter(writer=person, is_read=True)
    return found.select_related("result__task__klass", "result__learner").order_by("-deficit", "-pk")


def flags_in(klass: Class) -> QuerySet[Flag]:
    """Flags that the class's learners raised."""
    return Flag.objects.filter(text__klass=klass)
