"""The record of access: every write, and every reading of a learner's record, in the same transaction as the act."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from sharewell.web.access.models import Entry, Person
from sharewell.web.access.scope import school_in_scope

Detail = Mapping[str, int | str]


def record(actor: Person | None, verb: str, subject: models.Model, **detail: int | str) -> None:
    """Add one line. `detail` holds counts and ids; names and scores have no place in it."""
    record_each(actor, verb, [(subject, detail)])


def record_each(actor: Person | None, verb: str, subjects: Iterable[tuple[models.Model, Detail]]) -> None:
    """Add a line for each subject, in order."""
    with transaction.atomic():
        last = Entry.objects.order_by("-seq").first()
        before, digest = (last.seq, last.digest) if last else (0, "")
        entries: list[Entry] = []
        for seq, (subject, detail) in enumerate(subjects, start=before + 1):
            entry = Entry(
                school_id=school_in_scope(),
                seq=seq,
                at=timezone.now(),
                actor=actor,
                verb=verb,
                kind=subject._meta.model_name,
                subject=str(subject.pk),
                detail=dict(detail),
            )
            entry.digest = digest = digest_after(digest, entry)
            entries.append(entry)
        Entry.objects.bulk_create(entries)


def digest_after(previous: str, entry: Entry) -> str:
    """SHA-256 over the digest before and everything in the line, in one canonical writing."""
    line: list[Any] = [
        previous, entry.school_id, entry.seq, _instant(entry.at), entry.actor_id,
        entry.verb, entry.kind, entry.subject, entry.detail,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(line, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def chain_breaks_at() -> int | None:
    """The number of the first line that does not follow from the one before it; None when the chain is whole."""
    previous, expected = "", 1
    for entry in Entry.objects.order_by("seq").iterator():
        if entry.seq != expected or entry.digest != digest_after(previous, entry):
            return expected
        previous, expected = entry.digest, expected + 1
    return None


def _instant(at: datetime) -> str:
    return at.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds")
