"""How well the lens hears labelled sentences: the figures of the model card, on anyone's own texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sharewell.language.codes import FRAMINGS, INFORMATIVE, LEVELS
from sharewell.language.labelled import Labelled
from sharewell.language.lens import read_passages
from sharewell.language.model import SentenceReading

FEW = 20  # below so many sentences a figure says little


def evaluate(rows: Sequence[Labelled], *, fast: bool = False, threads: int = 1) -> dict[str, Any]:
    """Read the sentences and compare.

    Returns:
        `sentences`; `macro_f1` over the three framings, with `macro_f1_by` language and for the hard part;
        precision and recall of each framing; `neutral_taken_for_deficit`, and `…_by` language; `reason`: share of
        right main codes where the framing is right; `level`: accuracy of each level as a yes/no question among
        the feedback; `informative`, `controlling`: accuracy; `calibration_error` of the likeliest framing;
        `unsure`: share of readings in the abstain band. A figure without a sentence to stand on is None.
    """
    readings = list(
        read_passages([row.text for row in rows], [row.lang for row in rows], fast=fast, threads=threads)
    )
    truth = np.array([row.framing for row in rows], dtype=np.str_)
    heard = np.array([reading.framing for reading in readings], dtype=np.str_)
    likely = np.array([[reading.probability[framing] for framing in FRAMINGS] for reading in readings])
    hard = np.array([row.hard for row in rows], dtype=np.bool_)
    langs = sorted({row.lang for row in rows})
    of_lang = {lang: np.array([row.lang == lang for row in rows]) for lang in langs}
    return {
        "sentences": len(rows),
        "macro_f1": macro_f1(truth, heard),
        "macro_f1_by": {
            **{lang: macro_f1(truth[which], heard[which]) for lang, which in of_lang.items()},
            "hard": macro_f1(truth[hard], heard[hard]),
        },
        "framings": {framing: _precision_recall(truth == framing, heard == framing) for framing in FRAMINGS},
        "neutral_taken_for_deficit": _share((heard == "deficit")[truth == "neutral"]),
        "neutral_taken_for_deficit_by": {
            lang: _share((heard == "deficit")[(truth == "neutral") & which])
            for lang, which in of_lang.items()
        },
        "reason": _share(_reasons_right(rows, readings)),
        "level": _levels(rows, readings),
        "informative": {
            kind: _share(
                [
                    (kind in row.informative) == (kind in reading.informative)
                    for row, reading in zip(rows, readings, strict=True)
                    if row.informative is not None
                ]
            )
            for kind in INFORMATIVE
        },
        "controlling": _share(
            [row.controlling == reading.controlling for row, reading in zip(rows, readings, strict=True)]
        ),
        "calibration_error": calibration_error(likely, truth) if rows else None,
        "unsure": _share([reading.unsure for reading in readings]),
    }


def told(figures: dict[str, Any]) -> str:
    """The figures in words, one a line."""
    lines = [f"{figures['sentences']} sentences"]
    lines.append(f"macro-F1 of the framing: {_two(figures['macro_f1'])}")
    lines += [f"  {name}: {_two(value)}" for name, value in figures["macro_f1_by"].items()]
    for framing, pair in figures["framings"].items():
        lines.append(f"{framing}: precision {_two(pair['precision'])}, recall {_two(pair['recall'])}")
    lines.append(f"neutral taken for deficit: {_two(figures['neutral_taken_for_deficit'])}")
    lines.append(f"main reason right, where the framing is: {_two(figures['reason'])}")
    lines += [f"level {level}: accuracy {_two(value)}" for level, value in figures["level"].items()]
    lines += [f"{kind}: accuracy {_two(value)}" for kind, value in figures["informative"].items()]
    lines.append(f"controlling: accuracy {_two(figures['controlling'])}")
    lines.append(f"calibration error: {_two(figures['calibration_error'])}")
    lines.append(f"left as a question (unsure): {_two(figures['unsure'])}")
    if figures["sentences"] < 10 * FEW:
        lines.append(
            "So few sentences say little; a few hundred of your own, labelled by two people, say more."
        )
    return "\n".join(lines) + "\n"


def macro_f1(truth: NDArray[np.str_], heard: NDArray[np.str_]) -> float | None:
    """Mean F1 of the framings that occur on either side; None for no sentence."""
    scores: list[float] = []
    for framing in FRAMINGS:
        pair = _precision_recall(truth == framing, heard == framing)
        if (truth == framing).any() or (heard == framing).any():
            precision, recall = pair["precision"] or 0.0, pair["recall"] or 0.0
            scores.append(2 * precision * recall / (precision + recall) if precision + recall else 0.0)
    return float(np.mean(scores)) if scores else None


def calibration_error(probabilities: NDArray, labels: NDArray[np.str_], bins: int = 10) -> float:
    """Expected calibration error of the likeliest class (equal-width bins; Guo et al. 2017, eq. 3)."""
    best = probabilities.argmax(axis=1)
    confidence = probabilities[np.arange(len(best)), best]
    right = np.array([FRAMINGS[place] for place in best]) == labels
    bin_of = np.minimum((confidence * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(right[bin_of == number].mean() - confidence[bin_of == number].mean())
            * (bin_of == number).mean()
            for number in np.unique(bin_of)
        )
    )


def _precision_recall(truth: NDArray[np.bool_], heard: NDArray[np.bool_]) -> dict[str, float | None]:
    return {"precision": _share(truth[heard]), "recall": _share(heard[truth])}


def _reasons_right(rows: Sequence[Labelled], readings: Sequence[SentenceReading]) -> list[bool]:
    return [
        row.reason == reading.reason
        for row, reading in zip(rows, readings, strict=True)
        if row.reason is not None and row.framing == reading.framing
    ]


def _levels(rows: Sequence[Labelled], readings: Sequence[SentenceReading]) -> dict[str, float | None]:
    pairs = [(row.level, reading.level) for row, reading in zip(rows, readings, strict=True) if row.level]
    return {
        level: _share([(given == level) == (heard == level) for given, heard in pairs]) for level in LEVELS
    }


def _share(answers: Sequence[bool] | NDArray[np.bool_]) -> float | None:
    return float(np.mean(answers)) if len(answers) else None


def _two(value: float | None) -> str:
    return "nothing to measure" if value is None else f"{value:.3f}"
