"""Figures of growth: one learner's path and what may come, and a school's growth beside its attainment.

A school's groups keep the order they are given in (grades, or names), never that of their figures: it is a
picture of everyone's progress, not a league table. Groups that are not shown say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sharewell.report.svg import area, dot, figure, line, path, round_steps, text

TYPICAL_GROWTH = 50.0
Statistic = Literal["mean", "median"]


@dataclass(frozen=True, slots=True)
class YearAhead:
    """What may come: the middle path, and what holds it 1 time in 2 (likely) and 8 times in 10 (possible)."""

    label: str
    middle: float
    likely: tuple[float, float]
    possible: tuple[float, float]


@dataclass(frozen=True, slots=True)
class GroupGrowth:
    """A group of a school: growth and attainment, each a mean or median with its interval (middle, low, high).

    Without attainment the group is not shown; without growth alone it has no earlier scores.
    """

    label: str
    n: int | None
    growth: tuple[float, float, float] | None
    attainment: tuple[float, float, float] | None


def learner_chart(
    name: str,
    points: Sequence[tuple[str, float]],
    ahead: Sequence[YearAhead] = (),
    *,
    sgp: int | None = None,
    figure_id: str = "growth",
) -> str:
    """One learner's scores year by year, and the fan of where growth may lead, as SVG.

    Args:
        points: label (a grade, a year) and score, oldest first, at least one.
        ahead: years ahead, the next first.
        sgp: the growth percentile of the last year, for the sentence.
    """
    if not points:
        raise ValueError("a growth chart needs at least one score")
    width, height, left, right, top, floor = 460.0, 300.0, 44.0, 444.0, 44.0, 256.0
    scores = [score for _, score in points]
    reach = [*scores, *(end for year in ahead for end in year.possible)]
    steps = round_steps(min(reach) - 5, max(reach) + 5)
    low, high = steps[0], steps[-1]
    labels = [*(label for label, _ in points), *(year.label for year in ahead)]
    apart = (right - left - 60) / max(len(labels) - 1, 1)

    def at(place: int, score: float) -> tuple[float, float]:
        return left + 30 + place * apart, floor - (score - low) / (high - low) * (floor - top)

    body = [line(left, at(0, step)[1], right, at(0, step)[1]) for step in steps]
    body += [text(left - 10, at(0, step)[1] + 4, f"{step:g}", "soft", "end") for step in steps]
    start = at(len(points) - 1, scores[-1])
    for kind in ("possible", "likely"):
        ends = [getattr(year, kind) for year in ahead]
        lower = [at(len(points) + k, end[0]) for k, end in enumerate(ends)]
        upper = [at(len(points) + k, end[1]) for k, end in enumerate(ends)]
        body += [area([start, *lower, *reversed(upper)], kind)] if ends else []
    if ahead:
        middle = [at(len(points) + k, year.middle) for k, year in enumerate(ahead)]
        body.append(path([start, *middle], "own ahead"))
    own = [at(k, score) for k, score in enumerate(scores)]
    body.append(path(own, "own"))
    for (x, y), score in zip(own, scores, strict=True):
        body += [dot(x, y), text(x, y - 13, f"{score:g}", "strong", "middle")]
    body += [text(at(k, low)[0], floor + 24, label, "soft", "middle") for k, label in enumerate(labels)]
    if ahead:
        body.append(text(right, 20, "inner band: 1 time in 2, outer: 8 in 10", "soft", "end"))
    title = f"{name}: growth from {labels[0]} to {points[-1][0]}"
    return figure(width, height, title, _learner_words(name, points, ahead, sgp), body, figure_id)


def growth_sentence(name: str, sgp: int) -> str:
    """The plain meaning of a growth percentile."""
    return f"{name} grew more than {sgp} of 100 students who started in the same place."


def _learner_words(
    name: str, points: Sequence[tuple[str, float]], ahead: Sequence[YearAhead], sgp: int | None
) -> str:
    words = [", ".join(f"{label}: {score:g}" for label, score in points) + "."]
    if sgp is not None:
        words.insert(0, growth_sentence(name, sgp))
    for year in ahead:
        low, high = year.likely
        words.append(
            f"{year.label}: half of such learners reach {low:g} to {high:g}, the middle is {year.middle:g}."
        )
    return " ".join(words)


def school_chart(
    name: str,
    groups: Sequence[GroupGrowth],
    *,
    statistic: Statistic = "mean",
    figure_id: str = "school-growth",
) -> str:
    """Growth and attainment of a school's groups, side by side, with intervals, as SVG.

    Args:
        groups: in the order to show them in (grades upwards, or names); at least one.
        statistic: what the figures of the groups are.
    """
    if not groups:
        raise ValueError("a school chart needs at least one group")
    top, each, width = 72.0, 50.0, 460.0
    height = top + each * len(groups) + 46
    grown = (22.0, 212.0, 0.0, 100.0)
    shown = [end for group in groups if group.attainment for end in group.attainment]
    steps = round_steps(min(shown), max(shown), about=3) if shown else [0.0, 1.0]
    attained = (256.0, 438.0, steps[0], steps[-1])
    bottom = top + each * len(groups) - 4
    body = [
        text(grown[0], 20, "Growth", "strong"),
        text(grown[0], 38, f"{statistic.capitalize()} growth percentile", "soft"),
        text(attained[0], 20, "Attainment", "strong"),
        text(attained[0], 38, f"{statistic.capitalize()} score", "soft"),
    ]
    body += _scale(grown, [0, 25, 50, 75, 100], top, bottom)
    body += _scale(attained, steps, top, bottom)
    middle = _x(grown, TYPICAL_GROWTH)
    body += [line(middle, top - 12, middle, bottom, "middle")]
    for k, group in enumerate(groups):
        y = top + k * each + 26
        many = f" ({group.n})" if group.n is not None else ""
        body.append(text(grown[0], y - 16, group.label + many, "halo"))
        if group.attainment is None:
            hidden = "not shown: few learners, here or in the group beside"
            body.append(text(grown[0], y + 4, hidden, "soft halo"))
            continue
        if group.growth is None:
            body.append(text(grown[0], y + 4, "no earlier scores", "soft halo"))
        else:
            body += _interval(grown, group.growth, y, "")
        body += _interval(attained, group.attainment, y, "2")
    note = f"Bars hold the true {statistic} 19 times in 20. Dashed: typical growth."
    body.append(text(grown[0], height - 8, note, "soft"))
    return figure(width, height, f"{name}: growth and attainment", _school_words(groups), body, figure_id)


Panel = tuple[float, float, float, float]  # left, right, least, greatest


def _x(panel: Panel, value: float) -> float:
    left, right, least, greatest = panel
    return left + (min(max(value, least), greatest) - least) / (greatest - least) * (right - left)


def _scale(panel: Panel, steps: Sequence[float], top: float, bottom: float) -> list[str]:
    lines = [line(_x(panel, step), top - 12, _x(panel, step), bottom) for step in steps]
    return lines + [text(_x(panel, step), bottom + 16, f"{step:g}", "soft", "middle") for step in steps]


def _interval(panel: Panel, value: tuple[float, float, float], y: float, kind: str) -> list[str]:
    middle, low, high = value
    return [
        line(_x(panel, low), y, _x(panel, high), y, f"span{kind}"),
        dot(_x(panel, middle), y, f"at{kind}", 5.5),
    ]


def _school_words(groups: Sequence[GroupGrowth]) -> str:
    words: list[str] = []
    for group in groups:
        if group.attainment is None:
            words.append(f"{group.label}: not shown.")
        else:
            grown = f"growth {group.growth[0]:.0f}" if group.growth else "no earlier scores"
            words.append(f"{group.label}: {grown}, attainment {group.attainment[0]:.0f}.")
    return " ".join(words)
