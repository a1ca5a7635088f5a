"""The demo's packets: what its teachers chose, what a learner has time for, and what became of packets handed out.

Import it after Django is set up.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import Final

from django.utils import timezone

from sharewell.web.access.models import Person
from sharewell.web.choices.models import Kind, Offer, Packet, QualityRule
from sharewell.web.classes import plans
from sharewell.web.classes import services as classes
from sharewell.web.classes.handed import packets_now
from sharewell.web.classes.models import Class, Learner, Task, Teaching
from sharewell.web.classes.selectors import period_now
from sharewell.web.packets import handing_out, selectors, services, together

KINDS: Final = {
    "Practice": Kind.WRITTEN,
    "Classwork": Kind.SPOKEN,
    "Quiz": Kind.CHOICE,
    "Project": Kind.PROJECT,
}
CLASSES_HANDED_OUT: Final = 5
DONE_OF_TEN: Final = 7
WELL_OF_TEN: Final = 9  # of what is done, so much shows what it is for


def choose_for_packets() -> None:
    """Do for the school in scope what its teachers do: in full for the class that the demo's teacher has."""
    teachings = list(Teaching.objects.select_related("klass", "person").order_by("person_id", "klass_id"))
    if not teachings:
        return
    first, *others = teachings
    for teaching in others[:CLASSES_HANDED_OUT]:
        _essential(teaching.klass, teaching.person, 8)
        _hand_out_together(teaching.klass, teaching.person)
    _some_is_done()
    _essential(first.klass, first.person, 6)
    _rules(first.klass, first.person)
    _offers(first.klass, first.person)
    _sign_and_take_up(first.klass, first.person)
    for learner in Learner.objects.exclude(person=None).select_related("person")[:1]:
        assert learner.person is not None
        services.time_set(actor=learner.person, learner=learner, minutes_per_week=45, weeks=3)


def _essential(klass: Class, teacher: Person, how_many: int) -> None:
    choices = selectors.choices_of(klass, period_now())[:how_many]
    needed = {choice.standard: 1 if nth == 0 else choice.by_rule for nth, choice in enumerate(choices)}
    services.essential_set(actor=teacher, klass=klass, period=period_now(), needed=needed)


def _hand_out_together(klass: Class, teacher: Person) -> None:
    found = together.of_class(klass)
    handing_out.packets_hand_out(
        actor=teacher, klass=klass, packets=found.packets, tasks=found.tasks, day=timezone.localdate()
    )


def _some_is_done() -> None:
    """Most of what was handed out comes in; the works are counted off, so that every demo is the same."""
    packets = Packet.objects.select_related("klass", "learner").order_by("pk")
    teachers = dict(Teaching.objects.order_by("-pk").values_list("klass_id", "person_id"))
    everyone = Person.objects.in_bulk(set(teachers.values()))
    works = [
        (now.packet, each.work) for now in packets_now(packets) for each in now.works if each.work.task_id
    ]
    for nth, (packet, work) in enumerate(works):
        if nth % 10 >= DONE_OF_TEN:
            continue
        task = Task.objects.get(pk=work.task_id)
        share = 0.85 if nth % 10 < WELL_OF_TEN - 3 else 0.5
        classes.work_mark_done(
            actor=everyone[teachers[packet.klass_id]],
            learner=Learner.objects.get(pk=packet.learner_id),
            task=task,
            points=round(share * (task.points_possible or 0)),
            day=timezone.localdate(),
        )


def _rules(klass: Class, teacher: Person) -> None:
    """Not only multiple choice, and the first essential standard is signed off."""
    kinds = {one.name: str(KINDS[one.name]) for one in selectors.categories_of(klass) if one.name in KINDS}
    asks = QualityRule.Asks
    signed = {(asks.SIGNED.value, standard) for standard in islice(_chosen(klass), 1)}
    services.rules_set(
        actor=teacher, klass=klass, asked={(asks.NOT_ONLY_CHOICE.value, ""), *signed}, kinds=kinds
    )


def _offers(klass: Class, teacher: Person) -> None:
    """A conversation, two substitutes of which one enters, a project from next week on, and a quiz done again."""
    standards = _chosen(klass)
    form, later = Offer.Form, timezone.localdate() + timedelta(days=7)
    for title, what, kind, minutes, shows, group, day in (
        ("Ten minutes with your teacher", form.CONVERSATION, Kind.CONVERSATION, 12, standards[1:3], "", None),
        ("A page in your own words", form.SUBSTITUTE, Kind.WRITTEN, 25, standards[4:6], "In your words", None),
        ("Three minutes of explaining, recorded", form.SUBSTITUTE, Kind.SPOKEN, 21, standards[4:6], "In your words",
         None),
        ("A poster for the next class", form.PROJECT, Kind.PROJECT, 50, standards[3:6], "", later),
    ):  # fmt: skip
        if shows:
            services.offer_add(
                actor=teacher, klass=klass, title=title, form=what.value, kind=kind.value, minutes=minutes,
                standards=shows, group=group, from_day=day,
            )  # fmt: skip
    for task in Task.objects.filter(klass=klass, category="Quiz").order_by("due")[:1]:
        services.task_option_set(
            actor=teacher, task=task, minutes=15, kind=Kind.WRITTEN.value, group="", from_day=None
        )


def _sign_and_take_up(klass: Class, teacher: Person) -> None:
    """One learner held the conversation, and another's standard is signed off."""
    today, everyone = (
        timezone.localdate(),
        list(Learner.objects.filter(enrolments__klass=klass).order_by("name", "pk")),
    )
    talk = Offer.objects.filter(klass=klass, form=Offer.Form.CONVERSATION.value).first()
    open_ones = (learner for learner in everyone if plans.plan_of(learner, [klass]).learner.packet.tasks)
    for nth, learner in enumerate(islice(open_ones, 1, 3)):
        if nth == 0 and talk is not None:
            services.offer_take_up(actor=teacher, learner=learner, offer=talk, day=today)
        else:
            services.sign_off(
                actor=teacher, learner=learner, klass=klass, standard=_chosen(klass)[0], day=today
            )


def _chosen(klass: Class) -> list[str]:
    """The essential standards of the marking period."""
    return sorted(selectors.essential_of(klass, period_now()))
