"""Cycles in what comes before what: no order of learning can hold them, so their edges are refused."""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np
import polars as pl
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

_SPELT_AT_MOST: Final = (
    500  # edges whose cycle is searched for; a tangle larger than that is named by its ends
)


def on_a_cycle(edges: pl.DataFrame, source: str = "before", target: str = "after") -> list[str | None]:
    """For every edge, the cycle that it lies on in words ("A → B → A"), or None.

    An edge lies on a cycle exactly when both its ends are in one strongly connected component (Tarjan 1972).
    Cost: linear in the edges, and one breadth-first search for every edge on a cycle.
    """
    if edges.is_empty():
        return []
    names = pl.concat([edges[source], edges[target].alias(source)]).unique(maintain_order=True).to_list()
    index = {name: i for i, name in enumerate(names)}
    tails = [index[name] for name in edges[source].to_list()]
    heads = [index[name] for name in edges[target].to_list()]
    ones = np.ones(len(tails), dtype=np.int8)
    graph = csr_array((ones, (tails, heads)), shape=(len(names), len(names)))
    _, label = connected_components(graph, directed=True, connection="strong")
    onward: dict[int, list[int]] = {}
    for tail, head in zip(tails, heads, strict=True):
        if label[tail] == label[head]:
            onward.setdefault(tail, []).append(head)
    cycles: list[str | None] = []
    spelt = 0
    for tail, head in zip(tails, heads, strict=True):
        if label[tail] != label[head]:
            cycles.append(None)
            continue
        spelt += 1
        way = _way_back(onward, tail, head) if spelt <= _SPELT_AT_MOST else None
        cycles.append(
            _spell([names[i] for i in way] if way else [names[tail], names[head], "…", names[tail]])
        )
    return cycles


def _spell(cycle: list[str]) -> str:
    shown = cycle if len(cycle) <= 8 else [*cycle[:4], "…", *cycle[-3:]]
    return " → ".join(shown)


def _way_back(onward: dict[int, list[int]], tail: int, head: int) -> list[int]:
    """The shortest cycle through the edge tail → head: the edge, then the shortest way back."""
    came = {head: head}
    queue = deque([head])
    while queue and tail not in came:
        at = queue.popleft()
        for to in onward.get(at, []):
            if to not in came:
                came[to] = at
                queue.append(to)
    back = [tail]
    while back[-1] != head:
        back.append(came[back[-1]])
    return [tail, *reversed(back)]
