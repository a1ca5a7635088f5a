"""What is written and what the lens heard in it, a class's criteria with their votes, and flags raised by hand."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from django.db import models

from sharewell.web.access.models import Person
from sharewell.web.access.scope import OfSchool
from sharewell.web.classes.models import Class, Learner, Result


class Heard(OfSchool):
    """What the lens heard in a text, in counts; the words it rests on are found anew when they are shown.

    `sentences` holds, for each sentence, where it stands and whether the lens asked about it. `suggested` and `taken`
    count suggestions while it was written. `counted` says that it stands in a `Batch`.
    """

    asset = models.PositiveIntegerField(default=0)
    deficit = models.PositiveIntegerField(default=0)
    neutral = models.PositiveIntegerField(default=0)
    reasons = models.JSONField(default=list)  # codes of what was heard as deficit, one a sentence
    next_step = models.BooleanField(default=False)
    sentences = models.JSONField(default=list)  # [start, end, asked]
    suggested = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    counted = models.BooleanField(default=False)

    class Meta(OfSchool.Meta):
        abstract = True


class Text(Heard):
    """Feedback to a learner, the learner's answer, a text that a class reads together, or words it is shown elsewhere.

    The last are kept when one of the class flags them, as they stood then: `digest` tells them apart.
    """

    class Kind(models.TextChoices):
        FEEDBACK = "feedback", "Feedback"
        ANSWER = "answer", "An answer"
        OURS = "ours", "Something we wrote"
        PARTNERS = "partners", "Something our partners wrote"
        SHOWN = "shown", "Something we are shown"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    klass = models.ForeignKey(Class, on_delete=models.CASCADE, related_name="+")
    klass_id: int
    learner = models.ForeignKey(Learner, null=True, on_delete=models.CASCADE, related_name="+")
    learner_id: int | None
    writer = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    writer_id: int | None
    to = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="answers")
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    digest = models.CharField(max_length=64, null=True)
    at = models.DateTimeField(auto_now_add=True)
    answers: Any

    class Meta(Heard.Meta):
        abstract = False
        indexes: ClassVar = [
            models.Index(fields=["school", "learner"]),
            models.Index(fields=["klass", "kind"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["klass", "digest"], name="the_same_words_once_a_class")
        ]


class Unsent(OfSchool):
    """A draft that its writer has not sent yet, at one `place`: read by nobody else, and gone once it is sent."""

    writer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=40)
    fields = models.JSONField()  # of the form that it stands in
    at = models.DateTimeField(auto_now=True)

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "writer", "place"], name="one_draft_a_place")
        ]


class Comment(Heard):
    """The comment of a result that came in with an import: whose it is, and what was heard.

    `writer` is the class's only teacher at the time it came in; with several, an export does not say who wrote it, and
    nobody is shown it. `digest` tells a comment that has changed since: it is read anew, and stays in the
    batch in which it was counted, if it was.
    """

    result = models.OneToOneField(Result, on_delete=models.CASCADE, related_name="+")
    result_id: int
    writer = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    writer_id: int | None
    digest = models.CharField(max_length=64)
    is_read = models.BooleanField(default=False)


def digest_of(words: str) -> str:
    """By which words are known again without being kept twice."""
    return hashlib.sha256(words.encode()).hexdigest()


class Batch(OfSchool):
    """Sums over texts that leaders were shown at one time, each text in one batch: `sums.Sums` as it is stored."""

    figures = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)


class Criterion(OfSchool):
    """Something that a class listens for; what it says stands in its versions."""

    klass = models.ForeignKey(Class, on_delete=models.CASCADE, related_name="+")
    klass_id: int
    versions: Any


class Version(OfSchool):
    """A wording of a criterion: proposed, then in force from `adopted` to `ended` if the class says so."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="versions")
    criterion_id: int
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    why = models.CharField(max_length=300)
    heard = models.JSONField(default=list)  # sentences it is to be heard in
    fine = models.JSONField(default=list)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    person_id: int | None
    at = models.DateTimeField(auto_now_add=True)
    adopted = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    votes: Any

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["criterion", "number"], name="one_version_a_number")
        ]

    @property
    def in_force(self) -> bool:
        """Whether the class listens for it now."""
        return self.adopted is not None and self.ended is None


class Vote(OfSchool):
    """What a learner of the class says to a version; they may change their mind."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="votes")
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    yes = models.BooleanField()

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "learner"], name="one_vote_each")]


class Flag(OfSchool):
    """A sentence that a learner flagged by hand; `lens_asked`: the lens had asked about it by then."""

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="flags")
    text_id: int
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    lens_asked = models.BooleanField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["text", "learner", "start"], name="one_flag_a_sentence")
        ]
