"""The encoder learned anew for framing: what was changed in its matrices, kept small, and the heads upon it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from sharewell.language.codes import FRAMINGS, INFORMATIVE, REASONS
from sharewell.meaning.network import own_weights
from sharewell.meaning.prepared import Prepared

Floats = NDArray[np.floating[Any]]
FILE = "net.npz"
SHARP = 10.0  # logits are SHARP times a cosine-like score, so that weights near 1 suffice
NO_LEVEL = "none"
LEVEL_CLASSES = (NO_LEVEL, "task", "process", "self-regulation", "self")
YES_NO = ("no", "yes")
TASKS: Mapping[str, tuple[str, ...]] = {
    "framing": FRAMINGS,
    "reason": tuple(REASONS),
    "level": LEVEL_CLASSES,
    **dict.fromkeys((*INFORMATIVE, "controlling"), YES_NO),
}
WIDTH = sum(len(classes) for classes in TASKS.values())
_STEPS = 127  # a change is kept as a whole number of steps of its column


@dataclass(frozen=True)
class Net:
    """All matrices of the encoder as learned anew; "heads" (512, k) and "heads.bias" (k,) for all TASKS."""

    weights: Mapping[str, Floats]

    def scores(self, sentences: Sequence[str], *, threads: int = 1) -> Floats:
        """(n, k) log-probabilities, task beside task. Cost: about 0.7 ms a sentence on one core."""
        vectors = self._prepared.vectors(sentences, threads=threads)
        return log_softmax(SHARP * vectors @ self.weights["heads"] + self.weights["heads.bias"])

    @cached_property
    def _prepared(self) -> Prepared:
        return Prepared(self.weights)


def columns(task: str) -> slice:
    """Where the classes of a task stand."""
    names = list(TASKS)
    start = sum(len(TASKS[name]) for name in names[: names.index(task)])
    return slice(start, start + len(TASKS[task]))


def log_softmax(logits: Floats) -> Floats:
    """Log-probabilities within each task."""
    out = np.empty_like(logits, dtype=np.float32)
    for task in TASKS:
        at = columns(task)
        lead = logits[:, at] - logits[:, at].max(axis=1, keepdims=True)
        out[:, at] = lead - np.log(np.exp(lead).sum(axis=1, keepdims=True))
    return out


def blended(nets: Sequence[Net]) -> Net:
    """The mean of the matrices of nets that were trained from the same start."""
    stacks = {name: np.stack([net.weights[name] for net in nets]) for name in nets[0].weights}
    return Net({name: np.asarray(stack.mean(axis=0), dtype=np.float32) for name, stack in stacks.items()})


def save_net(path: Path, net: Net) -> None:
    """Write a net as its differences from the encoder's own matrices, one byte a number."""
    arrays: dict[str, NDArray[Any]] = {}
    for name, own in own_weights().items():
        change = np.atleast_2d(net.weights[name] - own)
        step = np.maximum(np.abs(change).max(axis=0), 1e-12) / _STEPS
        arrays[name] = np.rint(change / step).astype(np.int8)
        arrays[f"{name}.step"] = step.astype(np.float32)
    for name in ("heads", "heads.bias"):
        arrays[name] = net.weights[name].astype(np.float16)
    with path.open("wb") as target:
        np.savez_compressed(target, **cast("dict[str, Any]", arrays))


def load_net(stored: Mapping[str, NDArray[Any]]) -> Net:
    """A net from the arrays of a file that `save_net` wrote."""
    weights = {name: stored[name].astype(np.float32) for name in ("heads", "heads.bias")}
    for name, own in own_weights().items():
        change = stored[name].astype(np.float32) * stored[f"{name}.step"]
        weights[name] = own + change.reshape(own.shape)
    return Net(weights)


@cache
def shipped_net() -> Net:
    """The net that comes with the lens, read once a process."""
    with (files("sharewell.language") / "heads" / FILE).open("rb") as source, np.load(source) as stored:
        return load_net(stored)
