"""The demo's conversations: feedback with answers, a class's own criterion with its vote, a partner's letter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sharewell.web.access.models import Person
from sharewell.web.classes.models import Class, Learner
from sharewell.web.classes.selectors import classes_taught, learners_in
from sharewell.web.classes.services import learner_sign_in_give
from sharewell.web.feedback import services
from sharewell.web.feedback.criteria import packs_of
from sharewell.web.feedback.hearing import hear
from sharewell.web.feedback.models import Text

CRITERION: Final[dict[str, Any]] = {
    "name": "Puts one country above another",
    "why": "Our partners read our letters. We tell what is different without saying who is ahead.",
    "heard": [
        "Our country is much more advanced than yours.",
        "They still live like people did a hundred years ago.",
        "In poor countries schools are worse than here.",
        "We are a developed nation and can show them how it is done.",
        "Their roads and schools cannot keep up with ours.",
        "Civilised countries have solved this long ago.",
    ],
    "fine": [
        "Our country has a long coast and yours has high mountains.",
        "Their school year begins in February.",
        "We both have trams in the city.",
        "You grow coffee and we grow apples.",
        "Which holidays do you celebrate?",
        "Both schools have about three hundred pupils.",
    ],
}
LETTER: Final = (
    "We hung the drawings of your river in our room. Our class measured ours last week: it is 40 metres "
    "wide at the bridge. Your nation is decades behind us in cleaning its water, so we can show you how. What do "
    "you do when the water is high?"
)
FEEDBACK: Final = (
    (
        "You said in one sentence why your second step holds, and the drawing shows it. Next, try the same with the "
        "last part of the practice sheet.",
        "That a drawing helps me find the step that I left out.",
    ),
    ("You asked what happens when the numbers are negative, and tried two. What did you find out?", ""),
    (
        "Your plan for the project has three parts and says who does what. Next, write down what you need first.",
        "I can plan before I start.",
    ),
)


def write_feedback(clerk: Person, teacher: Person) -> None:
    """Between this teacher and the class in which a learner has a sign-in; call it with the school in scope."""
    known = Learner.objects.filter(person__isnull=False).order_by("pk").first()
    klass = classes_taught(teacher).filter(enrolments__learner=known).first()
    if known is None or klass is None:
        return
    everyone = [known, *(learner for learner in learners_in(klass) if learner.pk != known.pk)]
    for learner in everyone:
        learner_sign_in_give(actor=clerk, learner=learner)
    _threads(teacher, klass, everyone)
    _criterion(teacher, klass, everyone)


def _threads(teacher: Person, klass: Class, everyone: Sequence[Learner]) -> None:
    """Feedback to the first of the class, with the answers of two of them."""
    for learner, (body, answer) in zip(everyone, FEEDBACK, strict=False):
        sent = services.feedback_send(
            actor=teacher, learner=learner, klass=klass, body=body, heard=hear(body).counts
        )
        if answer and learner.person:
            services.answer_send(actor=learner.person, feedback=sent, body=answer, heard=hear(answer).counts)


def _criterion(teacher: Person, klass: Class, everyone: Sequence[Learner]) -> None:
    """Proposed by one, agreed by the others; a partner's letter, in which two learners flag a sentence."""
    first = everyone[0]
    if first.person is None:
        return
    version = services.version_propose(actor=first.person, klass=klass, criterion=None, **CRITERION)
    for learner in everyone[: services.votes_needed(klass)]:
        if learner.person:
            services.vote_cast(actor=learner.person, learner=learner, version=version, yes=True)
    heard = hear(LETTER, packs_of([klass])).counts
    letter = services.text_share(
        actor=teacher,
        klass=klass,
        kind=Text.Kind.PARTNERS,
        title="A letter about rivers",
        body=LETTER,
        heard=heard,
    )
    for learner, place in zip(everyone[:2], (2, 1), strict=False):
        if learner.person:
            start = heard["sentences"][place][0]
            services.flag_raise(
                actor=learner.person, learner=learner, text=letter, start=start, sentences=heard["sentences"]
            )
