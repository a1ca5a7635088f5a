"""Fewer numbers between the two products of a layer: those that stay stand in for those that go."""

# PyTorch comes with the extra "train" alone.
# pyright: reportMissingImports=false

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu

from sharewell.language.pieces import Cutter
from sharewell.language.train.transformer import Layer, Transformer, filled

_AT_ONCE = 32  # sentences
_RIDGE = 1e-3  # of the mean square of what is kept


def slimmed(net: Transformer, pieces: Cutter, texts: Sequence[str], wide: int) -> Transformer:
    """Keep in each layer the `wide` numbers that weigh most, and fit the second product anew by least squares.

    What a number weighs is its standard deviation over the word pieces of `texts` times the length of what it adds
    to the states. The second product is the one that comes nearest to what all numbers together added (He et al.
    2017, "Channel pruning", ICCV, eq. 3, with the choice made beforehand). The net is changed in place. Cost: one
    pass of the texts, and one system of `wide` equations a layer.
    """
    for layer, seen in zip(net.layers, _seen(net, pieces, texts), strict=True):
        assert isinstance(layer, Layer)
        _slim(layer, seen, wide)
    return net


def _slim(layer: Layer, seen: Tensor, wide: int) -> None:
    """`seen` (k + 1, k + 1): sums of products of the layer's numbers, and of a one for what is always added."""
    weights = torch.cat([layer.narrow.weight.T, layer.narrow.bias[None]]).double().detach()
    many = seen[-1, -1]
    spread = (seen.diagonal()[:-1] / many - (seen[-1, :-1] / many) ** 2).clamp(min=0).sqrt()
    kept = (spread * weights[:-1].norm(dim=1)).topk(wide).indices.sort().values
    fitted = torch.cat([kept, torch.tensor([len(weights) - 1])])
    ridge = _RIDGE * seen.diagonal()[kept].mean()
    within = seen[fitted][:, fitted] + ridge * torch.eye(wide + 1, dtype=seen.dtype)
    stand_in = torch.linalg.solve(within, seen[fitted] @ weights + ridge * weights[fitted]).float()
    first, size = layer.wide, layer.wide.in_features
    layer.wide, layer.narrow = nn.Linear(size, wide), nn.Linear(wide, size)
    _set(layer.wide, first.weight.detach()[kept], first.bias.detach()[kept])
    _set(layer.narrow, stand_in[:-1].T.contiguous(), stand_in[-1])


def _set(product: nn.Linear, weight: Tensor, bias: Tensor) -> None:
    product.weight, product.bias = nn.Parameter(weight), nn.Parameter(bias)


@torch.no_grad()
def _seen(net: Transformer, pieces: Cutter, texts: Sequence[str]) -> list[Tensor]:
    """A matrix a layer: what its numbers were over all word pieces of the texts, multiplied with one another."""
    net.eval()
    sums = [torch.zeros(1, dtype=torch.float64) for _ in net.layers]
    there = torch.ones(1, dtype=torch.bool)

    def watch(place: int, passed: Any) -> None:
        met = gelu(passed)[there]
        met = torch.cat([met, torch.ones(len(met), 1)], dim=1).double()
        sums[place] = sums[place] + met.T @ met

    hooks = [
        layer.wide.register_forward_hook(lambda _, __, passed, place=place: watch(place, passed))
        for place, layer in enumerate(net.layers)
        if isinstance(layer, Layer)
    ]
    cut = pieces.of(texts)
    for start in range(0, len(cut), _AT_ONCE):
        ids, there = filled(cut[start : start + _AT_ONCE])
        net(ids, there)
    for hook in hooks:
        hook.remove()
    return sums
