"""The school's page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sharewell.web.access.rules import Request, allow, leader
from sharewell.web.feedback.batches import school_sums
from sharewell.web.growth.selectors import school_pictures
from sharewell.web.leadership import effect, selectors


@allow(leader)
@require_safe
def school_page(request: Request) -> HttpResponse:
    """Marking periods, growth and what classes have shown, in sums."""
    periods, classes = selectors.marking_periods(), selectors.class_sums()
    context = {
        "periods": periods,
        "classes": classes,
        "packets_today": effect.as_it_stands(),  # after the sums of classes, which see that summaries are fresh
        "packets": effect.by_period(periods),
        "growth": school_pictures(),
        "written": school_sums(),
        "least": selectors.LEAST,
    }
    return render(request, "leadership/school.html", context)
