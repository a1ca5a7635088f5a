"""Drafts that were not sent: there again for their writer, and for nobody else."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sharewell.web.access.models import Entry
from sharewell.web.classes.models import Teaching
from sharewell.web.feedback.models import Text, Unsent
from tests.web.conftest import World

DRAFT = "You named each step. Next, draw it"


def box(client: Client, path: str) -> str:
    found = re.search(r"<textarea[^>]*>\s*([^<]*)</textarea>", client.get(path).content.decode())
    assert found
    return html.unescape(found[1]).strip()


def write(client: Client, path: str, body: str, how: str = "resting", **more: Any) -> Any:
    return client.post(path, {"body": body, **more}, headers={"X-Reading": how})


@pytest.fixture
def places(in_school: World) -> dict[str, tuple[str, dict[str, Any]]]:
    """Who writes, where, and what else their form holds."""
    return {
        "teacher": (
            in_school.url("feedback", learner_id=in_school.learner.pk), {"klass": str(in_school.klass.pk)},
        ),
        "learner_self": (in_school.url("feedback-answer", text_id=in_school.feedback.pk), {}),
    }  # fmt: skip


@pytest.mark.parametrize("who", ["teacher", "learner_self"])
def test_what_was_written_before_a_session_ended_is_there_after_the_next_sign_in(
    in_school: World, places: Any, who: str
) -> None:
    path, more = places[who]
    client, record = in_school.client(who), Entry.objects.count()
    write(client, path, DRAFT, **more)
    assert Entry.objects.count() == record
    client.logout()
    lost = client.post(path, {"body": f"{DRAFT} to scale.", "send": "1", **more})
    assert lost["Location"].startswith("/sign-in/")
    client.force_login(in_school.people[who])
    assert box(client, path) == DRAFT
    assert "kept for you alone" in client.get(path).content.decode()
    sent = client.post(path, {"body": f"{DRAFT} to scale.", "send": "1", **more})
    assert sent.status_code == 302
    assert Text.objects.order_by("-pk")[0].body == f"{DRAFT} to scale."
    assert not Unsent.objects.exists()
    write(client, path, f"{DRAFT} to scale.", **more)  # a reading that was on its way
    assert box(client, path) == ""


def test_a_draft_is_its_writers_alone(in_school: World, places: Any) -> None:
    path, more = places["teacher"]
    Teaching.objects.create(klass=in_school.klass, person=in_school.people["colleague"])
    write(in_school.client("teacher"), path, DRAFT, **more)
    page = in_school.url("learner", learner_id=in_school.learner.pk)
    assert box(in_school.client("teacher"), page) == DRAFT  # the composer there is the same
    assert box(in_school.client("colleague"), path) == ""
    for who in ("colleague", "learner_self", "family"):
        assert DRAFT not in in_school.client(who).get(page).content.decode()
    assert DRAFT not in str(list(Entry.objects.values()))
    listens = in_school.url("text-new", class_id=in_school.klass.pk)
    write(in_school.client("learner_self"), listens, DRAFT, title="A letter", kind="ours")
    again = in_school.client("learner_self").get(listens).content.decode()
    assert 'value="A letter"' in again
    assert box(in_school.client("teacher"), listens) == ""


def test_nothing_is_kept_while_somebody_types_nor_of_what_is_emptied_or_old(
    in_school: World, places: Any
) -> None:
    path, more = places["teacher"]
    client = in_school.client("teacher")
    write(client, path, DRAFT, "typing", **more)
    assert not Unsent.objects.exists()
    write(client, path, DRAFT, **more)
    write(client, path, DRAFT + ".", **more)
    assert Unsent.objects.count() == 1
    Unsent.objects.update(at=timezone.now() - timedelta(days=31))
    assert box(client, path) == ""
    write(in_school.client("learner_self"), *places["learner_self"][:1], "That", **places["learner_self"][1])
    assert [kept.fields["body"] for kept in Unsent.objects.all()] == ["That"]  # the old one is gone
    write(in_school.client("learner_self"), places["learner_self"][0], " ")
    assert not Unsent.objects.exists()


def test_without_scripts_a_draft_is_kept_when_it_is_read(in_school: World, places: Any) -> None:
    path, more = places["teacher"]
    client = in_school.client("teacher")
    client.post(path, {"body": DRAFT, "read": "1", **more})
    assert box(client, path) == DRAFT
    held = client.post(path, {"body": "[something]", "klass": "no class", "send": "1"})
    assert held.status_code == 200
    assert box(client, path) == DRAFT
