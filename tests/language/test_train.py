"""Training: slopes are right, near-duplicates stay together, saved heads say what fitted heads say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sharewell.language import heads as store
from sharewell.language.codes import FRAMINGS
from sharewell.language.heads import Evidence, Heads
from sharewell.language.hearing import gather, softmax
from sharewell.language.nets import CHANGED, SHARP
from sharewell.language.ngrams import BUCKETS, ngrams
from sharewell.language.train import tune
from sharewell.language.train.calibrate import fit_bands, fit_temperature
from sharewell.language.train.data import groups, held_out
from sharewell.language.train.fit import Recipe, fit_head
from sharewell.meaning.states import last_layers, pooled_states, vectors_from
from sharewell.meaning.vectors import sentence_vectors

TEXTS = [
    "He is a lazy boy.",
    "He is a lazy  boy!",
    "Label the axes.",
    "You explained it clearly.",
    "Redo it.",
]


def test_near_duplicates_share_a_group_and_a_side() -> None:
    group = groups(TEXTS)
    assert group[0] == group[1]
    assert len(set(group.tolist())) == 4
    aside = held_out(TEXTS * 1 + [f"Sentence number {n} is about {n * 7}." for n in range(50)])
    assert aside[0] == aside[1]


def test_states_lead_to_the_encoders_own_vectors() -> None:
    texts = [*TEXTS, "", "¿Qué te gusta aprender, y por qué?", "word " * 400]
    np.testing.assert_allclose(
        vectors_from(pooled_states(texts), last_layers()), sentence_vectors(texts), atol=1e-5
    )


@pytest.mark.parametrize(
    "name", ["c.down", "c.up", "d0.up", "p1.down", "d1.up", "d2.down", "p3.up", "framing.weight"]
)
def test_slopes_are_those_of_the_loss(name: str) -> None:
    draw = np.random.default_rng(5)
    plan = tune.Schedule(dropout=0.0, rank=3)
    start = tune._start(plan.rank, draw)
    weights = {key: (value + 0.05 * draw.standard_normal(value.shape)) for key, value in start.items()}
    states = draw.standard_normal((6, 1281))
    targets = tune._targets(["asset", "deficit", "neutral"] * 2, ["str", "cmp", None] * 2, 0.02)
    slope = tune._slopes(weights, states, targets, draw, plan)[name]  # pyright: ignore
    place = tuple(int(draw.integers(0, many)) for many in weights[name].shape)
    step = 1e-5
    weights[name][place] += step
    above = _loss(weights, states, targets, plan)
    weights[name][place] -= 2 * step
    below = _loss(weights, states, targets, plan)
    assert slope[place] == pytest.approx((above - below) / (2 * step), rel=1e-4, abs=1e-9)


def _loss(weights, states, targets, plan) -> float:
    base = last_layers()
    net = {
        name: getattr(base, name).astype(float) + weights[f"{name}.down"] @ weights[f"{name}.up"]
        for name in CHANGED
    }
    y = states[:, :-1] @ net["c"] + states[:, -1:] * base.b
    first = np.maximum(y @ net["d0"], 0)
    second = np.maximum(y @ net["p1"] + first @ net["d1"], 0)
    third = np.maximum(second @ net["d2"], 0)
    bent = np.tanh(second @ net["p3"] + third @ net["d3"])
    vector = bent / np.linalg.norm(bent, axis=1, keepdims=True)
    total = plan.decay * sum(((weights[f"{n}.down"] @ weights[f"{n}.up"]) ** 2).sum() for n in CHANGED)
    for head, wished, share in (("framing", targets[0], 1.0), ("reason", targets[1], plan.reason_weight)):
        likely = softmax(SHARP * vector @ weights[f"{head}.weight"] + weights[f"{head}.bias"])
        total -= share * (wished * np.log(likely)).sum() / wished.sum()
        total += plan.decay * (weights[f"{head}.weight"] ** 2).sum()
    return float(total)


def test_saved_heads_say_what_fitted_heads_say(tmp_path: Path) -> None:
    idf = np.ones(BUCKETS, dtype=np.float32)
    evidence, _ = gather(TEXTS, ["en"] * len(TEXTS), Heads({}, idf, {}), fast=True)
    labels = np.array(["deficit", "deficit", "neutral", "asset", "neutral"])
    head = fit_head(evidence, labels, Recipe(0, 1, 1, 10.0), FRAMINGS)
    seen = np.zeros(BUCKETS, dtype=np.float32)
    seen[np.unique(ngrams(TEXTS).indices)] = 1
    store.save(tmp_path / "heads.npz", {"fast": Heads({"framing": head}, seen, {"mark": 0.5})})
    with np.load(tmp_path / "heads.npz") as stored:
        again = store.unpack(stored, "fast").tasks["framing"]
    np.testing.assert_allclose(again.logits(evidence), head.logits(evidence), atol=2e-2)
    assert [FRAMINGS[place] for place in head.logits(evidence).argmax(axis=1)] == labels.tolist()


def test_calibration_mends_what_is_too_sure() -> None:
    draw = np.random.default_rng(3)
    truth = draw.integers(0, 3, 3000)
    right = np.eye(3)[truth] * 1.0 + draw.normal(0, 1, (3000, 3))
    labels = np.array([FRAMINGS[place] for place in truth])
    found = fit_temperature(right * 5, labels, np.ones(3000))
    assert found["temperature"] == pytest.approx(5, rel=0.15)
    bands = fit_bands(softmax(right), labels)
    marked = softmax(right)[:, 1] >= bands["mark"]
    assert marked[truth == 2].mean() <= 0.045
    assert 0 < bands["ask"] <= bands["mark"] < 1


def test_evidence_of_nothing_is_empty() -> None:
    assert isinstance(Evidence(None, np.zeros((0, 3), np.float32), ngrams([])), Evidence)
