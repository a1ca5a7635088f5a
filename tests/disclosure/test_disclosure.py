"""Small cells stay hidden from an attacker who knows every published figure and adds them up."""

from __future__ import annotations

import itertools

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sharewell.disclosure import bounds, protect_one_way, protect_two_way, suppress_groups, with_margins

tables = arrays(np.int64, st.tuples(st.integers(1, 5), st.integers(1, 5)), elements=st.integers(0, 40))


def test_a_lone_small_count_takes_the_next_smallest_with_it() -> None:
    assert protect_one_way(np.array([40, 3, 25, 0])).tolist() == [False, True, True, False]


def test_without_a_published_total_only_the_small_count_is_hidden() -> None:
    hidden = protect_one_way(np.array([40, 3, 25]), total_published=False)
    assert hidden.tolist() == [False, True, False]


def test_two_small_counts_whose_sum_is_small_need_a_third() -> None:
    assert protect_one_way(np.array([1, 1, 12, 30])).tolist() == [True, True, True, False]


@given(arrays(np.int64, st.integers(1, 8), elements=st.integers(0, 60)))
def test_one_way_leaves_ten_values_for_every_hidden_count(counts: np.ndarray) -> None:
    hidden = protect_one_way(counts)
    assert hidden[(counts > 0) & (counts < 10)].all()
    if hidden.any() and not hidden[counts > 0].all():
        assert hidden.sum() >= 2
        assert counts[hidden].sum() >= 9  # each may be anything from 0 to this


def brute_force(table: np.ndarray, hidden: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every table of small numbers that agrees with what is published."""
    cells = np.argwhere(hidden)
    low, high = np.full_like(table, 10**6), np.full_like(table, -1)
    for values in itertools.product(range(int(table.max()) + 3), repeat=len(cells)):
        guess = table.copy()
        guess[tuple(cells.T)] = values
        if (guess[:-1].sum(axis=0) == guess[-1]).all() and (guess[:, :-1].sum(axis=1) == guess[:, -1]).all():
            low, high = np.minimum(low, guess), np.maximum(high, guess)
    return low, high


@settings(max_examples=25, deadline=None)
@given(
    arrays(np.int64, (2, 2), elements=st.integers(0, 2)),
    st.lists(st.integers(0, 7), min_size=1, max_size=4, unique=True),
)
def test_the_attacker_finds_the_same_bounds_as_trying_every_table(
    counts: np.ndarray, cells: list[int]
) -> None:
    table = with_margins(counts)
    hidden = np.zeros(9, dtype=bool)
    hidden[cells] = True  # the grand total (cell 8) stays published, so that trying everything ends
    hidden = hidden.reshape(3, 3)
    low, high = bounds(table, hidden)
    expected_low, expected_high = brute_force(table, hidden)
    assert low.tolist() == expected_low.tolist()
    assert high.tolist() == expected_high.tolist()


@settings(max_examples=60, deadline=None)
@given(tables)
def test_two_way_suppression_cannot_be_undone(counts: np.ndarray) -> None:
    table, hidden = with_margins(counts), protect_two_way(counts)
    small = (table > 0) & (table < 10)
    assert hidden[small].all()
    assert not hidden[table == 0].any()
    if not hidden[table > 0].all():
        low, high = bounds(table, hidden)
        assert ((high - low)[small] >= 9).all()


def test_a_table_without_small_cells_is_published_whole() -> None:
    assert not protect_two_way(np.array([[10, 20], [0, 12]])).any()


def test_counts_below_zero_are_a_programming_mistake() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        protect_one_way(np.array([-1, 2]))


def test_groups_keep_their_rows_and_lose_their_figures() -> None:
    groups = pl.DataFrame(
        {
            "school": ["N", "N", "N", "S", "S"],
            "grade": [3, 4, 5, 3, 4],
            "n": [30, 4, 12, 20, 15],
            "mean": [1.0] * 5,
        }
    )
    told = suppress_groups(groups, "n", ["mean"], within=["school"])
    assert told["n"].to_list() == [30, None, None, 20, 15]
    assert told["mean"].is_null().to_list() == [False, True, True, False, False]
    assert told["shown"].to_list() == [True, False, False, True, True]
