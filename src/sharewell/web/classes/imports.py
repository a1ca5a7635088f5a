"""How an export comes in: kept, read, shown, and — once someone has looked — written in one transaction.

Everybody's door: the upload page, `sharewell demo` and the tests all come in here.
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from sharewell.evidence import (
    Caution,
    Gradebook,
    Place,
    Refusal,
    Refused,
    Standards,
    read_gradebook,
    read_standards,
)
from sharewell.evidence.links import is_links_table
from sharewell.web.access import audit
from sharewell.web.access.models import Person, School
from sharewell.web.access.scope import school_in_scope
from sharewell.web.classes import jobs, plans
from sharewell.web.classes.apply import write_changes
from sharewell.web.classes.changes import Changes, changes_between, into_class, within
from sharewell.web.classes.frames import given_here, standards_of_school, tables_here
from sharewell.web.classes.fresh import no_longer_fresh
from sharewell.web.classes.link_tables import link_changes
from sharewell.web.classes.models import Class, Import, Teaching
from sharewell.web.classes.people import write_people
from sharewell.web.classes.preview import counts_of, preview_of
from sharewell.web.classes.refused import as_json
from sharewell.web.classes.standards import standards_changes, write_standards

KEPT_SUFFIXES = frozenset({".csv", ".zip", ".xlsx", ".parquet", ".json", ".tsv", ".txt"})
State = Import.State
AT_WORK = frozenset({State.READING.value, State.APPLYING.value})
brought_in = Signal()  # an import is written: sent with `coming`, for apps that this one knows nothing of
STUCK_AFTER = timedelta(minutes=3)
UNREADABLE = Refusal(
    "unreadable",
    Place(),
    "This file could not be read to its end.",
    "Export it again from the gradebook; if that does not help, show the file to whoever looks after Sharewell.",
)


def import_start(
    *,
    actor: Person,
    file_name: str,
    chunks: Iterable[bytes],
    into: str,
    klass: Class | None = None,
    blank_is_missing: bool = False,
) -> Import:
    """Keep an uploaded file and start to read it.

    Args:
        actor: who brings it in; their classes are the ones it may change, unless `into` is the whole school.
        file_name: as it came; it is shown, names a new class, and tells nothing about where the file is kept.
        chunks: the file's bytes.
        into: one of `Import.Into`.
        klass: the class, where `into` is `Import.Into.CLASS`.
        blank_is_missing: an empty cell means work that is still to come (else: not graded yet).
    """
    stored = f"{secrets.token_hex(16)}/{_plain_name(file_name)}"
    path = settings.IMPORTS / stored
    path.parent.mkdir(parents=True, mode=0o700)
    with path.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)
    with transaction.atomic():
        coming = Import.objects.create(
            person=actor,
            file_name=path.name,
            stored_as=stored,
            into=into,
            klass=klass,
            blank_is_missing=blank_is_missing,
        )
        audit.record(actor, "import started", coming)
    jobs.start(import_read, coming.pk)
    return _now(coming.pk)


def _plain_name(name: str) -> str:
    """A name that is safe in any folder: letters, digits and a few signs, at most 80 of them."""
    stem, suffix = Path(name.replace("\\", "/")).stem, Path(name).suffix.lower()
    plain = re.sub(r"[^\w \-]+", "_", stem).strip(" _")[:80] or "export"
    return plain + (suffix if suffix in KEPT_SUFFIXES else "")


def import_read(row: int) -> None:
    """Read the kept file and prepare what will be shown; writes nothing but the preview."""
    coming = _now(row)
    try:
        found = _prepare(coming)
    except Refused as refused:
        _save(coming, state=State.REFUSED, refused=as_json(refused.refusals))
        _forget_file(coming)
    except Exception:
        _save(coming, state=State.REFUSED, refused=as_json([UNREADABLE]))
        _forget_file(coming)
        raise
    else:
        _save(coming, state=State.READY, step="", **found.shown())


def import_confirm(*, actor: Person, coming: Import) -> None:
    """Someone has looked and says yes. A second yes changes nothing."""
    with transaction.atomic():
        if _now(coming.pk).state != State.READY.value:
            return
        _save(coming, state=State.APPLYING)
        audit.record(actor, "import confirmed", coming)
    jobs.start(import_write, coming.pk)


def import_write(row: int) -> None:
    """Write what was shown, all of it or nothing. If something else changed meanwhile, show anew instead.

    Afterwards everyone whom it touches is planned for, so that the pages looked at next are quick.
    """
    coming = _now(row)
    try:
        with transaction.atomic():
            _write_or_show_anew(coming)
    except Exception:
        _save(_now(row), state=State.READY, step="It did not work out, and nothing was changed. Try again.")
        raise
    if coming.state == State.DONE.value:
        _forget_file(coming)
        for klass in Class.objects.order_by("pk"):
            plans.summaries_fresh(klass)
        brought_in.send(Import, coming=coming)


def _write_or_show_anew(coming: Import) -> None:
    found = _prepare(coming)
    if found.version != coming.seen_version and found.counts() != counts_of(coming.preview):
        _save(
            coming, state=State.READY, step="Something changed meanwhile: please look again.", **found.shown()
        )
        return
    if found.writes():
        found.write(coming)
    written = {name: new + changed for name, (new, changed, _) in found.counts().items()}
    audit.record(coming.person, "import written", coming, **written)
    _save(coming, state=State.DONE, step="", preview=_without_rows(coming.preview))


def import_again(*, actor: Person, coming: Import) -> None:
    """Read the kept file once more, for an import that a stopped server left in the middle."""
    if coming.stored_as and coming.state in AT_WORK:
        _save(coming, state=State.READING)
        jobs.start(import_read, coming.pk)


@transaction.atomic
def import_let_go(*, actor: Person, coming: Import) -> None:
    """Change nothing and forget the file."""
    _forget_file(coming)
    _save(coming, state=State.LET_GO, preview={}, refused=[])
    audit.record(actor, "import let go", coming)


def is_stuck(coming: Import) -> bool:
    """Whether a job has said nothing for so long that its server has probably stopped."""
    return coming.state in AT_WORK and timezone.now() - coming.alive > STUCK_AFTER


# ── What an import holds ─────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class _Prepared:
    """A file, read and compared: what to show, and how to write it."""

    preview: dict[str, Any]
    refusals: tuple[Refusal, ...]
    cautions: tuple[Caution, ...]
    version: int
    write: Callable[[Import], None]

    def counts(self) -> dict[str, list[int]]:
        return counts_of(self.preview)

    def writes(self) -> int:
        return sum(new + changed for new, changed, _ in self.counts().values())

    def shown(self) -> dict[str, Any]:
        return {
            "preview": self.preview,
            "refused": as_json(self.refusals),
            "cautions": [caution.what for caution in self.cautions],
            "seen_version": self.version,
        }


def _prepare(coming: Import) -> _Prepared:
    path = settings.IMPORTS / coming.stored_as
    version = School.objects.get(pk=school_in_scope()).version
    if coming.into == Import.Into.STANDARDS.value:
        return _prepare_standards(read_standards(path), version)
    if is_links_table(path):
        return _prepare_links(path, _classes_within(coming), version)
    book = read_gradebook(path, standards=standards_of_school(), blank_is_missing=coming.blank_is_missing)
    return _prepare_gradebook(coming, book, version)


def _prepare_standards(standards: Standards, version: int) -> _Prepared:
    changes = standards_changes(standards)

    def write(coming: Import) -> None:
        write_standards(changes)
        no_longer_fresh(Class.objects.all())

    return _Prepared(preview_of(changes), standards.refusals, standards.cautions, version, write)


def _prepare_links(path: Path, classes: list[Class], version: int) -> _Prepared:
    changes, refusals, cautions = link_changes(path, classes, standards_of_school())

    def write(coming: Import) -> None:
        write_changes(changes)
        touched = {name for change in changes.values() for name in change.to_write["class_id"].to_list()}
        no_longer_fresh(Class.objects.filter(class_id__in=touched))

    return _Prepared(preview_of(changes), refusals, cautions, version, write)


def _classes_within(coming: Import) -> list[Class]:
    """The classes that are here and that this import may change."""
    if coming.into == Import.Into.SCHOOL.value:
        return list(Class.objects.all())
    if coming.klass is not None:
        return [coming.klass]
    if coming.into == Import.Into.NAMED.value:
        return list(Class.objects.filter(teachings__person=coming.person))
    return []


def _prepare_gradebook(coming: Import, book: Gradebook, version: int) -> _Prepared:
    book, refusals = _in_reach(coming, book)
    classes = list(Class.objects.filter(class_id__in=book.classes["class_id"].to_list()))
    here = list(Class.objects.all()) if coming.into == Import.Into.SCHOOL.value else classes
    changes = changes_between(
        tables_here(here, book.students["student_id"].to_list()), book, given_here(here)
    )

    def write(coming: Import) -> None:
        _write_gradebook(coming, book, changes)

    return _Prepared(preview_of(changes), (*book.refusals, *refusals), book.cautions, version, write)


def _in_reach(coming: Import, book: Gradebook) -> tuple[Gradebook, tuple[Refusal, ...]]:
    """The part of a book that this person may bring in: the whole school's, a class's, or their own classes'."""
    if coming.into == Import.Into.SCHOOL.value:
        return book, ()
    if coming.klass is not None:
        return into_class(book, coming.klass.class_id, coming.klass.title), ()
    if coming.into == Import.Into.NEW_CLASS.value:
        return into_class(book, f"class-{coming.pk}", book.classes["title"][0] or coming.file_name), ()
    taught = set(Teaching.objects.filter(person=coming.person).values_list("klass__class_id", flat=True))
    others = set(Class.objects.exclude(class_id__in=taught).values_list("class_id", flat=True))
    allowed = frozenset(book.classes["class_id"]) - others
    book, refusals = within(book, allowed, coming.file_name)
    if not book.classes.height:
        raise Refused(refusals)
    return book, refusals


def _write_gradebook(coming: Import, book: Gradebook, changes: Changes) -> None:
    made = changes["classes"].new["class_id"].to_list()
    write_changes(changes)
    if coming.into == Import.Into.SCHOOL.value:
        write_people(coming.person, book)
    else:
        new = Class.objects.filter(class_id__in=made)
        Teaching.objects.bulk_create(
            [Teaching(klass=k, person=coming.person) for k in new], ignore_conflicts=True
        )
    no_longer_fresh(Class.objects.filter(class_id__in=book.classes["class_id"].to_list()))


# ── Small steps ──────────────────────────────────────────────────────────────────────────────────────────
def _now(row: int) -> Import:
    return Import.objects.select_related("klass", "person").get(pk=row)


def _save(coming: Import, **values: Any) -> None:
    for name, value in values.items():
        setattr(coming, name, value)
    coming.save(update_fields=[*values, "alive"])


def _forget_file(coming: Import) -> None:
    if coming.stored_as:
        shutil.rmtree((settings.IMPORTS / coming.stored_as).parent, ignore_errors=True)
        _save(coming, stored_as="")


def _without_rows(preview: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {key: value for key, value in table.items() if not key.endswith("_rows")}
        for name, table in preview.items()
    }
