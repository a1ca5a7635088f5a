"""Fewer attention heads, and fewer numbers between the products of a layer: those that stay stand in for the rest."""

# PyTorch comes with the extra "train" alone.
# pyright: reportMissingImports=false

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from sharewell.language.pieces import Cutter
from sharewell.language.train.transformer import HEAD, Layer, Transformer, coming_in

_RIDGE = 1e-3  # of the mean square of what is kept


@dataclass(frozen=True, slots=True)
class Shape:
    """What stays of a layer: attention heads of twelve, and numbers between its two products of 1,536."""

    heads: int
    wide: int


def slimmed(net: Transformer, pieces: Cutter, texts: Sequence[str], shape: Shape) -> Transformer:
    """Keep in each layer the heads and the numbers that weigh most, and fit the products behind them by least squares.

    What a number weighs is its variance over the word pieces of `texts` times the square of what it adds to the
    states, a head the sum of its numbers. The product behind them is the one that comes nearest to what all together
    added (He et al. 2017, "Channel pruning", ICCV, eq. 3, with the choice made beforehand). The last layer, in which
    one state asks, keeps all numbers, since they cost nothing there. The net is changed in place. Cost: one pass of
    the texts, and one system of as many equations as stay a product.
    """
    layers = [layer for layer in net.layers if isinstance(layer, Layer)]
    behind = [product for layer in layers for product in (layer.told, layer.narrow)]
    seen = _seen(net, behind, pieces, texts)
    for layer in layers:
        kept = _weightiest(layer.told, seen[layer.told], shape.heads, HEAD)
        layer.told = _stand_in(layer.told, seen[layer.told], kept)
        layer.query, layer.key, layer.value = (
            _part(one, kept) for one in (layer.query, layer.key, layer.value)
        )
    for layer in layers[:-1]:
        kept = _weightiest(layer.narrow, seen[layer.narrow], shape.wide, 1)
        layer.narrow = _stand_in(layer.narrow, seen[layer.narrow], kept)
        layer.wide = _part(layer.wide, kept)
    return net


def _weightiest(product: nn.Linear, seen: Tensor, many: int, together: int) -> Tensor:
    """Places of what comes into a product and weighs most, `together` at a time.

    `seen` (k + 1, k + 1): sums of products of what came in, and of a one for what is always added.
    """
    times = seen[-1, -1]
    variance = seen.diagonal()[:-1] / times - (seen[-1, :-1] / times) ** 2
    weight = variance * product.weight.detach().double().square().sum(dim=0)
    groups = weight.reshape(-1, together).sum(dim=1).topk(many).indices.sort().values
    return (groups[:, None] * together + torch.arange(together)).flatten()


def _stand_in(product: nn.Linear, seen: Tensor, kept: Tensor) -> nn.Linear:
    """The product of what is kept that comes nearest to that of all; `seen` as in `_weightiest`."""
    weights = torch.cat([product.weight.T, product.bias[None]]).double().detach()
    fitted = torch.cat([kept, torch.tensor([len(weights) - 1])])
    ridge = _RIDGE * seen.diagonal()[kept].mean()
    within = seen[fitted][:, fitted] + ridge * torch.eye(len(fitted), dtype=seen.dtype)
    stand_in = torch.linalg.solve(within, seen[fitted] @ weights + ridge * weights[fitted]).float()
    return _linear(stand_in[:-1].T.contiguous(), stand_in[-1])


def _part(product: nn.Linear, kept: Tensor) -> nn.Linear:
    """The product that gives only what is kept."""
    return _linear(product.weight.detach()[kept], product.bias.detach()[kept])


def _linear(weight: Tensor, bias: Tensor) -> nn.Linear:
    product = nn.Linear(weight.shape[1], weight.shape[0])
    product.weight, product.bias = nn.Parameter(weight), nn.Parameter(bias)
    return product


def _seen(
    net: Transformer, products: Sequence[nn.Linear], pieces: Cutter, texts: Sequence[str]
) -> dict[nn.Linear, Tensor]:
    """For each product, what came into it over all word pieces of the texts, multiplied with one another."""
    sums = {product: torch.zeros(1, dtype=torch.float64) for product in products}
    for product, met in coming_in(net, products, pieces, texts):
        with_one = torch.cat([met, torch.ones(len(met), 1)], dim=1).double()
        sums[product] = sums[product] + with_one.T @ with_one
    return sums
