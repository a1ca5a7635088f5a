"""What a school's gradebooks hold, as rows: the counterparts of evidence.model's tables, plus imports."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from sharewell.evidence.model import STATUSES
from sharewell.web.access.models import Person
from sharewell.web.access.scope import OfSchool


class Learner(OfSchool):
    """A student of the school; `person` where they have a sign-in of their own."""

    student_id = models.CharField(max_length=200)
    name = models.CharField(max_length=300)
    grade = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=40, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    person_id: int | None

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "student_id"], name="one_learner_an_id")
        ]


class Care(OfSchool):
    """A person of the family, and the child."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="cares")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["learner", "person"], name="one_care_once")]


class Class(OfSchool):
    """A class. `version` grows with every change to what its plans rest on, so that no plan is kept past it."""

    class_id = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    subject = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "class_id"], name="one_class_an_id")
        ]


class Teaching(OfSchool):
    """Who teaches a class."""

    klass = models.ForeignKey(Class, on_delete=models.CASCADE, related_name="teachings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["klass", "person"], name="one_teaching_once")
        ]


class Enrolment(OfSchool):
    """Who learns in a class."""

    klass = models.ForeignKey(Class, on_delete=models.CASCADE, related_name="enrolments")
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="enrolments")

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["klass", "learner"], name="one_enrolment_once")
        ]


class Period(OfSchool):
    """A marking period."""

    period_id = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    start = models.DateField(null=True)
    end = models.DateField(null=True)

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "period_id"], name="one_period_an_id")
        ]


class Task(OfSchool):
    """Work that a class was given. `task` is the gradebook's own id: unique in its class, not in the school."""

    klass = models.ForeignKey(Class, on_delete=models.CASCADE, related_name="tasks")
    task = models.CharField(max_length=300)
    title = models.CharField(max_length=500)
    category = models.CharField(max_length=200, blank=True)
    points_possible = models.FloatField(null=True)
    due = models.DateField(null=True)
    minutes = models.FloatField(null=True)
    period = models.ForeignKey(Period, null=True, on_delete=models.SET_NULL, related_name="+")
    klass_id: int

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["klass", "task"], name="one_task_an_id")]


class Result(OfSchool):
    """What one learner has for one task. `given_here`: marked done in Sharewell, not in the gradebook."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="results")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="results")
    points = models.FloatField(null=True)
    status = models.CharField(max_length=10, choices=[(status, status) for status in STATUSES])
    done = models.DateField(null=True)
    comment = models.TextField(blank=True)
    given_here = models.BooleanField(default=False)

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "learner"], name="one_result_a_task")
        ]


class Standard(OfSchool):
    """Something to learn."""

    code = models.CharField(max_length=200)
    statement = models.TextField(blank=True)
    subject = models.CharField(max_length=200, blank=True)
    grade = models.CharField(max_length=40, blank=True)

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "code"], name="one_standard_a_code")
        ]


class Prerequisite(OfSchool):
    """`before` is learned before `after` (codes)."""

    before = models.CharField(max_length=200)
    after = models.CharField(max_length=200)

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "before", "after"], name="one_step_once")
        ]


class Link(OfSchool):
    """A task gives `evidence` pieces for a standard, by its code: links may come before the standards do."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="links")
    standard = models.CharField(max_length=200)
    evidence = models.PositiveSmallIntegerField(default=1)

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["task", "standard"], name="one_link_once")]


class Summary(OfSchool):
    """A learner's plan in a class, in one line, as `plan.make_plan` says it.

    A summary that exists is fresh: every write deletes those it touches, in its own transaction, and reading makes
    the absent ones anew (services.summaries).
    """

    klass = models.ForeignKey(Class, on_delete=models.CASCADE, related_name="summaries")
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="summaries")
    start_with = models.TextField()
    strength = models.TextField(blank=True)  # the part of `start_with` that is marked as with a pen
    shown = models.PositiveSmallIntegerField()
    ready = models.JSONField(default=list)  # codes of the standards to learn next
    later = models.PositiveSmallIntegerField()
    packet_tasks = models.PositiveSmallIntegerField()
    packet_minutes = models.PositiveIntegerField()
    packet_leaves = models.PositiveSmallIntegerField()  # standards that the packet cannot attain
    everything_tasks = models.PositiveSmallIntegerField()
    everything_minutes = models.PositiveIntegerField()
    win = models.TextField(blank=True)  # the newest
    win_day = models.DateField(null=True)

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["klass", "learner"], name="one_summary_once")
        ]


class Import(OfSchool):
    """An export on its way in: read, previewed, then applied or let go. The file is kept no longer than that."""

    class State(models.TextChoices):
        READING = "reading", "Reading the file"
        READY = "ready", "Ready to look at"
        APPLYING = "applying", "Bringing it in"
        DONE = "done", "Brought in"
        REFUSED = "refused", "Nothing could be used"
        LET_GO = "let go", "Let go"

    class Into(models.TextChoices):
        CLASS = "class", "A class that is here"
        NEW_CLASS = "new", "A new class"
        NAMED = "named", "The classes that the file names"
        SCHOOL = "school", "The whole school"
        STANDARDS = "standards", "The school's standards"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    klass = models.ForeignKey(
        Class, null=True, on_delete=models.CASCADE, related_name="+"
    )  # where `into` is CLASS
    blank_is_missing = models.BooleanField(default=False)
    into = models.CharField(max_length=10, choices=Into.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    file_name = models.CharField(max_length=300)
    stored_as = models.CharField(max_length=200, blank=True)  # folder/name under settings.IMPORTS
    started = models.DateTimeField(auto_now_add=True)
    alive = models.DateTimeField(auto_now=True)
    step = models.CharField(max_length=200, blank=True)
    preview = models.JSONField(default=dict)
    refused = models.JSONField(default=list)
    cautions = models.JSONField(default=list)
    seen_version = models.PositiveIntegerField(default=0)  # School.version that the preview was made against

    @property
    def for_school(self) -> bool:
        """Whether it concerns more than a teacher's own classes."""
        return self.into in (self.Into.SCHOOL.value, self.Into.STANDARDS.value)
