"""The record of access: complete, chained, and never changed."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from sharewell.web.access import audit
from sharewell.web.access.models import Entry
from tests.web.conftest import World


def test_bringing_the_school_in_left_a_whole_chain(in_school: World) -> None:
    assert Entry.objects.count() > 4
    assert audit.chain_breaks_at() is None


def test_reading_a_record_is_on_record(in_school: World) -> None:
    before = Entry.objects.count()
    for who in ("teacher", "family", "learner_self"):
        in_school.client(who).get(in_school.url("learner", learner_id=in_school.learner.pk))
    new = list(Entry.objects.order_by("seq")[before:])
    assert [(entry.verb, entry.kind, entry.subject) for entry in new] == [
        ("read", "learner", str(in_school.learner.pk))
    ] * 3
    assert [entry.actor for entry in new] == [
        in_school.people[who] for who in ("teacher", "family", "learner_self")
    ]


def test_who_may_not_read_leaves_no_reading(in_school: World) -> None:
    before = Entry.objects.count()
    in_school.client("leader").get(in_school.url("learner", learner_id=in_school.learner.pk))
    assert Entry.objects.count() == before


def test_the_record_holds_no_names(in_school: World) -> None:
    in_school.client("teacher").get(in_school.url("learner", learner_id=in_school.learner.pk))
    text = str(list(Entry.objects.values()))
    for name in (in_school.learner.name, *(person.name for person in in_school.people.values())):
        assert name not in text


@pytest.mark.parametrize(
    "change", ["UPDATE access_entry SET verb = 'x' WHERE seq = 2", "DELETE FROM access_entry"]
)
def test_the_database_refuses_to_change_it(in_school: World, change: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_the_model_refuses_to_change_it(in_school: World) -> None:
    entry = Entry.objects.all()[0]
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE access_entry SET verb = 'nothing' WHERE seq = 3 AND school_id = %s",
        "UPDATE access_entry SET at = '2020-01-01 00:00:00' WHERE seq = 3 AND school_id = %s",
        "UPDATE access_entry SET actor_id = NULL, detail = '{\"n\": 1}' WHERE seq = 3 AND school_id = %s",
        "DELETE FROM access_entry WHERE seq = 3 AND school_id = %s",
    ],
)
def test_whoever_goes_round_the_seal_is_found(in_school: World, change: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER record_not_changed")
        cursor.execute("DROP TRIGGER record_not_shortened")
        cursor.execute(change, [in_school.school.pk])
    assert audit.chain_breaks_at() == 3


def test_the_page_says_whether_the_record_is_whole(in_school: World) -> None:
    page = in_school.client("administrator").get(in_school.url("access-record")).content.decode()
    assert "the record is whole" in page
