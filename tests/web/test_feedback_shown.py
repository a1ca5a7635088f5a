"""A class's criteria on what it is shown outside feedback: tasks, offers, standards, titles; and flags by hand."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from sharewell.web.access.models import Entry
from sharewell.web.choices.models import OfferShows
from sharewell.web.classes import plans
from sharewell.web.classes.models import Class, Enrolment, Learner, Standard, Task
from sharewell.web.feedback import services, signs
from sharewell.web.feedback.measures import measures_of
from sharewell.web.feedback.models import Flag, Text
from sharewell.web.feedback.shown import Shown, shown_to
from tests.web.conftest import World

TASK = "Your nation is decades behind us in schooling."
OFFER = "Tell why we live in a more advanced country than they do."
PLAIN = "Measure the river at the bridge"
STANDARD = "Our country is much more advanced than yours."


def said(response: Any) -> str:
    return html.unescape(response.content.decode())


def heard_on(page: str) -> set[str]:
    return set(re.findall(r'class="sentence"><q dir="auto">([^<]+)<', page))


def decide(world: World, *, yes: bool) -> None:
    members = Learner.objects.filter(enrolments__klass=world.klass).order_by("pk")
    for learner in members[: services.votes_needed(world.klass)]:
        services.vote_cast(
            actor=world.people["learner_self"], learner=learner, version=world.version, yes=yes
        )


@pytest.fixture
def telling(in_school: World) -> World:
    """A task of the learner's packet, an offer that their packet takes, and a standard of theirs, each with a sign."""
    found = plans.plan_of(in_school.learner, [in_school.klass])
    packet = found.learner.packet
    open_work = next(work for work in (*packet.tasks, *packet.not_needed) if work.task in found.tasks)
    Task.objects.filter(pk=found.tasks[open_work.task]).update(title=TASK)
    for code in packet.attains:
        OfferShows.objects.update_or_create(offer=in_school.offer, standard=code, defaults={"evidence": 9})
    in_school.offer.title, in_school.offer.minutes = OFFER, 1
    in_school.offer.save()
    Standard.objects.filter(code=in_school.link.standard).update(statement=STANDARD)
    return in_school


def pages(world: World) -> dict[str, str]:
    return {
        "own page": world.url("learner", learner_id=world.learner.pk),
        "aloud": world.url("packet-aloud", learner_id=world.learner.pk),
        "listens": world.url("class-criteria", class_id=world.klass.pk),
        "packets": world.url("class-packets", class_id=world.klass.pk),
    }


def test_agreed_criteria_are_heard_where_the_class_reads_and_nowhere_else(telling: World) -> None:
    at = pages(telling)
    own, teacher, family = (telling.client(who) for who in ("learner_self", "teacher", "family"))
    for client, page in ((own, "own page"), (own, "listens"), (teacher, "packets")):
        assert not heard_on(said(client.get(at[page])))  # proposed alone
    decide(telling, yes=True)
    everything = {TASK, OFFER, STANDARD}
    for client, page in (
        (own, "own page"), (teacher, "own page"), (own, "aloud"), (own, "listens"), (teacher, "listens"),
        (teacher, "packets"),
    ):  # fmt: skip
        found = said(client.get(at[page]))
        assert heard_on(found) == everything, page
        assert telling.version.name in found
        assert telling.version.why in found
    for page in ("own page", "aloud"):  # they do not belong to the class
        assert not heard_on(said(family.get(at[page])))
    decide(telling, yes=False)
    assert not heard_on(said(own.get(at["own page"])))


def test_a_class_hears_its_own_criteria_in_its_own_words_alone(telling: World) -> None:
    decide(telling, yes=True)
    elsewhere = Class.objects.filter(enrolments__learner=telling.learner).exclude(pk=telling.klass.pk)[0]
    task = Task.objects.filter(klass=elsewhere).order_by("pk")[0]
    Task.objects.filter(pk=task.pk).update(title=TASK + " And so on.")
    assert not signs.signs_before(elsewhere.pk)
    page = said(telling.client("learner_self").get(pages(telling)["own page"]))
    assert heard_on(page) == {TASK, OFFER, STANDARD}
    both = [Shown(klass.pk, "task", 1, TASK) for klass in (telling.klass, elsewhere)]  # type: ignore[arg-type]
    packs = signs.packs_by_class([telling.klass.pk, elsewhere.pk])
    assert len(signs.signs_in((), packs, both).shown) == 1


