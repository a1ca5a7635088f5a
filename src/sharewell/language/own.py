"""Criteria of one's own: patterns where a pack has them, and examples alone where it has not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sharewell.language.heads import load
from sharewell.language.hearing import answers, gather
from sharewell.language.matching import Matcher
from sharewell.language.model import Span
from sharewell.language.packs import EXAMPLES_THAT_SUFFICE, Criterion, Pack
from sharewell.language.tongue import served_tongue, tongue
from sharewell.meaning import DIMENSIONS, sentence_vectors

BACKGROUND = "background.npz"
ORDINARY = "ordinary.txt"  # neutral sentences after real ones, of both languages, one a line
RARE = 0.02  # share of ordinary sentences that count as near to an examples-only criterion
HEARD = 0.3  # of the way up from what it is not heard in to what it is heard in, the threshold lies
SHRINK = 0.35  # how much of each direction's variance is replaced by the mean variance
ANSWERED = 0.2  # what the lens answers of a sentence, beside a vector of length 1


@dataclass(frozen=True, slots=True)
class Background:
    """What sentences of a school are like: their mean vector, and directions whitened by how much they differ."""

    mean: NDArray[np.float32]
    directions: NDArray[np.float32]
    gains: NDArray[np.float32]

    def whiten(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Multiply by the inverse covariance (low rank plus a multiple of the identity)."""
        along = (vectors @ self.directions) * self.gains @ self.directions.T
        return np.asarray(vectors + along, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class ByExample:
    """A linear rule learned from examples: heard where `place @ weights > threshold`."""

    criterion: Criterion
    weights: NDArray[np.float32]
    threshold: float


@cache
def background() -> Background:
    """The background that is shipped, made by the training command."""
    with (files("sharewell.language") / "heads" / BACKGROUND).open("rb") as source, np.load(source) as stored:
        return Background(*(stored[name].astype(np.float32) for name in ("mean", "directions", "gains")))


def save_background(path: Path, base: Background) -> None:
    """Write a background as one compressed file of float16."""
    np.savez_compressed(
        path,
        mean=base.mean.astype(np.float16),
        directions=base.directions.astype(np.float16),
        gains=base.gains.astype(np.float16),
    )


def make_background(vectors: NDArray[np.float32], rank: int = 64) -> Background:
    """Mean, main directions and their gains."""
    mean = vectors.mean(axis=0)
    _, spread, rows = np.linalg.svd(vectors - mean, full_matrices=False)
    variance = spread**2 / len(vectors)
    level = variance.mean()
    shrunk = (1 - SHRINK) * variance[:rank] + SHRINK * level
    gains = level / shrunk - 1
    return Background(mean, rows[:rank].T.copy(), gains.astype(np.float32))


def places(
    sentences: Sequence[str], answered: NDArray[np.float32] | None, *, threads: int = 1
) -> NDArray[np.float32]:
    """(n, d): where sentences stand for criteria learned from examples.

    The first 512 columns are meaning. Those behind are what the lens answers of each sentence (`hearing.answers`):
    meaning alone blurs who does what to whom, which the nets have learned to mind. None leaves them out (`fast`).
    """
    meaning = sentence_vectors(sentences, threads=threads)
    return meaning if answered is None else np.hstack([meaning, ANSWERED * answered])


def learn(criterion: Criterion, *, fast: bool) -> ByExample:
    """Fisher's linear discriminant between the two sides, in the covariance of ordinary sentences.

    Six examples a side give a direction because the covariance is known beforehand. The threshold lies seven tenths
    of the way down from the sentences it is heard in to the nearer of two neighbours: the fine examples with their
    spread, and the one ordinary sentence in fifty that comes closest. Every example is scored by a rule made without
    it, as a rule parts the examples that made it better than any others.

    Cost: some 30 ms, and half a second once a process for the ordinary sentences.
    """
    heard, fine = (_placed(side, fast=fast) for side in (criterion.heard, criterion.fine))
    weights = _direction(heard, fine)
    of_heard = [heard[at] @ _direction(np.delete(heard, at, axis=0), fine) for at in range(len(heard))]
    of_fine = [fine[at] @ _direction(heard, np.delete(fine, at, axis=0)) for at in range(len(fine))]
    near = max(
        float(np.mean(of_fine) + np.std(of_fine, ddof=1)),
        float(np.quantile(_ordinary(fast) @ weights, 1 - RARE)),
    )
    return ByExample(criterion, weights, HEARD * float(np.mean(of_heard)) + (1 - HEARD) * near)


def _placed(sentences: Sequence[str], *, fast: bool) -> NDArray[np.float32]:
    if fast:
        return places(sentences, None)
    heads = load("full")
    evidence, _ = gather(sentences, [tongue(text) for text in sentences], heads, fast=False)
    return places(sentences, answers(evidence, heads))


@cache
def _ordinary(fast: bool) -> NDArray[np.float32]:
    """Where ordinary sentences stand."""
    source = files("sharewell.language") / "packs" / ORDINARY
    return _placed(source.read_text(encoding="utf-8").splitlines(), fast=fast)


def _direction(heard: NDArray[np.float32], fine: NDArray[np.float32]) -> NDArray[np.float32]:
    """From what it is not heard in to what it is heard in.

    In meaning the former is half the fine examples and half all sentences; in what the lens answers, which is
    neutral for most sentences, the fine examples alone.
    """
    base, here, there = background(), heard.mean(axis=0), fine.mean(axis=0)
    against = 0.5 * there[:DIMENSIONS] + 0.5 * base.mean
    meaning = base.whiten((here[:DIMENSIONS] - against)[None, :])[0]
    return np.concatenate([meaning, here[DIMENSIONS:] - there[DIMENSIONS:]])


@lru_cache(maxsize=512)  # a class that tries things out leaves many behind
def _learned(criterion: Criterion, fast: bool) -> ByExample:
    return learn(criterion, fast=fast)


class OwnCriteria:
    """The criteria of some packs, asked of many sentences."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        # A pack by examples alone has nothing to compile, which takes longer than to read.
        self._with_patterns = tuple(pack for pack in packs if any(each.patterns for each in pack.criteria))
        self._by_example = [
            criterion
            for pack in packs
            for criterion in pack.criteria
            if min(len(criterion.heard), len(criterion.fine)) >= EXAMPLES_THAT_SUFFICE
        ]
        self._matchers: dict[str, Matcher] = {}

    def spans(
        self,
        sentences: Sequence[str],
        langs: Sequence[str],
        answered: NDArray[np.float32] | None,
        *,
        threads: int = 1,
    ) -> list[tuple[Span, ...]]:
        """For each sentence the spans of own criteria: the pattern's words, or the sentence for examples.

        `answered`: what the lens answers of each sentence (`hearing.answers`); None where no net is asked (`fast`).
        """
        found = [self._matched(text, lang) for text, lang in zip(sentences, langs, strict=True)]
        if self._by_example:
            stand = places(sentences, answered, threads=threads)
            for rule in (_learned(criterion, answered is None) for criterion in self._by_example):
                for row in np.flatnonzero(stand @ rule.weights > rule.threshold).tolist():
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
