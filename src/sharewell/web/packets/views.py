"""The packets of a class, and what a teacher or learner says about one."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.web.access.rules import Request, allow
from sharewell.web.choices.models import Offer
from sharewell.web.classes import plans
from sharewell.web.classes import selectors as classes
from sharewell.web.classes.models import Class, Learner, Period, Task
from sharewell.web.classes.rules import class_taught, task_taught
from sharewell.web.feedback.signs import signs_before
from sharewell.web.learners.rules import a_learner, learner_taught
from sharewell.web.packets import forms, handing_out, selectors, services, together
from sharewell.web.packets.rules import offer_taught


@allow(class_taught)
@require_safe
def packets_of_class(request: Request, klass: Class) -> HttpResponse:
    """What packets of a class are about, what they keep, and what may enter them."""
    return _class_page(request, klass)


def _class_page(request: Request, klass: Class, **bound: django_forms.Form) -> HttpResponse:
    period = _period(request)
    choices, categories = selectors.choices_of(klass, period), selectors.categories_of(klass)
    rules = selectors.rules_of(klass)
    initial = {
        "not_only_choice": "not only choice" in rules,
        "written_or_spoken": "written or spoken" in rules,
        "signed": sorted(rules.get("signed", ())),
    }
    context: dict[str, Any] = {
        "klass": klass,
        "period": period,
        "period_now": classes.period_now(),
        "periods": selectors.periods_here(),
        "choices": choices,
        "chosen": [choice for choice in choices if choice.needed is not None],
        "without_kind": selectors.tasks_without_kind(klass) if rules.keys() - {"signed"} else 0,
        "standards": selectors.codes_of_school(),
        "offers": selectors.offers_of(klass),
        "task_options": selectors.task_options_of(klass),
        "tasks": classes.tasks_of(klass),
        "essential": forms.EssentialStandards(choices),
        "rules": forms.EvidenceRules(choices, categories, initial=initial),
        "offer": forms.NewOffer(choices),
        "signs": signs_before(klass.pk),
        **bound,
    }
    return render(request, "packets/class.html", context, status=400 if bound else 200)


@allow(class_taught)
@require_POST
def essential_set(request: Request, klass: Class) -> HttpResponse:
    """Choose the essential standards of a marking period."""
    period = _period(request)
    form = forms.EssentialStandards(selectors.choices_of(klass, period), request.POST)
    if not form.is_valid():
        return _class_page(request, klass, essential=form)
    needed = form.needed()
    services.essential_set(actor=request.user, klass=klass, period=period, needed=needed)
    messages.success(request, f"Saved. Packets are about {len(needed) or 'all'} of its standards.")
    address = _to_class(request, klass)
    if period is not None:
        address["Location"] += f"?period={period.pk}"
    return address


@allow(class_taught)
@require_POST
def rules_set(request: Request, klass: Class) -> HttpResponse:
    """Choose what packets keep, and say what kind of evidence each category gives."""
    choices = selectors.choices_of(klass, classes.period_now())
    form = forms.EvidenceRules(choices, selectors.categories_of(klass), request.POST)
    if not form.is_valid():
        return _class_page(request, klass, rules=form)
    services.rules_set(actor=request.user, klass=klass, asked=form.asked(), kinds=form.kinds())
    messages.success(request, "Saved. Every packet of this class keeps it.")
    return _to_class(request, klass)


@allow(class_taught)
@require_POST
def offer_add(request: Request, klass: Class) -> HttpResponse:
    """Offer another way to show something."""
    form = forms.NewOffer(selectors.choices_of(klass, classes.period_now()), request.POST)
    if not form.is_valid():
        return _class_page(request, klass, offer=form)
    services.offer_add(actor=request.user, klass=klass, **form.cleaned_data)
    messages.success(request, f"{form.cleaned_data['title']}: offered from now on.")
    return _to_class(request, klass)


@allow(offer_taught)
@require_POST
def offer_end(request: Request, offer: Offer) -> HttpResponse:
    """Offer it no longer."""
    services.offer_end(actor=request.user, offer=offer, day=timezone.localdate())
    return _to_class(request, offer.klass)


@allow(task_taught)
@require_http_methods(["GET", "HEAD", "POST"])
def task_option(request: Request, task: Task) -> HttpResponse:
    """How a task of the gradebook enters packets."""
    said = selectors.task_options_of(task.klass).filter(task=task).values().first()
    form = forms.TaskAsOption(request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid():
        services.task_option_set(actor=request.user, task=task, **form.cleaned_data)
        messages.success(request, f"{task.title}: saved.")
        return _to_class(request, task.klass)
    return render(request, "packets/task.html", {"task": task, "form": form})


@allow(class_taught)
@require_http_methods(["GET", "HEAD", "POST"])
def class_together(request: Request, klass: Class) -> HttpResponse:
    """Which tasks to prepare together; handed out in one click, if the class is still what was looked at."""
    found = together.of_class(klass)
    if request.method == "POST":
        if request.POST.get("version") != str(klass.version):
            messages.error(request, "The class changed meanwhile. Look at the plan again, then hand it out.")
            return redirect("packets-together", school=request.visit.school.slug, class_id=klass.pk)
        count = handing_out.packets_hand_out(
            actor=request.user,
            klass=klass,
            packets=found.packets,
            tasks=found.tasks,
            day=timezone.localdate(),
        )
        messages.success(request, f"{count} packets are handed out: they are on the learners’ pages.")
        return _to_class(request, klass)
    return render(request, "packets/together.html", {"klass": klass, "found": found})


@allow(learner_taught)
@require_POST
def packet_hand_out(request: Request, learner: Learner, seen: list[Class]) -> HttpResponse:
    """Hand this learner's packet out as it stands, or take it back."""
    klass, today = _one_of(request, seen), timezone.localdate()
    if request.POST.get("back"):
        handing_out.packet_take_back(actor=request.user, learner=learner, klass=klass, day=today)
        messages.success(request, "Taken back. Below is the smallest packet as things stand now.")
    else:
        found = plans.plan_of(learner, [klass])
        handing_out.packets_hand_out(
            actor=request.user,
            klass=klass,
            packets={learner: found.learner.packet},
            tasks=found.tasks,
            day=today,
        )
        messages.success(request, "Handed out. From now on it only grows shorter.")
    return _to_learner(request, learner, klass)


