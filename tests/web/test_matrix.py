"""Who may open what: every address, every kind of person, own school and another's."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from sharewell.web.access.models import Membership, Role
from sharewell.web.access.rules import RULE_OF, RULES, AccessRule
from sharewell.web.access.scope import scope
from sharewell.web.classes.models import Class, Import, Learner, Task
from sharewell.web.growth.models import ScoreFile
from tests.web.conftest import World

STAFF = {"teacher", "colleague"}
MEMBERS = STAFF | {"learner_self", "learner_other", "family", "family_other", "leader", "administrator"}
EVERYONE = MEMBERS | {"stranger", "unattached", "anonymous"}
SIGNED_IN = EVERYONE - {"anonymous"}
RECORD = {"teacher", "learner_self", "family"}

# Address → who may. Whoever is not named gets 404 (anonymous: the sign-in page), whatever the method.
MAY: dict[str, set[str]] = {
    "home": SIGNED_IN,
    "alive": EVERYONE,
    "sign-in": EVERYONE,
    "sign-out": EVERYONE,
    "welcome": EVERYONE,  # what is behind it is for whoever holds the link
    "account": SIGNED_IN,
    "password": SIGNED_IN,
    "today": MEMBERS,
    "people": {"administrator"},
    "access-record": {"administrator"},
    "sign-in-link": {"administrator"},
    "role-add": {"administrator"},
    "role-end": {"administrator"},
    "teacher-today": STAFF,
    "classes": STAFF,
    "class": {"teacher"},
    "task-links": {"teacher"},
    "link-end": {"teacher"},
    "class-links": {"teacher"},
    "class-links-look": {"teacher"},
    "class-links-confirm": {"teacher"},
    "class-links-refuse": {"teacher"},
    "class-links-reopen": {"teacher"},
    "import-new": STAFF | {"administrator"},
    "import": {"teacher"},
    "import-confirm": {"teacher"},
    "import-again": {"teacher"},
    "import-let-go": {"teacher"},
    "import-refused": {"teacher"},
    "my-page": {"learner_self", "learner_other"},
    "my-children": {"family", "family_other"},
    "learner": RECORD,
    "packet": RECORD,
    "packet-aloud": RECORD,
    "work-done": {"teacher"},
    "class-packets": {"teacher"},
    "essential-set": {"teacher"},
    "packet-rules-set": {"teacher"},
    "offer-add": {"teacher"},
    "packets-together": {"teacher"},
    "offer-end": {"teacher"},
    "task-option": {"teacher"},
    "packet-hand-out": {"teacher"},
    "sign-off-give": {"teacher"},
    "offer-taken-up": {"teacher"},
    "my-time": {"learner_self", "learner_other"},
    "learner-sign-ins": {"administrator"},
    "learner-sign-in-give": {"administrator"},
    "school-page": {"leader"},
    "feedback": {"teacher"},
    "feedback-answer": {"learner_self"},
    "flag": {"learner_self"},
    "flag-shown": {"learner_self"},
    "comments": STAFF,
    "class-criteria": {"teacher", "learner_self"},
    "criterion-new": {"teacher", "learner_self"},
    "vote": {"learner_self"},
    "criterion-withdraw": {"teacher", "learner_self"},
    "text-new": {"teacher", "learner_self"},
    "text-together": {"teacher", "learner_self"},
    "text-take-back": {"teacher"},
    "scores-new": {"leader", "administrator"},
    "scores": {"leader"},
    "scores-confirm": {"leader"},
    "scores-refused": {"leader"},
    "scores-let-go": {"leader"},
}
OUTSIDE = {"home", "alive", "sign-in", "sign-out", "welcome", "account", "password"}  # of any school
POST_DATA: dict[str, dict[str, Any]] = {"role-add": {"role": "teacher"}, "vote": {"vote": "yes"}}


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every address that the site answers."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


def parts_for(name: str, world: World) -> dict[str, Any]:
    """What stands in an address, of the first school's own things."""
    parts: dict[str, Any] = {
        "class": {"class_id": world.klass.pk},
        "task-links": {"task_id": world.task.pk},
        "link-end": {"task_id": world.task.pk, "link_id": world.link.pk},
        "learner": {"learner_id": world.learner.pk},
        "packet": {"learner_id": world.learner.pk},
        "packet-aloud": {"learner_id": world.learner.pk},
        "work-done": {"learner_id": world.learner.pk},
        "class-packets": {"class_id": world.klass.pk},
        "essential-set": {"class_id": world.klass.pk},
        "packet-rules-set": {"class_id": world.klass.pk},
        "offer-add": {"class_id": world.klass.pk},
        "packets-together": {"class_id": world.klass.pk},
        "offer-end": {"offer_id": world.offer.pk},
        "task-option": {"task_id": world.task.pk},
        "packet-hand-out": {"learner_id": world.learner.pk},
        "sign-off-give": {"learner_id": world.learner.pk},
        "offer-taken-up": {"learner_id": world.learner.pk},
        "learner-sign-in-give": {"learner_id": world.learner.pk},
        "sign-in-link": {"person_id": world.people["teacher"].pk},
        "role-add": {"person_id": world.people["teacher"].pk},
        "feedback": {"learner_id": world.learner.pk},
        "feedback-answer": {"text_id": world.feedback.pk},
        "flag": {"text_id": world.feedback.pk},
        "flag-shown": {"class_id": world.klass.pk},
        "class-criteria": {"class_id": world.klass.pk},
        "criterion-new": {"class_id": world.klass.pk},
        "vote": {"version_id": world.version.pk},
        "text-new": {"class_id": world.klass.pk},
        "criterion-withdraw": {"version_id": world.version.pk},
        "text-together": {"text_id": world.letter.pk},
        "text-take-back": {"text_id": world.letter.pk},
        "welcome": {"who": "x", "token": "y"},
    }
    if name == "role-end":
        return {"membership_id": _a_membership(world)}
    if name.startswith("scores") and name != "scores-new":
        return {"file_id": world.own_scores.pk}
    if name.startswith("class-links"):
        return {"class_id": world.klass.pk}
    if name.startswith("import") and name != "import-new":
        return {"import_id": world.own_import.pk}
    return parts.get(name, {})


