"""Two small schools, made once and brought in through the same door as anyone's; every test rolls back."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace

import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser

from sharewell.evidence.made_up import made_up_school
from sharewell.web import demo
from sharewell.web.access import services as access
from sharewell.web.access.models import Membership, Person, Role, School
from sharewell.web.access.scope import scope
from sharewell.web.choices.models import Offer
from sharewell.web.classes import services
from sharewell.web.classes.models import (
    Care,
    Class,
    Enrolment,
    Import,
    Learner,
    Link,
    Summary,
    Task,
    Teaching,
)
from sharewell.web.demo_feedback import CRITERION
from sharewell.web.feedback import services as feedback
from sharewell.web.feedback.models import Text, Version
from sharewell.web.growth.models import ScoreFile
from tests.demo_site import Site, demo_served

HEARD, FINE = CRITERION["heard"], CRITERION["fine"]
SMALL = {"learners": 30, "classes": 4, "tasks_per_class": 10, "standards_per_class": 4}


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> World:
    """Bring both schools in once, and give the first one's people something to do."""
    with django_db_blocker.unblock():
        first = made_up_school(seed=1, **SMALL)
        second = replace(made_up_school(seed=2, **SMALL), name="Lakeside School")
        for school in (first, second):
            folder = tmp_path_factory.mktemp("exports") / "school"
            demo.write_exports(school, folder)
            demo.bring_in(school, folder, lambda _: None)
        with transaction.atomic():
            return _world()


@dataclass(frozen=True)
class World:
    """Who and what the tests speak of. People of the first school, but for the stranger and nobody's."""

    school: School
    other: School
    people: dict[str, Person]
    klass: Class  # of `teacher`
    learner: Learner  # in `klass`; `learner_self` and `family` are theirs
    task: Task
    link: Link
    own_import: Import  # the teacher's
    own_scores: ScoreFile  # the leader's
    offer: Offer  # to `klass`
    feedback: Text  # to `learner`, by `teacher`
    letter: Text  # a partner's, that `klass` reads
    version: Version  # proposed in `klass`

    def client(self, who: str) -> Client:
        """A browser in which this person has signed in."""
        client = Client()
        if who != "anonymous":
            client.force_login(self.people[who])
        return client

    def url(self, name: str, **parts: object) -> str:
        from django.urls import reverse

        return reverse(name, kwargs={"school": self.school.slug, **parts})


@pytest.fixture
def world(db: None, django_db_setup: World) -> World:
    """The first school's people, each with one role, as no test has changed them."""
    return deepcopy(django_db_setup)


def _world() -> World:
    """People of each role, and what the tests speak of, written into the database."""
    school, other = School.objects.order_by("pk")
    with scope(school):
        open_work = Summary.objects.filter(packet_tasks__gt=0).select_related("klass", "learner")
        summary = open_work.filter(learner__in=Care.objects.values("learner")).order_by("pk")[0]
        learner, klass = summary.learner, summary.klass
        care = Care.objects.filter(learner=learner).select_related("person").order_by("pk")[0]
        clerk = Membership.objects.filter(school=school, role=Role.ADMINISTRATOR).order_by("pk")[0].person
        elsewhere = Enrolment.objects.filter(klass=klass).values("learner")
        another = Learner.objects.exclude(pk__in=elsewhere).order_by("pk")[0]
        people = {
            "teacher": Teaching.objects.filter(klass=klass)[0].person,
            "colleague": _colleague(klass, learner),
            "learner_self": services.learner_sign_in_give(actor=clerk, learner=learner),
            "learner_other": services.learner_sign_in_give(actor=clerk, learner=another),
            "family": care.person,
            "family_other": Care.objects.exclude(person=care.person)
            .exclude(learner=learner)
            .order_by("-pk")[0]
            .person,
            "leader": Membership.objects.filter(school=school, role=Role.LEADER)[0].person,
            "administrator": clerk,
        }
        task = Task.objects.filter(klass=klass, links__isnull=False).order_by("pk")[0]
        link = task.links.all()[0]
        own = Import.objects.create(
            person=people["teacher"], into=Import.Into.CLASS, klass=klass, state=Import.State.LET_GO,
            file_name="own.csv",
        )  # fmt: skip
        scores = ScoreFile.objects.create(
            person=people["leader"], state=ScoreFile.State.LET_GO, file_name="own.csv"
        )
        offer = Offer.objects.create(klass=klass, form="project", title="A model", kind="project", minutes=30)
        offer.shows.create(standard=link.standard)
        feedback, letter, version = _written(people, klass, learner)
    people["stranger"] = Membership.objects.filter(school=other, role=Role.TEACHER)[0].person
    people["unattached"] = Person.objects.create_person(username="nobody", name="Nobody")
    return World(
        school, other, people, klass, learner, task, link, own, scores, offer, feedback, letter, version
    )


def _written(people: dict[str, Person], klass: Class, learner: Learner) -> tuple[Text, Text, Version]:
    """Feedback, a partner's letter, and a proposed criterion."""
    heard = {"sentences": [[0, 28, False]], "neutral": 1}
    sent = feedback.feedback_send(
        actor=people["teacher"],
        learner=learner,
        klass=klass,
        body="You checked every step here.",
        heard=heard,
    )
    letter = feedback.text_share(
        actor=people["teacher"], klass=klass, kind=Text.Kind.PARTNERS, title="From our partners",
        body="Our school stands by a river.", heard={**heard, "sentences": [[0, 29, False]]},
    )  # fmt: skip
    version = feedback.version_propose(
        actor=people["learner_self"], klass=klass, criterion=None, name="Puts one country above another",
        why="We do not rank countries.", heard=HEARD, fine=FINE,
    )  # fmt: skip
    return sent, letter, version


def _colleague(klass: Class, learner: Learner) -> Person:
    """A teacher of the same school who shares no class with the learner."""
    colleague = access.person_add(actor=None, username="colleague", name="A Colleague", role=Role.TEACHER)
    attended = Enrolment.objects.filter(learner=learner).values("klass")
    for other in Class.objects.exclude(pk__in=attended)[:1]:
        Teaching.objects.create(klass=other, person=colleague)
    return colleague


@pytest.fixture
def in_school(world: World) -> Iterator[World]:
    """The world with its first school in scope."""
    with scope(world.school):
        yield world


@pytest.fixture(scope="session")
def site(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo, served once for all errands in a browser."""
    with demo_served(tmp_path_factory.mktemp("demo") / "school") as served:
        yield served
