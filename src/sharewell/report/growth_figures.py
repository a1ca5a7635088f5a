"""From growth results to figures: a learner's chart and a school's picture."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from sharewell.evidence import Place, Refusal, Refused
from sharewell.growth import GrowthPercentiles, projections, summaries
from sharewell.report.growth_charts import GroupGrowth, Statistic, YearAhead, learner_chart, school_chart

FAN = (10, 25, 50, 75, 90)
YEARS_AHEAD = 2


def learner_figure(
    scores: pl.DataFrame, grown: GrowthPercentiles, student_id: str, subject: str, *, name: str | None = None
) -> str:
    """The chart of one learner in one subject, as SVG.

    Args:
        scores: student_id, subject, year, grade, scale_score.
        grown: percentiles of the same scores; its models carry the learner ahead.
        name: how the learner is called; by default the id.

    Raises:
        Refused: no such learner in that subject.
    """
    own = scores.filter(
        (pl.col("student_id").cast(pl.String) == student_id) & (pl.col("subject") == subject)
    ).drop_nulls("scale_score")
    if not own.height:
        what = f"There is no score of {student_id} in {subject}."
        raise Refused(
            Refusal("no-learner", Place(column="student_id"), what, "Check the id and the subject.")
        )
    own = own.sort("year")
    points = [
        (f"Grade {grade}", float(score)) for grade, score in own.select("grade", "scale_score").iter_rows()
    ]
    carried = projections(
        own, grown.matrices, percentiles=FAN, years_ahead=YEARS_AHEAD, year=int(own["year"][-1])
    ).table.sort("ahead")
    ahead = [
        YearAhead(
            f"Grade {row['to_grade']}", row["p_50"], (row["p_25"], row["p_75"]), (row["p_10"], row["p_90"])
        )
        for row in carried.iter_rows(named=True)
    ]
    mine = grown.table.filter(student_id=student_id, subject=subject).sort("year", "order")
    sgp = int(mine["sgp"][-1]) if mine.height else None
    return learner_chart(name or student_id, points, ahead, sgp=sgp)


def school_figure(
    school: str,
    grown: pl.DataFrame,
    scores: pl.DataFrame,
    by: str,
    *,
    least: int = 10,
    statistic: Statistic = "mean",
) -> str:
    """Growth and attainment of a school's groups in one subject, side by side, as SVG; see `school_groups`."""
    groups = school_groups(grown, scores, by, least=least, statistic=statistic)
    return school_chart(school, groups, statistic=statistic)


def school_groups(
    grown: pl.DataFrame,
    scores: pl.DataFrame,
    by: str,
    *,
    least: int = 10,
    statistic: Statistic = "mean",
) -> list[GroupGrowth]:
    """Growth beside attainment of each group, in the order of its name, with intervals.

    Args:
        grown: sgp and the column `by`, a row a learner.
        scores: scale_score and the column `by`, of the current year.
        least: groups with fewer learners are not shown.
        statistic: what stands for a group.
    """
    growth = summaries(grown, [by], least=least)
    attainment = summaries(scores, [by], value="scale_score", least=least)
    both = attainment.join(growth, on=by, how="full", coalesce=True, suffix="_growth")
    rows = sorted(both.iter_rows(named=True), key=lambda row: _natural(str(row[by])))
    return [_group(row, by, statistic) for row in rows]


def _group(row: dict[str, object], by: str, statistic: Statistic) -> GroupGrowth:
    label = f"Grade {row[by]}" if by == "grade" else str(row[by])
    growth, attainment = _interval(row, statistic, "_growth"), _interval(row, statistic, "")
    if not row["shown"] or row["shown_growth"] is False:  # either gives the other away: hide both
        return GroupGrowth(label, None, None, None)
    many = row["n_growth"] if growth else row["n"]
    return GroupGrowth(label, int(str(many)), growth, attainment)


def _interval(row: dict[str, object], statistic: Statistic, suffix: str) -> tuple[float, float, float] | None:
    values = [row[f"{statistic}{end}{suffix}"] for end in ("", "_low", "_high")]
    numbers: Sequence[float] = [value for value in values if isinstance(value, float)]
    return (numbers[0], numbers[1], numbers[2]) if len(numbers) == 3 else None


def _natural(label: str) -> tuple[int, str]:
    return (int(label), "") if label.isdecimal() else (10**9, label)
