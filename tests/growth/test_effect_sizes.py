"""Effect sizes: by hand, by simulation (how often the interval holds the truth), beside norms, from files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy.stats import norm
from tests.growth.simulated import simulate
from typer.testing import CliRunner

from sharewell.cli.main import app
from sharewell.evidence import Refused
from sharewell.growth import conditional_growth, effect_sizes, learner_effects
from sharewell.growth.effect_sizes import paired_effect
from sharewell.growth.norms import annual_gains, read_norms
from sharewell.growth.pairs import pairs_from_scores, pairs_from_table


def classes(effect: float = 0.8, learners: int = 40, seed: int = 2) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    pre = rng.normal(50, 10, learners)
    post = pre + rng.normal(10 * effect, 5, learners)
    return pl.DataFrame(
        {
            "student_id": [f"s{i:03d}" for i in range(learners)],
            "class": ["7A" if i % 4 else "7B" for i in range(learners)],
            "subject": "Math",
            "grade": "7",
            "pre": pre,
            "post": post,
        }
    )


def test_the_effect_is_the_gain_over_the_average_standard_deviation() -> None:
    pre, post = np.array([40.0, 50.0, 60.0]), np.array([50.0, 55.0, 75.0])
    size = paired_effect(pre, post)
    assert size is not None
    assert size.effect == pytest.approx(10 / ((10 + np.sqrt(175)) / 2))
    assert size.low < size.effect < size.high


def test_too_few_or_all_alike_have_no_effect_size() -> None:
    assert paired_effect(np.array([1.0, 2.0]), np.array([2.0, 3.0])) is None
    assert paired_effect(np.ones(9), np.arange(9.0)) is None


@pytest.mark.slow
@pytest.mark.parametrize(("n", "r", "spread"), [(15, 0.8, 12.0), (60, 0.4, 8.0)])
def test_the_interval_holds_the_true_effect_as_often_as_it_says(n: int, r: float, spread: float) -> None:
    rng = np.random.default_rng(11)
    covariance = [[100, r * 10 * spread], [r * 10 * spread, spread**2]]
    true = 7 / ((10 + spread) / 2)
    held = 0
    for _ in range(2000):
        pre, post = rng.multivariate_normal([50, 57], covariance, n).T
        size = paired_effect(pre, post)
        assert size is not None
        held += size.low <= true <= size.high
    assert held / 2000 == pytest.approx(0.95, abs=0.015)


def test_classes_stand_beside_what_is_typical_of_their_grade() -> None:
    made = effect_sizes(classes(), ["subject", "grade"])
    row = made.row(0, named=True)
    assert row["typical"] == 0.30  # mathematics, from grade 6 to 7
    assert row["source"].startswith("Hill")
    assert row["compared"] == "more"
    assert effect_sizes(classes(effect=0.3), ["subject", "grade"])["compared"].item() in (
        "as much",
        "too early to say",
    )
    assert effect_sizes(classes(effect=-0.5), ["subject", "grade"])["compared"].item() == "less"


def test_small_classes_are_not_shown_nor_the_one_that_gives_them_away() -> None:
    made = effect_sizes(classes(learners=30), ["class"])
    assert made["shown"].to_list() == [False, False]  # 7B has 8 learners; 7A would give it away
    assert made["effect"].null_count() == 2


def test_learners_have_their_own_effect_and_interval() -> None:
    pairs = classes().with_columns(csem_pre=pl.lit(3.0), csem_post=pl.lit(4.0))
    made = learner_effects(pairs, ["subject", "grade"])
    spread = (pairs["pre"].std() + pairs["post"].std()) / 2  # type: ignore[operator]
    first = made.row(0, named=True)
    assert first["effect"] == pytest.approx(first["gain"] / spread)
    assert first["high"] - first["low"] == pytest.approx(2 * norm.ppf(0.975) * 5 / spread)
    assert learner_effects(classes(), ["class"])["low"].null_count() == 40


def test_norms_are_those_of_the_paper_and_fall_with_age() -> None:
    norms = annual_gains()
    assert norms.filter(subject="reading", grade="1")["effect"].item() == 1.52
    assert norms.filter(subject="mathematics", grade="12")["effect"].item() == 0.01
    assert norms.height == 24


def test_norms_of_your_own_are_read_and_checked(tmp_path: Path) -> None:
    path = tmp_path / "norms.csv"
    path.write_text("subject,grade,effect,source\nMath,7,0.5,our own\n")
    assert read_norms(path).row(0) == ("mathematics", "7", 0.5, "our own")
    path.write_text("subject,grade,effect,source\nMath,7,0.5,a\nMath,7,0.6,b\n")
    with pytest.raises(Refused, match="twice"):
        read_norms(path)


def test_conditional_growth_compares_with_those_who_started_there() -> None:
    norms = pl.DataFrame(
        {
            "subject": "Math",
            "grade": "7",
            "start": [200.0, 220.0],
            "expected": [10.0, 6.0],
            "sd": [5.0, 3.0],
        }
    )
    pairs = pl.DataFrame(
        {
            "student_id": ["a", "b", "c"],
            "subject": "Math",
            "grade": "7",
            "pre": [200.0, 210.0, 100.0],
            "post": [215.0, 218.0, 110.0],
        }
    )
    made, cautions = conditional_growth(pairs, norms)
    assert made["index"].to_list() == [1.0, 0.0, None]
    assert made["percentile"].to_list() == [84, 50, None]
    assert [caution.code for caution in cautions] == ["outside-norms"]


def test_pairs_come_from_scores_of_two_years_with_groups() -> None:
    scores = simulate(students=30)
    roster = scores.select("student_id").unique().with_columns(school=pl.lit("North"))
    pairs, refused, cautions = pairs_from_scores(scores, roster, ["school"])
    assert pairs.height == 90
    assert refused == []
    assert [caution.code for caution in cautions] == ["no-pair"]
    made = effect_sizes(pairs, ["school"])
    assert made["n"].to_list() == [90]


def test_rows_that_cannot_be_paired_are_named() -> None:
    table = pl.DataFrame(
        {
            "student_id": ["a", "b", "b", "c"],
            "pre": ["1", "2", "2", "x"],
            "post": ["2", "3", "4", "5"],
            "class": "k",
        }
    )
    pairs, refused, _ = pairs_from_table(table, ["class"])
    assert pairs["student_id"].to_list() == ["a"]
    assert sorted(refusal.code for refusal in refused) == ["not-number", "two-rows", "two-rows"]


def test_the_command_reads_pairs_and_writes_groups_and_learners(tmp_path: Path) -> None:
    classes().write_csv(tmp_path / "pairs.csv", separator=";")
    run = ["growth", "effect-sizes", str(tmp_path / "pairs.csv"), "--by", "subject,grade"]
    done = CliRunner().invoke(
        app,
        [*run, "--out", str(tmp_path / "sizes.csv"), "--learners-out", str(tmp_path / "learners.parquet")],
    )
    assert done.exit_code == 0, done.stderr
    assert pl.read_csv(tmp_path / "sizes.csv")["compared"].to_list() == ["more"]
    assert pl.read_parquet(tmp_path / "learners.parquet").height == 40
