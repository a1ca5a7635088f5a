"""Ready to learn next: the outer fringe of what is shown on the graph of prerequisites, for many learners at once.

In a knowledge space (Doignon and Falmagne 1999) the outer fringe of a state is what may be learned next: here, the
standards not shown whose prerequisites all are. A standard shown though a prerequisite is not is a surprise: it
speaks against that prerequisite (or was shown elsewhere), and is counted as evidence about the edge.
"""

# numba infers the types of compiled functions from their calls.
# pyright: reportMissingParameterType=false
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numba
import numpy as np
import polars as pl
from numpy.typing import NDArray

from sharewell.evidence.model import Standards
from sharewell.knowledge.model import LATER, READY, SHOWN, State

Ints = NDArray[np.int32]
BLOCK: Final = 8_192  # learners: their states of some hundred standards stay in a processor's cache


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Prerequisites by code: edge e says `before[e]` comes before `after[e]`; edges by `after`.

    Attributes:
        standards: names by code, sorted.
        before, after: shape (edges,).
        start: edges `start[j]:start[j + 1]` are those of standard j.
        given: standards that count as learned although not shown, shape (standards,).
    """

    standards: tuple[str, ...]
    before: Ints
    after: Ints
    start: NDArray[np.int64]
    given: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Fringe:
    """A block of learners: each learner's state of every standard, and surprises.

    Attributes:
        state: 0 shown, 1 ready, 2 later (`STATES`), shape (standards, learners).
        held: of each edge, learners who have shown both ends, shape (edges,).
        surprises: of each edge, learners who have shown `after` and not `before`.
        surprised: pairs (learner of the block, edge) of these, edge after edge, shape (surprises, 2).
    """

    state: NDArray[np.uint8]
    held: NDArray[np.int64]
    surprises: NDArray[np.int64]
    surprised: Ints


STATES: Final = (SHOWN, READY, LATER)


def graph_of(standards: Standards, *, given: frozenset[str] = frozenset()) -> Graph:
    """The graph of a list of standards; `given` names standards that count as learned everywhere."""
    names = tuple(sorted(standards.standards["standard"].to_list()))
    code = {name: j for j, name in enumerate(names)}
    pairs = sorted(
        (code[b], code[a]) for a, b in standards.prerequisites.select("before", "after").iter_rows()
    )
    after = np.array([pair[0] for pair in pairs], np.int32)
    before = np.array([pair[1] for pair in pairs], np.int32)
    start = np.searchsorted(after, np.arange(len(names) + 1)).astype(np.int64)
    return Graph(names, before, after, start, np.array([name in given for name in names], np.bool_))


def outer_fringe(graph: Graph, learner: Ints, standard: Ints, learners: int) -> Fringe:
    """States of a block of learners from what they have shown.

    Args:
        learner, standard: codes of everything shown, in any order, shape (n,).
        learners: how many; some may have shown nothing.

    Cost: O(learners x (standards + edges)); one byte a learner and standard.
    """
    state, held, surprises = _states(
        graph.before, graph.start, graph.given, learner, standard, learners, len(graph.standards)
    )
    pairs = _surprised(graph.before, graph.after, surprises, state)
    return Fringe(state, held, surprises, pairs)


def in_blocks(
    graph: Graph, learner: Ints, standard: Ints, learners: int, *, block: int = BLOCK
) -> Iterator[tuple[int, Fringe]]:
    """`outer_fringe` for any number of learners in bounded memory: (first learner, the block's fringe) in turn.

    Args:
        learner: sorted.
    """
    firsts = np.arange(0, learners, block, dtype=learner.dtype)  # of another type, `learner` would be copied
    ends = [*np.searchsorted(learner, firsts).tolist(), len(learner)]
    for first, a, b in zip(firsts.tolist(), ends, ends[1:], strict=False):
        some = learner[a:b] - np.int32(first)
        yield first, outer_fringe(graph, some, standard[a:b], min(block, learners - first))


@numba.njit(cache=True)
def _states(before, start, given, learner, standard, learners, standards):
    """Standard after standard, so that the inner loops run over learners, many at once."""
    state = np.full((standards, learners), 2, np.uint8)
    for i in range(len(learner)):
        state[standard[i], learner[i]] = 0
    held, surprises = np.zeros(len(before), np.int64), np.zeros(len(before), np.int64)
    waits = np.empty(learners, np.uint8)
    for j in range(standards):
        shown = state[j]
        waits[:] = 0
        for e in range(start[j], start[j + 1]):
            # Not yet overwritten or 1 (ready): either way only 0 says shown.
            prerequisite = state[before[e]]
            both, alone = 0, 0
            for i in range(learners):
                has, lacks = shown[i] == 0, prerequisite[i] != 0
                both += has & (not lacks)
                alone += has & lacks
            held[e] = both
            if not given[before[e]]:
                surprises[e] = alone
                for i in range(learners):
                    waits[i] |= prerequisite[i] != 0
        for i in range(learners):
            shown[i] = 0 if shown[i] == 0 else 1 + waits[i]
    return state, held, surprises


@numba.njit(cache=True)
def _surprised(before, after, surprises, state):
    pairs = np.empty((surprises.sum(), 2), np.int32)
    at = 0
    for e in range(len(before)):
        if surprises[e] > 0:
            for i in range(state.shape[1]):
                if state[after[e], i] == 0 and state[before[e], i] != 0:
                    pairs[at, 0], pairs[at, 1] = i, e
                    at += 1
    return pairs


def state_table(graph: Graph, fringe: Fringe, students: list[str]) -> pl.DataFrame:
    """`student_id, standard, state`, one row a learner of the block and standard, in their order."""
    standards, learners = fringe.state.shape
    names = pl.Series(graph.standards, dtype=pl.String)
    state = pl.Series(fringe.state.T.ravel()).replace_strict([0, 1, 2], list(STATES), return_dtype=State)
    student = pl.Series(students, dtype=pl.String)[np.repeat(np.arange(learners), standards)]
    standard = names[np.tile(np.arange(standards), learners)]
    return pl.DataFrame({"student_id": student, "standard": standard, "state": state})


def edge_table(graph: Graph, held: NDArray[np.int64], surprises: NDArray[np.int64]) -> pl.DataFrame:
    """`before, after, both_shown, surprises, share`: evidence about every edge that anyone's work speaks to.

    `share` is that of learners with `after` shown who have not shown `before`: near 0 the edge holds here.
    """
    names = pl.Series(graph.standards, dtype=pl.String)
    table = pl.DataFrame(
        {
            "before": names[graph.before],
            "after": names[graph.after],
            "both_shown": held,
            "surprises": surprises,
        }
    )
    told = table.filter(pl.col("both_shown") + pl.col("surprises") > 0)
    share = pl.col("surprises") / (pl.col("both_shown") + pl.col("surprises"))
    return told.with_columns(share=share).sort(
        "surprises", "before", "after", descending=[True, False, False]
    )


def surprise_table(graph: Graph, fringe: Fringe, students: list[str]) -> pl.DataFrame:
    """`student_id, shown, prerequisite`: what a learner has shown though we hold no evidence of a prerequisite."""
    names = pl.Series(graph.standards, dtype=pl.String)
    learner, edge = fringe.surprised[:, 0], fringe.surprised[:, 1]
    return pl.DataFrame(
        {
            "student_id": pl.Series(students, dtype=pl.String)[learner],
            "shown": names[graph.after[edge]],
            "prerequisite": names[graph.before[edge]],
        }
    )
