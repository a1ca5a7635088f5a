"""What pages show, how many questions they ask the database, and that one figure is the same everywhere."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sharewell.plan import make_plan
from sharewell.web.access.models import Person, Role
from sharewell.web.access.scope import scope
from sharewell.web.classes import plans
from sharewell.web.classes.frames import gradebook_of, standards_of_school
from sharewell.web.classes.models import Class, Enrolment, Learner, Period, Result, Task
from tests.web.conftest import World


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def page(world: World, who: str, path: str) -> str:
    response = world.client(who).get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_writes_are_synced_to_disk_and_readers_do_not_wait(world: World) -> None:
    said = {}
    with connection.cursor() as cursor:
        for pragma in ("journal_mode", "synchronous", "foreign_keys"):
            said[pragma] = cursor.execute(f"PRAGMA {pragma}").fetchone()[0]
    assert said == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}  # 2 is FULL
    assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize("name", ["class", "teacher-today", "classes", "learner", "school-page", "people"])
def test_questions_to_the_database_do_not_grow_with_the_class(name: str, world: World) -> None:
    who = {"school-page": "leader", "people": "administrator"}.get(name, "teacher")
    parts = {"class": {"class_id": world.klass.pk}, "learner": {"learner_id": world.learner.pk}}.get(name, {})
    path, client = world.url(name, **parts), world.client(who)
    client.get(path)  # summaries are fresh from here on
    with CaptureQueriesContext(connection) as small:
        client.get(path)
    with scope(world.school):
        _grow(world, 40)
    client.get(path)
    with CaptureQueriesContext(connection) as large:
        client.get(path)
    assert len(large) <= len(small), [query["sql"] for query in large]
    assert len(large) < 50


def _grow(world: World, by: int) -> None:
    """More learners, tasks, results and people."""
    learners = [Learner(student_id=f"more{i}", name=f"More {i}") for i in range(by)]
    Learner.objects.bulk_create(learners)
    Enrolment.objects.bulk_create([Enrolment(klass=world.klass, learner=learner) for learner in learners])
    period = Period.objects.all()[0]
    tasks = [
        Task(klass=world.klass, task=f"more{i}", title=f"More {i}", points_possible=10, period=period)
        for i in range(by // 4)
    ]
    Task.objects.bulk_create(tasks)
    Result.objects.bulk_create(
        [
            Result(learner=learner, task=task, points=9, status="scored")
            for learner in learners
            for task in tasks
        ]
    )
    for i in range(by):
        person = Person.objects.create_person(username=f"more{i}", name=f"More {i}")
        person.memberships.create(school=world.school, role=Role.TEACHER)


def test_the_same_figures_on_the_class_page_and_the_learners_page(in_school: World) -> None:
    for summary in plans.summaries_fresh(in_school.klass):
        said = plans.plan_of(summary.learner, [in_school.klass]).learner
        assert summary.shown == len(said.knows)
        assert summary.ready == [ready.standard for ready in said.ready]
        assert summary.packet_minutes == said.packet.minutes
        assert summary.packet_tasks == len(said.packet.tasks)
        assert summary.start_with == said.start_with


def test_the_web_and_the_library_say_the_same_of_an_export(in_school: World) -> None:
    book = gradebook_of(list(Class.objects.all())).gradebook
    for learner in make_plan(book, standards_of_school(), rule=plans.rule_here()).learners[:5]:
        row = Learner.objects.get(student_id=learner.student_id)
        mine = plans.plan_of(row, list(Class.objects.filter(enrolments__learner=row))).learner
        assert mine.packet.minutes == learner.packet.minutes
        assert [known.standard for known in mine.knows] == [known.standard for known in learner.knows]


def test_strengths_come_first_then_progress_then_next_then_the_packet(world: World) -> None:
    body = page(world, "teacher", world.url("learner", learner_id=world.learner.pk))
    places = [
        body.index(f'id="{name}"')
        for name in ("knows", "progress", "ready", "packet")
        if f'id="{name}"' in body
    ]
    assert places == sorted(places)
    assert body.index('class="lead"') < places[0]


def test_only_a_teacher_is_offered_to_mark_work_done(world: World) -> None:
    path = world.url("learner", learner_id=world.learner.pk)
    assert "Mark done" in page(world, "teacher", path)
    for who in ("learner_self", "family"):
        assert "Mark done" not in page(world, who, path)


def test_work_marked_done_becomes_evidence(in_school: World) -> None:
    found = plans.plan_of(in_school.learner, [in_school.klass])
    task = found.learner.packet.tasks[0]
    client, path = in_school.client("teacher"), in_school.url("learner", learner_id=in_school.learner.pk)
    row = found.tasks[task.task]
    client.post(f"{path}done/", {"task": row, "shown": "1", "class": in_school.klass.pk})
    result = Result.objects.get(learner=in_school.learner, task=row)
    assert (result.status, result.points, result.given_here) == ("scored", result.task.points_possible, True)
    after = plans.plan_of(in_school.learner, [in_school.klass]).learner
    assert task.task not in [left.task for left in after.packet.tasks]
    assert after.packet.everything_minutes < found.learner.packet.everything_minutes


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Write the points, or tick"),
        ({"points": "lots"}, "Write the points"),
        ({"points": "-1"}, "Write the points"),
        ({"points": "1000"}, "Check the number"),
    ],
)
def test_points_that_cannot_be_are_said_so_and_not_kept(
    in_school: World, given: dict[str, str], said: str
) -> None:
    before = list(Result.objects.order_by("pk").values())
    path = in_school.url("learner", learner_id=in_school.learner.pk)
    answer = in_school.client("teacher").post(
        f"{path}done/", {"task": in_school.task.pk, **given}, follow=True
    )
    assert said in answer.content.decode()
    assert list(Result.objects.order_by("pk").values()) == before


def test_the_packet_is_a_tagged_pdf(world: World) -> None:
    pdf = world.client("family").get(world.url("packet", learner_id=world.learner.pk))
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in pdf.content


def test_the_leader_sees_sums_and_nobodys_name(in_school: World) -> None:
    body = page(in_school, "leader", in_school.url("school-page"))
    for name in Learner.objects.values_list("name", flat=True):
        assert name not in body
    assert "Marking periods" in body


def test_small_numbers_are_not_shown_to_leaders(in_school: World) -> None:
    body = page(in_school, "leader", in_school.url("school-page"))
    numbers = re.findall(r'<td class="number">([\d,]+)</td>', body)
    assert all(int(number.replace(",", "")) == 0 or int(number.replace(",", "")) >= 10 for number in numbers)
    assert "not shown" in body


def test_names_are_shown_as_written_and_run_nothing(in_school: World) -> None:
    hostile = '<script>alert(1)</script>" onmouseover="x\' {{ 7*7 }}'
    Learner.objects.filter(pk=in_school.learner.pk).update(name=hostile)
    Task.objects.filter(klass=in_school.klass).update(title=hostile)
    Class.objects.filter(pk=in_school.klass.pk).update(title=hostile, version=9)
    in_school.klass.summaries.all().delete()
    paths = [
        ("teacher", in_school.url("class", class_id=in_school.klass.pk)),
        ("teacher", in_school.url("teacher-today")),
        ("teacher", in_school.url("learner", learner_id=in_school.learner.pk)),
        ("teacher", in_school.url("task-links", task_id=in_school.task.pk)),
        ("administrator", in_school.url("learner-sign-ins")),
        ("leader", in_school.url("school-page")),
    ]
    for who, path in paths:
        body = page(in_school, who, path)
        assert "<script>" not in body  # our own have a source
        assert 'onmouseover="x' not in body
        assert "49" not in re.findall(r"alert\(1\).{0,40}", body)


def test_an_error_shows_an_id_that_is_in_the_log_and_nothing_else(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import logging

    from sharewell.web.classes import selectors

    def breaks(*_: object) -> None:
        raise ValueError("Ana García")

    monkeypatch.setattr(selectors, "classes_counted", breaks)
    logging.getLogger("sharewell").propagate = True
    client = world.client("teacher")
    client.raise_request_exception = False
    answer = client.get(world.url("classes"))
    logging.getLogger("sharewell").propagate = False
    assert answer.status_code == 500
    shown = re.search(r"id ([0-9a-f]{8})", answer.content.decode())[1]
    ours = [record.getMessage() for record in caplog.records if record.name == "sharewell.trouble"]
    assert any(shown in line and "ValueError" in line for line in ours)
    assert "Ana García" not in answer.content.decode() + "".join(ours)


def test_a_page_that_is_not_there_says_so_kindly(world: World) -> None:
    answer = world.client("teacher").get("/no-such-page/")
    assert answer.status_code == 404
    assert "no page of yours" in answer.content.decode()
