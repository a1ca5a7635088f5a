"""Linking a class's tasks to standards."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from sharewell.report.words import count
from sharewell.web.access.rules import Request, allow
from sharewell.web.classes.models import Class
from sharewell.web.classes.selectors import standards_here
from sharewell.web.links import selectors, services
from sharewell.web.links.forms import Among
from sharewell.web.links.models import LinkSearch
from sharewell.web.links.rules import tasks_linked


@allow(tasks_linked)
@require_safe
def class_links(request: Request, klass: Class) -> HttpResponse:
    """What the class's tasks may be about: being looked for, or ready to be confirmed."""
    search = selectors.search_of(klass)
    offers = selectors.offers_of(klass, search)
    context = {
        "klass": klass,
        "search": search,
        "looking": search is not None and search.state == LinkSearch.State.LOOKING.value,
        "stuck": search is not None and selectors.is_stuck(search),
        "offers": offers,
        "form": Among(initial=dict(zip(("subject", "grade"), selectors.among(klass, search), strict=True))),
        "alone": len(offers.shown) + len(offers.without),
        "standards": standards_here().exclude(statement="").count(),
        "changed": search is not None and search.standards not in ("", selectors.standards_digest()),
    }
    template = "links/_state.html" if request.headers.get("HX-Request") else "links/class.html"
    return render(request, template, context)


@allow(tasks_linked)
@require_POST
def class_links_look(request: Request, klass: Class) -> HttpResponse:
    """Look for suggestions, among the standards chosen."""
    form = Among(request.POST)
    if form.is_valid():
        services.search_start(actor=request.user, klass=klass, **form.cleaned_data)
    return redirect("class-links", school=request.visit.school.slug, class_id=klass.pk)


@allow(tasks_linked)
@require_POST
def class_links_confirm(request: Request, klass: Class) -> HttpResponse:
    """Yes to the suggestions named, one or many."""
    linked = services.suggestions_confirm(actor=request.user, klass=klass, ids=_named(request))
    if linked:
        said = f"{count(linked, 'task')} linked. The plans of this class now rest on it."
        messages.success(request, said)
    return _back(request, klass)


@allow(tasks_linked)
@require_POST
def class_links_refuse(request: Request, klass: Class) -> HttpResponse:
    """No to the suggestions named."""
    services.suggestions_refuse(actor=request.user, klass=klass, ids=_named(request))
    return _back(request, klass)


@allow(tasks_linked)
@require_POST
def class_links_reopen(request: Request, klass: Class) -> HttpResponse:
    """Take a no back."""
    services.suggestions_reopen(actor=request.user, klass=klass, ids=_named(request))
    return _back(request, klass)


def _named(request: Request) -> list[int]:
    return [int(text) for text in request.POST.getlist("suggestion") if text.isascii() and text.isdigit()]


def _back(request: Request, klass: Class) -> HttpResponse:
    """To the page again, where the person was on it."""
    page = redirect("class-links", school=request.visit.school.slug, class_id=klass.pk)
    at = request.POST.get("next", "")
    if at.isascii() and at.isdigit():
        page["Location"] += f"#task-{at}"
    return page