@allow(learner_taught)
@require_POST
def sign_off(request: Request, learner: Learner, seen: list[Class]) -> HttpResponse:
    """The teacher's word that a standard is shown, or that word taken back."""
    klass, standard = _one_of(request, seen), request.POST.get("standard", "")
    if standard not in {choice.standard for choice in selectors.choices_of(klass, classes.period_now())}:
        raise Http404
    if request.POST.get("back"):
        services.sign_off_end(actor=request.user, learner=learner, klass=klass, standard=standard)
        messages.success(request, f"{standard}: the sign-off is taken back.")
    else:
        services.sign_off(
            actor=request.user, learner=learner, klass=klass, standard=standard, day=timezone.localdate()
        )
        messages.success(request, f"{standard}: signed off, and shown from now on.")
    return _to_learner(request, learner, klass)


@allow(learner_taught)
@require_POST
def offer_taken_up(request: Request, learner: Learner, seen: list[Class]) -> HttpResponse:
    """What a learner showed in a conversation, a project or a substitute is evidence at once."""
    offer = Offer.objects.filter(pk=_number(request.POST.get("offer")), klass__in=seen).first()
    if offer is None:
        raise Http404
    services.offer_take_up(actor=request.user, learner=learner, offer=offer, day=timezone.localdate())
    messages.success(request, f"{offer.title}: kept as evidence.")
    return _to_learner(request, learner, offer.klass)


@allow(a_learner)
@require_http_methods(["GET", "HEAD", "POST"])
def my_time(request: Request) -> HttpResponse:
    """What a learner has time for, in their own words: nobody else says it."""
    learner = classes.learner_of(request.user)
    if learner is None:
        return render(request, "learners/nobody_yet.html", {"who": "you"})
    said = selectors.capacity_of(learner)
    initial = {"minutes_per_week": said.minutes_per_week, "weeks": said.weeks} if said else None
    form = forms.OwnTime(request.POST or None, initial=initial)
    if request.method == "POST" and request.POST.get("end"):
        services.time_end(actor=request.user, learner=learner)
        return redirect("learner", school=request.visit.school.slug, learner_id=learner.pk)
    if request.method == "POST" and form.is_valid():
        services.time_set(actor=request.user, learner=learner, **form.cleaned_data)
        messages.success(request, "Saved. Your packets fit into it from now on, all classes together.")
        return redirect("learner", school=request.visit.school.slug, learner_id=learner.pk)
    return render(request, "packets/my_time.html", {"learner": learner, "form": form, "said": said})


def _period(request: Request) -> Period | None:
    """The marking period that the address or form names; else that of today."""
    wanted = _number(request.POST.get("period") or request.GET.get("period"))
    return Period.objects.filter(pk=wanted).first() or classes.period_now()


def _one_of(request: Request, seen: list[Class]) -> Class:
    wanted = _number(request.POST.get("class"))
    for klass in seen:
        if klass.pk == wanted:
            return klass
    raise Http404


def _to_class(request: Request, klass: Class) -> Any:
    return redirect("class-packets", school=request.visit.school.slug, class_id=klass.pk)


def _to_learner(request: Request, learner: Learner, klass: Class) -> HttpResponse:
    address = redirect("learner", school=request.visit.school.slug, learner_id=learner.pk)
    address["Location"] += f"?class={klass.pk}#packet"
    return address


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0
