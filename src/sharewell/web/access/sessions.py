"""Sessions end after three idle hours, and after twelve hours whatever happens."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

SEEN_EVERY: Final = 300  # seconds between two writes of "seen": a page view need not write


def time_limits(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: sign out whoever has been idle or signed in for too long."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _keep_or_end(request, time.time())
        return answer(request)

    return middleware


def _keep_or_end(request: HttpRequest, now: float) -> None:
    session = request.session
    started, seen = session.get("started", now), session.get("seen", now)
    idle, age = now - seen, now - started
    if idle > settings.SESSION_IDLE_SECONDS or age > settings.SESSION_LONGEST_SECONDS:
        logout(request)
    elif "started" not in session or idle > SEEN_EVERY:
        session["started"], session["seen"] = started, now
