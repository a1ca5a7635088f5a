"""A learner's page, their packet on paper, and work marked done."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from sharewell.report.packet_words import packet_words
from sharewell.report.packets import Press
from sharewell.report.words import figure
from sharewell.web.access.models import Role
from sharewell.web.access.rules import Request, administrator, allow
from sharewell.web.classes import plans, services
from sharewell.web.classes import selectors as classes
from sharewell.web.classes.models import Class, Learner
from sharewell.web.feedback.panel import Page, panel_of, signs_on
from sharewell.web.growth.selectors import cards_of
from sharewell.web.learners import selectors
from sharewell.web.learners.forms import WorkDone
from sharewell.web.learners.rules import a_family, a_learner, learner_taught, record_seen

PRESS: Final = Press()


@allow(record_seen)
@require_safe
def learner_page(request: Request, learner: Learner, seen: list[Class]) -> HttpResponse:
    """Strengths first, then progress, what is ready next, the packet."""
    chosen = _chosen(request, seen)
    record = selectors.record_of(learner, chosen)
    context = {
        "learner": learner,
        "record": record,
        "classes": seen,
        "chosen": chosen[0] if len(chosen) == 1 and len(seen) > 1 else None,
        "growth": cards_of(learner),
        "own": Role.LEARNER in request.visit.roles and learner.person_id == request.user.pk,
        "feedback": panel_of(request.visit, learner, seen, Page(chosen, record.plan, record.tasks)),
        "may_mark": Role.TEACHER in request.visit.roles
        and bool(selectors.classes_shared(request.user, learner)),
    }
    return render(request, "learners/learner.html", context)


@allow(record_seen)
@require_safe
def packet(request: Request, learner: Learner, seen: list[Class]) -> HttpResponse:
    """The packet as a tagged PDF; `?print=large` in large print."""
    found = plans.plan_of(learner, _chosen(request, seen))
    pdf, _ = PRESS.pdf(found.learner, found.plan, large=request.GET.get("print") == "large")
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="packet.pdf"'
    return response


@allow(record_seen)
@require_safe
def packet_aloud(request: Request, learner: Learner, seen: list[Class]) -> HttpResponse:
    """The same words as a page that is read aloud, by a person or a screen reader."""
    chosen = _chosen(request, seen)
    found = plans.plan_of(learner, chosen)
    context = {
        "packet": packet_words(found.learner, found.plan, aloud=True),
        "learner": learner,
        "signs": signs_on(request.visit, learner, Page(chosen, found.learner, found.tasks)),
    }
    return render(request, "learners/packet_aloud.html", context)


@allow(learner_taught)
@require_POST
def work_done(request: Request, learner: Learner, seen: list[Class]) -> HttpResponse:
    """Points that a teacher gives become evidence at once."""
    task = selectors.task_in(seen, _number(request.POST.get("task")))
    if task is None:
        raise Http404
    form = WorkDone(task, request.POST)
    if form.is_valid():
        points = form.cleaned_data["points"]
        services.work_mark_done(
            actor=request.user, learner=learner, task=task, points=points, day=timezone.localdate()
        )
        given = f"{figure(points)} of {figure(task.points_possible or 0)}"
        messages.success(request, f"{task.title}: {given} points, kept as evidence.")
    else:
        messages.error(request, f"{task.title}: {_first_error(form)}")
    chosen = request.POST.get("class", "")
    address = redirect("learner", school=request.visit.school.slug, learner_id=learner.pk)
    address["Location"] += (f"?class={_number(chosen)}" if chosen else "") + "#packet"
    return address


@allow(a_learner)
@require_safe
def my_page(request: Request) -> HttpResponse:
    """To the learner's own page."""
    learner = classes.learner_of(request.user)
    if learner is None:
        return render(request, "learners/nobody_yet.html", {"who": "you"})
    return redirect("learner", school=request.visit.school.slug, learner_id=learner.pk)


@allow(a_family)
@require_safe
def my_children(request: Request) -> HttpResponse:
    """To the child's page; who has several children here chooses."""
    children = list(classes.children_of(request.user))
    if len(children) == 1:
        return redirect("learner", school=request.visit.school.slug, learner_id=children[0].pk)
    return render(request, "learners/children.html" if children else "learners/nobody_yet.html",
                  {"children": children, "who": "your child"})  # fmt: skip


def _first_error(form: WorkDone) -> str:
    return str(next(iter(form.non_field_errors()), "Write the points as a number."))


@allow(administrator)
@require_safe
def sign_ins(request: Request) -> HttpResponse:
    """Learners by name, to give them a sign-in; nothing of what they have shown."""
    wanted = request.GET.get("find", "").strip()
    found = classes.learners_named(wanted)
    context = {"page": Paginator(found, 50).get_page(request.GET.get("page")), "find": wanted}
    return render(request, "learners/sign_ins.html", context)


@allow(administrator)
@require_POST
def sign_in_give(request: Request, learner_id: int) -> HttpResponse:
    """Let a learner sign in; the link is made on the next page."""
    learner = classes.learners_named("").filter(pk=learner_id).first()
    if learner is None:
        raise Http404
    person = services.learner_sign_in_give(actor=request.user, learner=learner)
    return redirect("sign-in-link", school=request.visit.school.slug, person_id=person.pk)


def _chosen(request: Request, seen: list[Class]) -> list[Class]:
    """The one class that the address asks for, if it is among those that may be seen; else all of them."""
    wanted = _number(request.GET.get("class"))
    return [klass for klass in seen if klass.pk == wanted] or seen


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0
