"""From sentences to probabilities and codes: evidence gathered, heads applied, bands decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sharewell.language.codes import FRAMINGS, INFORMATIVE, REASONS, Framing, Informative, Level, reasons_of
from sharewell.language.encoder import meaning as meaning_of
from sharewell.language.features import features
from sharewell.language.heads import Evidence, Heads
from sharewell.language.matching import Hits, shipped_matcher
from sharewell.language.ngrams import ngrams

NO_LEVEL = "none"
LEVEL_CLASSES = (NO_LEVEL, "task", "process", "self-regulation", "self")
YES_NO = ("no", "yes")
NO_LEVEL_LATE = np.array([0.5, 0, 0, 0, 0], dtype=np.float32)  # in a near tie it is feedback


@dataclass(frozen=True, slots=True)
class Heard:
    """What the heads say of one sentence, before spans and suggestions."""

    framing: Framing
    probability: dict[Framing, float]
    unsure: bool
    reason: str
    level: Level | None
    informative: tuple[Informative, ...]
    controlling: bool


def gather(
    sentences: Sequence[str], langs: Sequence[str], heads: Heads, *, fast: bool, threads: int = 1
) -> tuple[Evidence, list[Hits]]:
    """Everything the heads look at, and the hits of the shipped packs for spans. One pass, batched."""
    hits = [shipped_matcher(lang).hits(text) for text, lang in zip(sentences, langs, strict=True)]
    evidence = Evidence(
        meaning=None if fast else meaning_of(sentences, threads=threads),
        features=features(sentences, langs, hits),
        ngrams=heads.weighted(ngrams(sentences)),
    )
    return evidence, hits


def hear(evidence: Evidence, heads: Heads) -> list[Heard]:
    """Probabilities and codes for every row of evidence."""
    framing = framing_probabilities(heads, evidence)
    reason = heads.tasks["reason"].logits(evidence)
    level = (heads.tasks["level"].logits(evidence) - NO_LEVEL_LATE).argmax(axis=1)
    yes = {
        task: softmax(heads.tasks[task].logits(evidence))[:, 1] > 0.5
        for task in (*INFORMATIVE, "controlling")
    }
    heard: list[Heard] = []
    for row, probabilities in enumerate(framing):
        chosen, unsure = decide(probabilities, heads)
        name = LEVEL_CLASSES[level[row]]
        heard.append(
            Heard(
                framing=chosen,
                probability={kind: float(p) for kind, p in zip(FRAMINGS, probabilities, strict=True)},
                unsure=unsure,
                reason=best_reason(reason[row], chosen),
                level=None if name == NO_LEVEL else name,  # pyright: ignore[reportArgumentType]
                informative=tuple(kind for kind in INFORMATIVE if yes[kind][row]),
                controlling=bool(yes["controlling"][row]),
            )
        )
    return heard


def framing_probabilities(heads: Heads, evidence: Evidence) -> NDArray[np.float64]:
    """(n, 3) calibrated probabilities in the order of FRAMINGS."""
    logits = heads.tasks["framing"].logits(evidence).astype(np.float64)
    shift = np.array([heads.settings.get(f"shift.{framing}", 0.0) for framing in FRAMINGS])
    return softmax(logits / heads.settings.get("temperature", 1.0) + shift)


def decide(probabilities: NDArray[np.float64], heads: Heads) -> tuple[Framing, bool]:
    """The framing, and whether the lens should ask rather than mark.

    Deficit is said only from the probability `mark` on, asset from `asset` on, else neutral. The reading is
    unsure where deficit is at least `ask` likely without being said, and where what is said is less likely
    than `sure`.
    """
    deficit = probabilities[FRAMINGS.index("deficit")]
    if deficit >= heads.settings["mark"]:
        return "deficit", bool(deficit < heads.settings["sure"])
    asset = probabilities[FRAMINGS.index("asset")]
    best: Framing = "asset" if asset >= heads.settings["asset"] else "neutral"
    likely = probabilities[FRAMINGS.index(best)]
    return best, bool(deficit >= heads.settings["ask"] or likely < heads.settings["sure"])


def best_reason(logits: NDArray[np.float32], framing: Framing) -> str:
    """The likeliest code among those of the framing."""
    codes = list(REASONS)
    return max(reasons_of(framing), key=lambda code: logits[codes.index(code)])


def softmax(logits: NDArray) -> NDArray[np.float64]:
    """Rows of scores to rows of probabilities."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float64)
