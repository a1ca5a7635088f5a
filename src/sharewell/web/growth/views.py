"""Scores on their way in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.web.access.rules import Request, allow
from sharewell.web.classes.refused import refused_table
from sharewell.web.growth import selectors, services
from sharewell.web.growth.forms import ScoresUpload
from sharewell.web.growth.models import ScoreFile
from sharewell.web.growth.rules import own_scores, score_bringer


@allow(score_bringer)
@require_http_methods(["GET", "HEAD", "POST"])
def scores_new(request: Request) -> HttpResponse:
    """Choose the files. Nothing is written before a look at what would change."""
    form = ScoresUpload(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        coming = services.scores_start(
            actor=request.user,
            scores=_read(given["scores"]),
            models=_read(given["models"]) if given["models"] else None,
            compared_with=given["compared_with"],
        )
        return redirect("scores", school=request.visit.school.slug, file_id=coming.pk)
    context = {
        "form": form,
        "files": selectors.files_of(request.user)[:8],
        "comparison": selectors.comparison_name(),
    }
    return render(request, "growth/scores_new.html", context)


def _read(file: Any) -> tuple[str, bytes]:
    return file.name, file.read()


@allow(own_scores)
@require_safe
def scores_page(request: Request, coming: ScoreFile) -> HttpResponse:
    """Scores as they stand now: ready to look at, being brought in, in, or refused."""
    template = "growth/_scores_state.html" if request.headers.get("HX-Request") else "growth/scores.html"
    tests = coming.preview.get("tests", [])
    context = {
        "coming": coming,
        "at_work": coming.state == ScoreFile.State.APPLYING.value,
        "stuck": selectors.is_stuck(coming),
        "writes": sum(test["new"] + test["changed"] for test in tests),
        "tests": tests,
    }
    return render(request, template, context)


@allow(own_scores)
@require_safe
def scores_refused(request: Request, coming: ScoreFile) -> HttpResponse:
    """The rows that could not be used, as a table to mend by."""
    return refused_table(coming.refused)


@allow(own_scores)
@require_POST
def scores_confirm(request: Request, coming: ScoreFile) -> HttpResponse:
    """Yes, bring them in."""
    services.scores_confirm(actor=request.user, coming=coming)
    return redirect("scores", school=request.visit.school.slug, file_id=coming.pk)


@allow(own_scores)
@require_POST
def scores_let_go(request: Request, coming: ScoreFile) -> HttpResponse:
    """Change nothing."""
    services.scores_let_go(actor=request.user, coming=coming)
    messages.success(request, "Nothing was changed, and the file is forgotten.")
    return redirect("scores-new", school=request.visit.school.slug)
