"""Scores of yearly tests, the growth that follows from them, what it is compared with, and files on their way in."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.db import models

from sharewell.web.access.models import Person
from sharewell.web.access.scope import OfSchool
from sharewell.web.classes.models import Learner


class Score(OfSchool):
    """What a learner scored on a test; `csem` is the error that its makers state for such a score."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="scores")
    subject = models.CharField(max_length=200)
    year = models.IntegerField()
    grade = models.CharField(max_length=40)
    scale_score = models.FloatField()
    csem = models.FloatField(null=True)
    learner_id: int

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["learner", "subject", "year"], name="one_score_a_year")
        ]


class Norm(OfSchool):
    """What the school is compared with instead of itself: saved models, as `growth.write_matrices` writes them."""

    name = models.CharField(max_length=200)
    models_json = models.TextField()

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["school"], name="one_norm_a_school")]


class Growth(OfSchool):
    """Growth to a learner's latest test of a subject, or the reason why it cannot be said.

    All rows of a school are made anew with every import, in its transaction, by `computing.growth_of_everyone`.
    """

    class Why(models.TextChoices):
        SAID = "", "said"
        NO_START = "start", "no score of the grade below in the year before"
        FEW = "few", "too few students started from here"
        NO_MODEL = "model", "the comparison has no model for this test"

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="growth")
    subject = models.CharField(max_length=200)
    year = models.IntegerField()
    grade = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField(null=True)  # number of earlier scores that it rests on
    sgp = models.PositiveSmallIntegerField(null=True)
    low = models.PositiveSmallIntegerField(null=True)  # with the test's own error, 19 times in 20
    high = models.PositiveSmallIntegerField(null=True)
    why_not = models.CharField(max_length=5, choices=Why.choices, default=Why.SAID, blank=True)
    norm = models.CharField(max_length=200, blank=True)  # blank: this school's own cohort
    compared = models.PositiveIntegerField()  # students it is (or, with too few, would be) compared with
    ahead = models.JSONField(null=True)  # grade, scores (at the percentiles of FAN)
    learner_id: int

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["learner", "subject"], name="one_growth_a_subject")
        ]

    @property
    def leads_to(self) -> tuple[str, list[float]] | None:
        """The next grade, and the scores there at the percentiles of `computing.FAN`."""
        ahead = cast("dict[str, Any] | None", self.ahead)
        return (ahead["grade"], ahead["scores"]) if ahead else None


class ScoreFile(OfSchool):
    """A table of scores on its way in: read, previewed, then applied or let go. It is kept no longer than that."""

    class State(models.TextChoices):
        READY = "ready", "Ready to look at"
        APPLYING = "applying", "Bringing it in"
        DONE = "done", "Brought in"
        REFUSED = "refused", "Nothing could be used"
        LET_GO = "let go", "Let go"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices)
    file_name = models.CharField(max_length=300)
    folder = models.CharField(max_length=200, blank=True)  # under settings.IMPORTS
    models_name = models.CharField(
        max_length=300, blank=True
    )  # of the file of growth models, where one came along
    compared_with = models.CharField(max_length=200, blank=True)
    started = models.DateTimeField(auto_now_add=True)
    alive = models.DateTimeField(auto_now=True)
    step = models.CharField(max_length=200, blank=True)
    preview = models.JSONField(default=dict)
    refused = models.JSONField(default=list)
    cautions = models.JSONField(default=list)
