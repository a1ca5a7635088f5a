import itertools
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharewell.knowledge.calibration import quality
from sharewell.knowledge.known import known_now
from sharewell.knowledge.prefix_tree import prefix_trees
from sharewell.knowledge.responses import lay_out
from sharewell.knowledge.saved import load_model, save_model
from sharewell.knowledge.tracing import expected_counts
from sharewell.knowledge.tracing_fit import fit_tracing
from sharewell.knowledge.tracing_model import BktModel, fit_bkt
from sharewell.knowledge.tracing_predict import Tracker, predict_bkt
from tests.knowledge.logs import item_log, rows, three_line_log, traced_log

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data" / "knowledge"

TRUE = {"easy": (0.6, 0.0, 0.2, 0.15, 0.08), "hard": (0.1, 0.0, 0.08, 0.25, 0.15)}


@pytest.fixture(scope="module")
def log() -> pl.DataFrame:
    return traced_log(TRUE, students=1500, length=10, seed=3)


@pytest.fixture(scope="module")
def model(log: pl.DataFrame) -> BktModel:
    return fit_bkt(lay_out(log)[0])


def by_enumeration(sequence: tuple[int, ...], theta: np.ndarray) -> float:
    """Likelihood of a sequence of symbols (2 * class + correct): the sum over all paths of known and not."""
    prior, forget = theta[:2]
    c = (len(theta) - 2) // 3
    learn, guess, slip = theta[2 : 2 + c], theta[2 + c : 2 + 2 * c], theta[2 + 2 * c :]
    total = 0.0
    for path in itertools.product((False, True), repeat=len(sequence)):
        p = prior if path[0] else 1 - prior
        for t, symbol in enumerate(sequence):
            item, right = symbol >> 1, symbol & 1
            p *= (
                (1 - slip[item] if right else slip[item])
                if path[t]
                else (guess[item] if right else 1 - guess[item])
            )
            if t + 1 < len(sequence):
                gain = 1 - forget if path[t] else learn[item]
                p *= gain if path[t + 1] else 1 - gain
        total += p
    return total


def e_step(sequences: list[tuple[int, ...]], theta: np.ndarray, symbols: int) -> tuple[float, np.ndarray]:
    student = np.repeat(np.arange(len(sequences)), [len(s) for s in sequences]).astype(np.int32)
    symbol = np.array([x for s in sequences for x in s], np.int32)
    trees = prefix_trees(np.zeros_like(symbol), student, symbol, skills=1, symbols=symbols)
    space = [np.empty(len(trees.parent)) for _ in range(4)]
    counts = np.empty((len(theta), 2))
    reached = expected_counts(trees.parent, trees.symbol, trees.through, trees.end, theta, *space, counts)
    return reached, counts


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=5).map(tuple), min_size=1, max_size=6),
    st.lists(st.floats(0.05, 0.9), min_size=8, max_size=8),
)
def test_the_e_step_is_the_sum_over_all_paths(sequences: list[tuple[int, ...]], numbers: list[float]):
    theta = np.array(numbers)
    reached, counts = e_step(sequences, theta, 4)
    assert reached == pytest.approx(sum(np.log(by_enumeration(s, theta)) for s in sequences), abs=1e-9)
    # Fisher's identity: the expected counts are the gradient of the likelihood in log-odds.
    for i in range(len(theta)):
        ends: list[float] = []
        for sign in (1, -1):
            moved = theta.copy()
            odds = np.log(moved[i] / (1 - moved[i])) + sign * 1e-5
            moved[i] = 1 / (1 + np.exp(-odds))
            ends.append(sum(float(np.log(by_enumeration(s, moved))) for s in sequences))
        gradient = counts[i, 0] * (1 - theta[i]) - counts[i, 1] * theta[i]
        assert gradient == pytest.approx((ends[0] - ends[1]) / 2e-5, abs=1e-4)


def test_parameters_are_recovered_within_their_standard_errors(model: BktModel):
    true = np.array([TRUE[name] for name in model.skills])
    errors = model.standard_errors
    free = [0, 2, 3, 4]
    assert np.isnan(errors[:, 1]).all()  # forgetting was not fitted
    assert (np.abs(model.theta - true) < 3.5 * np.nan_to_num(errors, nan=0.01) + 1e-9)[:, free].all()
    assert (errors[:, free] < 0.1).all()


def test_standard_errors_are_the_spread_of_repeated_fits():
    fits = [
        fit_bkt(lay_out(traced_log({"easy": TRUE["easy"]}, students=300, length=8, seed=s))[0])
        for s in range(40)
    ]
    thetas = np.array([fit.theta[0] for fit in fits])[:, [0, 2, 3, 4]]
    said = np.nanmedian([fit.standard_errors[0][[0, 2, 3, 4]] for fit in fits], axis=0)
    assert (np.abs(thetas.std(axis=0) / said - 1) < 0.5).all()


