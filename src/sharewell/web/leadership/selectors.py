"""The school in sums: marking periods and what classes have shown, with nobody to be found in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from django.db.models import Count, Sum

from sharewell.disclosure import protect_two_way, suppress_groups, with_margins
from sharewell.evidence import Refused
from sharewell.growth.periods import PERCENTAGES, period_report
from sharewell.web.classes import plans
from sharewell.web.classes.frames import gradebook_of
from sharewell.web.classes.models import Class, Period, Summary
from sharewell.web.leadership.marks import period_marks

LEAST: Final = 10  # learners in a cell that is shown: the usual minimum of US states (NCES 2011-603)


@dataclass(frozen=True, slots=True)
class Line:
    """A marking period: how many marks of each letter, None where the number is not shown, and their sum."""

    title: str
    counts: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class Periods:
    """The marking periods of the school."""

    letters: tuple[str, ...]
    scale: tuple[tuple[str, float], ...]  # each letter with the least mark that earns it
    lines: tuple[Line, ...]
    followed: int | None  # learners with a mark in the first and the last period
    rose: int | None
    cautions: tuple[str, ...]
    hidden: bool


def marking_periods() -> Periods | None:
    """Letters by period and who rose, by `growth.periods`; None until two periods have marks."""
    titles = [period.title for period in Period.objects.order_by("start", "period_id")]
    book = gradebook_of(list(Class.objects.all())).gradebook
    marks = period_marks(book)
    present = [title for title in titles if title in set(marks["period"])]
    if len(present) < 2 or len(set(present)) < len(present):
        return None
    try:
        report = period_report(marks, present)
    except Refused:
        return None
    counts = np.array([[report.students(p, letter) for letter in PERCENTAGES.letters] for p in present])
    hidden, full = protect_two_way(counts, least=LEAST), with_margins(counts)
    lines = tuple(
        Line(title, tuple(_shown(full[i, j], hidden[i, j]) for j in range(counts.shape[1])),
             _shown(full[i, -1], hidden[i, -1]))
        for i, title in enumerate(present)
    )  # fmt: skip
    followed, rose = int(report.moved["students"].sum()), report.rose.height
    few = any(0 < n < LEAST for n in (rose, followed - rose))
    return Periods(
        letters=PERCENTAGES.letters,
        scale=tuple(zip(PERCENTAGES.letters, PERCENTAGES.cuts, strict=True)),
        lines=lines,
        followed=None if few else followed,
        rose=None if few else rose,
        cautions=tuple(caution.what for caution in report.cautions),
        hidden=bool(hidden[:-1].any()),
    )


def _shown(count: int, hidden: bool) -> int | None:
    return None if hidden else int(count)


@dataclass(frozen=True, slots=True)
class ClassSum:
    """A class: learners, and the standards that they have shown together; None where too few stand behind it."""

    title: str
    learners: int | None
    known: int | None
    open: int | None


def class_sums() -> list[ClassSum]:
    """Each class by title. It is no ranking: classes differ in what they were asked to show."""
    for klass in Class.objects.all():
        plans.summaries_fresh(klass)
    columns = {"title": pl.String, "learners": pl.Int64, "known": pl.Int64, "open": pl.Int64}
    table = pl.DataFrame(_summed(), schema=columns, orient="row")
    safe = suppress_groups(table, "learners", ["known", "open"], least=LEAST)
    return [
        ClassSum(row["title"], row["learners"], row["known"], row["open"])
        for row in safe.iter_rows(named=True)
    ]


def _summed() -> list[tuple[str, int, int, int]]:
    ready: dict[int, int] = {}
    for klass, codes in Summary.objects.values_list("klass_id", "ready"):
        ready[klass] = ready.get(klass, 0) + len(codes)
    sums = Summary.objects.values("klass_id", "klass__title").annotate(
        people=Count("pk"), known=Sum("shown"), waiting=Sum("later")
    )
    return [
        (row["klass__title"], row["people"], row["known"], row["waiting"] + ready[row["klass_id"]])
        for row in sums.order_by("klass__title", "klass_id")
    ]
