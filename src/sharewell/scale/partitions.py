"""`map_partitions`: one function over many partitions, in order, with the same result wherever it runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

Part = TypeVar("Part")
Out = TypeVar("Out")

LOCAL_RAY = "local"


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
    tell = done or _silent
    if processes is not None and processes < 1:
        raise ValueError("processes must be 1 or more")
    if ray_address is not None:
        return _on_ray(function, parts, processes, ray_address, tell)
    workers = min(processes or available_cores(), len(parts))
    if workers <= 1:
        return _here(function, parts, tell)
    # Spawned, not forked: forked children of a process with threads (Polars, BLAS) may wait for ever.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return _gathered(pool.map(function, parts), len(parts), tell)


def available_cores() -> int:
    """The cores this process may use, which in a container may be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _here(
    function: Callable[[Part], Out], parts: Sequence[Part], tell: Callable[[int, int], None]
) -> list[Out]:
    return _gathered(map(function, parts), len(parts), tell)


def _gathered(results: Iterable[Out], of: int, tell: Callable[[int, int], None]) -> list[Out]:
    gathered: list[Out] = []
    for result in results:
        gathered.append(result)
        tell(len(gathered), of)
    return gathered


def _silent(finished: int, of: int) -> None:
    pass


def _on_ray(
    function: Callable[[Part], Out],
    parts: Sequence[Part],
    processes: int | None,
    address: str,
    tell: Callable[[int, int], None],
) -> list[Out]:
    from sharewell.scale.ray_cluster import connected

    with connected(address, processes) as ray:
        remote: Any = ray.remote(_apply)
        # Waiting in order keeps the results in order; Ray works on all of them meanwhile.
        waiting = [remote.remote(function, part) for part in parts]
        return _gathered(map(ray.get, waiting), len(parts), tell)


def _apply(function: Callable[[Part], Out], part: Part) -> Out:
    return function(part)