def test_more_steps_never_lower_the_likelihood(log: pl.DataFrame):
    laid = lay_out(log)[0]
    trees = prefix_trees(laid.skill, laid.student, laid.correct.astype(np.int32), skills=2, symbols=2)
    reached = [fit_tracing(trees, starts=starts).log_likelihood for starts in (1, 5, 9)]
    assert (np.diff(reached, axis=0) > -0.01).all()
    theta = np.array([0.5, 0.0, 0.3, 0.3, 0.3])
    a, b = trees.offset[:2]
    space = [np.empty(len(trees.parent)) for _ in range(4)]
    counts = np.empty((5, 2))
    heights: list[float] = []
    for _ in range(30):
        tree = (trees.parent[a:b], trees.symbol[a:b], trees.through[a:b], trees.end[a:b])
        heights.append(expected_counts(*tree, theta, *space, counts))
        total = counts.sum(axis=1)
        theta = np.where(total > 0, counts[:, 0] / np.maximum(total, 1e-300), theta)
        theta[1] = 0.0
    assert (np.diff(heights) > -1e-7).all()


def test_online_is_the_batch(log: pl.DataFrame, model: BktModel):
    some = log.head(600).with_columns(
        skill_id=pl.when(pl.col("order") == 4).then(pl.lit("easy;hard;unseen")).otherwise("skill_id")
    )
    some = some.with_columns(order=pl.int_range(pl.len()))
    laid = lay_out(some, skills=model.skills)[0]
    batch = predict_bkt(model, laid)
    made = batch.beside(some, laid)
    tracker = Tracker(model)
    for row in made.iter_rows(named=True):
        skills = row["skill_id"].split(";")
        assert tracker.p_correct(row["student_id"], skills) == pytest.approx(row["p_correct"], abs=1e-12)
        assert tracker.update(row["student_id"], skills, row["correct"] == 1) == pytest.approx(
            row["p_known"], abs=1e-12
        )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["easy", "hard", "new"]), st.booleans()), max_size=30))
def test_probabilities_stay_so_and_a_right_answer_never_lowers_what_is_known(
    model: BktModel, given_answers: list[tuple[str, bool]]
):
    tracker = Tracker(model)
    for skill, right in given_answers:
        before = tracker.p_known("s", skill)
        now = tracker.update("s", [skill], right)
        assert 0.0 <= now <= 1.0
        assert not right or now >= before


def test_no_skill_is_degenerate_and_worsening_ones_are_named():
    rng = np.random.default_rng(5)
    worse = [(f"s{s}", "worse", int(rng.random() < 0.9 - 0.08 * t), t) for s in range(200) for t in range(10)]
    fitted = fit_bkt(lay_out(rows(*worse, names="student_id skill_id correct order"))[0])
    assert fitted.worsening == ("worse",)
    assert fitted.theta[0, 3] + fitted.theta[0, 4] < 1.0
    never = fit_bkt(lay_out(rows(*worse, names="student_id skill_id correct order"))[0], forget=False)
    assert never.worsening == ()
    assert never.theta[0, 1] == 0.0
    assert never.theta[0, 3] + never.theta[0, 4] < 1.0
    assert never.log_likelihood.sum() < fitted.log_likelihood.sum()


def test_relabelling_changes_nothing(log: pl.DataFrame, model: BktModel):
    renamed = log.with_columns(
        student_id=pl.col("student_id").str.reverse(),
        skill_id=pl.col("skill_id").replace({"easy": "z", "hard": "a"}),
    ).sample(fraction=1.0, shuffle=True, seed=1)
    again = fit_bkt(lay_out(renamed)[0])
    assert again.skills == ("a", "z")
    np.testing.assert_allclose(again.theta[::-1], model.theta, atol=1e-9)


def test_classes_of_items_have_their_own_guess_and_slip():
    log = traced_log({"k": (0.3, 0.0, 0.15, 0.2, 0.1)}, students=800, length=8, seed=2)
    kinds = log.with_columns(
        item_class=pl.when(pl.col("order") % 2 == 0).then(pl.lit("open")).otherwise(pl.lit("choice"))
    )
    luck = np.random.default_rng(0).random(kinds.height) < 0.35  # right by choosing
    kinds = kinds.with_columns(
        correct=pl.when((pl.col("item_class") == "choice") & pl.Series(luck)).then(1).otherwise("correct")
    )
    fitted = fit_bkt(lay_out(kinds)[0])
    assert fitted.item_classes == ("choice", "open")
    choice, open_ = fitted.theta[0, 4:6]
    assert choice > open_ + 0.15
    unseen = lay_out(
        kinds.with_columns(item_class=pl.lit("essay")), skills=fitted.skills, item_classes=fitted.item_classes
    )
    first = predict_bkt(fitted, unseen[0]).p_correct[0]
    by_class = [Tracker(fitted).p_correct("new", ["k"], name) for name in ("choice", "open")]
    assert min(by_class) < first < max(by_class)


