"""Who may write feedback, answer it, and open what a class listens for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from sharewell.web.access.models import Role
from sharewell.web.access.rules import Visit, rule
from sharewell.web.classes import selectors as classes
from sharewell.web.classes.models import Class, Enrolment, Learner
from sharewell.web.feedback import selectors
from sharewell.web.feedback.models import Text, Version


@dataclass(frozen=True, slots=True)
class Member:
    """Someone of a class: one of its learners, or one of its teachers (`learner` is None)."""

    klass: Class
    learner: Learner | None


@rule("writes to the learner", "Teachers of a class of this learner.", reads_record=True)
def feedback_written(visit: Visit, learner_id: int) -> Mapping[str, Any]:
    """A learner, and the classes in which this person teaches them."""
    visit.must_be(Role.TEACHER)
    learner = Learner.objects.filter(pk=learner_id).first()
    shared = classes.classes_taught(visit.person).filter(enrolments__learner=learner_id)
    if learner is None or not (seen := list(shared)):
        raise Http404
    return {"learner": learner, "seen": seen}


@rule("own comments", "Teachers: the comments they wrote themselves, and nobody else's.", reads_record=True)
def own_comments(visit: Visit) -> Mapping[str, Any]:
    """The writer, who is whoever asks."""
    visit.must_be(Role.TEACHER)
    return {"writer": visit.person}


@rule("answers feedback", "The learner whom the feedback is for.")
def feedback_answered(visit: Visit, text_id: int) -> Mapping[str, Any]:
    """Feedback, for the learner to answer."""
    visit.must_be(Role.LEARNER)
    mine = classes.learner_of(visit.person)
    feedback = (
        Text.objects.filter(pk=text_id, kind=Text.Kind.FEEDBACK, learner=mine).first() if mine else None
    )
    if feedback is None:
        raise Http404
    return {"feedback": feedback}


@rule("flags a sentence", "Learners: in feedback to them, and in what their class reads together.")
def sentence_flagged(visit: Visit, text_id: int) -> Mapping[str, Any]:
    """A text and the learner who reads it."""
    visit.must_be(Role.LEARNER)
    mine, text = classes.learner_of(visit.person), Text.objects.filter(pk=text_id).first()
    if mine is None or text is None or not (_is_to(text, mine) or _reads_together(text, mine)):
        raise Http404
    return {"text": text, "reader": mine}


@rule("flags what the class is shown", "The learners of this class.")
def shown_flagged(visit: Visit, class_id: int) -> Mapping[str, Any]:
    """A class, and the learner of it who reads what it is shown."""
    visit.must_be(Role.LEARNER)
    klass = Class.objects.filter(pk=class_id).first()
    if klass is None or (reader := _member(visit, klass).learner) is None:
        raise Http404
    return {"klass": klass, "reader": reader}


@rule("member of the class", "The learners and the teachers of this class.", reads_record=True)
def class_member(visit: Visit, class_id: int, **parts: Any) -> Mapping[str, Any]:
    """A class, and as what this person belongs to it."""
    klass = Class.objects.filter(pk=class_id).first()
    if klass is None:
        raise Http404
    return {"klass": klass, "member": _member(visit, klass), **parts}


@rule("votes in the class", "The learners of the class whose criterion it is.")
def voter(visit: Visit, version_id: int) -> Mapping[str, Any]:
    """A version, and the learner who says yes or no."""
    visit.must_be(Role.LEARNER)
    version = _version(version_id)
    learner = _member(visit, version.criterion.klass).learner
    if learner is None:
        raise Http404
    return {"version": version, "voter": learner}


@rule("made the proposal", "Whoever proposed a criterion, and the class's teachers.")
def proposal_made(visit: Visit, version_id: int) -> Mapping[str, Any]:
    """A version that this person may take away while the class has not decided on it."""
    version = _version(version_id)
    if _member(visit, version.criterion.klass).learner is not None and version.person_id != visit.person.pk:
        raise Http404
    return {"version": version}


@rule("reads together", "The learners and the teachers of the class that reads this text.", reads_record=True)
def text_together(visit: Visit, text_id: int) -> Mapping[str, Any]:
    """A text that a class reads, and as what this person belongs to it."""
    return _together(visit, text_id)


def _together(visit: Visit, text_id: int) -> dict[str, Any]:
    text = Text.objects.filter(pk=text_id, kind__in=selectors.TOGETHER).select_related("klass").first()
    if text is None:
        raise Http404
    return {"text": text, "member": _member(visit, text.klass)}


@rule("brought the text", "Whoever put a text before the class, and the class's teachers.")
def text_brought(visit: Visit, text_id: int) -> Mapping[str, Any]:
    """A text that this person may take away again."""
    opened = _together(visit, text_id)
    if opened["member"].learner is not None and opened["text"].writer_id != visit.person.pk:
        raise Http404
    return {"text": opened["text"]}


def _member(visit: Visit, klass: Class) -> Member:
    if Role.TEACHER in visit.roles and classes.classes_taught(visit.person).filter(pk=klass.pk).exists():
        return Member(klass, None)
    mine = classes.learner_of(visit.person) if Role.LEARNER in visit.roles else None
    if mine is None or not Enrolment.objects.filter(klass=klass, learner=mine).exists():
        raise Http404
    return Member(klass, mine)


def _version(version_id: int) -> Version:
    found = Version.objects.filter(pk=version_id).select_related("criterion__klass").first()
    if found is None:
        raise Http404
    return found


def _is_to(text: Text, learner: Learner) -> bool:
    return text.kind == Text.Kind.FEEDBACK.value and text.learner_id == learner.pk


def _reads_together(text: Text, learner: Learner) -> bool:
    is_one = text.kind in selectors.TOGETHER
    return is_one and Enrolment.objects.filter(klass=text.klass_id, learner=learner).exists()
