"""From sentences to probabilities and codes: evidence gathered, heads applied, bands decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from sharewell.language.codes import FRAMINGS, INFORMATIVE, REASONS, Framing, Informative, Level, reasons_of
from sharewell.language.encoder import meaning as meaning_of
from sharewell.language.encoder import scaled
from sharewell.language.features import features, kinds
from sharewell.language.heads import Evidence, Heads
from sharewell.language.matching import Hits, shipped_matcher
from sharewell.language.nets import AGAIN, shipped_net
from sharewell.language.ngrams import ngrams
from sharewell.language.tasks import LEVEL_CLASSES, NO_LEVEL, TASKS, columns, log_softmax

NEVER_FEEDBACK = frozenset({"hie", "slv", "fnd", "pol", "sys", "mut"})
NEXT_STEPS = frozenset({"nxn", "nxt"})
# What may be feedback is heard as such, most of all as said of the person, and least as said of how it was done.
LATE = np.array([1.4, 0, 0.3, 0, -0.3], dtype=np.float32)


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
    asked: str | None

    @property
    def shown(self) -> tuple[Framing, str]:
        """The framing and reason whose words are shown: those of the question, where one is asked."""
        return ("deficit", self.asked) if self.asked else (self.framing, self.reason)


SILENT = Heard(  # a text without a letter or a figure says nothing of anybody
    framing="neutral",
    probability={"asset": 0.0, "deficit": 0.0, "neutral": 1.0},
    unsure=False,
    reason="fct",
    level=None,
    informative=(),
    controlling=False,
    asked=None,
)


def gather(
    sentences: Sequence[str], langs: Sequence[str], heads: Heads, *, fast: bool, threads: int = 1
) -> tuple[Evidence, list[Hits]]:
    """Everything the heads look at, and the hits of the shipped packs for spans. One pass, batched."""
    hits = [shipped_matcher(lang).hits(text) for text, lang in zip(sentences, langs, strict=True)]
    evidence = Evidence(
        meaning=None if fast else meaning_of(sentences, langs, threads=threads),
        features=features(sentences, langs, hits),
        ngrams=heads.weighted(ngrams(sentences)),
    )
    return evidence, hits


def hear(evidence: Evidence, heads: Heads, framing: NDArray[np.float64]) -> list[Heard]:
    """Codes for every row of evidence and its probabilities (n, 3), which never contradict one another.

    By the guide a sentence that controls is deficit, a next step in feedback feeds forward, and what is said of
    partners, policy or the system is no feedback to a learner.
    """
    chosen, unsure = decide(framing, heads)
    asked = asked_of(framing, heads)
    reasons = best_reasons(heads.tasks["reason"].logits(evidence))
    level = (heads.tasks["level"].logits(evidence) - LATE).argmax(axis=1)
    yes = {
        task: (softmax(heads.tasks[task].logits(evidence))[:, 1] > 0.5).tolist()
        for task in (*INFORMATIVE, "controlling")
    }
    heard: list[Heard] = []
    for row, (said, probabilities) in enumerate(zip(chosen, framing.tolist(), strict=True)):
        name, code = LEVEL_CLASSES[level[row]], reasons[said][row]
        if code in NEVER_FEEDBACK:
            name = NO_LEVEL
        ahead = code in NEXT_STEPS and name != NO_LEVEL
        heard.append(
            Heard(
                framing=said,
                probability=dict(zip(FRAMINGS, probabilities, strict=True)),
                unsure=bool(unsure[row]),
                reason=code,
                level=None if name == NO_LEVEL else name,  # pyright: ignore[reportArgumentType]
                informative=tuple(
                    kind for kind in INFORMATIVE if yes[kind][row] or (ahead and kind == "feed_forward")
                ),
                controlling=said == "deficit" and (code == "ctl" or yes["controlling"][row]),
                asked=reasons["deficit"][row] if asked[row] else None,
            )
        )
    return heard


def heard_again(
    framing: NDArray[np.float64],
    table: NDArray[np.float32],
    sentences: Sequence[str],
    settings: Mapping[str, float],
    *,
    threads: int = 1,
) -> NDArray[np.float64]:
    """The probabilities `framing` (n, 3), reconsidered where the likeliest is not likely enough.

    A cascade (Viola and Jones 2001): most sentences are plain, and the net that hears more costs more than twice as
    much. `table` holds the features of the sentences. Cost: about 1.4 ms a sentence in doubt, one in five to one in
    three.
    """
    doubtful = np.flatnonzero(framing.max(axis=1) < settings["again.below"])
    if not len(doubtful):
        return framing
    deeper = shipped_net(AGAIN, threads).scores([sentences[place] for place in doubtful.tolist()])
    out = framing.copy()
    out[doubtful] = reconsidered(framing[doubtful], deeper[:, columns("framing")], table[doubtful], settings)
    return out


def reconsidered(
    first: NDArray[np.float64],
    again: NDArray[np.floating],
    table: NDArray[np.float32],
    settings: Mapping[str, float],
) -> NDArray[np.float64]:
    """(n, 3) probabilities: the weighted geometric mean of both hearings; `again` as log-probabilities.

    The deeper net counts for most in long sentences, in which the first hear worst, and its lean is mended by a shift;
    `table` holds the features of the same sentences.
    """
    share = np.where(kinds(table)["long"], settings["again.share"], settings["again.short"])[:, None]
    deeper = again + np.array([settings[f"again.{framing}"] for framing in FRAMINGS])
    return softmax((1 - share) * np.log(np.maximum(first, 1e-9)) + share * deeper)


def answers(evidence: Evidence, heads: Heads) -> NDArray[np.float32]:
    """(n, k): log-probabilities of every class of every task, bounded and scaled as a net's are."""
    return scaled(log_softmax(np.hstack([heads.tasks[task].logits(evidence) for task in TASKS])))


