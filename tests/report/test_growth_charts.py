"""Figures of growth: well-formed, read aloud, in the given order, silent about small groups."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.report.growth_charts import (
    GroupGrowth,
    YearAhead,
    growth_sentence,
    learner_chart,
    school_chart,
)
from sharewell.report.svg import round_steps

SVG = "{http://www.w3.org/2000/svg}"
AHEAD = YearAhead("Grade 8", 560, (548, 574), (530, 596))
POINTS = [("Grade 5", 505.0), ("Grade 6", 522.0), ("Grade 7", 548.0)]


def words(svg: str) -> list[str]:
    return [node.text or "" for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_a_learner_chart_says_what_it_shows() -> None:
    svg = learner_chart("Ana", POINTS, [AHEAD], sgp=62)
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    named = {node.get("id"): node.text for node in root if node.get("id")}
    said = " ".join(named[one] or "" for one in (root.get("aria-labelledby") or "").split())
    assert growth_sentence("Ana", 62) in said
    assert "half of such learners reach 548 to 574" in said
    assert {"505", "522", "548", "Grade 8"} <= set(words(svg))
    dots = list(root.iter(f"{SVG}circle"))
    heights = [float(node.get("cy") or 0) for node in dots]
    assert heights == sorted(heights, reverse=True)  # higher scores stand higher


def test_a_path_without_years_ahead_has_no_fan() -> None:
    root = ElementTree.fromstring(learner_chart("Ana", POINTS[:1]))
    assert list(root.iter(f"{SVG}polygon")) == []


def test_a_school_keeps_its_order_and_hides_small_groups() -> None:
    groups = [
        GroupGrowth("Grade 6", 80, (44.0, 38.0, 50.0), (520.0, 512.0, 528.0)),
        GroupGrowth("Grade 7", None, None, None),
        GroupGrowth("Grade 8", 75, (61.0, 55.0, 67.0), (505.0, 497.0, 513.0)),
        GroupGrowth("Grade 3", 70, None, (405.0, 397.0, 413.0)),
    ]
    svg = school_chart("Harbor Middle School", groups)
    labels = [word for word in words(svg) if word.startswith("Grade")]
    assert labels == ["Grade 6 (80)", "Grade 7", "Grade 8 (75)", "Grade 3 (70)"]
    assert "Grade 7: not shown." in svg
    assert len(list(ElementTree.fromstring(svg).iter(f"{SVG}circle"))) == 5
    assert "Grade 3: no earlier scores, attainment 405." in svg


@given(
    st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=20),
    st.lists(st.floats(100, 999), min_size=1, max_size=6),
)
def test_any_name_and_scores_make_a_figure(name: str, scores: list[float]) -> None:
    points = [(f"Grade {k} {name}", score) for k, score in enumerate(scores)]
    for node in ElementTree.fromstring(learner_chart(name, points, [AHEAD])).iter(f"{SVG}circle"):
        assert 0 <= float(node.get("cy") or -1) <= 300


@given(st.floats(-1e4, 1e4), st.floats(0, 1e4))
def test_steps_hold_what_they_mark(low: float, span: float) -> None:
    steps = round_steps(low, low + span)
    assert steps[0] <= low
    assert steps[-1] >= low + span
    assert 1 <= len(steps) <= 9


def test_nothing_to_draw_is_a_programming_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        learner_chart("Ana", [])
    with pytest.raises(ValueError, match="at least one"):
        school_chart("School", [])
