"""The same results, in order and to the byte: in this process, in several, on a cluster of two workers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sharewell.scale import map_partitions, stream_partitions
from sharewell.scale.partitions import AHEAD


def simulated(part: tuple[int, int]) -> bytes:
    """Work that depends on its partition alone: a seeded draw, sorted."""
    seed, size = part
    return bytes([seed]) + np.sort(np.random.default_rng(seed).normal(size=size)).tobytes()


def refuses_three(number: int) -> int:
    if number == 3:
        raise ValueError("three is refused")
    return number


PARTS = [(seed, 1000 + seed) for seed in range(7)]


def test_several_processes_give_the_bytes_of_one() -> None:
    here = map_partitions(simulated, PARTS, processes=1)
    there = map_partitions(simulated, PARTS, processes=2)
    assert [result[0] for result in there] == list(range(7))
    assert here == there


def test_progress_is_told_once_a_partition() -> None:
    told: list[tuple[int, int]] = []
    assert map_partitions(math.sqrt, [1, 4, 9], processes=1, done=lambda n, of: told.append((n, of))) == [
        1,
        2,
        3,
    ]
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_no_partitions_no_results() -> None:
    assert map_partitions(simulated, []) == []


@pytest.mark.parametrize("processes", [1, 2])
def test_partitions_are_drawn_as_they_are_needed(processes: int) -> None:
    drawn: list[float] = []

    def parts():
        for number in range(200):
            drawn.append(number)
            yield number

    stream = stream_partitions(math.sqrt, parts(), processes=processes)
    assert [next(stream) for _ in range(5)] == [math.sqrt(n) for n in range(5)]
    assert len(drawn) <= 5 + AHEAD * processes
    assert list(stream) == [math.sqrt(n) for n in range(5, 200)]


def test_a_mistake_in_one_partition_is_raised() -> None:
    with pytest.raises(ValueError, match="three is refused"):
        map_partitions(refuses_three, range(5), processes=1)


def test_processes_must_be_one_or_more() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        map_partitions(simulated, PARTS, processes=0)


@pytest.mark.slow
@pytest.mark.enable_socket
def test_a_ray_cluster_of_two_workers_gives_the_same_bytes() -> None:
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'sharewell[cluster]'")
    here = map_partitions(simulated, PARTS, processes=1)
    there = map_partitions(simulated, PARTS, processes=2, ray_address="local")
    assert here == there


def test_without_ray_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ModuleNotFoundError, match=r"sharewell\[cluster\]"):
        map_partitions(simulated, PARTS, ray_address="local")
