"""Fit the heads and write them: `python -m sharewell.language.train data/language/train`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sharewell.language.codes import FRAMINGS, INFORMATIVE, REASONS
from sharewell.language.evaluation import calibration_error
from sharewell.language.heads import FILE, Evidence, Head, Heads, mixed, save
from sharewell.language.hearing import calibrated, gather, says_deficit
from sharewell.language.labelled import Labelled, read_labelled
from sharewell.language.ngrams import ngrams
from sharewell.language.own import BACKGROUND, make_background, save_background
from sharewell.language.tasks import LEVEL_CLASSES, NO_LEVEL, YES_NO
from sharewell.language.train.calibrate import BANDS, fit_temperature
from sharewell.language.train.data import groups, held_out
from sharewell.language.train.earlier import read_heard, write_heard
from sharewell.language.train.fit import Recipe, fit_head
from sharewell.language.train.folds import FOLDS, folds_of_styles
from sharewell.meaning import sentence_vectors

RECIPES = {
    "full": {
        "framing": Recipe(1.0, 0.3, 0.5, 2.0),
        "reason": Recipe(1.0, 0.3, 0.0, 2.0),
        "level": Recipe(1.0, 0.2, 0.0, 2.0),
        "other": Recipe(1.0, 0.2, 0.0, 2.0),
    },
    "fast": {
        "framing": Recipe(0.0, 0.4, 1.0, 4.0),
        "reason": Recipe(0.0, 0.6, 0.0, 4.0),
        "level": Recipe(0.0, 0.5, 0.0, 4.0),
        "other": Recipe(0.0, 0.5, 0.0, 4.0),
    },
}
STEADY = 0.2  # how much the full lens's framing is that of patterns and n-grams alone, which strange text moves less
TARGET_NEUTRAL = 0.5  # between the even mix of written sets and the two thirds of ordinary text


def main(arguments: Sequence[str] | None = None) -> None:
    """Read, keep a part aside, cross-fit for calibration, fit on the rest, write, say how it went."""
    from sharewell.language.train.crossing import learn_nets  # heads alone can be fitted without PyTorch

    parser = argparse.ArgumentParser(prog="python -m sharewell.language.train", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with *.jsonl files in it or in its folders")
    default = Path(__file__).parents[1] / "heads" / FILE
    parser.add_argument("--out", type=Path, default=default)
    parser.add_argument(
        "--heard", type=Path, help="CSV of what earlier lenses heard, to learn from beside labels"
    )
    parser.add_argument("--tell", type=Path, help="CSV to write of what this lens heard, for later ones")
    options = parser.parse_args(arguments)
    rows = read_labelled(sorted(options.folder.rglob("*.jsonl")))
    texts = [row.text for row in rows]
    group = groups(texts)
    inside = ~held_out(texts, group)
    kept, group = [rows[place] for place in np.flatnonzero(inside)], group[inside]
    heard = read_heard(options.heard) if options.heard else {}
    likely = learn_heads(kept, group, learn_nets(kept, group, heard, options.out.parent), options.out)
    if options.tell:
        write_heard(options.tell, kept, likely)


def learn_heads(
    kept: Sequence[Labelled], group: NDArray[np.int64], said: NDArray[np.float32], out: Path
) -> NDArray[np.float64]:
    """Fit and write the heads on what nets say, and what sentences of one's own criteria are set against.

    (n, 3): how likely each framing is by heads and nets that did not learn from the sentence.
    """
    seen = look(kept, group)
    fast = train(kept, "fast", seen)
    heard = replace(seen, evidence=replace(seen.evidence, meaning=said))
    full = train(kept, "full", heard, beside=fast)
    save(out, {"full": full.heads, "fast": fast.heads})
    ordinary = [row.text for row in kept if row.framing == "neutral"]
    save_background(out.with_name(BACKGROUND), make_background(sentence_vectors(ordinary)))
    return calibrated(full.crossed, seen.evidence.features, full.heads.settings)


@dataclass(frozen=True, slots=True)
class Seen:
    """What heads look at, the same in both modes but for the meaning; and the folds of whole styles."""

    evidence: Evidence
    idf: NDArray[np.float32]
    fold: NDArray[np.int64]


def look(rows: Sequence[Labelled], group: NDArray[np.int64]) -> Seen:
    """What there is to see without a net."""
    counts = ngrams([row.text for row in rows])
    idf = _idf(counts.getnnz(axis=0), len(rows))
    bare = Heads({}, idf, {})
    evidence, _ = gather([row.text for row in rows], [row.lang for row in rows], bare, fast=True)
    return Seen(evidence, idf, folds_of_styles([row.style for row in rows], group))


@dataclass(frozen=True, slots=True)
class Trained:
    """The heads of one mode, and the framing logits of every sentence by a head that did not see its style."""

    heads: Heads
    crossed: NDArray[np.float32]


def train(rows: Sequence[Labelled], mode: str, seen: Seen, beside: Trained | None = None) -> Trained:
    """All heads of one mode, calibrated on cross-fitted logits.

    Given heads `beside`, the framing is partly (STEADY) what they say.
    """
    evidence, recipes = seen.evidence, RECIPES[mode]
    labels = np.array([row.framing for row in rows])
    weights = _weights(labels)
    crossed = cross_fit(evidence, labels, recipes["framing"], seen.fold)
    framing = fit_head(evidence, labels, recipes["framing"], FRAMINGS)
    if beside is not None:
        crossed = np.asarray((1 - STEADY) * crossed + STEADY * beside.crossed, dtype=np.float32)
        framing = mixed(framing, beside.heads.tasks["framing"], STEADY)
    settings = fit_temperature(crossed, labels, weights, mode) | BANDS[mode]
    likely = calibrated(crossed, evidence.features, settings)
    _say(mode, likely, labels, settings)
    tasks = {"framing": framing} | _other_heads(rows, evidence, mode)
    return Trained(Heads(tasks, seen.idf, settings), crossed)


def cross_fit(
    evidence: Evidence, labels: NDArray[np.str_], recipe: Recipe, fold: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Framing logits of every sentence by a head that saw neither it nor its style."""
    logits = np.zeros((len(labels), len(FRAMINGS)), dtype=np.float32)
    for number in range(FOLDS):
        inside, outside = fold != number, fold == number
        head = fit_head(_rows(evidence, inside), labels[inside], recipe, FRAMINGS)
        logits[outside] = head.logits(_rows(evidence, outside))
    return logits