def test_sparse_skills_are_drawn_to_the_typical_one(log: pl.DataFrame):
    few = rows(*[(f"f{s}", "few", 1, 0) for s in range(3)], names="student_id skill_id correct order")
    both = pl.concat([log, few], how="vertical_relaxed")
    free, pooled, strong = (fit_bkt(lay_out(both)[0], pooling=p) for p in (0.0, 0.5, 20.0))
    k = free.skills.index("few")
    away = [np.abs(m.theta[k, 3:] - m.typical[3:]).max() for m in (free, pooled, strong)]
    assert away[0] > away[2]
    assert pooled.log_likelihood[k] > free.log_likelihood[k] - 0.5
    full = [free.skills.index("easy"), free.skills.index("hard")]
    assert pooled.log_likelihood[full] == pytest.approx(free.log_likelihood[full], abs=0.05)


def test_nothing_leaks_from_a_question_or_from_later(model: BktModel):
    log = rows(
        ("a", "easy", 1, 1),
        ("a", "easy", 0, 1),
        ("a", "easy", 1, 2),
        names="student_id skill_id correct order",
    )
    changed = log.with_columns(correct=pl.Series([0, 1, 1]))
    p, q = (predict_bkt(model, lay_out(x, skills=model.skills)[0]).p_correct for x in (log, changed))
    assert p[0] == p[1] == q[0] == q[1]


def test_intervals_hold_the_figure_and_narrow_with_more_learners(log: pl.DataFrame, model: BktModel):
    small = fit_bkt(lay_out(log.filter(pl.col("student_id") < "s0100"))[0])
    widths: list[float] = []
    for fitted in (model, small):
        laid = lay_out(log.head(400), skills=fitted.skills)[0]
        p = predict_bkt(fitted, laid, intervals=True)
        assert p.known_low is not None
        assert p.known_high is not None
        assert ((p.known_low <= p.p_known) & (p.p_known <= p.known_high)).all()
        widths.append(float((p.known_high - p.known_low).mean()))
    assert widths[0] < widths[1] / 2


def test_a_model_comes_back_as_it_was(model: BktModel, tmp_path: Path):
    save_model(model, tmp_path / "m.json")
    again = load_model(tmp_path / "m.json")
    assert isinstance(again, BktModel)
    np.testing.assert_array_equal(again.theta, model.theta)
    np.testing.assert_array_equal(again.covariance, model.covariance)
    save_model(again, tmp_path / "n.json")
    assert (tmp_path / "m.json").read_bytes() == (tmp_path / "n.json").read_bytes()


def test_evidence_stands_behind_each_figure(model: BktModel):
    log = rows(
        *[("a", "easy", c, t) for t, c in enumerate([1, 0, 1, 1, 1, 1])],
        names="student_id skill_id correct order",
    )
    laid = lay_out(log, skills=model.skills)[0]
    predictions = predict_bkt(model, laid)
    (row,) = known_now(laid, predictions).to_dicts()
    assert (row["responses"], row["right"], row["last"]) == (6, 5, "–✓✓✓✓")
    assert row["p_known"] == predictions.p_known[-1]


def test_several_rows_of_an_item_log_are_fitted():
    log = item_log(students=30, seed=1)
    fitted = fit_bkt(lay_out(log)[0])
    assert fitted.class_responses.sum() == log.height


def assist(part: str) -> pl.DataFrame:
    """The log in threes: how many, the skills, right or wrong."""
    path = SHARED / f"assist2009_updated_{part}.csv.gz"
    if not path.is_file():
        pytest.skip("the response log is not here (shared/data/knowledge)")
    return three_line_log(path)


def test_assist2009_is_predicted_as_well_as_said():
    train, test = assist("train"), assist("test")
    laid = lay_out(train)[0]
    plain, forgetting = fit_bkt(laid), fit_bkt(laid, forget=True)
    assert plain.log_likelihood.sum() >= -127_340
    c = 1
    assert (plain.theta[:, 2 + c] + plain.theta[:, 2 + 2 * c] < 1.0).all()
    seen = lay_out(test, skills=plain.skills)[0]
    for fitted, least in ((plain, 0.7125), (forgetting, 0.7185)):
        found = quality(predict_bkt(fitted, seen).p_correct, seen.correct)
        assert found.auc >= least
        assert found.calibration_error <= 0.02
