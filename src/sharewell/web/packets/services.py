"""What is written about packets: one transaction each, on record; plans that rest on it are made anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from sharewell.web.access import audit
from sharewell.web.access.models import Person
from sharewell.web.choices.models import (
    Capacity,
    CategoryKind,
    Essential,
    Offer,
    OfferShows,
    QualityRule,
    SignedOff,
    TakenUp,
    TaskOption,
)
from sharewell.web.classes.fresh import no_longer_fresh
from sharewell.web.classes.models import Class, Learner, Period, Task


@transaction.atomic
def essential_set(*, actor: Person, klass: Class, period: Period | None, needed: Mapping[str, int]) -> None:
    """Say which standards packets are about in a marking period; none means all of them again."""
    Essential.objects.filter(klass=klass, period=period).delete()
    Essential.objects.bulk_create(
        [
            Essential(klass=klass, period=period, standard=standard, needed=pieces)
            for standard, pieces in sorted(needed.items())
        ]
    )
    _changed(klass)
    audit.record(
        actor, "essential standards chosen", klass, standards=len(needed), period=period.pk if period else 0
    )


@transaction.atomic
def rules_set(*, actor: Person, klass: Class, asked: set[tuple[str, str]], kinds: Mapping[str, str]) -> None:
    """Say which rules packets keep, and what kind of evidence each category gives."""
    QualityRule.objects.filter(klass=klass).delete()
    CategoryKind.objects.filter(klass=klass).delete()
    QualityRule.objects.bulk_create(
        [QualityRule(klass=klass, asks=asks, standard=standard) for asks, standard in sorted(asked)]
    )
    CategoryKind.objects.bulk_create(
        [CategoryKind(klass=klass, category=name, kind=kind) for name, kind in sorted(kinds.items())]
    )
    _changed(klass)
    audit.record(actor, "packet rules chosen", klass, rules=len(asked), kinds=len(kinds))


@transaction.atomic
def offer_add(
    *,
    actor: Person,
    klass: Class,
    form: str,
    title: str,
    kind: str,
    minutes: int,
    standards: Sequence[str],
    pieces: int = 1,
    group: str = "",
    from_day: date | None = None,
) -> Offer:
    """Offer a class another way to show some standards."""
    offer = Offer.objects.create(
        klass=klass, form=form, title=title, kind=kind, minutes=minutes, group=group, from_day=from_day
    )
    OfferShows.objects.bulk_create(
        [OfferShows(offer=offer, standard=standard, evidence=pieces) for standard in standards]
    )
    _changed(klass)
    audit.record(actor, "offer added", offer, klass=klass.pk)
    return offer


@transaction.atomic
def offer_end(*, actor: Person, offer: Offer, day: date) -> None:
    """Offer it no longer. What it showed of learners stays."""
    offer.ended = day
    offer.save(update_fields=["ended"])
    _changed(offer.klass)
    audit.record(actor, "offer ended", offer, klass=offer.klass_id)


@transaction.atomic
def task_option_set(
    *, actor: Person, task: Task, minutes: int | None, kind: str, group: str, from_day: date | None
) -> None:
    """Say how a task of the gradebook enters packets; nothing said at all takes it back."""
    said = {"minutes": minutes, "kind": kind, "group": group, "from_day": from_day}
    if any(said.values()):
        TaskOption.objects.update_or_create(task=task, defaults=said)
    else:
        TaskOption.objects.filter(task=task).delete()
    _changed(task.klass)
    audit.record(actor, "task option set", task)


@transaction.atomic
def offer_take_up(*, actor: Person, learner: Learner, offer: Offer, day: date) -> None:
    """A teacher saw what a learner shows in it: evidence from now on."""
    _, new = TakenUp.objects.get_or_create(
        learner=learner, offer=offer, defaults={"day": day, "person": actor}
    )
    if new:
        _changed(offer.klass, learner)
        audit.record(actor, "offer taken up", learner, offer=offer.pk)


@transaction.atomic
def sign_off(*, actor: Person, learner: Learner, klass: Class, standard: str, day: date) -> None:
    """A teacher's word that a learner has shown a standard."""
    _, new = SignedOff.objects.get_or_create(
        learner=learner, klass=klass, standard=standard, defaults={"day": day, "person": actor}
    )
    if new:
        _changed(klass, learner)
        audit.record(actor, "signed off", learner, klass=klass.pk, standard=standard)


@transaction.atomic
def sign_off_end(*, actor: Person, learner: Learner, klass: Class, standard: str) -> None:
    """Take the word back."""
    given = SignedOff.objects.filter(learner=learner, klass=klass, standard=standard)
    if given.delete()[0]:
        _changed(klass, learner)
        audit.record(actor, "sign-off ended", learner, klass=klass.pk, standard=standard)


@transaction.atomic
def time_set(*, actor: Person, learner: Learner, minutes_per_week: int, weeks: int) -> None:
    """A learner says how much time they have, for all their classes together."""
    said = {"minutes_per_week": minutes_per_week, "weeks": weeks}
    Capacity.objects.update_or_create(learner=learner, defaults=said)
    _time_changed(learner)
    audit.record(actor, "own time said", learner)


@transaction.atomic
def time_end(*, actor: Person, learner: Learner) -> None:
    """A learner says no longer how much time they have."""
    _time_changed(learner)
    Capacity.objects.filter(learner=learner).delete()
    audit.record(actor, "own time ended", learner)


def _changed(klass: Class, learner: Learner | None = None) -> None:
    no_longer_fresh(Class.objects.filter(pk=klass.pk), learner)


def _time_changed(learner: Learner) -> None:
    no_longer_fresh(Class.objects.filter(enrolments__learner=learner), learner)
