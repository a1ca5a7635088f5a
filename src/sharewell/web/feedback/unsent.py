"""What somebody writes and has not sent: kept for the writer alone, so that a session that ends takes no words with it.

Kept when the draft rests or is read, never with each key; gone once it is sent or emptied, and after thirty days.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.db import models, transaction
from django.utils import timezone

from sharewell.web.access.models import Person
from sharewell.web.feedback.models import Text, Unsent

KEPT: Final = timedelta(days=30)
LATE: Final = timedelta(minutes=1)  # a reading that was on its way when the draft was sent comes within it


def place_of(kind: str, to: models.Model) -> str:
    """Where a draft is written: feedback to a learner, an answer to feedback, a text for a class."""
    return f"{kind}:{to.pk}"


def unsent_of(writer: Person, place: str) -> Unsent | None:
    """The writer's own draft at this place."""
    since = timezone.now() - KEPT
    return Unsent.objects.filter(writer=writer, place=place, at__gte=since).first()


@transaction.atomic
def unsent_keep(*, writer: Person, place: str, fields: Mapping[str, Any]) -> None:
    """Keep a draft as it stands (`fields` of its form); one without words goes. Drafts grown old go with it."""
    Unsent.objects.filter(at__lt=timezone.now() - KEPT).delete()
    body = str(fields["body"])
    if not body.strip():
        unsent_forget(writer=writer, place=place)
    elif not _just_sent(writer, body):
        Unsent.objects.update_or_create(writer=writer, place=place, defaults={"fields": dict(fields)})


def unsent_forget(*, writer: Person, place: str) -> None:
    """The draft was sent, or has no words any more."""
    Unsent.objects.filter(writer=writer, place=place).delete()


def _just_sent(writer: Person, body: str) -> bool:
    newest = Text.objects.filter(writer=writer, at__gte=timezone.now() - LATE).order_by("-at", "-pk").first()
    return newest is not None and newest.body == body.strip()