def framing_probabilities(heads: Heads, evidence: Evidence) -> NDArray[np.float64]:
    """(n, 3) calibrated probabilities in the order of FRAMINGS."""
    return calibrated(heads.tasks["framing"].logits(evidence), evidence.features, heads.settings)


def calibrated(
    logits: NDArray[np.floating], table: NDArray[np.float32], settings: Mapping[str, float]
) -> NDArray[np.float64]:
    """Logits to probabilities that mean what they say; `table` holds the features of the same sentences.

    Long sentences have a shift of their own, since texts as they come are long and mostly neutral; Spanish ones, since
    another net hears them.
    """
    scores = logits.astype(np.float64) / settings["temperature"]
    scores += [settings[f"shift.{framing}"] for framing in FRAMINGS]
    for kind, which in kinds(table).items():
        scores[which] += [settings.get(f"{kind}.{framing}", 0.0) for framing in FRAMINGS]
    return softmax(scores)


def decide(probabilities: NDArray[np.float64], heads: Heads) -> tuple[list[Framing], NDArray[np.bool_]]:
    """For rows (n, 3) the framings, and whether the lens should ask rather than mark.

    Where deficit is not said, it is what is likelier of asset and neutral. The reading is unsure where deficit is at
    least `ask` likely without being said, and where what is said is less likely than `sure`; it says the likeliest
    framing all the same.
    """
    asset, deficit, neutral = probabilities.T
    marked = says_deficit(probabilities, heads.settings["mark"])
    said = np.where(marked, "deficit", np.where(asset > neutral, "asset", "neutral"))
    unsure = np.where(marked, deficit, np.maximum(asset, neutral)) < heads.settings["sure"]
    asks = ~marked & (deficit >= heads.settings["ask"])
    return cast("list[Framing]", said.tolist()), unsure | asks


def says_deficit(probabilities: NDArray[np.float64], mark: float) -> NDArray[np.bool_]:
    """For rows (n, 3) whether deficit is likelier than asset and, asset left aside, at least `mark` likely.

    The threshold stands between deficit and neutral alone: it spares harmless sentences, and need not spare a
    judgement because it sounds like praise or like an open question.
    """
    asset, deficit, neutral = probabilities.T
    return (deficit >= asset) & (deficit >= mark * (deficit + neutral))


def asked_of(probabilities: NDArray[np.float64], heads: Heads) -> NDArray[np.bool_]:
    """For rows (n, 3) whether deficit is likely enough to be marked or asked about."""
    likely = probabilities[:, FRAMINGS.index("deficit")] >= heads.settings["ask"]
    return likely | says_deficit(probabilities, heads.settings["mark"])


def best_reasons(logits: NDArray[np.float32]) -> dict[Framing, list[str]]:
    """For each framing the likeliest of its codes in every row."""
    best: dict[Framing, list[str]] = {}
    for framing in FRAMINGS:
        codes = reasons_of(framing)
        places = [list(REASONS).index(code) for code in codes]
        best[framing] = [codes[place] for place in logits[:, places].argmax(axis=1)]
    return best


def softmax(logits: NDArray) -> NDArray[np.float64]:
    """Rows of scores to rows of probabilities."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float64)
