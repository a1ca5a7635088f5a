"""The terms of packets: essential standards, other ways to show them, rules, sign-offs, time; and packets handed out.

Rows name classes, learners and tasks without knowing their code, since the plans of classes rest on these rows.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from sharewell.web.access.models import Person
from sharewell.web.access.scope import OfSchool


class Kind(models.TextChoices):
    """What kind of evidence a piece of work is."""

    WRITTEN = "written", "Written"
    SPOKEN = "spoken", "Spoken"
    CONVERSATION = "conversation", "A conversation"
    PROJECT = "project", "A project"
    PRACTICAL = "made or done", "Made or done"
    CHOICE = "multiple choice", "Multiple choice"


class Essential(OfSchool):
    """A standard that packets of a class are about in a marking period, and the pieces that show it."""

    klass = models.ForeignKey("classes.Class", on_delete=models.CASCADE, related_name="+")
    period = models.ForeignKey("classes.Period", null=True, on_delete=models.CASCADE, related_name="+")
    standard = models.CharField(max_length=200)
    needed = models.PositiveSmallIntegerField()

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["klass", "period", "standard"], name="one_essential_a_period"),
            models.UniqueConstraint(
                fields=["klass", "standard"],
                condition=models.Q(period=None),
                name="one_essential_without_period",
            ),
        ]


class CategoryKind(OfSchool):
    """What kind of evidence the tasks of a category give in a class."""

    klass = models.ForeignKey("classes.Class", on_delete=models.CASCADE, related_name="+")
    category = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["klass", "category"], name="one_kind_a_category")
        ]


class QualityRule(OfSchool):
    """A rule that the packets of a class keep; `standard` for the rules that name one."""

    class Asks(models.TextChoices):
        NOT_ONLY_CHOICE = "not only choice", "Not only multiple choice"
        WRITTEN_OR_SPOKEN = "written or spoken", "At least one piece written or spoken"
        SIGNED = "signed", "The teacher signs off"

    klass = models.ForeignKey("classes.Class", on_delete=models.CASCADE, related_name="+")
    asks = models.CharField(max_length=20, choices=Asks.choices)
    standard = models.CharField(max_length=200, blank=True)
    klass_id: int

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["klass", "asks", "standard"], name="one_quality_rule_once")
        ]


class Offer(OfSchool):
    """Another way to show something, which a teacher offers to a class. `ended`: offered no longer, but it counted."""

    class Form(models.TextChoices):
        SUBSTITUTE = "substitute", "A task that stands in for another"
        CONVERSATION = "conversation", "A conversation"
        PROJECT = "project", "A project"

    klass = models.ForeignKey("classes.Class", on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=20, choices=Form.choices)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    minutes = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=100, blank=True)
    from_day = models.DateField(null=True)  # of the week before which it cannot be done
    ended = models.DateField(null=True)
    klass_id: int
    shows: models.Manager[OfferShows]


class OfferShows(OfSchool):
    """An offer gives `evidence` pieces for a standard."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="shows")
    standard = models.CharField(max_length=200)
    evidence = models.PositiveSmallIntegerField(default=1)
    offer_id: int

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "standard"], name="one_offer_shows_once")
        ]


class TakenUp(OfSchool):
    """A learner took an offer up, and a teacher saw what it shows."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="taken_up")
    learner = models.ForeignKey("classes.Learner", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "learner"], name="one_offer_taken_once")
        ]


class TaskOption(OfSchool):
    """How a task of the gradebook enters packets: minutes of doing it again, its kind, its group, its first week."""

    task = models.ForeignKey("classes.Task", on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField(null=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, blank=True)
    group = models.CharField(max_length=100, blank=True)
    from_day = models.DateField(null=True)
    task_id: int

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["task"], name="one_option_a_task")]


class SignedOff(OfSchool):
    """A teacher's word that a learner has shown a standard."""

    learner = models.ForeignKey("classes.Learner", on_delete=models.CASCADE, related_name="+")
    klass = models.ForeignKey("classes.Class", on_delete=models.CASCADE, related_name="+")
    standard = models.CharField(max_length=200)
    day = models.DateField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["learner", "klass", "standard"], name="one_sign_off_once")
        ]


class Capacity(OfSchool):
    """What a learner has time for, as they say themselves: minutes a week, for so many weeks, all classes together."""

    learner = models.ForeignKey("classes.Learner", on_delete=models.CASCADE, related_name="+")
    minutes_per_week = models.PositiveSmallIntegerField()
    weeks = models.PositiveSmallIntegerField()
    learner_id: int

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["learner"], name="one_capacity_a_learner")]


class Packet(OfSchool):
    """A packet that was handed out in a marking period, beside all that was open then. `ended`: taken back."""

    learner = models.ForeignKey("classes.Learner", on_delete=models.CASCADE, related_name="+")
    klass = models.ForeignKey("classes.Class", on_delete=models.CASCADE, related_name="+")
    period = models.ForeignKey("classes.Period", null=True, on_delete=models.SET_NULL, related_name="+")
    day = models.DateField()
    everything_tasks = models.PositiveSmallIntegerField()
    everything_minutes = models.PositiveIntegerField()
    ended = models.DateField(null=True)
    learner_id: int
    klass_id: int
    period_id: int | None

    class Meta(OfSchool.Meta):
        indexes: ClassVar = [models.Index(fields=["klass", "ended"])]


class PacketWork(OfSchool):
    """Work in a packet that was handed out: a task of the gradebook or an offer, and the pieces that it was to give."""

    packet = models.ForeignKey(Packet, on_delete=models.CASCADE, related_name="works")
    task = models.ForeignKey("classes.Task", null=True, on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey(Offer, null=True, on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField(null=True)
    evidence = models.JSONField(default=dict)  # standard -> pieces
    points_then = models.FloatField(null=True)  # None where it was missing
    packet_id: int
    task_id: int | None
    offer_id: int | None