def _a_membership(world: World) -> int:
    return Membership.objects.filter(school=world.school, role=Role.TEACHER).order_by("-pk")[0].pk


def address(name: str, world: World, school: str | None = None) -> str:
    from django.urls import reverse

    own = {} if name in OUTSIDE else {"school": school or world.school.slug}
    return reverse(name, kwargs={**own, **parts_for(name, world)})


def ask(client: Client, method: str, name: str, path: str, world: World) -> HttpResponse:
    if method == "get":
        return client.get(path)
    data = POST_DATA.get(name, {})
    if name == "work-done":
        data = {"task": world.task.pk, "points": "1"}
    if name in ("packet-hand-out", "sign-off-give", "offer-taken-up"):
        data = {"class": world.klass.pk, "standard": world.link.standard, "offer": world.offer.pk}
    return client.post(path, data)


def asked_and_undone(client: Client, method: str, name: str, path: str, world: World) -> HttpResponse:
    """What the site answers; whatever that changed, the sign-in too, is as before for the next question."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = ask(client, method, name, path, world)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def let_in(response: HttpResponse, name: str) -> bool:
    """Whether the view was reached. A sign-in link that is made up says 404 to everyone, by its own page."""
    to_sign_in = response.status_code == 302 and response["Location"].startswith("/sign-in/?next=")
    return not to_sign_in and (response.status_code != 404 or name == "welcome")


def test_every_address_has_a_named_rule_and_a_row_in_the_matrix() -> None:
    names = set()
    for pattern in patterns():
        rule = getattr(pattern.callback, RULE_OF, None)
        assert isinstance(rule, AccessRule), f"{pattern.pattern} has no access rule"
        assert RULES[rule.name] is rule
        assert pattern.name, f"{pattern.pattern} has no name"
        names.add(pattern.name)
    assert names == set(MAY)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", sorted(EVERYONE))
def test_matrix(who: str, method: str, world: World) -> None:
    client = world.client(who)
    for name in sorted(MAY):
        path = address(name, world)
        got = let_in(asked_and_undone(client, method, name, path, world), name)
        assert got == (who in MAY[name]), f"{who} {method} {path}"


@pytest.mark.parametrize("who", sorted(MEMBERS))
def test_another_school_is_not_there(who: str, world: World) -> None:
    client = world.client(who)
    for name in sorted(set(MAY) - OUTSIDE):
        path = address(name, world, school=world.other.slug)
        response = asked_and_undone(client, "get", name, path, world)
        assert response.status_code == 404, f"{who} {path}"


def test_things_of_another_school_are_not_there_under_ones_own(world: World) -> None:
    with scope(world.other):
        theirs = {
            "class": {"class_id": Class.objects.all()[0].pk},
            "class-links": {"class_id": Class.objects.all()[0].pk},
            "learner": {"learner_id": Learner.objects.all()[0].pk},
            "packet": {"learner_id": Learner.objects.all()[0].pk},
            "packet-aloud": {"learner_id": Learner.objects.all()[0].pk},
            "class-packets": {"class_id": Class.objects.all()[0].pk},
            "packets-together": {"class_id": Class.objects.all()[0].pk},
            "task-option": {"task_id": Task.objects.all()[0].pk},
            "task-links": {"task_id": Task.objects.all()[0].pk},
            "import": {"import_id": Import.objects.all()[0].pk},
            "scores": {"file_id": ScoreFile.objects.all()[0].pk},
            "sign-in-link": {"person_id": world.people["stranger"].pk},
        }
    for who in sorted(MEMBERS):
        client = world.client(who)
        for name, parts in theirs.items():
            response = client.get(world.url(name, **parts))
            assert response.status_code == 404, f"{who} {name}"


def test_nobody_writes_without_the_form_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["administrator"])
    for name in sorted(MAY):
        response = client.post(address(name, world), {})
        assert response.status_code == 403, name


def test_a_teacher_sees_of_a_learner_only_the_classes_they_share(in_school: World) -> None:
    with_all = in_school.client("family").get(in_school.url("learner", learner_id=in_school.learner.pk))
    with_some = in_school.client("teacher").get(in_school.url("learner", learner_id=in_school.learner.pk))
    attended = set(
        Class.objects.filter(enrolments__learner=in_school.learner).values_list("title", flat=True)
    )
    taught = set(
        Class.objects.filter(teachings__person=in_school.people["teacher"]).values_list("title", flat=True)
    )
    hidden = attended - taught
    assert hidden, "the school must have a class that this teacher does not teach"
    for title in hidden:
        assert title in with_all.content.decode()
        assert title not in with_some.content.decode()


def test_a_class_that_is_not_shared_is_not_chosen_by_address(in_school: World) -> None:
    other = Class.objects.exclude(teachings__person=in_school.people["teacher"]).filter(
        enrolments__learner=in_school.learner
    )[0]
    path = in_school.url("learner", learner_id=in_school.learner.pk)
    plain = in_school.client("teacher").get(path).content
    asked = in_school.client("teacher").get(f"{path}?class={other.pk}").content
    assert other.title.encode() not in asked
    assert plain.count(b'class="stone') == asked.count(b'class="stone')


def test_a_role_that_ends_ends_at_once(world: World) -> None:
    client = world.client("teacher")
    assert client.get(world.url("classes")).status_code == 200
    Membership.objects.filter(person=world.people["teacher"]).delete()
    assert client.get(world.url("classes")).status_code == 404