def test_a_page_is_read_in_one_batch_and_titles_are_read_once(
    telling: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, asked = signs.read_many, []

    def counted(texts: Any, **how: Any) -> Any:
        asked.append(list(texts))
        return read(texts, **how)

    monkeypatch.setattr(signs, "read_many", counted)
    client, path = telling.client("learner_self"), pages(telling)["own page"]
    client.get(path)
    assert asked == []  # no criteria, no reading
    decide(telling, yes=True)
    signs._remembered.clear()
    first = heard_on(said(client.get(path)))
    assert len(asked) == 1
    assert {TASK, OFFER, STANDARD, telling.feedback.body} <= set(asked[0])
    assert heard_on(said(client.get(path))) == first
    assert asked[1:] == [[telling.feedback.body]]  # what people write to one another is kept nowhere


def test_what_is_remembered_has_an_end(telling: World, monkeypatch: pytest.MonkeyPatch) -> None:
    decide(telling, yes=True)
    monkeypatch.setattr(signs, "REMEMBERED", 3)
    (pack,) = signs.packs_by_class([telling.klass.pk]).values()
    before = {(pack.criteria, f"Title {number}"): () for number in range(3)}
    monkeypatch.setattr(signs, "_remembered", dict(before))
    assert {TASK, OFFER, STANDARD} <= {sign.sentence for sign in signs.signs_before(telling.klass.pk)}
    assert not before.keys() & signs._remembered.keys()


def test_the_same_title_stands_once_and_a_changed_one_is_read_anew(telling: World) -> None:
    Task.objects.filter(klass=telling.klass).update(title=TASK)
    words = [one.words for one in shown_to([telling.klass.pk])]
    assert words.count(TASK) == 1
    decide(telling, yes=True)
    assert TASK in heard_on(said(telling.client("learner_self").get(pages(telling)["own page"])))
    Task.objects.filter(klass=telling.klass).update(title="Draw the river")
    assert TASK not in heard_on(said(telling.client("learner_self").get(pages(telling)["own page"])))


def test_a_learner_flags_a_title_and_takes_the_flag_back(telling: World) -> None:
    client, path = telling.client("learner_self"), telling.url("flag-shown", class_id=telling.klass.pk)
    telling.offer.title = PLAIN
    telling.offer.save()
    before = measures_of(telling.klass)

    def button(words: str) -> tuple[str, bool]:
        page = said(client.get(pages(telling)["own page"]))
        form = next(
            form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if f">{words}</q>" in form
        )
        digest = re.search(r'name="words" value="(\w+)"', form)
        assert digest
        return digest[1], 'name="back"' in form

    digest, flagged = button(PLAIN)
    assert not flagged
    for _ in range(2):  # twice is once
        answer = client.post(path, {"words": digest})
    assert answer["Location"].endswith(f"/learners/{telling.learner.pk}/#shown")
    flag = Flag.objects.get(text__kind=Text.Kind.SHOWN)
    assert (flag.text.body, flag.text.klass, flag.learner) == (PLAIN, telling.klass, telling.learner)
    assert (flag.start, flag.end, flag.lens_asked) == (0, len(PLAIN), False)
    assert button(PLAIN) == (digest, True)
    assert Entry.objects.order_by("-seq").filter(verb="flag raised")[0].subject == str(flag.text.pk)
    now = measures_of(telling.klass)
    assert (now.flags, now.first) == (before.flags + 1, before.first + 1)
    listens = said(telling.client("teacher").get(pages(telling)["listens"]))
    assert f'Flagged by hand: <q dir="auto">{PLAIN}</q>' in listens
    telling.offer.title = "Build a model"
    telling.offer.save()
    assert "have changed" in said(client.post(path, {"words": "0" * 64}, follow=True))
    assert "Flagged by hand" in said(client.get(pages(telling)["listens"]))  # as it stood then
    client.post(path, {"words": digest, "back": "1"})
    assert not Flag.objects.filter(text__kind=Text.Kind.SHOWN).exists()


def test_words_that_the_class_hears_itself_are_no_first_flag(telling: World) -> None:
    decide(telling, yes=True)
    digest = next(one.digest for one in shown_to([telling.klass.pk]) if one.words == TASK)
    path = telling.url("flag-shown", class_id=telling.klass.pk)
    telling.client("learner_self").post(path, {"words": digest})
    assert Flag.objects.get(text__kind=Text.Kind.SHOWN).lens_asked
    mate = Enrolment.objects.filter(klass=telling.klass).exclude(learner=telling.learner)[0].learner
    shown = next(one for one in shown_to([telling.klass.pk]) if one.words == TASK)
    services.shown_flag(
        actor=telling.people["learner_self"], learner=mate, klass=telling.klass, shown=shown,
        heard={"sentences": [[0, len(TASK), True]]},
    )  # fmt: skip
    assert Text.objects.filter(kind=Text.Kind.SHOWN).count() == 1  # the same words, flagged by two


def test_nobody_flags_the_words_of_a_class_that_is_not_theirs(telling: World) -> None:
    digest = shown_to([telling.klass.pk])[0].digest
    path = telling.url("flag-shown", class_id=telling.klass.pk)
    for who in ("learner_other", "teacher", "family", "leader"):
        assert telling.client(who).post(path, {"words": digest}).status_code == 404
    assert not Text.objects.filter(kind=Text.Kind.SHOWN).exists()


def test_the_title_of_a_letter_is_heard_with_it(telling: World) -> None:
    decide(telling, yes=True)
    Text.objects.filter(pk=telling.letter.pk).update(title=TASK)
    page = said(telling.client("learner_self").get(telling.url("text-together", text_id=telling.letter.pk)))
    assert f">{TASK}</q>" in page.split('id="asked"')[1]


def test_markup_in_a_title_is_text(telling: World) -> None:
    body = "'\"><script>alert(1)</script>"
    telling.offer.title = body
    telling.offer.save()
    decide(telling, yes=True)
    for who, page in (("learner_self", "own page"), ("learner_self", "listens"), ("teacher", "packets")):
        assert "<script>alert" not in telling.client(who).get(pages(telling)[page]).content.decode()
