"""The encoder's last layers, learned anew for framing: low-rank changes kept small, several nets averaged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from sharewell.meaning.states import LastLayers, last_layers, vectors_from

Floats = NDArray[np.float32]
FILE = "nets.npz"
CHANGED = ("c", "d0", "p1", "d1", "d2", "p3", "d3")
SHARP = 10.0  # logits are SHARP times a cosine-like score, so that weights near 1 suffice


@dataclass(frozen=True, slots=True)
class Net:
    """Last layers W + A B (Hu et al. 2022, LoRA), and two heads upon the vector they make.

    Attributes:
        down, up: A (d, r) and B (r, k) of each changed layer.
        framing: (512, 3) weights and (3,) bias, in the order of FRAMINGS.
        reason: (512, 33) weights and (33,) bias, in the order of REASONS.
    """

    down: Mapping[str, Floats]
    up: Mapping[str, Floats]
    framing: tuple[Floats, Floats]
    reason: tuple[Floats, Floats]

    def layers(self) -> LastLayers:
        """The encoder's last layers with the changes put in."""
        base = last_layers()
        return replace(
            base, **{name: getattr(base, name) + self.down[name] @ self.up[name] for name in CHANGED}
        )


@dataclass(frozen=True, slots=True)
class Ready:
    """A net with its layers put together."""

    layers: LastLayers
    net: Net

    def scores(self, states: Floats) -> Floats:
        """(n, 3 + 33): framing logits, then reason logits."""
        vectors = vectors_from(states, self.layers)
        heads = (self.net.framing, self.net.reason)
        said = [SHARP * vectors @ weight + bias for weight, bias in heads]
        return np.concatenate(said, axis=1, dtype=np.float32)


def scores(states: Floats, nets: Sequence[Ready]) -> Floats:
    """Mean scores of the nets, (n, 36): log-probabilities of the framings, then of the reasons."""
    total = np.mean([net.scores(states) for net in nets], axis=0)
    return np.concatenate([_log_softmax(part) for part in (total[:, :3], total[:, 3:])], axis=1)


def _log_softmax(logits: Floats) -> Floats:
    lead = logits - logits.max(axis=1, keepdims=True)
    return np.asarray(lead - np.log(np.exp(lead).sum(axis=1, keepdims=True)), dtype=np.float32)


def ready(nets: Sequence[Net]) -> tuple[Ready, ...]:
    """Put the layers of each net together, once."""
    return tuple(Ready(net.layers(), net) for net in nets)


def save_nets(path: Path, nets: Sequence[Net]) -> None:
    """Write nets as one compressed file of float16."""
    arrays: dict[str, NDArray[Any]] = {"many": np.array(len(nets))}
    for number, net in enumerate(nets):
        for name in CHANGED:
            arrays[f"{number}.{name}.down"], arrays[f"{number}.{name}.up"] = net.down[name], net.up[name]
        for head in ("framing", "reason"):
            arrays[f"{number}.{head}.weight"], arrays[f"{number}.{head}.bias"] = getattr(net, head)
    small = {name: array if name == "many" else array.astype(np.float16) for name, array in arrays.items()}
    with path.open("wb") as target:
        np.savez_compressed(target, **cast("dict[str, Any]", small))


@cache
def shipped_nets() -> tuple[Ready, ...]:
    """The nets that come with the lens, read once a process."""
    with (files("sharewell.language") / "heads" / FILE).open("rb") as source, np.load(source) as stored:
        whole = {name: stored[name].astype(np.float32) for name in stored.files}
    nets = [
        Net(
            down={name: whole[f"{number}.{name}.down"] for name in CHANGED},
            up={name: whole[f"{number}.{name}.up"] for name in CHANGED},
            framing=(whole[f"{number}.framing.weight"], whole[f"{number}.framing.bias"]),
            reason=(whole[f"{number}.reason.weight"], whole[f"{number}.reason.bias"]),
        )
        for number in range(int(whole["many"]))
    ]
    return ready(nets)
