"""What is written: feedback, answers, texts to read together, criteria with their votes, flags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from sharewell.web.access import audit
from sharewell.web.access.models import Person
from sharewell.web.classes.models import Class, Enrolment, Learner
from sharewell.web.feedback import selectors
from sharewell.web.feedback.batches import batch_close
from sharewell.web.feedback.models import Criterion, Flag, Text, Version, Vote
from sharewell.web.feedback.shown import Shown
from sharewell.web.feedback.unsent import place_of, unsent_forget

MOMENT: Final = timedelta(minutes=1)  # within which the same words again are a second press of the button


@transaction.atomic
def feedback_send(
    *, actor: Person, learner: Learner, klass: Class, body: str, heard: Mapping[str, Any]
) -> Text:
    """Keep feedback where the learner and their family find it. `heard`: columns of `models.Heard`.

    What the same person said last in the same words, a moment ago, was sent by pressing twice: it is kept once.
    """
    said = Text.objects.filter(kind=Text.Kind.FEEDBACK, klass=klass, learner=learner, writer=actor)
    if (again := _pressed_twice(said, body)) is not None:
        return again
    text = Text.objects.create(
        kind=Text.Kind.FEEDBACK, klass=klass, learner=learner, writer=actor, body=body, **heard
    )
    unsent_forget(writer=actor, place=place_of(Text.Kind.FEEDBACK, learner))
    audit.record(actor, "feedback sent", learner, text=text.pk)
    batch_close()
    return text


@transaction.atomic
def answer_send(*, actor: Person, feedback: Text, body: str, heard: Mapping[str, Any]) -> Text:
    """The learner says what they learned; pressed twice, it is kept once."""
    if (again := _pressed_twice(Text.objects.filter(to=feedback, writer=actor), body)) is not None:
        return again
    text = Text.objects.create(
        kind=Text.Kind.ANSWER, klass=feedback.klass, learner=feedback.learner, writer=actor, to=feedback,
        body=body, **heard,
    )  # fmt: skip
    unsent_forget(writer=actor, place=place_of(Text.Kind.ANSWER, feedback))
    audit.record(actor, "feedback answered", feedback, text=text.pk)
    return text


@transaction.atomic
def text_share(
    *, actor: Person, klass: Class, kind: str, title: str, body: str, heard: Mapping[str, Any]
) -> Text:
    """Put a text before the class; pressed twice, it stands there once."""
    if (again := _pressed_twice(Text.objects.filter(kind=kind, klass=klass, writer=actor), body)) is not None:
        return again
    text = Text.objects.create(kind=kind, klass=klass, writer=actor, title=title, body=body, **heard)
    unsent_forget(writer=actor, place=place_of(Text.Kind.OURS, klass))
    audit.record(actor, "text shared", klass, text=text.pk)
    return text


@transaction.atomic
def text_take_back(*, actor: Person, text: Text) -> None:
    """Take a text away from the class, with the flags in it."""
    audit.record(actor, "text taken back", text.klass, text=text.pk)
    text.delete()


def _pressed_twice(said: QuerySet[Text], body: str) -> Text | None:
    """The newest of what was said, if it has these words and is from a moment ago."""
    newest = said.order_by("-at", "-pk").first()
    if newest is None or newest.body != body or timezone.now() - newest.at > MOMENT:
        return None
    return newest


@transaction.atomic
def shown_flag(
    *, actor: Person, learner: Learner, klass: Class, shown: Shown, heard: Mapping[str, Any]
) -> None:
    """Flag words that the class is shown: all of them, as one sentence. `heard`: columns of `models.Heard`."""
    asked = any(asked for _, _, asked in heard["sentences"])
    whole = (0, len(shown.words), asked)
    text, _ = Text.objects.get_or_create(
        klass=klass,
        digest=shown.digest,
        defaults={"kind": Text.Kind.SHOWN, "body": shown.words, **heard, "sentences": [whole]},
    )
    flag_raise(actor=actor, learner=learner, text=text, start=0, sentences=[whole])


@transaction.atomic
def flag_raise(
    *, actor: Person, learner: Learner, text: Text, start: int, sentences: Sequence[tuple[int, int, bool]]
) -> None:
    """Flag the sentence that begins at `start`; raised twice is raised once, a place between sentences none.

    `sentences` are those of the text, each with whether the lens asks about it by now.
    """
    for begins, ends, asked in sentences:
        if begins == start:
            _, is_new = Flag.objects.get_or_create(
                text=text, learner=learner, start=start, defaults={"end": ends, "lens_asked": asked}
            )
            if is_new:
                audit.record(actor, "flag raised", text)


@transaction.atomic
def flag_take_back(*, actor: Person, learner: Learner, text: Text, start: int) -> None:
    """The learner's flag on the sentence that begins at `start` goes."""
    gone, _ = Flag.objects.filter(text=text, learner=learner, start=start).delete()
    if gone:
        audit.record(actor, "flag taken back", text)


@transaction.atomic
def version_propose(
    *, actor: Person, klass: Class, criterion: Criterion | None, name: str, why: str, heard: list[str], fine: list[str]
) -> Version:  # fmt: skip
    """Propose a criterion, or a new version of one."""
    of: Criterion = (criterion and _alone_with(criterion.pk)) or Criterion.objects.create(klass=klass)
    last = of.versions.aggregate(last=Max("number"))["last"] or 0
    version = Version.objects.create(
        criterion=of, number=last + 1, name=name, why=why, heard=heard, fine=fine, person=actor
    )
    audit.record(actor, "criterion proposed", klass, version=version.pk)
    return version


@transaction.atomic
def version_withdraw(*, actor: Person, version: Version) -> bool:
    """Take a proposal away, with its votes; False where the class has decided on it in the meantime."""
    gone, _ = Version.objects.filter(pk=version.pk, adopted=None, ended=None).delete()
    if not gone:
        return False
    audit.record(actor, "proposal withdrawn", version.criterion.klass, version=version.pk)
    Criterion.objects.filter(pk=version.criterion_id, versions=None).delete()
    return True


@transaction.atomic
def vote_cast(*, actor: Person, learner: Learner, version: Version, yes: bool) -> bool:
    """Say yes or no; more than half of the class's learners decide, in either direction.

    Returns whether it was counted: a version that has ended, or was withdrawn, takes no votes. Votes on a criterion are
    counted one after the other, so that of two at one instant the later one sees the earlier; a learner has one vote
    a version by a constraint of the database.
    """
    if _alone_with(version.criterion_id) is None:
        return False
    now = Version.objects.select_related("criterion__klass").filter(pk=version.pk, ended=None).first()
    if now is None:
        return False
    version = now
    Vote.objects.update_or_create(version=version, learner=learner, defaults={"yes": yes})
    audit.record(actor, "vote cast", version)
    klass = version.criterion.klass
    needed, votes = votes_needed(klass), selectors.votes_counted(klass).filter(version=version)
    if version.adopted is None and votes.filter(yes=True).count() >= needed:
        _adopt(actor, version)
    elif votes.filter(yes=False).count() >= needed:
        _end(actor, version)
    return True


def _alone_with(criterion: int) -> Criterion | None:
    """The criterion, to which nobody else writes until this transaction ends; None where it is gone.

    SQLite lets one transaction write at a time anyway (`transaction_mode` of the settings); others lock the row.
    """
    return Criterion.objects.select_for_update().filter(pk=criterion).first()


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
