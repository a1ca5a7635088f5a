"""A net while it learns: a small transformer in PyTorch, and the way it leaves as whole numbers."""

# PyTorch comes with the extra "train" alone.
# pyright: reportMissingImports=false, reportUntypedBaseClass=false

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import CalibrationDataReader, QuantType, quantize_static
from torch import Tensor, nn
from torch.nn.functional import gelu, softmax

from sharewell.language.nets import INPUT, OUTPUT, batches
from sharewell.language.pieces import Cutter
from sharewell.language.tasks import WIDTH

SIZE = 384  # numbers of a piece
HEAD = 32  # numbers of an attention head
_SPARE = 1e-12
_AT_ONCE = 32  # sentences


class Layer(nn.Module):
    """Attention and two products, each added to what came in and normalised (Devlin et al. 2019)."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.told = (nn.Linear(SIZE, SIZE) for _ in range(4))
        self.wide, self.narrow = nn.Linear(SIZE, 4 * SIZE), nn.Linear(4 * SIZE, SIZE)
        self.first, self.second = (nn.LayerNorm(SIZE, eps=_SPARE) for _ in range(2))
        self.thin = nn.Dropout(0.1)

    def forward(self, asking: Tensor, states: Tensor, there: Tensor | None) -> Tensor:
        """(s, m, 384) states that ask, (s, n, 384) states that are asked, to those that asked as they are then.

        `there` (s, 1, 1, n) is False where a batch is filled up.
        """
        asks, keys, values = (
            part(given).unflatten(-1, (-1, HEAD)).transpose(1, 2)
            for part, given in ((self.query, asking), (self.key, states), (self.value, states))
        )
        seen = _attended(asks, keys, values, there).transpose(1, 2).flatten(-2)
        asking = self.first(asking + self.thin(self.told(seen)))
        return self.second(asking + self.thin(self.narrow(gelu(self.wide(asking)))))


def _attended(asks: Tensor, keys: Tensor, values: Tensor, there: Tensor | None) -> Tensor:
    """Scaled dot-product attention, spelled out: for sentences PyTorch's own takes twice as long to learn on a CPU."""
    near = (asks * HEAD**-0.5) @ keys.transpose(-1, -2)
    if there is not None:
        near = near.masked_fill(~there, float("-inf"))
    return softmax(near, dim=-1).to(values.dtype) @ values


class Transformer(nn.Module):
    """Pieces to the logits of all tasks.

    In the last layer only the mean of the states asks: what it is told of them all says what the sentence is, at a
    third of what a layer costs in which all of them ask.
    """

    def __init__(self, words: int, places: int, layers: int) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(words, SIZE), nn.Embedding(places, SIZE)
        self.norm = nn.LayerNorm(SIZE, eps=_SPARE)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.heads = nn.Linear(SIZE, WIDTH)
        self.thin = nn.Dropout(0.1)
        nn.init.zeros_(self.heads.weight)
        nn.init.zeros_(self.heads.bias)

    def forward(self, ids: Tensor, there: Tensor | None = None) -> Tensor:
        """(s, k) logits of (s, n) word pieces; `there` (s, n) as in `Layer`, None when no batch is filled up."""
        states = self.thin(self.norm(self.words(ids) + self.places.weight[: ids.shape[1]]))
        seen = None if there is None else there[:, None, None, :]
        *before, last = self.layers
        for layer in before:
            states = layer(states, states, seen)
        return self.heads(self.thin(last(_mean(states, there), states, seen)[:, 0]))


def _mean(states: Tensor, there: Tensor | None) -> Tensor:
    """(s, 1, 384), the mean of the states that are there."""
    if there is None:
        return states.mean(dim=1, keepdim=True)
    held = there[:, :, None].to(states.dtype)
    return (states * held).sum(dim=1, keepdim=True) / held.sum(dim=1, keepdim=True)


def export(net: Transformer, pieces: Cutter, texts: Sequence[str], path: Path) -> None:
    """Write the net for use: matrices as bytes, and bounds of what passes through them read off `texts`.

    The bounds are fixed once, so that what is said of a sentence does not hang on its neighbours in a batch.
    """
    net.eval()
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            net,
            (torch.zeros((2, 7), dtype=torch.int64),),
            str(whole),
            input_names=[INPUT],
            output_names=[OUTPUT],
            dynamic_axes={INPUT: {0: "sentences", 1: "pieces"}, OUTPUT: {0: "sentences"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_static(
            whole,
            path,
            _Passing(pieces, texts),
            weight_type=QuantType.QInt8,
            activation_type=QuantType.QUInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"],
            nodes_to_exclude=_among_states(onnx.load(str(whole))),
            extra_options={"OpTypesToExcludeOutputQuantization": ["MatMul", "Gather"]},
        )
    model = onnx.load(str(path))
    name, held = pieces.stored()
    model.metadata_props.add(key=name, value=held)
    onnx.save(model, str(path))


def _among_states(model: onnx.ModelProto) -> list[str]:
    """Names of the products of states with states: bytes there make nothing faster."""
    kept = {matrix.name for matrix in model.graph.initializer}
    return [
        node.name for node in model.graph.node if node.op_type == "MatMul" and kept.isdisjoint(node.input)
    ]


class _Passing(CalibrationDataReader):
    """Sentences that pass through the net while the bounds are read off."""

    def __init__(self, pieces: Cutter, texts: Sequence[str]) -> None:
        cut = pieces.of(texts)
        self._batches = iter([_together(cut, batch) for batch in batches([len(one) for one in cut])])

    def get_next(self) -> dict[str, NDArray[Any]] | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        return next(self._batches, None)


def _together(cut: Sequence[Sequence[int]], batch: Sequence[int]) -> dict[str, NDArray[Any]]:
    return {INPUT: np.array([cut[one] for one in batch], dtype=np.int64)}


@torch.no_grad()
def coming_in(
    net: Transformer, products: Sequence[nn.Linear], pieces: Cutter, texts: Sequence[str]
) -> Iterator[tuple[nn.Linear, Tensor]]:
    """Each product with what comes into it (m, k), a row a word piece that is there, as texts pass through the net."""
    net.eval()
    there = torch.ones(1, dtype=torch.bool)
    came: list[tuple[nn.Linear, Tensor]] = []

    def watch(product: nn.Linear, given: tuple[Tensor]) -> None:
        alike = given[0].shape[1] == there.shape[1]  # in the last layer one state alone asks
        came.append((product, given[0][there] if alike else given[0].flatten(0, 1)))

    hooks = [product.register_forward_pre_hook(watch) for product in products]
    cut = pieces.of(texts)
    for start in range(0, len(cut), _AT_ONCE):
        ids, there = filled(cut[start : start + _AT_ONCE])
        net(ids, there)
        yield from came
        came.clear()
    for hook in hooks:
        hook.remove()


def filled(cut: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """(s, n) word pieces filled up to the longest, and which of them are there."""
    longest = max(len(one) for one in cut)
    ids = torch.zeros((len(cut), longest), dtype=torch.int64)
    for row, one in enumerate(cut):
        ids[row, : len(one)] = torch.tensor(one)
    return ids, torch.arange(longest)[None, :] < torch.tensor([len(one) for one in cut])[:, None]
