"""Sets the site up in a folder, and serves it: the same server on Linux, macOS and Windows."""

from __future__ import annotations

import multiprocessing
import os
import socket
from collections.abc import Callable
from pathlib import Path

THREADS_A_WORKER = 4  # pages wait for the database now and then; others go on meanwhile


def set_up(data: Path) -> None:
    """Make Django ready with its files in `data`, and bring the database there up to date."""
    os.environ["SHAREWELL_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sharewell.web.settings")
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def free_port(host: str = "127.0.0.1") -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as tried:
        tried.bind((host, 0))
        return tried.getsockname()[1]


def serve(*, host: str, port: int, workers: int, when_ready: Callable[[], None]) -> None:
    """Serve until interrupted. `when_ready` is called once the port answers.

    Workers are started afresh, never forked: a fork of a process in which Polars has worked can hang.
    """
    from granian import Granian  # pyright: ignore[reportMissingTypeStubs]
    from granian.constants import Interfaces  # pyright: ignore[reportMissingTypeStubs]
    from granian.log import LogLevels  # pyright: ignore[reportMissingTypeStubs]

    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        "sharewell.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS_A_WORKER,
        backlog=1024,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    )
    _call_when_open(host, port, when_ready)
    server.serve()


def _call_when_open(host: str, port: int, when_ready: Callable[[], None]) -> None:
    """Watch the port from a thread of its own; give up after a minute."""
    import threading
    import time

    def watch() -> None:
        for _ in range(600):
            with socket.socket() as tried:
                tried.settimeout(1)
                if tried.connect_ex((host, port)) == 0:
                    when_ready()
                    return
            time.sleep(0.1)

    threading.Thread(target=watch, daemon=True).start()
