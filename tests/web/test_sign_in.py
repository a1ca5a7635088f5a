"""Signing in, staying in, and being kept out."""

from __future__ import annotations

import re
import time

import pytest
from django.conf import settings
from django.test import Client

from sharewell.web.access import services, throttle
from sharewell.web.access.models import Membership, Role, SignInTry
from sharewell.web.access.scope import scope
from tests.web.conftest import World

GOOD = "a well of many waters"


@pytest.fixture
def teacher(world: World) -> World:
    person = world.people["teacher"]
    person.set_password(GOOD)
    person.save()
    return world


def sign_in(client: Client, world: World, password: str, **extra: str) -> int:
    data = {"username": world.people["teacher"].username, "password": password}
    return client.post("/sign-in/", data, **extra).status_code


def test_the_right_password_opens_the_first_page(teacher: World) -> None:
    client = Client()
    assert sign_in(client, teacher, GOOD) == 302
    assert client.get("/", follow=True).redirect_chain[-1][0] == teacher.url("teacher-today")


def test_a_wrong_name_and_a_wrong_password_look_alike(teacher: World) -> None:
    wrong = Client().post("/sign-in/", {"username": teacher.people["teacher"].username, "password": "no"})
    nobody = Client().post("/sign-in/", {"username": "nobody-at-all", "password": "no"})
    assert wrong.status_code == nobody.status_code == 400
    assert wrong.content.count(b"do not go together") == nobody.content.count(b"do not go together") == 1


def test_sign_in_leads_back_but_never_out(teacher: World) -> None:
    for wanted, leads in (
        ("/account/", "/account/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example", "/"),
    ):
        data = {"username": teacher.people["teacher"].username, "password": GOOD, "next": wanted}
        assert Client().post("/sign-in/", data)["Location"] == leads


def test_many_tries_must_wait_but_lock_nobody_else_out(teacher: World) -> None:
    for _ in range(throttle.TRIES_A_NAME):
        assert sign_in(Client(), teacher, "guess", REMOTE_ADDR="192.0.2.9") == 400
    page = Client().post(
        "/sign-in/",
        {"username": teacher.people["teacher"].username, "password": GOOD},
        REMOTE_ADDR="192.0.2.9",
    )
    assert b"Wait ten minutes" in page.content
    assert sign_in(Client(), teacher, GOOD, REMOTE_ADDR="192.0.2.10") == 302
    assert not SignInTry.objects.filter(key__contains="192.0").exists()


def test_behind_a_proxy_tries_are_told_apart_by_what_the_proxy_saw(
    teacher: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HTTPS", True)
    for _ in range(throttle.TRIES_A_NAME):
        sign_in(Client(), teacher, "guess", HTTP_X_FORWARDED_FOR="203.0.113.1, 192.0.2.9")
    assert sign_in(Client(), teacher, GOOD, HTTP_X_FORWARDED_FOR="203.0.113.1, 192.0.2.9") == 400
    assert sign_in(Client(), teacher, GOOD, HTTP_X_FORWARDED_FOR="192.0.2.9, 192.0.2.10") == 302


def test_an_idle_session_ends(teacher: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = teacher.client("teacher")
    assert client.get("/account/").status_code == 200
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + settings.SESSION_IDLE_SECONDS + 1)
    assert client.get("/account/").status_code == 302


def test_a_session_ends_after_twelve_hours_however_busy(
    teacher: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, now = teacher.client("teacher"), time.time()
    for hours in range(12):
        monkeypatch.setattr(time, "time", lambda hours=hours: now + 3600 * hours)
        assert client.get("/account/").status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 12 * 3600 + 1)
    assert client.get("/account/").status_code == 302


def test_a_sign_in_link_opens_once(teacher: World) -> None:
    with scope(teacher.school):
        path = services.sign_in_link(actor=None, person=teacher.people["teacher"])
    assert Client().get(path).status_code == 200
    assert b"too common" in Client().post(path, {"password": "password123"}).content
    assert Client().post(path, {"password": "another well of waters"}).status_code == 302
    assert Client().get(path).status_code == 404
    assert sign_in(Client(), teacher, "another well of waters") == 302


def test_a_new_password_ends_the_other_sessions(teacher: World) -> None:
    here, there = Client(), Client()
    assert sign_in(here, teacher, GOOD) == sign_in(there, teacher, GOOD) == 302
    form = {"current": GOOD, "password": "another well of waters"}
    assert here.post("/account/password/", form).status_code == 302
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302


def test_a_school_keeps_an_administrator(world: World) -> None:
    held = Membership.objects.filter(school=world.school, role=Role.ADMINISTRATOR)
    client, mine = world.client("administrator"), held.get(person=world.people["administrator"])
    for membership in [*held.exclude(pk=mine.pk), mine]:
        client.post(world.url("role-end", membership_id=membership.pk))
    assert list(held.all()) == [mine]


def test_an_administrator_adds_someone_who_then_comes_in(world: World) -> None:
    client = world.client("administrator")
    form = {"name": "New Teacher", "username": "new@example.org", "role": "teacher"}
    page = client.post(world.url("people"), form, follow=True)
    link = (
        client.post(page.redirect_chain[-1][0])
        .content.decode()
        .split('value="http://testserver')[1]
        .split('"')[0]
    )
    newcomer = Client()
    newcomer.post(link, {"password": GOOD})
    assert newcomer.post("/sign-in/", {"username": "new@example.org", "password": GOOD}).status_code == 302
    assert b"Bring in a gradebook export" in newcomer.get(world.url("teacher-today")).content


def test_headers_keep_pages_out_of_caches_and_scripts_out_of_pages(world: World) -> None:
    response = world.client("teacher").get(world.url("learner", learner_id=world.learner.pk))
    assert response["Cache-Control"] == "no-store"
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert response["X-Frame-Options"] == "DENY"
    body = response.content.decode()
    scripts = re.findall(r"<script.*?</script>", body, re.DOTALL)
    assert all(re.fullmatch(r'<script src="/static/[^"]+" defer></script>', script) for script in scripts)
    assert "style=" not in body
    assert " onclick" not in body


def test_cookies_are_for_the_server_alone(teacher: World) -> None:
    client = Client()
    sign_in(client, teacher, GOOD)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
