"""The school's page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sharewell.web.access.rules import Request, allow, leader
from sharewell.web.growth.selectors import school_pictures
from sharewell.web.leadership import selectors


@allow(leader)
@require_safe
def school_page(request: Request) -> HttpResponse:
    """Marking periods, growth and what classes have shown, in sums."""
    context = {
        "periods": selectors.marking_periods(),
        "classes": selectors.class_sums(),
        "growth": school_pictures(),
        "least": selectors.LEAST,
    }
    return render(request, "leadership/school.html", context)
