"""What a class listens for: its criteria, their votes, and the texts it reads together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.language import Pack
from sharewell.web.access.rules import Request, allow
from sharewell.web.classes.models import Class, Learner
from sharewell.web.feedback import selectors, services
from sharewell.web.feedback.criteria import pack_to_try, packs_of
from sharewell.web.feedback.drafting import asked_while_writing, desk_of, first_desk
from sharewell.web.feedback.forms import Proposal, Together
from sharewell.web.feedback.hearing import Hearing, hear, hear_many, warm
from sharewell.web.feedback.measures import measures_of
from sharewell.web.feedback.models import Text, Version
from sharewell.web.feedback.rules import (
    Member,
    class_member,
    proposal_made,
    text_brought,
    text_together,
    voter,
)
from sharewell.web.feedback.signs import signs_before
from sharewell.web.feedback.unsent import place_of

READ_TOGETHER: Final = 30  # the newest texts on a page


@allow(class_member)
@require_safe
def criteria(request: Request, klass: Class, member: Member) -> HttpResponse:
    """Criteria in force and proposed, texts read together, and what it comes to."""
    versions = list(selectors.versions_of(klass))
    context = {
        "klass": klass,
        "me": member.learner,
        "in_force": [version for version in versions if version.in_force],
        "proposed": [version for version in versions if version.adopted is None and version.ended is None],
        "past": [version for version in versions if version.ended is not None],
        "needed": services.votes_needed(klass),
        "able": selectors.learners_able_to_vote(klass),
        "texts": selectors.texts_together(klass)[:READ_TOGETHER],
        "measures": measures_of(klass),
        "signs": signs_before(klass.pk),
        "flagged": selectors.words_flagged(klass),
    }
    return render(request, "feedback/criteria.html", context)


@allow(class_member)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: Request, klass: Class, member: Member) -> HttpResponse:
    """Write a criterion, try it at once, propose it; `?from=` begins a new version of one that is there."""
    before = _before(klass, request)
    form = Proposal(request.POST or None, initial=_initial(before))
    tried = None
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        if "propose" in request.POST:
            said = {name: said[name] for name in ("name", "why", "heard", "fine")}
            criterion = before.criterion if before else None
            services.version_propose(actor=request.user, klass=klass, criterion=criterion, **said)
            messages.success(request, "Proposed. The class decides.")
            return redirect("class-criteria", school=request.visit.school.slug, class_id=klass.pk)
        pack = pack_to_try(said["name"], said["why"], said["heard"], said["fine"])
        tried = [
            mark for heard in hear_many(_to_try_on(klass, said["texts"]), [pack]) for mark in heard.marks
        ]
    context = {"klass": klass, "form": form, "tried": tried, "before": before}
    return render(request, "feedback/propose.html", context)


@allow(voter)
@require_POST
def vote(request: Request, version: Version, voter: Learner) -> HttpResponse:
    """Yes or no."""
    said = request.POST.get("vote")
    if said not in ("yes", "no"):
        raise Http404
    if not services.vote_cast(actor=request.user, learner=voter, version=version, yes=said == "yes"):
        messages.error(
            request,
            f"{version.name}: the class has decided on this version, or it was withdrawn. Nothing has changed.",
        )
    return _to_criteria(request, version)


@allow(proposal_made)
@require_POST
def withdraw(request: Request, version: Version) -> HttpResponse:
    """Take a proposal away."""
    if services.version_withdraw(actor=request.user, version=version):
        messages.success(request, f"{version.name}: withdrawn.")
    else:
        messages.error(
            request, f"{version.name}: the class has decided on this version, and ends it by vote."
        )
    return _to_criteria(request, version)


def _to_criteria(request: Request, version: Version) -> HttpResponse:
    return redirect("class-criteria", school=request.visit.school.slug, class_id=version.criterion.klass_id)


@allow(class_member)
@require_http_methods(["GET", "HEAD", "POST"])
def text_new(request: Request, klass: Class, member: Member) -> HttpResponse:
    """Put a text before the class: a partner's letter, or something of its own."""
    form, place = Together(request.POST or None), place_of(Text.Kind.OURS, klass)
    if form.is_bound and form.is_valid():
        desk = desk_of(request, form, place, packs_of([klass]))
        if desk.sent is not None:
            text = services.text_share(
                actor=request.user, klass=klass, kind=form.cleaned_data["kind"], body=desk.sent,
                title=form.cleaned_data["title"].strip() or desk.sent[:60], heard=desk.columns(),
            )  # fmt: skip
            return redirect("text-together", school=request.visit.school.slug, text_id=text.pk)
    else:
        desk = first_desk(request.user, form, place)
        warm()
    template = "feedback/_heard.html" if asked_while_writing(request) else "feedback/text_new.html"
    return render(request, template, {"desk": desk, "klass": klass})


@allow(text_together)
@require_safe
def text_page(request: Request, text: Text, member: Member) -> HttpResponse:
    """A text that the class reads, with what the lens and the class's own criteria ask about it."""
    context = {
        "text": text,
        "klass": member.klass,
        "me": member.learner,
        "heard": _heard_in(text, packs_of([member.klass])),
        "may_take_back": member.learner is None or text.writer_id == request.user.pk,
    }
    return render(request, "feedback/text.html", context)


def _heard_in(text: Text, packs: Sequence[Pack]) -> Hearing:
    """What is asked about a text and its title, where that is not the first words of the text."""
    if text.body.startswith(text.title):
        return hear(text.body, packs)
    title, body = hear_many([text.title, text.body], packs)
    return replace(body, marks=(*title.marks, *body.marks))


@allow(text_brought)
@require_POST
def text_take_back(request: Request, text: Text) -> HttpResponse:
    """Take a text away from the class."""
    services.text_take_back(actor=request.user, text=text)
    return redirect("class-criteria", school=request.visit.school.slug, class_id=text.klass_id)


def _before(klass: Class, request: Request) -> Version | None:
    """The version that a new one begins from, if it is this class's."""
    wanted = request.GET.get("from", "")
    if not (wanted.isascii() and wanted.isdigit()):
        return None
    return selectors.versions_of(klass).filter(pk=int(wanted[:9])).first()


def _to_try_on(klass: Class, pasted: str) -> list[str]:
    """What was pasted; where nothing was, the newest texts that the class reads together."""
    if pasted.strip():
        return [pasted]
    return [text.body for text in selectors.texts_together(klass)[:READ_TOGETHER]]


def _initial(before: Version | None) -> dict[str, Any]:
    if before is None:
        return {}
    sides = {"heard": "\n".join(before.heard), "fine": "\n".join(before.fine)}
    return {"name": before.name, "why": before.why, **sides}
