from pathlib import Path

import numpy as np
import polars as pl
import pytest

from sharewell.knowledge.calibration import one_a_question, quality
from sharewell.knowledge.logistic import LogisticModel, Penalty, fit_logistic, predict_logistic
from sharewell.knowledge.logistic_features import BY_SKILL, GENERAL, easiness, features
from sharewell.knowledge.responses import lay_out
from sharewell.knowledge.saved import load_model, save_model
from tests.knowledge.logs import item_log
from tests.knowledge.test_tracing import assist

G, S = len(GENERAL), len(BY_SKILL)


@pytest.fixture(scope="module")
def log() -> pl.DataFrame:
    return item_log(students=250, seed=1)


@pytest.fixture(scope="module")
def model(log: pl.DataFrame) -> LogisticModel:
    return fit_logistic(lay_out(log)[0])


def test_weights_are_at_the_least_loss():
    laid = lay_out(item_log(students=12, seed=4, skills=4, items=20))[0]
    fitted = fit_logistic(laid)
    X, y = features(laid, fitted.usual).toarray(), laid.correct.astype(float)
    k, m = len(fitted.skills), len(fitted.items)
    ridge = np.repeat([0.1, 3.0, 2.0], [G, S * k, m])
    ridge[0] = 1e-6

    def loss(w: np.ndarray) -> float:
        return float(np.logaddexp(0, X @ w).sum() - y @ X @ w + 0.5 * (ridge * w) @ w)

    w = np.zeros(X.shape[1])
    for _ in range(12):  # Newton
        p = 1 / (1 + np.exp(-(X @ w)))
        information = X.T @ (X * (p * (1 - p))[:, None]) + np.diag(ridge)
        w -= np.linalg.solve(information, X.T @ (p - y) + ridge * w)
    assert loss(w) <= loss(fitted.weights) <= loss(w) + 0.05
    z = X @ fitted.weights
    p = 1 / (1 + np.exp(-z))
    whole = np.linalg.inv(X.T @ (X * (p * (1 - p))[:, None]) + np.diag(ridge))
    np.testing.assert_allclose(fitted.general_covariance, whole[:G, :G], rtol=1e-6)
    np.testing.assert_allclose(
        fitted.skill_covariance[2], whole[G + 2 * S : G + 3 * S, G + 2 * S : G + 3 * S], rtol=1e-6
    )
    np.testing.assert_allclose(
        fitted.cross_covariance[1], whole[G + S : G + 2 * S, :G], rtol=1e-6, atol=1e-12
    )


def test_items_known_from_before_predict_well_and_calibrated(model: LogisticModel):
    seen = lay_out(item_log(students=150, seed=2), skills=model.skills, items=model.items)[0]
    ours = quality(predict_logistic(model, seen).p_correct, seen.correct)
    assert ours.auc > 0.77
    assert ours.calibration_error <= 0.03


def test_nothing_leaks_from_a_question_or_from_later(model: LogisticModel, log: pl.DataFrame):
    some = log.head(200)
    at = 120
    same = (some["student_id"] == some["student_id"][at]) & (some["order"] == some["order"][at])
    later = pl.int_range(some.height, eager=True) >= at
    changed = some.with_columns(
        correct=pl.when(later | same).then(1 - pl.col("correct")).otherwise("correct")
    )
    p, q = (
        predict_logistic(model, lay_out(x, skills=model.skills, items=model.items)[0]).p_correct
        for x in (some, changed)
    )
    first = int(same.arg_max() or 0)
    np.testing.assert_array_equal(p[: at + 1], q[: at + 1])
    assert (p[first : at + 1] == q[first : at + 1]).all()
    assert not np.array_equal(p, q)


def test_rows_of_a_question_share_their_history():
    rows = [("a", "x", "i", 1, 1), ("a", "x", "j", 0, 2), ("a", "y", "j", 0, 3), ("a", "x", "k", 1, 4)]
    laid = lay_out(
        pl.DataFrame(rows, schema=["student_id", "skill_id", "item_id", "correct", "order"], orient="row")
    )[0]
    X = features(laid, easiness(laid)).toarray()
    right, wrong = GENERAL.index("student right"), GENERAL.index("student wrong")
    np.testing.assert_allclose(np.expm1(X[:, right]), [0, 1, 1, 1], atol=1e-12)
    np.testing.assert_allclose(np.expm1(X[:, wrong]), [0, 0, 0, 1], atol=1e-12)
    own = G + S * laid.skills.index("x")
    np.testing.assert_allclose(np.expm1(X[:, own + BY_SKILL.index("right")]), [0, 1, 0, 1], atol=1e-12)
    assert (X[:, -len(laid.items) :].sum(axis=1) == 1).all()


