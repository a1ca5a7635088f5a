"""The attacker: what can be worked out about hidden counts from the published ones.

A two-way table with its margins is a circulation: the column of row totals feeds every row, rows feed
columns, columns feed the row of column totals, and the grand total closes the ring. Published cells are
arcs of fixed flow, hidden ones may carry any flow of 0 or more, so the least and the greatest value of a
hidden cell are two maximum-flow problems, and they are integers (Gusfield, D., 1988, "A graph theoretic
approach to statistical data security", SIAM J. Comput. 17:552).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra, maximum_flow

Counts = NDArray[np.int64]
Hidden = NDArray[np.bool_]


def bounds(table: Counts, hidden: Hidden) -> tuple[Counts, Counts]:
    """The least and the greatest value of every cell that agree with the published cells.

    Args:
        table: counts with margins, (rows + 1) x (columns + 1); the last row and column are the totals.
        hidden: same shape, true where the cell is not published.

    Returns:
        low, high: of the shape of `table`; published cells have both equal to their count. Cost: two maximum
        flows a hidden cell on a graph of rows + columns + 2 nodes.
    """
    low, high = table.copy(), table.copy()
    tails, heads = _arcs(*table.shape)
    free = hidden.ravel()
    flow = table.ravel()
    for cell in np.flatnonzero(free):
        others = free.copy()
        others[cell] = False
        residual = _residual(tails[others], heads[others], flow[others], sum(table.shape), int(table[-1, -1]))
        up = maximum_flow(residual, int(heads[cell]), int(tails[cell])).flow_value
        down = maximum_flow(residual, int(tails[cell]), int(heads[cell])).flow_value
        high.flat[cell] = flow[cell] + up
        low.flat[cell] = flow[cell] - min(down, flow[cell])
    return low, high


def cheapest_ring(table: Counts, hidden: Hidden, row: int, column: int, least: int) -> Hidden | None:
    """The cells of least total count that, hidden too, let a cell grow by least - 1 unnoticed.

    The cell can grow by what a path from its head back to its tail can carry: along cells that grow with it,
    and against cells that can give back as much. Cells already hidden are free, zeros stay published.
    None where there is no such ring.
    """
    tails, heads = _arcs(*table.shape)
    flow, cell = table.ravel(), row * table.shape[1] + column
    cost = np.where(hidden.ravel(), 1e-9, flow.astype(np.float64))
    usable = flow > 0
    usable[cell] = False
    gives = usable & (flow >= least - 1)
    nodes = sum(table.shape)
    graph = np.zeros((nodes, nodes))
    graph[tails[usable], heads[usable]] = cost[usable]
    graph[heads[gives], tails[gives]] = cost[gives]
    start, end = int(heads[cell]), int(tails[cell])
    before = dijkstra(csr_array(graph), indices=start, return_predecessors=True)[1]
    if before[end] < 0:
        return None
    path = [end]
    while path[-1] != start:
        path.append(int(before[path[-1]]))
    steps = {frozenset(step) for step in pairwise(path)}
    on_path = [frozenset(ends) in steps for ends in zip(tails.tolist(), heads.tolist(), strict=True)]
    return np.reshape(on_path, table.shape) & (table > 0)


def _arcs(rows: int, columns: int) -> tuple[Counts, Counts]:
    """Tail and head of every cell in reading order: rows are the first nodes, then columns, totals last."""
    i, j = np.divmod(np.arange(rows * columns), columns)
    row_total, column_total = i == rows - 1, j == columns - 1
    down = (row_total | column_total) & ~(row_total & column_total)
    row_node, column_node = i, rows + j
    # An inner cell and the grand total run from their row to their column; a margin runs the other way.
    return np.where(down, column_node, row_node), np.where(down, row_node, column_node)


def _residual(tails: Counts, heads: Counts, flow: Counts, nodes: int, plenty: int) -> csr_array:
    """What the hidden cells can still take (plenty, forward) or give back (their count, backward)."""
    capacity = np.zeros((nodes, nodes), dtype=np.int32)
    capacity[tails, heads] = max(plenty, 1) * 2
    capacity[heads, tails] = flow
    return csr_array(capacity)
