"""Suggested links: what was looked for and when, what was found, and what a teacher said no to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from sharewell.web.access.models import Person
from sharewell.web.access.scope import OfSchool
from sharewell.web.classes.models import Class, Task


class LinkSearch(OfSchool):
    """The last look for suggestions in a class, one a class; `done` of `total` texts are read."""

    class State(models.TextChoices):
        LOOKING = "looking", "Reading what the tasks are about"
        READY = "ready", "Ready"
        STOPPED = "stopped", "It did not work out"

    klass = models.ForeignKey(Class, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.LOOKING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    newest_task = models.PositiveBigIntegerField(default=0)  # tasks that came later were not looked at
    subject = models.CharField(max_length=200, blank=True)  # of the standards that it compared; blank: all
    grade = models.CharField(max_length=40, blank=True)
    standards = models.CharField(max_length=64, blank=True)  # digest of the standards that it knew
    alive = models.DateTimeField(auto_now=True)
    klass_id: int

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["klass"], name="one_link_search_a_class")]


class Suggestion(OfSchool):
    """A standard that a task may be about, as `knowledge.suggest_links` says it; `refused`: a teacher said no.

    It is no link: nothing rests on it before a teacher says yes.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="suggestions")
    standard = models.CharField(max_length=200)
    rank = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=10)  # code or meaning
    chance = models.FloatField(null=True)
    sure = models.CharField(max_length=10)
    evidence = models.PositiveSmallIntegerField(default=1)
    refused = models.BooleanField(default=False)
    task_id: int

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "standard"], name="one_suggestion_once")
        ]
