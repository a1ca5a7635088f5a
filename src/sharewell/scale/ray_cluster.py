"""Joining a Ray cluster, or starting a small one on this machine, with nothing phoned home."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

OBJECT_STORE_BYTES = 256 * 1024 * 1024


@contextmanager
def connected(address: str, processes: int | None) -> Generator[Any]:
    """Yield the `ray` module while connected to `address` (`local` starts a cluster on the loopback).

    A connection that was there before is used and left as it was.

    Raises:
        ModuleNotFoundError: Ray is not installed; it comes with `pip install 'sharewell[cluster]'`.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    ray = _ray()
    if ray.is_initialized():
        yield ray
        return
    options: dict[str, Any] = {
        "log_to_driver": False,
        "logging_level": "ERROR",
        # Workers of a cluster have Sharewell installed; those on this machine find it where we found it.
        "runtime_env": {"env_vars": {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}},
    }
    if address == "local":
        options |= {
            "num_cpus": processes or len(os.sched_getaffinity(0)),
            "include_dashboard": False,
            "object_store_memory": OBJECT_STORE_BYTES,
            "_node_ip_address": "127.0.0.1",
        }
    else:
        options = {"address": address, "log_to_driver": False, "logging_level": "ERROR"}
    ray.init(**options)
    try:
        yield ray
    finally:
        ray.shutdown()


def _ray() -> Any:
    try:
        return importlib.import_module("ray")
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "Ray is not installed; it comes with: pip install 'sharewell[cluster]'", name="ray"
        ) from error
