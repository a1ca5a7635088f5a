"""A draft in conversation with the lens: read it, take a wording, begin with a sentence, send it.

One address serves the page, a reader without JavaScript, and the script that asks while somebody is typing; each of
them gets the same list, made by the same template.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sharewell.language import Known, Pack, keeps_facts
from sharewell.web.access.models import Person
from sharewell.web.access.rules import Request
from sharewell.web.feedback import local_wording
from sharewell.web.feedback.forms import Draft
from sharewell.web.feedback.hearing import Hearing, hear, passes
from sharewell.web.feedback.unsent import unsent_keep, unsent_of

TYPING, RESTING = "typing", "resting"  # X-Reading: what the script asks for


@dataclass(slots=True)
class Desk:
    """A draft, what was heard in it, and what it may begin with."""

    form: Draft
    heard: Hearing
    starters: Sequence[str]
    body: str
    sent: str | None = None  # the text, when it is to be kept
    said: str = ""  # what happened to a wording that was asked for
    freer: bool = False  # whether freer wordings can be asked for
    since: datetime | None = None  # when the draft was last kept, where it was taken up again

    def columns(self) -> dict[str, Any]:
        """The columns of `models.Heard` for the text that is kept."""
        return {**self.heard.counts, **self.form.counts()}


def asked_while_writing(request: Request) -> bool:
    """Whether the script asks, and wants the list alone."""
    return request.headers.get("X-Reading") in (TYPING, RESTING)


def first_desk(writer: Person, form: Draft, place: str, starters: Sequence[str] = ()) -> Desk:
    """Before anything is written, or with the draft that the writer left at this place."""
    desk = Desk(form, Hearing((), ()), starters, "", freer=local_wording.is_on())
    if not form.is_bound and (left := unsent_of(writer, place)) is not None:
        form.initial = {**form.initial, **left.fields}
        desk.body, desk.since = left.fields["body"], left.at
    return desk


def desk_of(
    request: Request, form: Draft, place: str, packs: Sequence[Pack], known: Known | None = None,
    starters: Sequence[str] = (),
) -> Desk:  # fmt: skip
    """Do what was asked with the draft in a valid `form`, and keep it for its writer where it rests."""
    body = form.cleaned_data["body"]
    post = request.POST
    if (chosen := _number(post.get("begin"))) is not None and chosen < len(starters):
        body = f"{body.rstrip()} {starters[chosen]}".strip()
    heard = _heard(form, body, packs, known, fast=request.headers.get("X-Reading") == TYPING)
    desk = Desk(form, heard, starters, body, freer=local_wording.is_on())
    if (start := _number(post.get("freer"))) is not None:
        _ask_for_freer(desk, start, packs)
    elif "take" in post:
        _take(desk, post["take"], packs, known)
    elif "send" in post and (text := form.to_send()) is not None:
        desk.heard, desk.sent = _heard(form, text, packs, known), text
    _count(desk)
    if desk.sent is None and request.headers.get("X-Reading") != TYPING:
        unsent_keep(writer=request.user, place=place, fields=form.cleaned_data | {"body": desk.body})
    return desk


def _heard(
    form: Draft, body: str, packs: Sequence[Pack], known: Known | None, *, fast: bool = False
) -> Hearing:
    """What is heard in a draft; words that are not the writer's own have no others offered for them."""
    heard = hear(body, packs, known, fast=fast)
    if form.is_ours():
        return heard
    return replace(heard, marks=tuple(replace(mark, wording=None) for mark in heard.marks))


def _take(desk: Desk, wanted: str, packs: Sequence[Pack], known: Known | None) -> None:
    """Put a wording ("start:words") in its sentence's place, for readers without JavaScript; checked anew."""
    start, _, wording = wanted.partition(":")
    for mark in desk.heard.marks:
        if mark.start == _number(start) and keeps_facts(mark.sentence, wording) and passes(wording, packs):
            desk.body = desk.body[: mark.start] + wording + desk.body[mark.end :]
            data = desk.form.cleaned_data
            data["taken"] = (data.get("taken") or 0) + 1
            data["suggested"] = max(data.get("suggested") or 0, data["taken"])
            desk.heard = _heard(desk.form, desk.body, packs, known)
            return


def _ask_for_freer(desk: Desk, start: int, packs: Sequence[Pack]) -> None:
    """Put the local model's wording in the place of ours, if it holds."""
    marks = list(desk.heard.marks)
    for place, mark in enumerate(marks):
        if mark.start == start and mark.wording:
            wording = local_wording.freer(mark.sentence, mark.wording, packs)
            marks[place] = replace(mark, wording=wording or mark.wording)
            desk.said = local_wording.SAID[wording is not None]
    desk.heard = replace(desk.heard, marks=tuple(marks))


def _count(desk: Desk) -> None:
    """What the hidden fields of the page say next: suggestions that were on offer, and those that were taken."""
    data = desk.form.cleaned_data
    taken, open_now = desk.form.counts()["taken"], sum(bool(mark.wording) for mark in desk.heard.marks)
    data["suggested"] = max(data.get("suggested") or 0, taken + open_now)
    desk.form.data = {
        **{name: desk.form.data.get(name, "") for name in desk.form.fields},
        "body": desk.body, "taken": taken, "suggested": data["suggested"],
    }  # fmt: skip


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None
