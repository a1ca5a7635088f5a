"""The same thing twice: a button pressed twice, two tabs, a proposal that is gone in the meantime."""

from __future__ import annotations

import html
from typing import Any

from django.contrib.messages import get_messages

from sharewell.web.access.models import Person
from sharewell.web.classes.models import Enrolment, Learner
from sharewell.web.feedback import services
from sharewell.web.feedback.models import Criterion, Flag, Text, Version, Vote
from tests.web.conftest import FINE, HEARD, World


def said(response: Any) -> str:
    return html.unescape(response.content.decode())


def told(response: Any) -> str:
    return " ".join(str(notice) for notice in get_messages(response.wsgi_request))


def mates(world: World) -> list[Learner]:
    return list(Learner.objects.filter(enrolments__klass=world.klass).order_by("pk"))


def everyone_votes(world: World, version: Version, *, yes: bool) -> None:
    for learner in mates(world)[: services.votes_needed(world.klass)]:
        services.vote_cast(actor=world.people["learner_self"], learner=learner, version=version, yes=yes)


def test_what_is_sent_by_pressing_twice_is_kept_once(in_school: World) -> None:
    teacher, learner = in_school.client("teacher"), in_school.client("learner_self")
    write = in_school.url("feedback", learner_id=in_school.learner.pk)
    answer = in_school.url("feedback-answer", text_id=in_school.feedback.pk)
    share = in_school.url("text-new", class_id=in_school.klass.pk)
    for client, path, more in (
        (teacher, write, {"klass": in_school.klass.pk}),
        (learner, answer, {}),
        (learner, share, {"title": "A letter", "kind": "ours"}),
    ):
        before = Text.objects.count()
        for body in ("You drew it.", "You drew it.", "You drew it again."):
            assert client.post(path, {"body": body, "send": "1", **more}).status_code == 302
        assert Text.objects.count() == before + 2


def test_a_flag_raised_in_two_tabs_stays(in_school: World) -> None:
    client, path = in_school.client("learner_self"), in_school.url("flag", text_id=in_school.feedback.pk)
    for _ in range(2):
        client.post(path, {"start": "0"})
    assert Flag.objects.filter(text=in_school.feedback).count() == 1
    for _ in range(2):
        client.post(path, {"start": "0", "back": "1"})
    assert not Flag.objects.filter(text=in_school.feedback).exists()
    for place in ("", "-1", "9" * 30, "٣"):
        assert client.post(path, {"start": place}).status_code == 302
    assert not Flag.objects.filter(text=in_school.feedback).exists()


def test_a_vote_on_a_version_that_has_ended_changes_nothing_and_says_so(in_school: World) -> None:
    version = in_school.version
    everyone_votes(in_school, version, yes=False)
    before = list(Vote.objects.order_by("pk").values("learner", "yes"))
    late = in_school.client("learner_self").post(
        in_school.url("vote", version_id=version.pk), {"vote": "yes"}
    )
    assert "has decided" in told(late)
    assert list(Vote.objects.order_by("pk").values("learner", "yes")) == before


def test_votes_of_learners_who_left_the_class_do_not_count(in_school: World) -> None:
    version, everyone = in_school.version, mates(in_school)
    actor, needed = in_school.people["learner_self"], services.votes_needed(in_school.klass)
    for learner in everyone[: needed - 1]:
        services.vote_cast(actor=actor, learner=learner, version=version, yes=True)
    Enrolment.objects.filter(klass=in_school.klass, learner=everyone[0]).delete()
    services.vote_cast(actor=actor, learner=everyone[needed - 1], version=version, yes=True)
    version.refresh_from_db()
    assert version.in_force == (needed - 1 >= services.votes_needed(in_school.klass))


def test_who_proposed_and_the_teacher_withdraw_a_proposal_and_nobody_else(in_school: World) -> None:
    criteria = in_school.url("class-criteria", class_id=in_school.klass.pk)
    withdraw = in_school.url("criterion-withdraw", version_id=in_school.version.pk)
    mate = next(learner for learner in mates(in_school) if learner.person is None)
    actor = in_school.people["administrator"]
    other = in_school.people["mate"] = _sign_in(mate, actor)
    assert other
    assert "Withdraw it" not in said(in_school.client("mate").get(criteria))
    assert in_school.client("mate").post(withdraw).status_code == 404
    for who in ("learner_self", "teacher"):
        assert "Withdraw it" in said(in_school.client(who).get(criteria))
    assert "withdrawn" in told(in_school.client("teacher").post(withdraw))
    assert not Version.objects.filter(pk=in_school.version.pk).exists()
    assert not Criterion.objects.filter(pk=in_school.version.criterion_id).exists()
    assert in_school.client("learner_self").post(withdraw).status_code == 404  # in the other tab
    vote = in_school.url("vote", version_id=in_school.version.pk)
    assert in_school.client("learner_self").post(vote, {"vote": "yes"}).status_code == 404


def test_what_the_class_has_agreed_is_not_withdrawn_by_one(in_school: World) -> None:
    everyone_votes(in_school, in_school.version, yes=True)
    withdraw = in_school.url("criterion-withdraw", version_id=in_school.version.pk)
    assert "by vote" in told(in_school.client("teacher").post(withdraw))
    in_school.version.refresh_from_db()
    assert in_school.version.in_force


def test_a_withdrawn_version_leaves_the_one_in_force(in_school: World) -> None:
    everyone_votes(in_school, in_school.version, yes=True)
    newer = services.version_propose(
        actor=in_school.people["learner_self"], klass=in_school.klass, criterion=in_school.version.criterion,
        name="Ranks countries", why="Because.", heard=HEARD, fine=FINE,
    )  # fmt: skip
    assert services.version_withdraw(actor=in_school.people["learner_self"], version=newer)
    in_school.version.refresh_from_db()
    assert in_school.version.in_force


def test_a_sentence_on_both_sides_is_asked_about_and_no_text_means_what_the_class_reads(
    in_school: World,
) -> None:
    path, client = (
        in_school.url("criterion-new", class_id=in_school.klass.pk),
        in_school.client("learner_self"),
    )
    form = {"name": "Ranks", "why": "We do not.", "heard": "\n".join(HEARD), "fine": "\n".join(FINE)}
    both = said(client.post(path, {**form, "fine": "\n".join([*FINE, HEARD[0]]), "propose": "1"}))
    assert "stands on both sides" in both
    Text.objects.filter(pk=in_school.letter.pk).update(body="Your nation is decades behind us. We like rain.")
    tried = said(client.post(path, {**form, "texts": " ", "try": "1"}))
    assert "Tried on what the class reads together" in tried
    assert "Your nation is decades behind us." in tried


def _sign_in(learner: Learner, clerk: Person) -> Person:
    from sharewell.web.classes.services import learner_sign_in_give

    return learner_sign_in_give(actor=clerk, learner=learner)
