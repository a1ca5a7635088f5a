"""Packets in the browser: what a teacher chooses holds, a learner's time is kept, and all of it is on record."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sharewell.plan import LearnerPlan
from sharewell.report.words import sentence
from sharewell.web.access.models import Entry
from sharewell.web.choices.models import Capacity, Essential, Offer, Packet, SignedOff, TakenUp, TaskOption
from sharewell.web.classes import plans
from sharewell.web.classes import services as classes
from sharewell.web.classes.handed import packets_holding, packets_now
from sharewell.web.classes.models import Class, Learner, Result, Summary, Task
from sharewell.web.classes.selectors import classes_attended, period_now
from sharewell.web.classes.terms import week_of
from sharewell.web.leadership import effect
from sharewell.web.leadership.selectors import marking_periods
from sharewell.web.packets import handing_out, selectors, services, together
from tests.web.conftest import World

TODAY = timezone.localdate()


@pytest.fixture
def here(in_school: World) -> World:
    """The world without its offer: each test says what is offered."""
    in_school.offer.delete()
    return in_school


def plan_now(world: World, learner: Learner | None = None, *classes: Class) -> LearnerPlan:
    return plans.plan_of(learner or world.learner, classes or [world.klass]).learner


def asked_for(plan: LearnerPlan) -> set[str]:
    return {standard for task in plan.packet.tasks for standard in task.attains}


def post(world: World, name: str, data: dict[str, object], *, who: str = "teacher", **parts: object) -> None:
    response = world.client(who).post(world.url(name, **parts), data)
    assert response.status_code == 302, response.content.decode()[-3000:]


def verbs(world: World) -> list[str]:
    return list(Entry.objects.order_by("seq").values_list("verb", flat=True))


def essential_form(world: World, needed: dict[str, int]) -> dict[str, object]:
    rows = selectors.choices_of(world.klass, period_now())
    data: dict[str, object] = {f"needed-{row.standard}": needed.get(row.standard, 2) for row in rows}
    return data | {f"on-{standard}": "on" for standard in needed}


def test_packets_are_about_what_a_teacher_ticked(here: World) -> None:
    before = plan_now(here)
    one = min(asked_for(before))
    post(here, "essential-set", essential_form(here, {one: 1}), class_id=here.klass.pk)
    after = plan_now(here)
    assert asked_for(after) <= {one}
    assert after.packet.minutes <= before.packet.minutes
    assert {left.standard for left in after.packet.left} <= {one}
    strengths = {known.standard for known in before.knows}
    assert strengths == {known.standard for known in after.knows} - {one}
    row = Essential.objects.get()
    assert (row.klass, row.period, row.needed) == (here.klass, period_now(), 1)
    assert verbs(here)[-1] == "essential standards chosen"
    page = here.client("teacher").get(here.url("class-packets", class_id=here.klass.pk)).content.decode()
    assert "1 of " in page
    klass = Class.objects.get(pk=here.klass.pk)
    summary = next(s for s in plans.summaries_fresh(klass) if s.learner == here.learner)
    assert summary.packet_minutes == after.packet.minutes
    post(here, "essential-set", essential_form(here, {}), class_id=here.klass.pk)
    assert plan_now(here).packet == before.packet


def test_pieces_out_of_range_and_unknown_standards_are_refused_where_they_stand(here: World) -> None:
    client, address = here.client("teacher"), here.url("essential-set", class_id=here.klass.pk)
    one = selectors.choices_of(here.klass, period_now())[0].standard
    bad = client.post(address, essential_form(here, {one: 0}))
    assert bad.status_code == 400
    unknown = client.post(address, essential_form(here, {one: 1}) | {"another": "NO.SUCH"})
    assert "no standard with this code" in unknown.content.decode()
    assert not Essential.objects.exists()


def test_another_marking_period_has_a_choice_of_its_own(here: World) -> None:
    one = min(asked_for(plan_now(here)))
    other = next(period for period in selectors.periods_here() if period != period_now())
    form = essential_form(here, {one: 1}) | {"period": other.pk}
    before = plan_now(here)
    post(here, "essential-set", form, class_id=here.klass.pk)
    assert Essential.objects.get().period == other
    assert plan_now(here).packet == before.packet


def test_a_conversation_enters_the_packet_and_counts_once_it_is_held(here: World) -> None:
    before = plan_now(here)
    wanted = sorted(asked_for(before))
    post(
        here,
        "offer-add",
        {
            "form": "conversation", "title": "Ten minutes at the window", "kind": "conversation",
            "minutes": 1, "pieces": 9, "standards": wanted,
        },
        class_id=here.klass.pk,
    )  # fmt: skip
    offer = Offer.objects.get()
    with_it = plan_now(here)
    assert [task.task for task in with_it.packet.tasks] == [f"offer:{offer.pk}"]
    page = here.client("teacher").get(here.url("learner", learner_id=here.learner.pk)).content.decode()
    assert "Ten minutes at the window" in page
    post(here, "offer-taken-up", {"offer": offer.pk}, learner_id=here.learner.pk)
    after = plan_now(here)
    assert after.packet.tasks == ()
    assert set(wanted) <= {known.standard for known in after.knows}
    assert TakenUp.objects.get().person == here.people["teacher"]
    seen = here.client("family").get(here.url("learner", learner_id=here.learner.pk)).content.decode()
    assert "seen by the teacher" in seen
    post(here, "offer-end", {}, offer_id=offer.pk)
    assert plan_now(here).knows == after.knows, "what was shown stays shown"
    assert "offer taken up" in verbs(here)


def test_of_two_substitutes_one_enters(here: World) -> None:
    wanted = min(asked_for(plan_now(here)))
    for title in ("One", "Two"):
        services.offer_add(
            actor=here.people["teacher"], klass=here.klass, form="substitute", title=title, kind="written",
            minutes=1, standards=[wanted], group="Essay",
        )  # fmt: skip
    asked = [task.title for task in plan_now(here).packet.tasks]
    assert len({"One", "Two"} & set(asked)) == 1


def test_an_offer_that_shows_nothing_is_refused_in_words(here: World) -> None:
    answer = here.client("teacher").post(
        here.url("offer-add", class_id=here.klass.pk),
        {"form": "project", "title": "x", "kind": "project", "minutes": 5, "pieces": 1},
    )
    assert answer.status_code == 400
    assert "Choose at least one standard" in answer.content.decode()


def test_low_work_has_minutes_of_its_own_when_done_again(here: World) -> None:
    task = Task.objects.filter(klass=here.klass, points_possible__gt=0)[0]
    Result.objects.update_or_create(
        learner=here.learner, task=task, defaults={"status": "scored", "points": 0.0}
    )
    form = {"minutes": 3, "kind": "written", "group": "", "from_day": ""}
    post(here, "task-option", form, task_id=task.pk)
    found = plan_now(here).packet
    (minutes,) = [t.minutes for t in (*found.tasks, *found.not_needed) if t.title == task.title]
    assert minutes == 3
    post(here, "task-option", {"minutes": "", "kind": "", "group": "", "from_day": ""}, task_id=task.pk)
    assert not TaskOption.objects.exists()


def test_rules_are_kept_and_categories_say_what_they_are(here: World) -> None:
    free = plan_now(here)
    named = {category.name: "multiple choice" for category in selectors.categories_of(here.klass)}
    wanted = min(asked_for(free))
    post(
        here,
        "packet-rules-set",
        {
            "not_only_choice": "on",
            "signed": [wanted],
            **{f"kind-{name}": kind for name, kind in named.items()},
        },
        class_id=here.klass.pk,
    )
    strict = plan_now(here)
    assert strict.packet.tasks == (), "only multiple choice is open, and that alone keeps no such rule"
    assert all(
        "not only multiple choice" in left.why
        for left in strict.packet.left
        if left.standard in asked_for(free)
    )
    services.offer_add(
        actor=here.people["teacher"], klass=here.klass, form="conversation", title="Talk", kind="conversation",
        minutes=5, standards=sorted(asked_for(free)),
    )  # fmt: skip
    kept = plan_now(here)
    assert "Talk" in {task.title for task in kept.packet.tasks}
    signing = [task for task in kept.packet.tasks if wanted in task.attains]
    assert signing
    assert all(task.sign_off == (wanted,) for task in signing)


def test_a_sign_off_is_given_counts_and_is_taken_back(here: World) -> None:
    wanted = min(asked_for(plan_now(here)))
    post(here, "sign-off-give", {"class": here.klass.pk, "standard": wanted}, learner_id=here.learner.pk)
    assert wanted not in asked_for(plan_now(here))
    assert wanted in {known.standard for known in plan_now(here).knows}
    assert SignedOff.objects.get().person == here.people["teacher"]
    data = {"class": here.klass.pk, "standard": wanted, "back": "1"}
    post(here, "sign-off-give", data, learner_id=here.learner.pk)
    assert wanted in asked_for(plan_now(here))
    assert verbs(here)[-3:].count("sign-off ended") == 1


def test_work_that_waits_for_a_signature_is_said_on_the_page(here: World) -> None:
    known = plan_now(here).knows[0].standard
    services.rules_set(actor=here.people["teacher"], klass=here.klass, asked={("signed", known)}, kinds={})
    assert [one.standard for one in plan_now(here).packet.to_sign] == [known]
    page = here.client("family").get(here.url("learner", learner_id=here.learner.pk)).content.decode()
    assert "For the teacher to sign off" in page


def busy_learner() -> Learner:
    """Someone with a packet in two classes."""
    for learner in Learner.objects.order_by("pk"):
        rows = Summary.objects.filter(learner=learner, packet_tasks__gt=0)
        if rows.count() > 1:
            return learner
    raise AssertionError("the school has nobody with two packets")


def test_a_learner_says_how_much_time_they_have(here: World) -> None:
    client = here.client("learner_self")
    assert client.get(here.url("my-time")).status_code == 200
    post(here, "my-time", {"minutes_per_week": 25, "weeks": 2}, who="learner_self")
    assert Capacity.objects.get().learner == here.learner
    page = client.get(here.url("learner", learner_id=here.learner.pk)).content.decode()
    assert "You said that you have 25\u00a0min a week" in page
    assert "No week asks for more than 25\u00a0min" in page
    assert "Week 1" in page or "No open task" in page
    assert verbs(here).count("own time said") == 1
    assert client.post(here.url("my-time"), {"minutes_per_week": 1, "weeks": 0}).status_code == 200
    assert Capacity.objects.get().minutes_per_week == 25
    post(here, "my-time", {"end": "1"}, who="learner_self")
    assert not Capacity.objects.exists()


TIMES = given(
    minutes=st.integers(5, 200),
    weeks=st.integers(1, 4),
    offered=st.booleans(),
    handed=st.booleans(),
    fewer=st.integers(0, 60),
)


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@TIMES
def test_the_packets_of_all_classes_together_keep_to_the_learners_time(here: World, **drawn: int) -> None:
    _undone(here, **drawn)


@pytest.mark.slow
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@TIMES
def test_the_packets_of_all_classes_together_keep_to_the_learners_time_over_and_over(
    here: World, **drawn: int
) -> None:
    _undone(here, **drawn)


def _undone(here: World, **drawn: int) -> None:
    """Try it, and leave no trace for the next example."""
    before = transaction.savepoint()
    try:
        _keeps_to_the_time(here, **drawn)
    finally:
        transaction.savepoint_rollback(before)


def _keeps_to_the_time(
    here: World, minutes: int, weeks: int, offered: bool, handed: bool, fewer: int
) -> None:
    learner, teacher = busy_learner(), here.people["teacher"]
    attended = list(classes_attended(learner))
    services.time_set(actor=teacher, learner=learner, minutes_per_week=minutes, weeks=weeks)
    if offered:
        standards = [row.standard for row in selectors.choices_of(attended[0], period_now())]
        services.offer_add(
            actor=teacher, klass=attended[0], form="project", title="P", kind="project", minutes=35,
            standards=standards,
        )  # fmt: skip
    if handed:
        found = plans.plan_of(learner, attended[-1:])
        handing_out.packets_hand_out(
            actor=teacher, klass=attended[-1], packets={learner: found.learner.packet},
            tasks=found.tasks, day=TODAY,
        )  # fmt: skip
        least = max(5, minutes - fewer)
        services.time_set(actor=teacher, learner=learner, minutes_per_week=least, weeks=weeks)
        minutes = least
    parts = [plan_now(here, learner, klass).packet for klass in attended]
    whole = plan_now(here, learner, *attended).packet
    for week in range(1, weeks + 1):
        for tasks in (whole.tasks, [task for part in parts for task in part.tasks]):
            assert sum(task.minutes for task in tasks if task.week == week) <= minutes
    assert sum(part.minutes for part in parts) == whole.minutes
    planned = [plans.summaries_fresh(klass) for klass in classes_attended(learner)]
    of_them = [row.packet_minutes for rows in planned for row in rows if row.learner_id == learner.pk]
    assert of_them == [part.minutes for part in parts]
    named = {left.standard for left in whole.left} | set(whole.attains)
    mine = plan_now(here, learner, *attended)
    assert named == {one.standard for one in (*mine.ready, *mine.later)}
    klass, *others = attended
    shared = together.of_class(klass).packets.get(learner)
    for week in range(1, weeks + 1):
        tasks = [task for other in others for task in plan_now(here, learner, other).packet.tasks]
        tasks += shared.tasks if shared else ()
        assert sum(task.minutes for task in tasks if task.week == week) <= minutes


def test_what_is_handed_out_holds_until_it_is_done_or_taken_back(here: World) -> None:
    data = {"class": here.klass.pk}
    before = plan_now(here)
    post(here, "packet-hand-out", data, learner_id=here.learner.pk)
    row = Packet.objects.get()
    assert (row.everything_minutes, row.period) == (before.packet.everything_minutes, period_now())
    assert len(packets_now(Packet.objects.all())[0].works) == len(before.packet.tasks)
    cheap = before.packet.tasks[0].attains
    services.offer_add(
        actor=here.people["teacher"], klass=here.klass, form="project", title="P", kind="project", minutes=1,
        standards=cheap, pieces=9,
    )  # fmt: skip
    held = plan_now(here)
    assert [task.task for task in held.packet.tasks] == [task.task for task in before.packet.tasks]
    assert held.packet.handed_out
    post(here, "packet-hand-out", data | {"back": "1"}, learner_id=here.learner.pk)
    assert "P" in {task.title for task in plan_now(here).packet.tasks}
    assert not packets_holding([here.klass], period_now())


def test_what_became_of_a_packet_is_its_work_done_and_the_evidence_of_it(here: World) -> None:
    found = plans.plan_of(here.learner, [here.klass])
    teacher = here.people["teacher"]
    handing_out.packets_hand_out(
        actor=teacher,
        klass=here.klass,
        packets={here.learner: found.learner.packet},
        tasks=found.tasks,
        day=TODAY,
    )
    works = found.learner.packet.tasks
    for nth, work in enumerate(works):
        task = Task.objects.get(pk=found.tasks[work.task])
        points = (task.points_possible or 0) * (1 if nth == 0 else 0.1)
        classes.work_mark_done(actor=teacher, learner=here.learner, task=task, points=points, day=TODAY)
    (now,) = packets_now(Packet.objects.all())
    assert [work.done for work in now.works] == [True] * len(works)
    gained = [work.gained for work in now.works]
    assert gained[0] == sum(now.works[0].work.evidence.values()) > 0
    assert gained[1:] == [0] * (len(works) - 1)
    assert not now.open


def test_a_class_is_planned_together_and_handed_out_in_one_click(here: World) -> None:
    client, address = here.client("teacher"), here.url("packets-together", class_id=here.klass.pk)
    page = client.get(address).content.decode()
    assert "Hand out" in page
    found = together.of_class(here.klass)
    assert len(found.plan.tasks) <= found.plan.tasks_before
    for learner, packet in found.packets.items():
        own = plan_now(here, learner).packet
        assert own.minutes <= packet.minutes <= own.minutes * 1.05
        assert packet.attains == own.attains
    klass = Class.objects.get(pk=here.klass.pk)
    assert client.post(address, {"version": klass.version + 1}).status_code == 302
    assert not Packet.objects.exists(), "the class changed meanwhile: nothing is handed out"
    client.post(address, {"version": klass.version})
    assert Packet.objects.filter(ended=None).count() == len(found.packets)
    for learner, packet in found.packets.items():
        now = plan_now(here, learner).packet
        assert {task.task for task in now.tasks} == {task.task for task in packet.tasks}
    client.post(address, {"version": Class.objects.get(pk=here.klass.pk).version})
    assert Packet.objects.filter(ended=None).count() == len(found.packets), (
        "the new ones take the old ones' place"
    )


@pytest.mark.parametrize("day", range(7))
def test_a_day_in_a_later_week_is_a_later_week(day: int) -> None:
    monday = date(2026, 11, 16)

    def week(days: int) -> int:
        return week_of(monday + timedelta(days=days), today=monday + timedelta(days=day))

    assert week_of(None, today=monday) == week(0) == week(6) == week(-20) == 1
    assert week(7) == week(13) == 2
    assert week(27) == 4


def test_the_packet_read_aloud_says_the_same(here: World) -> None:
    answer = here.client("family").get(here.url("packet-aloud", learner_id=here.learner.pk))
    page = unescape(answer.content.decode())
    plan = plan_now(here, None, *classes_attended(here.learner))
    assert plan.packet.tasks
    for task in plan.packet.tasks:
        assert task.title in page
    for task in plan.packet.not_needed:
        assert task.title in page
        assert sentence(task.why) in page


@pytest.mark.parametrize("name", ["class-packets", "packets-together"])
def test_questions_to_the_database_do_not_grow_with_offers(name: str, here: World) -> None:
    path, client = here.url(name, class_id=here.klass.pk), here.client("teacher")
    wanted = [row.standard for row in selectors.choices_of(here.klass, period_now())]

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
        return len(seen)

    def offer() -> None:
        services.offer_add(
            actor=here.people["teacher"], klass=here.klass, form="project", title="P", kind="project",
            minutes=30, standards=wanted,
        )  # fmt: skip

    offer()
    few = asked()
    for _ in range(6):
        offer()
    assert asked() <= few < 40


def hand_out_to(world: World, learners: list[Learner]) -> int:
    """Hand out each learner's smallest packet in the world's class; how many had work in them."""
    found = plans.plans_over([world.klass], learners)
    packets = {
        learner: next(one.packet for one in found.plan.learners if one.student_id == learner.student_id)
        for learner in learners
    }
    return handing_out.packets_hand_out(
        actor=world.people["teacher"], klass=world.klass, packets=packets, tasks=found.tasks, day=TODAY
    )


def open_learners(world: World) -> list[Learner]:
    return [row.learner for row in plans.summaries_fresh(world.klass) if row.packet_tasks]


def test_a_leader_sees_what_packets_save_and_what_became_of_them(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    learners = open_learners(here)
    monkeypatch.setattr(effect, "LEAST", len(learners))
    assert effect.by_period(None) == []
    assert hand_out_to(here, learners) == len(learners)
    periods = marking_periods()
    lines = {line.title: line for line in effect.by_period(periods)}
    assert list(lines) == [period.title for period in selectors.periods_here()]
    now = lines[period_now().title]
    klass = Class.objects.get(pk=here.klass.pk)
    rows = [row for row in plans.summaries_fresh(klass) if row.learner in learners]
    assert now.learners == now.packets == len(learners)
    assert now.work is not None
    assert now.work.all_minutes == sum(row.everything_minutes for row in rows)
    assert now.work.asked_minutes == sum(row.packet_minutes for row in rows)
    assert now.work.saved == 1 - now.work.asked_minutes / now.work.all_minutes
    assert (now.done_tasks, now.whole, now.gained) == (0, 0, 0)
    other = next(line for title, line in lines.items() if title != now.title)
    assert (other.learners, other.work) == (0, None)
    letters = {line.title: line.counts[periods.letters.index("F")] for line in periods.lines}
    assert {title: line.letters_f for title, line in lines.items()} == letters
    packet = packets_now(Packet.objects.filter(learner=learners[0]))[0]
    for each in packet.works:
        task = Task.objects.get(pk=each.work.task_id)
        classes.work_mark_done(
            actor=here.people["teacher"], learner=learners[0], task=task,
            points=task.points_possible or 0, day=TODAY,
        )  # fmt: skip
    (after,) = [line for line in effect.by_period(periods) if line.title == now.title]
    assert (after.done_tasks, after.whole) == (len(packet.works), 1)
    assert after.gained == sum(sum(each.work.evidence.values()) for each in packet.works)


def test_the_packets_of_few_learners_are_not_shown_to_a_leader(here: World) -> None:
    learners = open_learners(here)[: effect.LEAST - 1]
    hand_out_to(here, learners)
    (now,) = [line for line in effect.by_period(None) if line.title == period_now().title]
    assert (now.learners, now.work, now.done_tasks, now.whole, now.packets, now.gained) == (None,) * 6
    page = here.client("leader").get(here.url("school-page")).content.decode()
    assert "not shown: few learners" in page
    for learner in learners:
        assert learner.name not in page


def test_a_packet_that_was_taken_back_is_not_counted(here: World) -> None:
    learners = open_learners(here)
    hand_out_to(here, learners)
    hand_out_to(here, learners)
    assert Packet.objects.count() == 2 * len(learners)
    assert len(packets_now(Packet.objects.filter(ended=None))) == len(learners)
