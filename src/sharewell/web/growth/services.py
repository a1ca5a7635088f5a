"""How scores come in: kept, read, shown, and — once someone has looked — written with the growth that follows."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.db import transaction
from django.db.models import F

from sharewell.evidence import Place, Refusal, Refused
from sharewell.web.access import audit
from sharewell.web.access.models import Person, School
from sharewell.web.access.scope import school_in_scope
from sharewell.web.classes import jobs
from sharewell.web.classes.refused import as_json
from sharewell.web.growth import selectors
from sharewell.web.growth.computing import Comparison, growth_of_everyone
from sharewell.web.growth.incoming import Incoming, read_scores
from sharewell.web.growth.models import Growth, Norm, Score, ScoreFile

State = ScoreFile.State
Named = tuple[str, bytes]
UNREADABLE = Refusal(
    "unreadable",
    Place(),
    "This file could not be read to its end.",
    "Save it again as CSV, UTF-8, and try once more.",
)


def scores_start(
    *, actor: Person, scores: Named, models: Named | None = None, compared_with: str = ""
) -> ScoreFile:
    """Keep the files, read them and prepare what will be shown; no score is written.

    Args:
        actor: a leader or administrator.
        scores: name and content of the table.
        models: name and content of saved growth models, for a school too small to be compared with itself.
        compared_with: whose models they are.
    """
    folder = secrets.token_hex(16)
    kept = settings.IMPORTS / folder
    kept.mkdir(parents=True, mode=0o700)
    names = [_kept(kept, one) for one in (scores, models) if one is not None]
    with transaction.atomic():
        coming = ScoreFile.objects.create(
            person=actor, state=State.READY, folder=folder, file_name=names[0],
            models_name=names[1] if models else "", compared_with=compared_with.strip() if models else "",
        )  # fmt: skip
        audit.record(actor, "scores started", coming)
    try:
        found = _read(coming)
    except Refused as refused:
        _save(coming, state=State.REFUSED, refused=as_json(refused.refusals))
        _forget_files(coming)
    except Exception:
        _save(coming, state=State.REFUSED, refused=as_json([UNREADABLE]))
        _forget_files(coming)
        raise
    else:
        _save(coming, **_shown(found))
    return coming


def scores_confirm(*, actor: Person, coming: ScoreFile) -> None:
    """Someone has looked and says yes. A second yes changes nothing."""
    with transaction.atomic():
        now = ScoreFile.objects.get(pk=coming.pk)
        if now.state != State.READY.value and not selectors.is_stuck(now):
            return
        _save(coming, state=State.APPLYING)
        audit.record(actor, "scores confirmed", coming)
    jobs.start(scores_write, coming.pk)


def scores_write(row: int) -> None:
    """Work the growth out first, then write scores and growth, all of it or nothing.

    What was worked out holds only if nothing else of the school changed meanwhile: its version says so.
    """
    coming = ScoreFile.objects.select_related("person").get(pk=row)
    try:
        while not _written(coming, _prepared(coming)):
            pass
    except Exception:
        _save(coming, state=State.READY, step="It did not work out, and nothing was changed. Try again.")
        raise
    _forget_files(coming)


@transaction.atomic
def scores_let_go(*, actor: Person, coming: ScoreFile) -> None:
    """Change nothing and forget the files; what is brought in already stays."""
    if coming.state == State.READY.value:
        _forget_files(coming)
        _save(coming, state=State.LET_GO, preview={}, refused=[])
        audit.record(actor, "scores let go", coming)


@dataclass(frozen=True, slots=True)
class _Prepared:
    version: int
    incoming: Incoming
    comparison: Comparison | None
    growth: list[dict[str, Any]]


def _prepared(coming: ScoreFile) -> _Prepared:
    version = School.objects.get(pk=school_in_scope()).version
    incoming = _read(coming)
    given = Comparison(coming.compared_with, incoming.models) if incoming.models is not None else None
    comparison = given or selectors.comparison_here()
    return _Prepared(version, incoming, comparison, growth_of_everyone(incoming.merged(), comparison))


@transaction.atomic
def _written(coming: ScoreFile, prepared: _Prepared) -> bool:
    """Whether it could be written: False where the school changed since."""
    same = School.objects.filter(pk=school_in_scope(), version=prepared.version)
    if not same.update(version=F("version") + 1):
        return False
    rows = prepared.incoming.rows.filter(pl.col("state") != "same")
    Score.objects.bulk_create(
        [_score(row) for row in rows.iter_rows(named=True)],
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["learner", "subject", "year"],
        update_fields=["grade", "scale_score", "csem"],
    )
    if coming.models_name:
        text = (settings.IMPORTS / coming.folder / coming.models_name).read_text(encoding="utf-8")
        values = {"name": coming.compared_with, "models_json": text}
        Norm.objects.update_or_create(school_id=school_in_scope(), defaults=values)
    Growth.objects.all().delete()
    Growth.objects.bulk_create([Growth(**row) for row in prepared.growth], batch_size=2000)
    said = sum(row["sgp"] is not None for row in prepared.growth)
    audit.record(coming.person, "scores written", coming, rows=rows.height, growth=said)
    _save(coming, state=State.DONE, step="")
    return True


def _score(row: dict[str, Any]) -> Score:
    return Score(
        learner_id=int(row["student_id"]), subject=row["subject"], year=row["year"], grade=row["grade"],
        scale_score=row["scale_score"], csem=row["csem"],
    )  # fmt: skip


def _read(coming: ScoreFile) -> Incoming:
    folder = settings.IMPORTS / coming.folder
    return read_scores(folder / coming.file_name, folder / coming.models_name if coming.models_name else None)


def _shown(found: Incoming) -> dict[str, Any]:
    return {"preview": found.preview(), "refused": as_json(found.refusals), "cautions": list(found.cautions)}


def _kept(folder: Path, file: Named) -> str:
    """Write a file under a name that is safe in any folder, and say which."""
    stem, suffix = Path(file[0].replace("\\", "/")).stem, Path(file[0]).suffix.lower()
    plain = "".join(letter if letter.isalnum() or letter in " -_" else "_" for letter in stem).strip(" _")[
        :80
    ]
    name = (plain or "scores") + (suffix if suffix[1:].isalnum() else "")
    if (folder / name).exists():
        name = "models " + name
    (folder / name).write_bytes(file[1])
    return name


def _save(coming: ScoreFile, **values: Any) -> None:
    for name, value in values.items():
        setattr(coming, name, value)
    coming.save(update_fields=[*values, "alive"])


def _forget_files(coming: ScoreFile) -> None:
    if coming.folder:
        shutil.rmtree(settings.IMPORTS / coming.folder, ignore_errors=True)
        _save(coming, folder="")
