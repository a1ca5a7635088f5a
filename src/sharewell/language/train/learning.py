"""Learning the nets anew, with PyTorch: `pip install 'sharewell[train]'`."""

# PyTorch comes with the extra "train" alone.
# pyright: reportMissingImports=false

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import log_softmax as torch_log_softmax
from torch.nn.utils import clip_grad_norm_

from sharewell.language.labelled import Labelled
from sharewell.language.pieces import LONGEST, Cutter
from sharewell.language.tasks import TASKS, columns, log_softmax
from sharewell.language.train.earlier import Heard
from sharewell.language.train.evening import evened
from sharewell.language.train.slimmer import Shape, slimmed
from sharewell.language.train.targets import SHARES, batched, targets
from sharewell.language.train.transformer import Transformer, export, filled

BATCH = 32
RATE, HEAD_RATE = 1e-4, 2e-3
SMOOTHING = 0.03  # of the framing labels, for each wrong class
LEFT_OUT = 0.05  # of the word pieces
BESIDE_A_FACT = 0.15  # of the sentences are met with a plain fact before or behind them, as in ordinary prose
_WARM = 60  # steps


@dataclass(frozen=True)
class Learned:
    """A net that has learned, and the pieces it knows."""

    net: Transformer
    pieces: Cutter

    def scores(self, sentences: Sequence[str]) -> NDArray[np.floating[Any]]:
        """(n, k) log-probabilities as `Net.scores`, from matrices that are not yet whole numbers."""
        self.net.eval()
        cut = self.pieces.of(sentences)
        order = sorted(range(len(cut)), key=lambda one: len(cut[one]))
        parts = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        with torch.no_grad():
            told = [self.net(*filled([cut[one] for one in part])).numpy() for part in parts]
        out = np.concatenate(told)
        out[order] = out.copy()
        return log_softmax(out)

    def save(self, path: Path, texts: Sequence[str]) -> None:
        """Write the net for use; `texts` show what passes through it."""
        export(evened(self.net, self.pieces, texts), self.pieces, texts, path)


def beginning(base: tuple[Transformer, Cutter], texts: Sequence[str], shape: Shape) -> Learned:
    """The net that all others start from: what passes through its layers on `texts` says what may be left out."""
    net, pieces = base
    return Learned(slimmed(net, pieces, texts, shape), pieces)


def tune(
    start: Learned,
    rows: Sequence[Labelled],
    seed: int,
    say: Callable[[float], None] | None = None,
    *,
    epochs: int,
    heard: Heard | None = None,
) -> Learned:
    """Train one net by Adam with decay (Loshchilov and Hutter 2019), a warm start, a rate that falls to nothing.

    The same start and seed on the same machine give the same net. Cost: about 7 ms a sentence and epoch on one core.
    """
    torch.manual_seed(seed)
    draw = np.random.default_rng(seed)
    net, pieces = deepcopy(start.net), start.pieces
    cut = pieces.of([row.text for row in rows])
    facts = [one for one, row in zip(cut, rows, strict=True) if row.reason == "fct"]
    wished = torch.from_numpy(targets(rows, SMOOTHING, heard or {}))
    learner = torch.optim.AdamW(
        [
            {"params": [p for name, p in net.named_parameters() if _learns(name)], "lr": RATE},
            {"params": list(net.heads.parameters()), "lr": HEAD_RATE},
        ],
        weight_decay=0.01,
        fused=True,
    )
    steps = epochs * (len(rows) // BATCH)
    falling = torch.optim.lr_scheduler.LambdaLR(
        learner, lambda step: min(1, (step + 1) / _WARM) * max(0.02, 1 - step / steps)
    )
    for _ in range(epochs):
        losses: list[float] = []
        net.train()
        met = [_beside(one, facts, draw) for one in cut]
        for batch in batched([len(one) for one in met], BATCH, draw):
            ids, there = filled([met[one] for one in batch])
            ids[torch.from_numpy(draw.random(ids.shape) < LEFT_OUT)] = pieces.unknown
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = net(ids, there)
            loss = _loss(logits.float(), wished[batch])
            learner.zero_grad()
            loss.backward()
            clip_grad_norm_(net.parameters(), 1.0)
            learner.step()
            falling.step()
            losses.append(loss.item())
        if say:
            say(float(np.mean(losses)))
    return Learned(net, pieces)


def _beside(one: list[int], facts: Sequence[list[int]], draw: np.random.Generator) -> list[int]:
    """The pieces of a sentence, now and then with those of a fact: what it says, it says among others too."""
    if not facts or draw.random() >= BESIDE_A_FACT:
        return one
    fact = facts[int(draw.integers(len(facts)))]
    first, last = (one, fact) if draw.random() < 0.5 else (fact, one)
    return [*first[:-1], *last[1:]] if len(first) + len(last) <= LONGEST else one


def _learns(name: str) -> bool:
    return name != "words.weight" and not name.startswith("heads.")


def _loss(logits: Tensor, wished: Tensor) -> Tensor:
    """Weighted sum over tasks of the mean cross-entropy; a task that a row does not speak of teaches nothing."""
    return torch.stack(list(_losses(logits, wished))).sum()


def _losses(logits: Tensor, wished: Tensor) -> Iterator[Tensor]:
    for task in TASKS:
        at = columns(task)
        asked = wished[:, at].sum().clamp(min=1)
        yield -SHARES[task] * (wished[:, at] * torch_log_softmax(logits[:, at], dim=1)).sum() / asked
