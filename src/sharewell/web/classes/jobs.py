"""Work that takes longer than a page should: one job at a time, in the background of the server.

A job keeps its state in its own row, so that the page can be left and come back to. A server that stops in the middle
loses nothing: a transaction is whole or not at all, and the row says from where to start again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from sharewell.web.access.scope import school_in_scope, scope

log = logging.getLogger("sharewell.jobs")
_runner: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")


def start(job: Callable[[int], None], row: int) -> None:
    """Run `job(row)` in the school now in scope, once the present transaction is committed."""
    school = school_in_scope()
    if settings.IMPORTS_IN_BACKGROUND:
        transaction.on_commit(lambda: _runner.submit(_in_background, job, row, school))
    else:
        job(row)


def _in_background(job: Callable[[int], None], row: int, school: int) -> None:
    try:
        with scope(school):
            job(row)
    except Exception as error:
        log.exception("job=%s row=%s error=%s", job.__name__, row, type(error).__name__, exc_info=False)
    finally:
        connection.close()
