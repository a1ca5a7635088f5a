"""What is read of scores and growth: a learner's cards, the school's picture, files on their way in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import polars as pl
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify

from sharewell.growth.matrices import parse_matrices
from sharewell.report.growth_charts import GroupGrowth, YearAhead, learner_chart, school_chart
from sharewell.report.growth_figures import school_groups
from sharewell.report.names import called
from sharewell.report.svg import without_style
from sharewell.web.access.models import Person
from sharewell.web.classes.models import Learner
from sharewell.web.growth import words
from sharewell.web.growth.computing import Comparison
from sharewell.web.growth.models import Growth, Norm, Score, ScoreFile

STUCK_AFTER: Final = timedelta(minutes=3)
SCORES: Final = {
    "student_id": pl.String,
    "subject": pl.String,
    "year": pl.Int64,
    "grade": pl.String,
    "scale_score": pl.Float64,
    "csem": pl.Float64,
}


def scores_here() -> pl.DataFrame:
    """All scores of the school; student_id is the learner's row, as text."""
    rows = Score.objects.values_list("learner_id", "subject", "year", "grade", "scale_score", "csem")
    return pl.DataFrame([(str(learner), *rest) for learner, *rest in rows], schema=SCORES, orient="row")


def comparison_here() -> Comparison | None:
    """Whom the school is compared with instead of itself."""
    norm = Norm.objects.first()
    return Comparison(norm.name, parse_matrices(norm.models_json)) if norm else None


def comparison_name() -> str:
    """Whom the school is compared with; empty for itself."""
    return Norm.objects.values_list("name", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class Card:
    """Growth in one subject, as a learner's page shows it."""

    subject: str
    anchor: str
    sentence: str
    figure: str
    notes: tuple[str, ...]


def cards_of(learner: Learner) -> list[Card]:
    """A card for each subject with a score, by name; nothing where there is none."""
    scores: dict[str, list[Score]] = {}
    for score in Score.objects.filter(learner=learner).order_by("subject", "year"):
        scores.setdefault(score.subject, []).append(score)
    growth = {one.subject: one for one in Growth.objects.filter(learner=learner)}
    name = called(learner.name, learner.language or None)
    return [
        _card(name, number, own, growth.get(subject))
        for number, (subject, own) in enumerate(scores.items(), 1)
    ]


def _card(name: str, number: int, own: list[Score], grown: Growth | None) -> Card:
    last = own[-1]
    ahead: list[YearAhead] = []
    if grown is not None and grown.leads_to:
        grade, (possible_low, low, middle, high, possible_high) = grown.leads_to
        ahead = [YearAhead(f"Grade {grade}", middle, (low, high), (possible_low, possible_high))]
    anchor = f"growth-{slugify(last.subject) or number}"
    points = [(f"Grade {score.grade}", score.scale_score) for score in own]
    drawn = learner_chart(name, points, ahead, sgp=grown.sgp if grown else None, figure_id=f"{anchor}-chart")
    return Card(
        subject=last.subject,
        anchor=anchor,
        sentence=words.sentence(name, grown),
        figure=without_style(drawn),
        notes=words.notes(name, last, grown),
    )


@dataclass(frozen=True, slots=True)
class Picture:
    """Growth beside attainment in one subject, grade by grade."""

    subject: str
    anchor: str
    year: int
    figure: str
    groups: tuple[GroupGrowth, ...]
    meaning: str
    untold: tuple[str, ...]


def school_pictures() -> list[Picture]:
    """A picture for each subject with scores, by name; grades in their order, never in that of their figures."""
    scores = scores_here()
    rows = Growth.objects.values_list("subject", "grade", "sgp", "why_not", "compared", "norm")
    schema = {
        "subject": pl.String, "grade": pl.String, "sgp": pl.Int64, "why": pl.String, "compared": pl.Int64,
        "norm": pl.String,
    }  # fmt: skip
    growth = pl.DataFrame(list(rows), schema=schema, orient="row")
    subjects = sorted(set(scores["subject"]))
    return [
        _picture(n, subject, growth.filter(subject=subject), scores.filter(subject=subject))
        for n, subject in enumerate(subjects, 1)
    ]


def _picture(number: int, subject: str, growth: pl.DataFrame, scores: pl.DataFrame) -> Picture:
    current = scores.filter(pl.col("year") == pl.col("year").max())
    anchor = f"growth-{slugify(subject) or number}"
    groups = school_groups(growth.drop_nulls("sgp"), current, "grade", statistic="median")
    drawn = school_chart(subject, groups, statistic="median", figure_id=anchor)
    return Picture(
        subject=subject,
        anchor=anchor,
        year=int(current["year"][0]),
        figure=without_style(drawn),
        groups=tuple(groups),
        meaning=words.meaning(groups, [name for name in growth["norm"].unique() if name]),
        untold=words.untold(growth),
    )


def files_of(person: Person) -> QuerySet[ScoreFile]:
    """The scores that a person brought in, the newest first."""
    return ScoreFile.objects.filter(person=person).order_by("-pk")


def is_stuck(coming: ScoreFile) -> bool:
    """Whether the work has said nothing for so long that its server has probably stopped."""
    return coming.state == ScoreFile.State.APPLYING.value and timezone.now() - coming.alive > STUCK_AFTER
