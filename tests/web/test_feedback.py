"""Feedback as a thread, comments for their writer, a class's own criteria, and sums for leaders."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from sharewell.disclosure import LEAST_WRITERS
from sharewell.web.access.models import Entry, Person
from sharewell.web.access.scope import scope
from sharewell.web.classes import imports
from sharewell.web.classes.models import Class, Import, Learner, Result, Teaching
from sharewell.web.feedback import services
from sharewell.web.feedback.batches import school_sums
from sharewell.web.feedback.comments import note_comments, read_comments
from sharewell.web.feedback.criteria import packs_of
from sharewell.web.feedback.hearing import LONGEST, hear
from sharewell.web.feedback.measures import measures_of
from sharewell.web.feedback.models import Comment, Flag, Text, Version
from sharewell.web.feedback.sums import joined, sums_of
from tests.web.conftest import FINE, HEARD, World

LAZY = "You are so lazy. You scored 12 of 40 on Friday."


def said(response: Any) -> str:
    return html.unescape(response.content.decode())


def read_draft(client: Client, world: World, body: str, how: str = "typing") -> Any:
    path = world.url("feedback", learner_id=world.learner.pk)
    return client.post(path, {"body": body, "klass": world.klass.pk}, headers={"X-Reading": how})


# ── 1. A teacher writes feedback ─────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("how", ["typing", "resting"])
def test_a_draft_is_read_and_nothing_of_it_is_sent_or_on_record(in_school: World, how: str) -> None:
    before = (Text.objects.count(), Entry.objects.count())
    page = said(read_draft(in_school.client("teacher"), in_school, f"Look 😀! {LAZY}", how))
    assert "<html" not in page
    assert 'data-at="9" data-to="25"' in page  # the face is two units of UTF-16
    for shown in ("You are so lazy.", "A fixed label?", "What was seen, and when", "Dweck"):
        assert shown in page
    assert "scored 12 of 40" not in page.split("asked")[1]  # a fact is not asked about
    assert (Text.objects.count(), Entry.objects.count()) == before


def test_no_text_reaches_a_log(in_school: World, caplog: pytest.LogCaptureFixture) -> None:
    client, path = in_school.client("teacher"), in_school.url("feedback", learner_id=in_school.learner.pk)
    caplog.set_level("DEBUG")
    read_draft(client, in_school, LAZY)
    client.post(path, {"body": LAZY, "klass": "no class", "send": "1"})
    client.post(path, {"body": LAZY * 1000, "klass": in_school.klass.pk, "send": "1"})
    client.post(path.replace("feedback", "nowhere"), {"body": LAZY})
    ours = [r for r in caplog.records if not r.name.startswith("django.db")]  # asked for here by DEBUG alone
    assert not any("lazy" in record.getMessage() for record in ours)


def test_what_is_sent_is_kept_on_record_and_read_by_the_learner_and_the_family(in_school: World) -> None:
    client, path = in_school.client("teacher"), in_school.url("feedback", learner_id=in_school.learner.pk)
    body = "You named each step.\r\nNext, draw it to scale."
    sent = client.post(
        path, {"body": body, "klass": in_school.klass.pk, "send": "1", "suggested": "2", "taken": "5"}
    )
    text = Text.objects.order_by("-pk")[0]
    assert sent["Location"].endswith(f"/learners/{in_school.learner.pk}/#text-{text.pk}")
    assert (text.body, text.writer, text.learner) == (
        "You named each step.\nNext, draw it to scale.", in_school.people["teacher"], in_school.learner,
    )  # fmt: skip
    assert text.next_step
    assert (text.suggested, text.taken) == (2, 2)  # never more taken than offered
    last = Entry.objects.order_by("-seq")[0]
    assert (last.verb, last.subject) == ("feedback sent", str(in_school.learner.pk))
    assert "named" not in str(list(Entry.objects.values()))
    for who in ("learner_self", "family", "teacher"):
        page = said(in_school.client(who).get(in_school.url("learner", learner_id=in_school.learner.pk)))
        assert "Next, draw it to scale." in page
        assert ("data-composer" in page) == (who == "teacher")


def test_without_scripts_a_wording_is_taken_and_its_brackets_are_filled_before_it_is_sent(
    in_school: World,
) -> None:
    client, path = in_school.client("teacher"), in_school.url("feedback", learner_id=in_school.learner.pk)
    draft = {"body": LAZY, "klass": in_school.klass.pk}
    page = said(client.post(path, {**draft, "read": "1"}))
    take = re.search(r'name="take" value="(0:[^"]+)"', page)
    assert take, page
    page = said(client.post(path, {**draft, "take": take[1]}))
    body = re.search(r"<textarea[^>]*>\s*([^<]*)</textarea>", page)
    assert body
    assert "lazy" not in body[1]
    assert "You scored 12 of 40 on Friday." in body[1]
    assert 'name="taken" value="1"' in page
    before = Text.objects.count()
    open_brackets = "Here is where you excel: [something you have seen go well, and when]."
    held = client.post(path, {**draft, "body": open_brackets, "send": "1"})
    assert "only you have seen" in said(held)
    assert Text.objects.count() == before


def test_a_text_as_long_as_the_field_takes_is_sent_whatever_its_line_ends(in_school: World) -> None:
    client, path = in_school.client("teacher"), in_school.url("feedback", learner_id=in_school.learner.pk)
    body = ("You drew it well, " + "and named each part of it, " * 3)[:98].ljust(98, "y") + "\r\n"
    body *= 202
    assert len(body) > LONGEST > len(body.replace("\r\n", "\n"))
    assert client.post(path, {"body": body, "klass": in_school.klass.pk, "send": "1"}).status_code == 302
    too_long = said(
        client.post(path, {"body": "a" * (LONGEST + 1), "klass": in_school.klass.pk, "send": "1"})
    )
    assert "20000" in too_long


@pytest.mark.parametrize(
    "body", ["<img src=x onerror=alert(1)>", "'\"><script>alert(1)</script>", "{{ 7 * 7 }}"]
)
def test_markup_is_text_wherever_it_stands(in_school: World, body: str) -> None:
    services.feedback_send(
        actor=in_school.people["teacher"], learner=in_school.learner, klass=in_school.klass, body=body,
        heard={"sentences": [[0, len(body), False]]},
    )  # fmt: skip
    Version.objects.filter(pk=in_school.version.pk).update(name=body, why=body, heard=[body], fine=[body])
    Text.objects.filter(pk=in_school.letter.pk).update(title=body, body=f"{body} You are so lazy.")
    adopt(in_school, in_school.version)
    client = in_school.client("learner_self")
    for page in (
        in_school.url("learner", learner_id=in_school.learner.pk),
        in_school.url("class-criteria", class_id=in_school.klass.pk),
        in_school.url("text-together", text_id=in_school.letter.pk),
        in_school.url("criterion-new", class_id=in_school.klass.pk) + f"?from={in_school.version.pk}",
    ):
        raw = client.get(page).content.decode()
        assert body in html.unescape(raw)
        assert "<img src=x" not in raw
        assert "<script>alert" not in raw


def test_the_class_is_told_when_too_few_can_vote(in_school: World) -> None:
    path = in_school.url("class-criteria", class_id=in_school.klass.pk)
    assert "must say yes. The school’s office" in said(in_school.client("teacher").get(path))


def test_a_wording_that_loses_a_fact_is_not_taken(in_school: World) -> None:
    path = in_school.url("feedback", learner_id=in_school.learner.pk)
    body = "You are lazy and got 12 of 40."
    page = said(
        in_school.client("teacher").post(
            path, {"body": body, "klass": in_school.klass.pk, "take": "0:Well done."}
        )
    )
    assert body in page


def test_starters_come_from_the_learners_evidence(in_school: World) -> None:
    page = said(in_school.client("teacher").get(in_school.url("learner", learner_id=in_school.learner.pk)))
    starters = re.findall(r'name="begin" value="\d">([^<]+)<', page)
    assert any(starter.startswith("Here is where you excel: ") for starter in starters)
    assert any("Let's set a goal" in starter for starter in starters)
    assert not any("[" in starter for starter in starters)


def test_a_draft_is_read_with_few_questions_to_the_database(
    in_school: World, django_assert_max_num_queries: Any
) -> None:
    client = in_school.client("teacher")
    read_draft(client, in_school, LAZY)
    with django_assert_max_num_queries(16):
        read_draft(client, in_school, LAZY)


# ── 2. The learner answers ───────────────────────────────────────────────────────────────────────────────
def test_the_learner_answers_and_everyone_in_the_thread_reads_it(in_school: World) -> None:
    path = in_school.url("feedback-answer", text_id=in_school.feedback.pk)
    client = in_school.client("learner_self")
    heard = said(client.post(path, {"body": "I am just stupid at this."}, headers={"X-Reading": "resting"}))
    assert "I am just stupid at this." in heard
    assert client.post(path, {"body": "That a sketch helps me.", "send": "1"}).status_code == 302
    for who in ("teacher", "family", "learner_self"):
        page = said(in_school.client(who).get(in_school.url("learner", learner_id=in_school.learner.pk)))
        assert "That a sketch helps me." in page


# ── 3. Comments that came in ─────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def commented(in_school: World) -> World:
    result = Result.objects.filter(task__klass=in_school.klass)[0]
    result.comment = LAZY
    result.save()
    assert note_comments() == 1
    read_comments()
    return in_school


def test_a_comment_column_is_read_when_it_comes_in(in_school: World) -> None:
    assert Comment.objects.filter(
        is_read=True, writer__isnull=False
    ).exists()  # the school's own export had some
    table = f"student_id,student_name,task,points,points_possible,comment\nq1,Ana,Sketch,3,9,{LAZY}\n"
    teacher = in_school.people["teacher"]
    coming = imports.import_start(
        actor=teacher, file_name="art.csv", chunks=[table.encode()], into=Import.Into.NEW_CLASS.value
    )
    imports.import_confirm(actor=teacher, coming=coming)
    noted = Comment.objects.get(result__learner__student_id="q1")
    assert (noted.writer, noted.is_read, noted.deficit) == (teacher, True, 1)


def test_a_comment_is_shown_to_its_writer_alone(commented: World) -> None:
    assert "You are so lazy." in said(commented.client("teacher").get(commented.url("comments")))
    with scope(commented.school):
        Teaching.objects.create(klass=commented.klass, person=commented.people["colleague"])
    assert "lazy" not in said(commented.client("colleague").get(commented.url("comments")))
    for who in ("leader", "administrator", "learner_self", "family"):
        assert commented.client(who).get(commented.url("comments")).status_code == 404


def test_comments_are_noted_once_and_again_when_they_change(commented: World) -> None:
    assert note_comments() == 0
    comment = Comment.objects.get(result__comment=LAZY)
    assert (comment.is_read, comment.deficit, comment.reasons) == (True, 1, ["trt"])
    Result.objects.filter(pk=comment.result_id).update(comment="You named each step.")
    assert note_comments() == 1
    assert not Comment.objects.get(result=comment.result_id).is_read


def test_where_several_teach_a_class_nobody_is_taken_for_the_writer(in_school: World) -> None:
    Teaching.objects.create(klass=in_school.klass, person=in_school.people["colleague"])
    result = Result.objects.filter(task__klass=in_school.klass)[0]
    Result.objects.filter(pk=result.pk).update(comment=LAZY)
    note_comments()
    read_comments()
    noted = Comment.objects.get(result=result)
    assert (noted.writer, noted.is_read) == (None, False)


# ── 4. A class's own criteria ────────────────────────────────────────────────────────────────────────────
def classmates(world: World) -> list[Learner]:
    return list(Learner.objects.filter(enrolments__klass=world.klass).order_by("pk"))


def adopt(world: World, version: Version) -> None:
    actor = world.people["learner_self"]
    for learner in classmates(world)[: services.votes_needed(world.klass)]:
        services.vote_cast(actor=actor, learner=learner, version=version, yes=True)
    version.refresh_from_db()


def test_more_than_half_of_the_class_adopts_and_more_than_half_ends(in_school: World) -> None:
    version, everyone = in_school.version, classmates(in_school)
    needed = services.votes_needed(in_school.klass)
    assert needed == len(everyone) // 2 + 1
    actor = in_school.people["learner_self"]
    for learner in everyone[: needed - 1]:
        services.vote_cast(actor=actor, learner=learner, version=version, yes=True)
    services.vote_cast(actor=actor, learner=everyone[0], version=version, yes=True)  # twice is once
    version.refresh_from_db()
    assert not version.in_force
    services.vote_cast(actor=actor, learner=everyone[needed - 1], version=version, yes=True)
    version.refresh_from_db()
    assert version.in_force
    for learner in everyone[:needed]:
        services.vote_cast(actor=actor, learner=learner, version=version, yes=False)
    version.refresh_from_db()
    assert version.ended
    assert packs_of([in_school.klass]) == ()


def test_a_new_version_takes_the_place_of_the_one_before_and_both_stay(in_school: World) -> None:
    adopt(in_school, in_school.version)
    newer = services.version_propose(
        actor=in_school.people["learner_self"], klass=in_school.klass, criterion=in_school.version.criterion,
        name="Ranks countries", why="Because.", heard=HEARD, fine=FINE,
    )  # fmt: skip
    assert [pack.criteria[0].name for pack in packs_of([in_school.klass])] == [
        "Puts one country above another"
    ]
    adopt(in_school, newer)
    in_school.version.refresh_from_db()
    assert in_school.version.ended
    assert newer.number == 2
    assert [pack.criteria[0].name for pack in packs_of([in_school.klass])] == ["Ranks countries"]
    page = said(
        in_school.client("learner_self").get(in_school.url("class-criteria", class_id=in_school.klass.pk))
    )
    assert "Earlier versions" in page
    assert in_school.learner.name in page  # who proposed it


def test_an_adopted_criterion_runs_on_all_that_the_class_writes(in_school: World) -> None:
    sentence = "Your nation is decades behind us in schooling."
    adopt(in_school, in_school.version)
    name = in_school.version.name
    assert name in said(read_draft(in_school.client("teacher"), in_school, sentence))
    answer = in_school.url("feedback-answer", text_id=in_school.feedback.pk)
    assert name in said(
        in_school.client("learner_self").post(answer, {"body": sentence}, headers={"X-Reading": "typing"})
    )
    new = in_school.url("text-new", class_id=in_school.klass.pk)
    shared = in_school.client("teacher").post(
        new, {"body": sentence, "title": "A letter", "kind": "partners", "send": "1"}
    )
    assert name in said(in_school.client("learner_self").get(shared["Location"]))
    for kind, offered in (("partners", False), ("ours", True)):  # partners' words stand as they wrote them
        draft = {"body": "You are so lazy.", "kind": kind}
        page = said(in_school.client("teacher").post(new, draft, headers={"X-Reading": "resting"}))
        assert "A fixed label?" in page
        assert ("Put this in its place" in page) == offered
    elsewhere = Class.objects.exclude(pk=in_school.klass.pk)[0]
    assert packs_of([elsewhere]) == ()


def test_an_adopted_criterion_is_heard_in_feedback_that_the_class_has_read(in_school: World) -> None:
    version, sentence = in_school.version, "Your nation is decades behind us in schooling."
    Text.objects.filter(pk=in_school.feedback.pk).update(body=f"You drew the map. {sentence}")
    services.answer_send(
        actor=in_school.people["learner_self"], feedback=in_school.feedback, heard={},
        body="That we live in a more advanced country than they do.",
    )  # fmt: skip

    def signs(who: str) -> list[str]:
        page = said(in_school.client(who).get(in_school.url("learner", learner_id=in_school.learner.pk)))
        return re.findall(r'class="sentence"><q dir="auto">([^<]+)<', page)

    assert signs("learner_self") == []  # proposed alone
    adopt(in_school, version)
    for who in ("learner_self", "teacher"):
        assert signs(who) == [sentence, "That we live in a more advanced country than they do."]
    assert signs("family") == []  # they do not belong to the class
    for learner in classmates(in_school)[: services.votes_needed(in_school.klass)]:
        services.vote_cast(
            actor=in_school.people["learner_self"], learner=learner, version=version, yes=False
        )
    assert signs("learner_self") == []


def test_a_criterion_is_tried_on_pasted_texts_at_once_and_proposed(in_school: World) -> None:
    path = in_school.url("criterion-new", class_id=in_school.klass.pk)
    form = {"name": "Ranks", "why": "We do not.", "heard": "\n".join(HEARD), "fine": "\n".join(FINE)}
    client, before = in_school.client("learner_self"), Version.objects.count()
    tried = said(
        client.post(path, {**form, "texts": "Your nation is decades behind us. We like rain.", "try": "1"})
    )
    assert ">Your nation is decades behind us.</q>" in tried
    assert ">We like rain.</q>" not in tried
    few = said(client.post(path, {**form, "heard": "\n".join(HEARD[:5]), "propose": "1"}))
    assert "These are 5 different sentences." in few
    assert Version.objects.count() == before
    client.post(path, {**form, "propose": "1"})
    assert Version.objects.count() == before + 1


# ── 5. Flags ─────────────────────────────────────────────────────────────────────────────────────────────
def test_flags_first_raised_by_learners_and_agreement_are_measured(in_school: World) -> None:
    body = "You are so lazy. Nobody here cares. The test is on Friday. You drew it well."
    heard = hear(body).counts
    asked = [asks for _, _, asks in heard["sentences"]]
    assert asked[0]
    assert not asked[2]
    text = services.feedback_send(
        actor=in_school.people["teacher"], learner=in_school.learner, klass=in_school.klass, body=body,
        heard=heard | {"suggested": 3, "taken": 2},
    )  # fmt: skip
    client, path = in_school.client("learner_self"), in_school.url("flag", text_id=text.pk)
    for place in (0, 2):
        client.post(path, {"start": heard["sentences"][place][0]})
    client.post(path, {"start": "7"})  # no sentence begins there
    assert [flag.lens_asked for flag in Flag.objects.filter(text=text).order_by("start")] == [True, False]
    found = measures_of(in_school.klass)
    assert (found.flags, found.first, found.texts, found.suggested, found.taken) == (2, 1, 1, 3, 2)
    assert found.agreement
    flagged = [True, False, True, False]
    assert found.agreement.share == sum(a == b for a, b in zip(flagged, asked, strict=True)) / 4
    client.post(path, {"start": heard["sentences"][2][0], "back": "1"})
    assert Flag.objects.filter(text=text).count() == 1  # taken back


def test_nobody_flags_what_is_not_for_them(in_school: World) -> None:
    path = in_school.url("flag", text_id=in_school.feedback.pk)
    assert in_school.client("learner_other").post(path, {"start": "0"}).status_code == 404
    mate = next(learner for learner in classmates(in_school) if learner != in_school.learner)
    other = Person.objects.create_person(username="mate", name="Mate")
    mate.person = other
    mate.save()
    assert (
        in_school.client("learner_other")
        .get(in_school.url("text-together", text_id=in_school.letter.pk))
        .status_code
        == 404
    )


# ── 6. Sums ──────────────────────────────────────────────────────────────────────────────────────────────
def row(writer: int, **counts: Any) -> dict[str, Any]:
    none = {
        "asset": 0,
        "deficit": 0,
        "neutral": 0,
        "reasons": [],
        "next_step": False,
        "suggested": 0,
        "taken": 0,
    }
    return none | {"writer_id": writer} | counts


def test_sums_need_ten_texts_of_five_writers() -> None:
    assert sums_of([row(i % 5, neutral=1) for i in range(9)]) is None
    assert sums_of([row(i % (LEAST_WRITERS - 1), neutral=1) for i in range(40)]) is None
    found = sums_of([row(i % 5, neutral=1, next_step=i % 2 == 0) for i in range(40)])
    assert found
    assert (found.texts, found.sentences, found.next_step) == (40, 40, (20, 40))


def test_a_figure_of_few_is_not_shown_nor_worked_out_from_the_others() -> None:
    rows = [row(i % 6, asset=1, neutral=2) for i in range(60)] + [row(1, deficit=1, reasons=["trt"])]
    found = sums_of(rows)
    assert found
    shown = dict(found.framings)
    assert list(shown.values()).count(None) >= 2  # with one alone, total less the others would give it
    assert found.reasons == {}
    assert not found.whole
    one_without_step = [row(i % 6, neutral=1, next_step=i > 0) for i in range(40)]
    assert sums_of(one_without_step).next_step is None  # type: ignore[union-attr]


def test_reasons_are_named_when_enough_writers_stand_behind_them() -> None:
    rows = [row(i % 6, deficit=1, neutral=1, reasons=["trt"]) for i in range(30)]
    rows += [row(i % 6, asset=1, deficit=1, reasons=["cmp"]) for i in range(20)]
    found = sums_of(rows)
    assert found
    assert found.most_common == [("a fixed label", 30), ("compares with others", 20)]


def test_two_looks_differ_by_ten_texts_of_five_writers_or_not_at_all(in_school: World) -> None:
    people = [Person.objects.create_person(username=f"w{i}", name=f"Writer {i}") for i in range(5)]
    leader, page = in_school.client("leader"), in_school.url("school-page")
    for model in (Text, Comment):
        model.objects.update(counted=True)  # whatever came in before

    def look() -> str:
        return said(leader.get(page)).split('id="written"')[1].split("</section>")[0]

    before, counted = look(), school_sums()
    for number in range(40):
        writer = people[0] if number < 20 else people[number % 5]  # twenty of one, then of all
        kept = services.feedback_send(
            actor=writer, learner=in_school.learner, klass=in_school.klass, body=f"Text {number}.",
            heard={"neutral": 1, "next_step": True},
        )  # fmt: skip
        if number < 20:
            assert school_sums() == counted
        if number == 19:
            assert look() == before
    after = school_sums()
    assert after
    grown = after.texts - (counted.texts if counted else 0)
    assert grown >= 10
    assert look() != before
    kept.delete()
    Text.objects.filter(writer=people[1]).update(writer=None)
    assert school_sums() == after  # nor does what goes away tell anything


def test_what_a_batch_holds_back_is_in_no_joined_figure() -> None:
    whole = sums_of([row(i % 5, neutral=1, next_step=True) for i in range(10)])
    held = sums_of([row(i % 5, asset=1, next_step=i % 2 == 0) for i in range(20)] + [row(1, deficit=1)])
    assert whole
    assert held
    assert held.framings["deficit"] is None
    found = joined([whole, held])
    assert found
    assert (found.texts, found.sentences, found.framings["neutral"]) == (31, 31, 10)
    assert found.apart == 21
    assert joined([]) is None


def test_the_leaders_page_names_no_writer_and_no_text(in_school: World) -> None:
    people = [Person.objects.create_person(username=f"w{i}", name=f"Writer Number{i}") for i in range(5)]
    for number in range(12):
        services.feedback_send(
            actor=people[number % 5], learner=in_school.learner, klass=in_school.klass,
            body=f"A telling text, number {number}.", heard={"neutral": 1, "next_step": True},
        )  # fmt: skip
    page = said(in_school.client("leader").get(in_school.url("school-page")))
    found = school_sums()
    assert found
    assert f"{found.texts} texts" in page
    assert "Writer Number" not in page
    assert "telling text" not in page


def test_another_school_hears_nothing_of_this_one(world: World) -> None:
    path = f"/s/{world.other.slug}/learners/{world.learner.pk}/feedback/"
    assert world.client("stranger").get(path).status_code == 404
    with scope(world.other):
        assert packs_of([world.klass]) == ()
        assert not Text.objects.exists()
