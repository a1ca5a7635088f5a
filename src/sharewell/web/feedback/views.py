"""Feedback to a learner, their answer, flags, and what a teacher's own comments say."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.language import openings
from sharewell.web.access.models import Person
from sharewell.web.access.rules import Request, allow
from sharewell.web.classes.models import Class, Learner
from sharewell.web.feedback import selectors, services
from sharewell.web.feedback.criteria import packs_by_class, packs_of
from sharewell.web.feedback.drafting import asked_while_writing, desk_of, first_desk
from sharewell.web.feedback.forms import Answer, Feedback
from sharewell.web.feedback.hearing import LONGEST, Hearing, hear, hear_many, warm
from sharewell.web.feedback.known import known_of
from sharewell.web.feedback.models import Comment, Text
from sharewell.web.feedback.rules import (
    feedback_answered,
    feedback_written,
    own_comments,
    sentence_flagged,
    shown_flagged,
)
from sharewell.web.feedback.shown import shown_to
from sharewell.web.feedback.signs import signs_in
from sharewell.web.feedback.unsent import place_of

PER_PAGE = 20


@allow(feedback_written)
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: Request, learner: Learner, seen: list[Class]) -> HttpResponse:
    """Write feedback; the same address reads the draft while it is written, and sends it."""
    known = known_of(learner, seen)
    starters = list(openings(known).values())
    form, place = Feedback(seen, request.POST or None), place_of(Text.Kind.FEEDBACK, learner)
    if form.is_bound and form.is_valid():
        klass = form.chosen()
        desk = desk_of(request, form, place, packs_of([klass]), known, starters)
        if desk.sent is not None:
            sent = services.feedback_send(
                actor=request.user, learner=learner, klass=klass, body=desk.sent, heard=desk.columns()
            )
            messages.success(request, "Sent. It stands on the learner’s page.")
            return _to_thread(request, learner, sent)
    else:
        desk = first_desk(request.user, form, place, starters)
        warm()
    if asked_while_writing(request):
        return render(request, "feedback/_heard.html", {"desk": desk})
    thread = list(selectors.thread_of(learner, seen))
    signs = signs_in(thread, packs_by_class([klass.pk for klass in seen]))
    context = {"desk": desk, "learner": learner, "thread": thread, "me": None, "signs": signs.thread}
    return render(request, "feedback/write.html", context)


@allow(feedback_answered)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, feedback: Text) -> HttpResponse:
    """The learner says what they learned; their own words are read as everyone's are."""
    form, place = Answer(request.POST or None), place_of(Text.Kind.ANSWER, feedback)
    if form.is_bound and form.is_valid():
        desk = desk_of(request, form, place, packs_of([feedback.klass]))
        if desk.sent is not None:
            services.answer_send(actor=request.user, feedback=feedback, body=desk.sent, heard=desk.columns())
            messages.success(request, "Your answer is there.")
            return _to_thread(request, feedback.learner, feedback)
    else:
        desk = first_desk(request.user, form, place)
    template = "feedback/_heard.html" if asked_while_writing(request) else "feedback/answer.html"
    return render(request, template, {"desk": desk, "feedback": feedback})


@allow(sentence_flagged)
@require_POST
def flag(request: Request, text: Text, reader: Learner) -> HttpResponse:
    """Flag a sentence by hand, or take the flag back (`back`)."""
    place = request.POST.get("start", "")
    start = int(place) if place.isascii() and place.isdigit() and len(place) < 9 else None
    if start is not None and "back" in request.POST:
        services.flag_take_back(actor=request.user, learner=reader, text=text, start=start)
        messages.success(request, "The flag is taken back.")
    elif start is not None:
        services.flag_raise(
            actor=request.user, learner=reader, text=text, start=start, sentences=_asked_by_now(text)
        )
        messages.success(request, "Flagged. It stands beside the text.")
    if text.learner_id is not None:
        return _to_thread(request, reader, text)
    return redirect("text-together", school=request.visit.school.slug, text_id=text.pk)


@allow(shown_flagged)
@require_POST
def flag_shown(request: Request, klass: Class, reader: Learner) -> HttpResponse:
    """Flag words that the class is shown outside feedback, or take the flag back (`back`)."""
    digest = request.POST.get("words", "")
    if "back" in request.POST:
        if (text := selectors.shown_text(klass, digest)) is not None:
            services.flag_take_back(actor=request.user, learner=reader, text=text, start=0)
    elif (shown := next((one for one in shown_to([klass.pk]) if one.digest == digest), None)) is not None:
        heard = hear(shown.words, packs_of([klass])).counts
        services.shown_flag(actor=request.user, learner=reader, klass=klass, shown=shown, heard=heard)
    else:
        messages.error(request, "These words have changed meanwhile. Nothing is flagged.")
    return _to_learner(request, reader, "shown")


def _asked_by_now(text: Text) -> list[tuple[int, int, bool]]:
    """The sentences that the page shows, each with whether the lens and the class's criteria ask about it by now."""
    asked = [(mark.start, mark.end) for mark in hear(text.body, packs_of([text.klass])).marks]
    return [(at, to, any(start < to and at < end for start, end in asked)) for at, to, _ in text.sentences]


@allow(own_comments)
@require_safe
def comments(request: Request, writer: Person) -> HttpResponse:
    """What the lens would ask about in comments that came in with an import: shown to their writer alone."""
    mine = selectors.comments_by(writer)
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "feedback/comments.html", {"page": page, "said": _heard(list(page.object_list))})


def _heard(comments: Sequence[Comment]) -> list[tuple[Comment, Hearing]]:
    """Each comment with what the lens, and the criteria of the class that it is about, ask."""
    found: dict[int, Hearing] = {}
    for klass in {comment.result.task.klass for comment in comments}:
        mine = [comment for comment in comments if comment.result.task.klass_id == klass.pk]
        heard = hear_many([comment.result.comment[:LONGEST] for comment in mine], packs_of([klass]))
        found |= {comment.pk: hearing for comment, hearing in zip(mine, heard, strict=True)}
    return [(comment, found[comment.pk]) for comment in comments]


def _to_thread(request: Request, learner: Learner | None, text: Text) -> HttpResponse:
    """To this feedback on the learner's page."""
    return _to_learner(request, learner, f"text-{text.pk}")


def _to_learner(request: Request, learner: Learner | None, section: str) -> HttpResponse:
    address = redirect("learner", school=request.visit.school.slug, learner_id=learner.pk if learner else 0)
    address["Location"] += f"#{section}"
    return address
