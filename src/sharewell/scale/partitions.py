"""One function over many partitions, in order, with the same result wherever it runs."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context
from typing import Any, TypeVar

Part = TypeVar("Part")
Out = TypeVar("Out")

AHEAD = 4  # parts a worker that are drawn before their turn: no worker waits, and few are held in memory


def map_partitions(
    function: Callable[[Part], Out],
    partitions: Iterable[Part],
    *,
    processes: int | None = None,
    ray_address: str | None = None,
    done: Callable[[int, int], None] | None = None,
) -> list[Out]:
    """Apply `function` to every partition and return the results in the order of the partitions.

    A result depends on its partition alone (random draws take their seed from it), so one process, many
    processes and a cluster give the same results to the byte. Cut work into parts of a second or more: a part
    costs some milliseconds here and more on a cluster.

    Args:
        function: a function of a module (it is sent by name); pure.
        partitions: picklable inputs.
        processes: at most so many processes on this machine; by default its cores. 1 stays in this process.
        ray_address: `host:port` of a running Ray cluster, or `local` for a small one on this machine
            (extra `cluster`). Usage statistics and the dashboard stay off.
        done: called with (finished, of) as results arrive, for progress.

    Raises:
        ValueError: both or a senseless number of processes.
        ModuleNotFoundError: Ray is asked for and not installed.
    """
    parts = list(partitions)
    gathered: list[Out] = []
    for result in stream_partitions(function, parts, processes=processes, ray_address=ray_address):
        gathered.append(result)
        if done:
            done(len(gathered), len(parts))
    return gathered


def stream_partitions(
    function: Callable[[Part], Out],
    partitions: Iterable[Part],
    *,
    processes: int | None = None,
    ray_address: str | None = None,
) -> Generator[Out]:
    """As `map_partitions`, for more partitions than memory holds: they are drawn as they are needed, and each
    result is given as soon as it is its turn.

    Memory: `AHEAD` partitions and results a worker.
    """
    if processes is not None and processes < 1:
        raise ValueError("processes must be 1 or more")
    parts = iter(partitions)
    if ray_address is not None:
        yield from _on_ray(function, parts, processes, ray_address)
        return
    workers = processes or available_cores()
    first = list(islice(parts, workers))  # no more processes than parts
    parts = chain(first, parts)
    if len(first) <= 1:
        yield from map(function, parts)
        return
    # Spawned, not forked: forked children of a process with threads (Polars, BLAS) may wait for ever.
    with ProcessPoolExecutor(len(first), mp_context=get_context("spawn")) as pool:
        waiting = (pool.submit(function, part) for part in parts)
        for future in _ahead(waiting, AHEAD * workers):
            yield future.result()


def available_cores() -> int:
    """The cores this process may use, which in a container may be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _on_ray(
    function: Callable[[Part], Out], parts: Iterator[Part], processes: int | None, address: str
) -> Generator[Out]:
    from sharewell.scale.ray_cluster import connected

    with connected(address, processes) as ray:
        remote: Any = ray.remote(_apply)
        workers = int(ray.cluster_resources().get("CPU", 1))
        # Waiting in order keeps the results in order; Ray works on those ahead meanwhile.
        waiting = (remote.remote(function, part) for part in parts)
        for reference in _ahead(waiting, AHEAD * workers):
            yield ray.get(reference)


def _ahead(items: Iterator[Any], count: int) -> Generator[Any]:
    """The items in order, always so many drawn before the one that is given."""
    drawn = deque(islice(items, count))
    while drawn:
        yield drawn.popleft()
        drawn.extend(islice(items, 1))


def _apply(function: Callable[[Part], Out], part: Part) -> Out:
    return function(part)
