"""Growth in plain words: a true figure and what it rests on, or why there is none yet."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from sharewell.report.growth_charts import GroupGrowth, growth_sentence
from sharewell.report.words import count, figure
from sharewell.web.growth.computing import LEAST
from sharewell.web.growth.models import Growth, Score

Why = Growth.Why


def sentence(name: str, grown: Growth | None) -> str:
    """What there is to say of a learner's growth in a subject, in one sentence."""
    if grown is None:
        return f"There is no newer score yet; the line shows how {name} came here."
    if grown.sgp is not None:
        return growth_sentence(name, grown.sgp)
    if grown.why_not == Why.FEW.value:
        have = (
            f"{count(grown.compared, 'student')} here {'has' if grown.compared == 1 else 'have'} both scores"
        )
        start = f"Too few students started from here to say how far {name} came beside others"
        return f"{start}: {have}, and {LEAST} are needed."
    if grown.why_not == Why.NO_START.value:
        return (
            f"Growth shows from a second year on: {name} has no score of the grade below in the year before."
        )
    return "Growth cannot be said yet: there is no model of this test to compare with."


def notes(name: str, last: Score, grown: Growth | None) -> tuple[str, ...]:
    """Attainment beside growth, how sure it is, who is compared, what the fan means."""
    error = f", give or take {figure(last.csem)}: the error that its makers state" if last.csem else ""
    said = [f"The latest score is {figure(last.scale_score)}, grade {last.grade}, {last.year}{error}."]
    if grown is None or grown.sgp is None:
        return tuple(said + _fan(grown))
    if grown.low is not None and grown.high is not None:
        said.append(
            f"One test is one day. With its error, growth lies between {grown.low} and {grown.high} of 100, "
            "19 times in 20."
        )
    else:
        said.append("One test is one day: another day’s score would give another figure.")
    priors = (
        "the score of the year before" if grown.order == 1 else f"the scores of {grown.order} years before"
    )
    of = f"of {grown.norm}" if grown.norm else "of this school"
    said.append(f"Compared with {count(grown.compared, 'student')} {of}, by {priors}. 50 is typical growth.")
    return tuple(said + _fan(grown))


def _fan(grown: Growth | None) -> list[str]:
    if grown is None or not grown.leads_to:
        return []
    grade, scores = grown.leads_to
    low, middle, high = (figure(score) for score in scores[1:4])
    return [
        f"Typical growth leads to {middle} in grade {grade}; half of those who come from here reach {low} to {high}, "
        "the darker band, and 8 in 10 end within the lighter one."
    ]


def meaning(groups: Sequence[GroupGrowth], norms: Sequence[str]) -> str:
    """What a subject's figures mean, said of the first grade that has them."""
    told = next((group for group in groups if group.growth is not None), None)
    if told is None or told.growth is None:
        return "There is no grade yet with growth of enough learners to show."
    middle = int(told.growth[0])  # "more than 53" is true of 53.5, and a half student is nobody
    others = f"students of {norms[0]}" if norms else "students of this school"
    own = "" if norms else " Within one school the middle is always near 50; models of a district say more."
    half = f"half of its learners grew more than {middle} of 100 {others} who started where they did"
    return f"{told.label} has a median growth of {middle}: {half}. 50 is typical.{own}"


def untold(growth: pl.DataFrame) -> tuple[str, ...]:
    """Why grades have no growth at all; single learners without a start are not counted here."""
    said: list[str] = []
    by_grade = growth.group_by("grade").agg(
        pl.col("sgp").count().alias("told"),
        pl.col("why").drop_nulls().mode().min().alias("why"),
        pl.col("compared").max(),
    )
    for row in by_grade.sort(pl.col("grade").str.zfill(8)).iter_rows(named=True):
        if row["told"]:
            continue
        if row["why"] == Why.FEW.value:
            said.append(
                f"Grade {row['grade']}: too few students started from here to say; {LEAST} are needed, or the growth "
                "models of your state or district."
            )
        elif row["why"] == Why.NO_MODEL.value:
            said.append(f"Grade {row['grade']}: the models given have none of this test.")
        else:
            said.append(f"Grade {row['grade']}: growth shows once scores of the year before are in.")
    return tuple(said)
