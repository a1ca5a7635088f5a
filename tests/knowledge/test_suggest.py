from pathlib import Path

import polars as pl
import pytest

from sharewell.evidence import read_links
from sharewell.evidence.made_up import MadeUpSchool, made_up_school
from sharewell.knowledge.suggest import SUGGESTIONS, band_of, suggest_links


@pytest.fixture(scope="module")
def school() -> MadeUpSchool:
    return made_up_school(learners=12, classes=12)


def test_a_code_is_taken_at_its_word_and_meaning_finds_the_rest(school: MadeUpSchool):
    tasks = pl.DataFrame(
        {
            "task": ["t1", "t2", "t3"],
            "title": ["MA.6.1 homework", "Square roots: quiz", None],
            "subject": "Mathematics",
        }
    )
    made = suggest_links(tasks, school.standards)
    first = made.filter(pl.col("rank") == 1)
    assert made.columns == list(SUGGESTIONS)
    assert first["task"].to_list() == ["t1", "t2", "t3"]
    assert first.row(0, named=True)["standard"] == "MA.6.1"
    assert first["by"].to_list() == ["code", "meaning", "meaning"]
    assert "square root" in first.row(1, named=True)["statement"].lower()
    assert made.filter((pl.col("rank") > 1) & (pl.col("sure") != "ask")).is_empty()


def test_surely_is_right_far_more_often_than_ask(school: MadeUpSchool):
    book = school.gradebook
    tasks = book.tasks.join(book.classes.select("class_id", "subject"), on="class_id")
    made = suggest_links(tasks.unique("title", maintain_order=True), school.standards, at_most=1)
    right = made.join(book.links.select("task", "standard"), on=("task", "standard"), how="semi")
    share = {
        band: right.filter(pl.col("sure") == band).height / max(1, made.filter(pl.col("sure") == band).height)
        for band in ("surely", "ask")
    }
    assert share["surely"] >= 0.85
    assert share["surely"] > share["ask"] + 0.2


def test_bands():
    assert [band_of(p) for p in (0.95, 0.9, 0.7, 0.2, 0.0)] == ["surely", "surely", "likely", "ask", "ask"]


def test_no_standards_or_no_tasks(school: MadeUpSchool):
    empty = school.gradebook.tasks.clear()
    assert suggest_links(empty, school.standards).height == 0


def test_suggestions_go_back_as_links(school: MadeUpSchool, tmp_path: Path):
    tasks = school.gradebook.tasks.head(4).select("task", "title")
    made = suggest_links(tasks, school.standards, at_most=1)
    made.write_csv(tmp_path / "suggestions.csv")
    assert (
        read_links(tmp_path / "suggestions.csv").select("task", "standard").rows()
        == made.select("task", "standard").rows()
    )
