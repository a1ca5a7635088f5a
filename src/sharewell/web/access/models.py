"""Schools, people, what they are there, and the record of what they did."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from sharewell.web.access.scope import OfSchool


class School(models.Model):
    """A tenant: everything but people belongs to exactly one."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    threshold = models.FloatField(default=0.7)  # plan.Rule: of the points possible
    needed = models.PositiveSmallIntegerField(default=2)  # plan.Rule: pieces of evidence
    as_of = models.DateField(null=True)  # the latest day on which work was due or done
    version = models.PositiveIntegerField(default=0)  # grows with every change to what plans rest on

    def __str__(self) -> str:
        return self.slug


class People(BaseUserManager["Person"]):
    """Makes people; without a password they cannot sign in until they have used a sign-in link."""

    def create_person(
        self, *, username: str, name: str, email: str = "", password: str | None = None
    ) -> Person:
        person = self.model(username=username, name=name, email=email)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """Someone who can sign in. What they may see comes from memberships, never from here."""

    THEMES: ClassVar = [("system", "As my device"), ("light", "Light"), ("dark", "Dark")]

    username = models.CharField(max_length=200, unique=True)
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254, blank=True)
    theme = models.CharField(max_length=6, choices=THEMES, default="system")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]  # noqa: RUF012

    objects: ClassVar[People] = People()  # pyright: ignore[reportIncompatibleVariableOverride]

    def __str__(self) -> str:
        return f"person {self.pk}"  # logs hold no names

    def get_full_name(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a person is at a school; several at once are usual."""

    TEACHER = "teacher", "Teacher"
    LEARNER = "learner", "Learner"
    FAMILY = "family", "Family"
    LEADER = "leader", "School leader"
    ADMINISTRATOR = "administrator", "Administrator"


class Membership(models.Model):
    """A person's role at a school. Not an `OfSchool`: from these rows it is known which schools someone may enter."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    school_id: int
    person_id: int
    external_id = models.CharField(max_length=200, blank=True)  # in the school's own system

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "person", "role"], name="one_role_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["school", "external_id"])]


class Entry(OfSchool):
    """One line of the record: who did or read what, when. Ids alone, chained by digest, never changed.

    `seq` counts from 1 in each school. `digest` covers the line and the digest before it, so that a line that is
    changed, taken out or moved is found by `audit.chain_breaks_at`. The database itself refuses UPDATE and DELETE.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    actor_id: int | None
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    detail = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    class Meta(OfSchool.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "seq"], name="one_entry_a_number")]
        indexes: ClassVar = [models.Index(fields=["school", "kind", "subject"])]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("The record of access is only ever added to.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("The record of access is only ever added to.")


class SignInTry(models.Model):
    """A sign-in that did not come through: `key` is a keyed digest of name and address, so nobody stands here."""

    key = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(db_index=True)
