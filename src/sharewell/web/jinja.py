"""The report's Jinja environment, with what only the web has: addresses, static files, forms' tokens, messages."""

from __future__ import annotations

from typing import Any

import jinja2
from django.contrib import messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

from sharewell import __version__
from sharewell.report.environment import environment as report_environment


def environment(**options: Any) -> jinja2.Environment:
    """What Django's Jinja2 backend asks for; templates of the report are found after the web's own."""
    made = report_environment(**options)
    ours: dict[str, Any] = {"url": _url, "static": static, "version": __version__}
    made.globals.update(ours)
    return made


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


def page_context(request: HttpRequest) -> dict[str, Any]:
    """What every page has: who is here, in which school, what was just done."""
    return {
        "visit": getattr(request, "visit", None),
        "person": request.user if getattr(request, "user", None) and request.user.is_authenticated else None,
        "notices": messages.get_messages(request),
        "route": request.resolver_match.url_name if request.resolver_match else "",
        "section": "",
    }