def _other_heads(rows: Sequence[Labelled], evidence: Evidence, mode: str) -> dict[str, Head]:
    recipes = RECIPES[mode]
    tasks: dict[str, Head] = {}
    with_reason = np.array([row.reason is not None for row in rows])
    reasons = np.array([row.reason or "" for row in rows])
    tasks["reason"] = fit_head(
        _rows(evidence, with_reason), reasons[with_reason], recipes["reason"], tuple(REASONS)
    )
    levels = np.array([row.level or NO_LEVEL for row in rows])
    tasks["level"] = fit_head(evidence, levels, recipes["level"], LEVEL_CLASSES)
    said = np.array([row.informative is not None for row in rows])
    for kind in INFORMATIVE:
        answers = np.array([YES_NO[kind in (row.informative or ())] for row in rows])
        tasks[kind] = fit_head(_rows(evidence, said), answers[said], recipes["other"], YES_NO)
    controlling = np.array([YES_NO[row.controlling] for row in rows])
    tasks["controlling"] = fit_head(evidence, controlling, recipes["other"], YES_NO)
    return tasks


def _rows(evidence: Evidence, which: NDArray[np.bool_]) -> Evidence:
    meaning = None if evidence.meaning is None else evidence.meaning[which]
    return Evidence(meaning, evidence.features[which], evidence.ngrams[np.flatnonzero(which)])


def _idf(document_counts: NDArray[np.int64], documents: int) -> NDArray[np.float32]:
    """Smoothed inverse document frequency; n-grams seen in fewer than two sentences are left out."""
    idf = np.log((1 + documents) / (1 + document_counts)) + 1
    return np.where(document_counts >= 2, idf, 0).astype(np.float32)


def _weights(labels: NDArray[np.str_]) -> NDArray[np.float64]:
    """Weights that bring the share of neutral sentences to TARGET_NEUTRAL and the others to equal parts."""
    target = {
        "neutral": TARGET_NEUTRAL,
        "asset": (1 - TARGET_NEUTRAL) / 2,
        "deficit": (1 - TARGET_NEUTRAL) / 2,
    }
    share = {name: float((labels == name).mean()) for name in FRAMINGS}
    return np.array([target[label] / share[label] for label in labels])


def _say(mode: str, likely: NDArray, labels: NDArray[np.str_], settings: dict[str, float]) -> None:
    right = float((np.array(FRAMINGS)[likely.argmax(axis=1)] == labels).mean())
    error = calibration_error(likely, labels)
    marked = says_deficit(likely, settings["mark"])
    wrongly = float(marked[labels == "neutral"].mean())
    found = float(marked[labels == "deficit"].mean())
    sys.stdout.write(
        f"{mode}: {len(labels)} sentences, cross-fitted accuracy {right:.3f}, calibration error {error:.3f},"
        f" marks deficit from {settings['mark']:.2f}: {found:.3f} of deficit, {wrongly:.3f} of neutral\n"
    )


if __name__ == "__main__":
    main()
