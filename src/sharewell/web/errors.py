"""Pages for when something does not work out; each with an id that is also in the log, none with a traceback."""

from __future__ import annotations

import logging
import secrets
import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

log = logging.getLogger("sharewell.trouble")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: it is not there, or not yours; the two look alike on purpose."""
    return _page(request, 404, "This address leads to no page of yours", [
        "The address may be mistyped, or what it showed may belong to someone else.",
    ])  # fmt: skip


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _page(request, 403, "This needs a fresh start", ["Go back, open the page anew and try again."])


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token does not fit: usually it stood open for long."""
    return _page(request, 403, "This form is no longer current", [
        "Nothing was changed. Go back, open the page anew and send it again.",
    ])  # fmt: skip


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _page(
        request, 400, "This request could not be read", ["Nothing was changed. Go back and try again."]
    )


def trouble(request: HttpRequest) -> HttpResponse:
    """500: say that nothing was half done, and which id tells whoever looks after Sharewell what happened."""
    return _page(request, 500, "Something went wrong on our side", [
        "What you saved before is safe, and nothing was saved half-way.",
        "Try again in a moment. If it happens again, tell whoever looks after Sharewell this id.",
    ])  # fmt: skip


def _page(request: HttpRequest, status: int, title: str, lines: list[str]) -> HttpResponse:
    trouble_id = secrets.token_hex(4)
    # The kind of error and where it rose, never its message: a message may quote what somebody wrote.
    kind, _, trace = sys.exc_info()
    where = ""
    while trace is not None:
        where = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}"
        trace = trace.tb_next
    route = getattr(getattr(request, "resolver_match", None), "view_name", "") or ""
    log.log(
        logging.ERROR if status >= 500 else logging.INFO,
        "id=%s status=%s route=%s error=%s at=%s", trouble_id, status, route, kind.__name__ if kind else "", where,
    )  # fmt: skip
    # A page in trouble asks the database for nothing: no person, no school, no messages.
    context = {"title": title, "lines": lines, "trouble_id": trouble_id, "status": status}
    return render(request, "trouble.html", context, status=status)
