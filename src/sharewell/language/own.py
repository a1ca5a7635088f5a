"""Criteria of one's own: patterns where a pack has them, and examples alone where it has not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sharewell.language.matching import Matcher
from sharewell.language.model import Span
from sharewell.language.packs import EXAMPLES_THAT_SUFFICE, Criterion, Pack
from sharewell.language.tongue import served_tongue
from sharewell.meaning import sentence_vectors

BACKGROUND = "background.npz"
RARE = 0.02  # share of ordinary sentences that count as near to an examples-only criterion
SHRINK = 0.35  # how much of each direction's variance is replaced by the mean variance


@dataclass(frozen=True, slots=True)
class Background:
    """What sentences of a school are like: vectors of a few hundred ordinary ones, whitened directions."""

    mean: NDArray[np.float32]
    directions: NDArray[np.float32]
    gains: NDArray[np.float32]
    ordinary: NDArray[np.float32]

    def whiten(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Multiply by the inverse covariance (low rank plus a multiple of the identity)."""
        along = (vectors @ self.directions) * self.gains @ self.directions.T
        return np.asarray(vectors + along, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class ByExample:
    """A linear rule learned from examples: heard where `vector @ weights > threshold`."""

    criterion: Criterion
    weights: NDArray[np.float32]
    threshold: float


@cache
def background() -> Background:
    """The background that is shipped, made by the training command."""
    with (files("sharewell.language") / "heads" / BACKGROUND).open("rb") as source, np.load(source) as stored:
        return Background(
            *(stored[name].astype(np.float32) for name in ("mean", "directions", "gains", "ordinary"))
        )


def save_background(path: Path, base: Background) -> None:
    """Write a background as one compressed file of float16."""
    np.savez_compressed(
        path,
        mean=base.mean.astype(np.float16),
        directions=base.directions.astype(np.float16),
        gains=base.gains.astype(np.float16),
        ordinary=base.ordinary.astype(np.float16),
    )


def make_background(vectors: NDArray[np.float32], rank: int = 64, ordinary: int = 400) -> Background:
    """Mean, main directions and their gains, and every n-th vector as an ordinary sentence."""
    mean = vectors.mean(axis=0)
    _, spread, rows = np.linalg.svd(vectors - mean, full_matrices=False)
    variance = spread**2 / len(vectors)
    level = variance.mean()
    shrunk = (1 - SHRINK) * variance[:rank] + SHRINK * level
    gains = level / shrunk - 1
    step = max(1, len(vectors) // ordinary)
    return Background(mean, rows[:rank].T.copy(), gains.astype(np.float32), vectors[::step])


def learn(criterion: Criterion, base: Background) -> ByExample:
    """Fisher's linear discriminant between the two sides, in the covariance of ordinary sentences.

    Six examples a side give a direction because the covariance is known beforehand. The threshold lies half-way
    between the sentences it is heard in and the nearer of two neighbours: the fine examples with their spread, and
    the one ordinary sentence in fifty that comes closest. Every example is scored by a rule made without it, as a
    rule parts the examples that made it better than any others.
    """
    heard = sentence_vectors(criterion.heard)
    fine = sentence_vectors(criterion.fine)
    weights = _direction(heard, fine, base)
    of_heard = [heard[at] @ _direction(np.delete(heard, at, axis=0), fine, base) for at in range(len(heard))]
    of_fine = [fine[at] @ _direction(heard, np.delete(fine, at, axis=0), base) for at in range(len(fine))]
    near = max(
        float(np.mean(of_fine) + np.std(of_fine, ddof=1)),
        float(np.quantile(base.ordinary @ weights, 1 - RARE)),
    )
    return ByExample(criterion, weights, 0.5 * float(np.mean(of_heard)) + 0.5 * near)


def _direction(
    heard: NDArray[np.float32], fine: NDArray[np.float32], base: Background
) -> NDArray[np.float32]:
    """From what it is not heard in, half fine examples and half ordinary sentences, to what it is heard in."""
    against = 0.5 * fine.mean(axis=0) + 0.5 * base.mean
    return base.whiten((heard.mean(axis=0) - against)[None, :])[0]


@lru_cache(maxsize=512)  # a class that tries things out leaves many behind
def _learned(criterion: Criterion) -> ByExample:
    return learn(criterion, background())


class OwnCriteria:
    """The criteria of some packs, asked of many sentences."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        # A pack by examples alone has nothing to compile, which takes longer than to read.
        self._with_patterns = tuple(pack for pack in packs if any(each.patterns for each in pack.criteria))
        self._by_example = [
            _learned(criterion)
            for pack in packs
            for criterion in pack.criteria
            if min(len(criterion.heard), len(criterion.fine)) >= EXAMPLES_THAT_SUFFICE
        ]
        self._matchers: dict[str, Matcher] = {}

    def spans(
        self, sentences: Sequence[str], langs: Sequence[str], *, threads: int = 1
    ) -> list[tuple[Span, ...]]:
        """For each sentence the spans of own criteria: the pattern's words, or the sentence for examples."""
        found = [self._matched(text, lang) for text, lang in zip(sentences, langs, strict=True)]
        if self._by_example:
            vectors = sentence_vectors(sentences, threads=threads)
            for rule in self._by_example:
                for row in np.flatnonzero(vectors @ rule.weights > rule.threshold).tolist():
                    known = {span.criterion for span in found[row]}
                    if rule.criterion.id not in known:
                        found[row].append(Span(0, len(sentences[row]), rule.criterion.id))
        return [tuple(spans) for spans in found]

    def _matched(self, text: str, lang: str) -> list[Span]:
        return [span for _, span in self._matcher(lang).hits(text).met] if self._with_patterns else []

    def _matcher(self, lang: str) -> Matcher:
        language = served_tongue(lang)
        if language not in self._matchers:
            fitting = [pack for pack in self._with_patterns if pack.language in (language, "any")]
            self._matchers[language] = Matcher(fitting, language)
        return self._matchers[language]
