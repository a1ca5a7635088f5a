"""Counted once: votes cast in one instant, and comments that change after they were counted for leaders."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction

from sharewell.web.access import audit
from sharewell.web.access.models import Entry, Person, School
from sharewell.web.access.scope import scope
from sharewell.web.classes.models import Class, Enrolment, Learner, Result
from sharewell.web.feedback import services
from sharewell.web.feedback.batches import batch_close, school_sums
from sharewell.web.feedback.comments import note_comments, read_comments
from sharewell.web.feedback.models import Comment, Criterion, Text, Version, Vote
from tests.web.conftest import FINE, HEARD, World

PATIENCE = 300  # seconds for threads that wait for one another on a busy machine


# ── 1. Votes in one instant ──────────────────────────────────────────────────────────────────────────────
class Elsewhere:
    """A copy of the school's database, in which threads commit as requests do; nothing of it reaches other tests."""

    def __init__(self, school: int) -> None:
        self.school = school

    def run(self, act: Callable[[], Any]) -> Any:
        """Do something in a thread with a connection of its own."""
        return self.at_once([act])[0]

    def at_once(self, acts: Sequence[Callable[[], Any]]) -> list[Any]:
        """Do all of these in the same instant, each in a thread; what each returned or raised."""
        start, found = threading.Barrier(len(acts)), [None] * len(acts)

        def one(place: int) -> None:
            try:
                connection.ensure_connection()
                with scope(self.school):
                    start.wait(PATIENCE)
                    found[place] = acts[place]()
            except Exception as error:
                found[place] = error
            finally:
                connection.close()

        threads = [threading.Thread(target=one, args=(place,)) for place in range(len(acts))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        return found


@pytest.fixture
def elsewhere(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Elsewhere:
    own = connection.settings_dict
    copy = tmp_path / "copy.sqlite3"
    with sqlite3.connect(own["NAME"]) as source:
        source.execute("VACUUM INTO ?", (str(copy),))
    source.close()
    school = School.objects.order_by("pk")[0].pk
    monkeypatch.setitem(connections.databases, "default", {**own, "NAME": str(copy)})
    return Elsewhere(school)


def proposal() -> tuple[Version, Person, list[Learner]]:
    """A version that a class has still to decide on, who proposed it, and the class's learners."""
    klass = Class.objects.filter(pk__in=Enrolment.objects.values("klass")).order_by("pk")[0]
    actor = Person.objects.order_by("pk")[0]
    version = services.version_propose(
        actor=actor, klass=klass, criterion=None, name="Ranks", why="We do not.", heard=HEARD, fine=FINE
    )
    return version, actor, list(Learner.objects.filter(enrolments__klass=klass).order_by("pk"))


def cast(version: Version, actor: Person, learner: Learner, *, yes: bool) -> Callable[[], bool]:
    return lambda: services.vote_cast(actor=actor, learner=learner, version=version, yes=yes)


def test_votes_cast_in_one_instant_are_all_counted_and_decide_once(elsewhere: Elsewhere) -> None:
    version, actor, members = elsewhere.run(proposal)
    needed = elsewhere.run(lambda: services.votes_needed(version.criterion.klass))
    voters = members[:needed]  # just enough: one that is lost, and the class has not decided
    assert elsewhere.at_once([cast(version, actor, one, yes=True) for one in voters]) == [True] * needed

    def outcome() -> tuple[Any, ...]:
        votes = Vote.objects.filter(version=version, yes=True)
        adopted = Entry.objects.filter(verb="criterion adopted", detail__version=version.pk).count()
        casts = Entry.objects.filter(verb="vote cast", subject=str(version.pk)).count()
        now = Version.objects.get(pk=version.pk)
        return {vote.learner_id for vote in votes}, now.in_force, adopted, casts, audit.chain_breaks_at()

    assert elsewhere.run(outcome) == ({one.pk for one in voters}, True, 1, needed, None)


def test_one_member_voting_many_times_in_one_instant_has_one_vote(elsewhere: Elsewhere) -> None:
    version, actor, members = elsewhere.run(proposal)
    many = [cast(version, actor, members[0], yes=turn % 2 == 0) for turn in range(8)]
    assert elsewhere.at_once(many) == [True] * 8
    assert elsewhere.run(lambda: Vote.objects.filter(version=version).count()) == 1
    assert not elsewhere.run(lambda: Version.objects.get(pk=version.pk).in_force)


def test_two_proposals_for_one_criterion_in_one_instant_have_two_numbers(elsewhere: Elsewhere) -> None:
    version, actor, _ = elsewhere.run(proposal)

    def again() -> int:
        return services.version_propose(
            actor=actor, klass=version.criterion.klass, criterion=version.criterion, name="Ranks", why="No.",
            heard=HEARD, fine=FINE,
        ).number  # fmt: skip

    assert sorted(elsewhere.at_once([again] * 4)) == [2, 3, 4, 5]


def test_the_database_refuses_a_second_vote(in_school: World) -> None:
    Vote.objects.create(version=in_school.version, learner=in_school.learner, yes=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(version=in_school.version, learner=in_school.learner, yes=True)


def test_a_vote_on_what_was_withdrawn_meanwhile_is_not_counted(in_school: World) -> None:
    actor, version = in_school.people["learner_self"], in_school.version
    assert services.version_withdraw(actor=actor, version=Version.objects.get(pk=version.pk))
    assert not Criterion.objects.filter(pk=version.criterion_id).exists()
    assert not services.vote_cast(actor=actor, learner=in_school.learner, version=version, yes=True)


# ── 2. Comments that change ──────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def waiting(in_school: World) -> World:
    """Feedback of four writers waits to be counted, and one comment of a fifth; nothing else does."""
    for model in (Text, Comment):
        model.objects.update(counted=True)
    _feedback_of(in_school, writers=4, texts=12)
    return in_school


def comment_says(world: World, words: str) -> None:
    """What an import does with the comment of the class's first result."""
    first = Result.objects.filter(task__klass=world.klass).order_by("pk")[0]
    Result.objects.filter(pk=first.pk).update(comment=words)


def the_comment(world: World) -> Comment:
    return Comment.objects.get(result=Result.objects.filter(task__klass=world.klass).order_by("pk")[0])


def test_a_comment_that_changes_after_it_was_counted_is_counted_once(waiting: World) -> None:
    before = school_sums()
    comment_says(waiting, "The test is on Friday.")
    note_comments()
    read_comments()
    counted = school_sums()
    assert counted
    assert counted.texts == (before.texts if before else 0) + 13
    row = the_comment(waiting)
    assert row.counted
    for words in ("The test is on Monday. Bring a pencil.", "", "The test is on Friday."):
        comment_says(waiting, words)
        note_comments()
        read_comments()
        assert the_comment(waiting).pk == row.pk
        assert the_comment(waiting).counted
        assert the_comment(waiting).is_read == bool(words)  # its writer sees what it says now
    _feedback_of(waiting, writers=5, texts=10)
    assert batch_close()
    assert school_sums().texts == counted.texts + 10  # type: ignore[union-attr]


def test_a_comment_counts_with_what_it_says_when_its_batch_closes(waiting: World) -> None:
    Text.objects.filter(counted=False).update(counted=True)
    comment_says(waiting, "You are so lazy.")
    note_comments()
    read_comments()
    assert the_comment(waiting).deficit == 1
    comment_says(waiting, "The test is on Friday.")  # an import has written it, and it is not noted yet
    _feedback_of(waiting, writers=5, texts=10)
    before = school_sums()
    assert batch_close()
    now = school_sums()
    assert now
    assert now.texts == (before.texts if before else 0) + 10  # it waits until it is read
    assert not the_comment(waiting).counted
    note_comments()
    read_comments()
    assert (the_comment(waiting).deficit, the_comment(waiting).neutral) == (0, 1)
    comment_says(waiting, "")
    note_comments()
    assert not Comment.objects.filter(
        result__comment="", counted=False
    ).exists()  # says nothing, counts nothing


def _feedback_of(world: World, *, writers: int, texts: int) -> None:
    people = [
        Person.objects.create_person(username=f"{writers}-{number}", name=f"W {number}")
        for number in range(writers)
    ]
    Text.objects.bulk_create(
        Text(
            kind=Text.Kind.FEEDBACK, klass=world.klass, learner=world.learner, writer=people[number % writers],
            body="It is on Friday.", neutral=1, next_step=True,
        )
        for number in range(texts)
    )  # fmt: skip
