"""The school's page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sharewell.web.access.rules import Request, allow, leader
from sharewell.web.leadership import selectors


@allow(leader)
@require_safe
def school_page(request: Request) -> HttpResponse:
    """Marking periods and what classes have shown, in sums."""
    context = {
        "periods": selectors.marking_periods(),
        "classes": selectors.class_sums(),
        "least": selectors.LEAST,
    }
    return render(request, "leadership/school.html", context)