def test_several_skills_in_a_row_or_in_rows_say_the_same_of_the_student():
    names = ["student_id", "skill_id", "item_id", "correct", "order"]
    joined = pl.DataFrame([("a", "x;y", "i", 1, 1), ("a", "x", "j", 0, 2)], schema=names, orient="row")
    apart = pl.DataFrame(
        [("a", "x", "i", 1, 1), ("a", "y", "i", 1, 1), ("a", "x", "j", 0, 2)], schema=names, orient="row"
    )
    one, two = (lay_out(log)[0] for log in (joined, apart))
    usual = easiness(one)
    np.testing.assert_allclose(features(one, usual).toarray()[-1], features(two, usual).toarray()[-1])


def test_new_skills_items_and_students_are_answered(model: LogisticModel):
    log = pl.DataFrame(
        {
            "student_id": ["z"] * 3,
            "skill_id": ["new", "k01", "k01;new"],
            "item_id": ["q", None, "i001"],
            "correct": [1, 0, 1],
        }
    )
    laid = lay_out(log, skills=model.skills, items=model.items)[0]
    p = predict_logistic(model, laid, intervals=True)
    for low, value, high in (
        (p.correct_low, p.p_correct, p.correct_high),
        (p.known_low, p.p_known, p.known_high),
    ):
        assert low is not None
        assert high is not None
        assert ((low > 0) & (low < value) & (value < high) & (high < 1)).all()


def test_practice_with_right_answers_shows_in_what_is_known(model: LogisticModel):
    def last(correct: int) -> float:
        log = pl.DataFrame({"student_id": ["z"] * 8, "skill_id": ["k01"] * 8, "correct": [correct] * 8})
        return float(
            predict_logistic(model, lay_out(log, skills=model.skills, items=model.items)[0]).p_known[-1]
        )

    assert last(1) > 0.7 > 0.4 > last(0)


def test_a_model_comes_back_as_it_was(model: LogisticModel, tmp_path: Path):
    save_model(model, tmp_path / "m.json")
    again = load_model(tmp_path / "m.json")
    assert isinstance(again, LogisticModel)
    np.testing.assert_array_equal(again.weights, model.weights)
    np.testing.assert_array_equal(again.skill_covariance, model.skill_covariance)
    assert again.penalty == model.penalty == Penalty()


def test_quality_is_what_scikit_learn_says():
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(0)
    p = np.round(rng.random(500), 2)
    y = (rng.random(500) < p).astype(int)
    found = quality(p, y)
    assert found.auc == pytest.approx(metrics.roc_auc_score(y, p))
    assert found.log_loss == pytest.approx(metrics.log_loss(y, p))
    assert found.table["responses"].sum() == 500


def test_a_question_counts_once_however_many_skills_it_has():
    log = pl.DataFrame(
        {
            "student_id": ["s"] * 5,
            "skill_id": ["a", "b", "a", "a", "c"],
            "item_id": ["q1", "q1", "q2", "q3", "q3"],
            "correct": [1, 1, 0, 1, 0],  # q3 has two parts, answered apart
            "order": [1, 1, 2, 3, 3],
        }
    )
    laid, _ = lay_out(log)
    p, correct = one_a_question(np.array([0.5, 0.9, 0.4, 0.7, 0.2]), laid)
    by_answer = sorted(zip(p.round(6).tolist(), correct.tolist(), strict=True))
    mean = np.sqrt(9.0)  # odds 1 and 9
    assert by_answer == [(0.2, 0), (0.4, 0), (0.7, 1), (round(mean / (1 + mean), 6), 1)]


def test_calibration_error_by_hand():
    found = quality(np.array([0.05, 0.05, 0.95, 0.95]), np.array([0, 1, 1, 1]))
    assert found.calibration_error == pytest.approx((2 * 0.45 + 2 * 0.05) / 4)


@pytest.mark.slow
def test_assist2009_is_predicted_as_well_as_said():
    fitted = fit_logistic(lay_out(assist("train"))[0])
    seen = lay_out(assist("test"), skills=fitted.skills)[0]
    found = quality(predict_logistic(fitted, seen).p_correct, seen.correct)
    assert found.auc >= 0.768
    assert found.calibration_error <= 0.02
