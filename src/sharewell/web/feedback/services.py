"""What is written: feedback, answers, texts to read together, criteria with their votes, flags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from sharewell.web.access import audit
from sharewell.web.access.models import Person
from sharewell.web.classes.models import Class, Enrolment, Learner
from sharewell.web.feedback.models import Criterion, Flag, Text, Version, Vote


@transaction.atomic
def feedback_send(
    *, actor: Person, learner: Learner, klass: Class, body: str, heard: Mapping[str, Any]
) -> Text:
    """Keep feedback where the learner and their family find it. `heard`: columns of `models.Heard`."""
    text = Text.objects.create(
        kind=Text.Kind.FEEDBACK, klass=klass, learner=learner, writer=actor, body=body, **heard
    )
    audit.record(actor, "feedback sent", learner, text=text.pk)
    return text


@transaction.atomic
def answer_send(*, actor: Person, feedback: Text, body: str, heard: Mapping[str, Any]) -> Text:
    """The learner says what they learned."""
    text = Text.objects.create(
        kind=Text.Kind.ANSWER, klass=feedback.klass, learner=feedback.learner, writer=actor, to=feedback,
        body=body, **heard,
    )  # fmt: skip
    audit.record(actor, "feedback answered", feedback, text=text.pk)
    return text


@transaction.atomic
def text_share(
    *, actor: Person, klass: Class, kind: str, title: str, body: str, heard: Mapping[str, Any]
) -> Text:
    """Put a text before the class."""
    text = Text.objects.create(kind=kind, klass=klass, writer=actor, title=title, body=body, **heard)
    audit.record(actor, "text shared", klass, text=text.pk)
    return text


@transaction.atomic
def text_take_back(*, actor: Person, text: Text) -> None:
    """Take a text away from the class, with the flags in it."""
    audit.record(actor, "text taken back", text.klass, text=text.pk)
    text.delete()


@transaction.atomic
def flag_set(
    *, actor: Person, learner: Learner, text: Text, start: int, sentences: Sequence[tuple[int, int, bool]]
) -> None:
    """Flag the sentence that begins at `start`, or take the flag back; a place between sentences changes nothing.

    `sentences` are those of the text, each with whether the lens asks about it by now.
    """
    mine = Flag.objects.filter(text=text, learner=learner, start=start)
    if mine.exists():
        mine.delete()
        audit.record(actor, "flag taken back", text)
        return
    for begins, ends, asked in sentences:
        if begins == start:
            Flag.objects.create(text=text, learner=learner, start=start, end=ends, lens_asked=asked)
            audit.record(actor, "flag raised", text)


@transaction.atomic
def version_propose(
    *, actor: Person, klass: Class, criterion: Criterion | None, name: str, why: str, heard: list[str], fine: list[str]
) -> Version:  # fmt: skip
    """Propose a criterion, or a new version of one."""
    of: Criterion = criterion or Criterion.objects.create(klass=klass)
    last = of.versions.aggregate(last=Max("number"))["last"] or 0
    version = Version.objects.create(
        criterion=of, number=last + 1, name=name, why=why, heard=heard, fine=fine, person=actor
    )
    audit.record(actor, "criterion proposed", klass, version=version.pk)
    return version


@transaction.atomic
def vote_cast(*, actor: Person, learner: Learner, version: Version, yes: bool) -> None:
    """Say yes or no; more than half of the class's learners decide, in either direction."""
    Vote.objects.update_or_create(version=version, learner=learner, defaults={"yes": yes})
    audit.record(actor, "vote cast", version)
    if version.ended is not None:
        return
    needed = votes_needed(version.criterion.klass)
    if version.adopted is None and version.votes.filter(yes=True).count() >= needed:
        _adopt(actor, version)
    elif version.votes.filter(yes=False).count() >= needed:
        _end(actor, version)


def votes_needed(klass: Class) -> int:
    """More than half of the class's learners, whether they have a sign-in yet or not."""
    return Enrolment.objects.filter(klass=klass).count() // 2 + 1


def _adopt(actor: Person, version: Version) -> None:
    """In force from now on, in the place of the version before."""
    earlier = Version.objects.filter(criterion=version.criterion, number__lt=version.number, ended=None)
    for replaced in earlier:
        _end(actor, replaced)
    version.adopted = timezone.now()
    version.save(update_fields=["adopted"])
    audit.record(actor, "criterion adopted", version.criterion.klass, version=version.pk)


def _end(actor: Person, version: Version) -> None:
    version.ended = timezone.now()
    version.save(update_fields=["ended"])
    audit.record(actor, "criterion ended", version.criterion.klass, version=version.pk)
