"""Linking tasks to standards: suggested, confirmed by one click each or all, remembered when refused, never silent."""

from __future__ import annotations

import csv
import io
import re

import pytest

from sharewell.web.access.models import Entry
from sharewell.web.classes import plans
from sharewell.web.classes.models import Class, Import, Learner, Link, Standard, Summary, Task
from sharewell.web.classes.refused import refused_table
from sharewell.web.links import selectors, services
from sharewell.web.links.models import LinkSearch, Suggestion
from tests.web.conftest import World
from tests.web.test_imports import bring, confirm, counts, table


@pytest.fixture
def alone(in_school: World) -> World:
    """The world's class as a Canvas export would leave it: no task says which standard it shows."""
    Link.objects.filter(task__klass=in_school.klass).delete()
    Summary.objects.filter(klass=in_school.klass).delete()
    return in_school


def look(world: World) -> list[Suggestion]:
    subject, grade = selectors.among(world.klass, selectors.search_of(world.klass))
    services.search_start(actor=world.people["teacher"], klass=world.klass, subject=subject, grade=grade)
    return list(selectors.open_suggestions(world.klass))


def offers(world: World) -> selectors.Offers:
    return selectors.offers_of(world.klass, selectors.search_of(world.klass))


def post(world: World, what: str, ids: list[int], **more: str) -> str:
    path = world.url(f"class-links-{what}", class_id=world.klass.pk)
    return world.client("teacher").post(path, {"suggestion": ids, **more})["Location"]


def test_looking_links_nothing(alone: World) -> None:
    tasks = Task.objects.filter(klass=alone.klass)
    found = look(alone)
    assert selectors.search_of(alone.klass).state == LinkSearch.State.READY
    assert {one.task_id for one in found} == set(tasks.values_list("pk", flat=True))
    assert max(sum(one.task_id == task.pk for one in found) for task in tasks) == 3
    assert not Link.objects.filter(task__klass=alone.klass).exists()
    said = offers(alone)
    assert said.sure
    assert len(said.shown) == tasks.count()
    subject = set(Standard.objects.filter(subject=alone.klass.subject).values_list("code", flat=True))
    assert {one.standard for one in found} <= subject


def test_the_page_shows_the_three_kinds_and_links_just_what_it_showed(alone: World) -> None:
    look(alone)
    page = alone.client("teacher").get(alone.url("class-links", class_id=alone.klass.pk)).content.decode()
    button = re.search(r"<form[^>]*>((?:(?!</form>).)*)<button type=\"submit\">Link the", page, re.DOTALL)
    ids = [int(n) for n in re.findall(r'name="suggestion" value="(\d+)"', button[1])]
    surely = [one for offer in offers(alone).sure for one in offer.best]
    assert ids == [one.suggestion.pk for one in surely]
    post(alone, "confirm", ids)
    linked = Link.objects.filter(task__klass=alone.klass).values_list("task_id", "standard")
    assert set(linked) == {(one.suggestion.task_id, one.suggestion.standard) for one in surely}


def test_one_click_confirms_one_and_the_plan_speaks_of_the_standard(alone: World) -> None:
    look(alone)
    before = plans.plan_of(alone.learner, [alone.klass]).learner
    best = offers(alone).sure[0].best[0].suggestion
    assert not any(known.standard == best.standard for known in (*before.knows, *before.ready))
    version = Class.objects.get(pk=alone.klass.pk).version
    plans.summaries_fresh(alone.klass)
    post(alone, "confirm", [best.pk])
    assert Class.objects.get(pk=alone.klass.pk).version == version + 1
    assert not Summary.objects.filter(klass=alone.klass).exists()
    learner = Learner.objects.get(pk=alone.learner.pk)
    after = plans.plan_of(learner, [alone.klass]).learner
    spoken = {known.standard for known in (*after.knows, *after.ready)} | set(after.later)
    assert best.standard in spoken
    entry = Entry.objects.filter(verb="link added").order_by("seq").last()
    assert (entry.actor, entry.subject, entry.detail) == (
        alone.people["teacher"], str(best.task_id), {"standard": best.standard},
    )  # fmt: skip


def test_a_second_click_changes_nothing(alone: World) -> None:
    look(alone)
    best = offers(alone).shown[0].best[0].suggestion
    post(alone, "confirm", [best.pk])
    version = Class.objects.get(pk=alone.klass.pk).version
    post(alone, "confirm", [best.pk])
    assert Class.objects.get(pk=alone.klass.pk).version == version
    assert Link.objects.filter(task=best.task).count() == 1


def test_a_no_is_remembered_and_what_is_next_is_asked_about(alone: World) -> None:
    look(alone)
    offer = offers(alone).sure[0]
    no = offer.best[0].suggestion
    post(alone, "refuse", [no.pk])
    for _ in range(2):
        now = next(each for each in offers(alone).shown if each.task == offer.task)
        assert now.sure == "ask"
        assert now.best[0].suggestion.standard == offer.others[0].suggestion.standard
        look(alone)
    assert no.standard not in {one.standard for one in selectors.open_suggestions(alone.klass)
                               if one.task_id == offer.task.pk}  # fmt: skip
    assert sum(one.task_id == offer.task.pk for one in selectors.open_suggestions(alone.klass)) == 3
    post(alone, "confirm", [no.pk])  # an old page still open somewhere
    assert not Link.objects.filter(task=offer.task).exists()
    post(alone, "reopen", [no.pk])
    again = next(each for each in offers(alone).shown if each.task == offer.task)
    assert (again.best[0].suggestion.standard, again.sure) == (no.standard, "ask")


def test_a_code_in_the_title_is_surely_meant_all_codes_of_it(alone: World) -> None:
    codes = list(Standard.objects.filter(subject=alone.klass.subject).values_list("code", flat=True)[:2])
    task = Task.objects.filter(klass=alone.klass)[0]
    Task.objects.filter(pk=task.pk).update(title=f"Check-in on {codes[0]} and {codes[1]}")
    look(alone)
    offer = next(each for each in offers(alone).sure if each.task == task)
    assert {one.suggestion.standard for one in offer.best} == set(codes)
    post(alone, "confirm", [one.suggestion.pk for one in offer.best])
    assert set(Link.objects.filter(task=task).values_list("standard", flat=True)) == set(codes)


def test_suggestions_of_another_class_are_not_reached(alone: World) -> None:
    look(alone)
    best = offers(alone).shown[0].best[0].suggestion
    other = Class.objects.exclude(pk=alone.klass.pk)[0]
    assert services.suggestions_confirm(actor=alone.people["teacher"], klass=other, ids=[best.pk]) == 0
    services.suggestions_refuse(actor=alone.people["teacher"], klass=other, ids=[best.pk])
    assert not Suggestion.objects.get(pk=best.pk).refused
    assert not Link.objects.filter(task=best.task).exists()


def test_while_it_looks_the_page_says_how_far_and_asks_again_by_itself(alone: World) -> None:
    search = LinkSearch.objects.create(klass=alone.klass, state=LinkSearch.State.LOOKING, done=128, total=300)
    path = alone.url("class-links", class_id=alone.klass.pk)
    page = alone.client("teacher").get(path).content.decode()
    assert 'value="128" max="300"' in page
    assert f'hx-get="{path}"' in page
    assert '<meta http-equiv="refresh" content="3">' in page
    part = alone.client("teacher").get(path, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="state"')
    services.search_start(actor=alone.people["teacher"], klass=alone.klass)  # it looks already
    search.refresh_from_db()
    assert search.state == LinkSearch.State.LOOKING
    LinkSearch.objects.filter(pk=search.pk).update(alive="2020-01-01T00:00:00Z")
    assert "Look again" in alone.client("teacher").get(path).content.decode()
    services.search_start(actor=alone.people["teacher"], klass=alone.klass)
    search.refresh_from_db()
    assert search.state == LinkSearch.State.READY


def test_trouble_says_so_and_leaves_everything(alone: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(services, "suggest_links", gone)
    with pytest.raises(MemoryError):
        services.search_start(actor=alone.people["teacher"], klass=alone.klass)
    page = alone.client("teacher").get(alone.url("class-links", class_id=alone.klass.pk)).content.decode()
    assert "nothing was changed" in page
    assert "Look again" in page


def test_a_school_without_standards_says_what_comes_first(alone: World) -> None:
    Standard.objects.all().delete()
    page = alone.client("teacher").get(alone.url("class-links", class_id=alone.klass.pk)).content.decode()
    assert "no standards here yet" in page
    assert "Suggest standards" not in page


def test_new_tasks_and_new_standards_are_said(alone: World) -> None:
    look(alone)
    Task.objects.create(klass=alone.klass, task="late", title="Something new")
    Standard.objects.create(code="NEW.1", statement="Something new to learn.", subject=alone.klass.subject)
    page = alone.client("teacher").get(alone.url("class-links", class_id=alone.klass.pk)).content.decode()
    assert "1 task came in after the last look" in page
    assert "The standards have changed" in page


def test_the_class_page_leads_there_while_tasks_stand_alone(alone: World) -> None:
    def page() -> str:
        return alone.client("teacher").get(alone.url("class", class_id=alone.klass.pk)).content.decode()

    assert f"Link {Task.objects.filter(klass=alone.klass).count()} tasks to standards" in page()
    look(alone)
    services.suggestions_confirm(
        actor=alone.people["teacher"],
        klass=alone.klass,
        ids=[one.suggestion.pk for offer in offers(alone).shown for one in offer.best],
    )
    assert "to standards</a>" not in page()


# ── A table of links ─────────────────────────────────────────────────────────────────────────────────────
ROWS = (
    "n1,Ana García,Ratios,Quiz,8,10,2026-09-03,,,20",
    "n1,Ana García,Percent,Quiz,,10,2026-09-10,missing,,20",
)


def a_class(world: World) -> Class:
    confirm(world, bring(world, table(*ROWS)))
    return Class.objects.get(title="grades")


def test_a_table_of_links_comes_in_by_the_same_door(in_school: World) -> None:
    klass = a_class(in_school)
    content = b"task,standard,evidence,minutes\nRatios,MA.6.1,2,45\nPercent,MA.6.2,,\nRatios,MA.6.2,1,\n"
    coming = bring(in_school, content, name="links.csv", into=str(klass.pk))
    assert coming.state == Import.State.READY
    assert counts(coming) == {"tasks": (0, 1, 1, 0), "links": (3, 0, 0, 0)}
    assert [row["how"] for row in coming.preview["tasks"]["changed_rows"]] == [["minutes: 20 → 45"]]
    assert not Link.objects.filter(task__klass=klass).exists()
    version = Class.objects.get(pk=klass.pk).version
    done = confirm(in_school, coming)
    assert done.state == Import.State.DONE
    assert set(Link.objects.filter(task__klass=klass).values_list("task__title", "standard", "evidence")) == {
        ("Ratios", "MA.6.1", 2),
        ("Percent", "MA.6.2", 1),
        ("Ratios", "MA.6.2", 1),
    }
    assert Task.objects.get(klass=klass, title="Ratios").minutes == 45
    assert Class.objects.get(pk=klass.pk).version == version + 1
    again = bring(in_school, content, name="links.csv", into=str(klass.pk))
    assert counts(again) == {"tasks": (0, 0, 2, 0), "links": (0, 0, 3, 0)}


def test_rows_of_a_table_of_links_are_refused_one_by_one(in_school: World) -> None:
    klass = a_class(in_school)
    content = (
        b"task,standard,evidence,minutes\nRatios,MA.6.1,,\nNo such task,MA.6.1,,\nPercent,,,\n"
        b"Percent,MA.6.2,half,\nPercent,MA.6.3,,-5\n"
    )
    coming = bring(in_school, content, name="links.csv", into=str(klass.pk))
    refused = refused_table(coming.refused).content.decode("utf-8-sig")
    rows = [(row["row"], row["code"]) for row in csv.DictReader(io.StringIO(refused))]
    assert rows == [
        ("3", "unknown-task"), ("4", "half-a-link"), ("5", "impossible-evidence"), ("6", "impossible-minutes"),
    ]  # fmt: skip
    assert counts(coming)["links"] == (1, 0, 0, 0)


def test_a_table_of_links_stays_within_ones_own_classes(in_school: World) -> None:
    klass = a_class(in_school)
    theirs = Task.objects.exclude(klass__teachings__person=in_school.people["teacher"])[0]
    content = f"task,standard\nRatios,MA.6.1\n{theirs.task},MA.6.1\n".encode()
    coming = bring(in_school, content, name="links.csv", into="named")
    assert [refusal["code"] for refusal in coming.refused] == ["unknown-task"]
    confirm(in_school, coming)
    assert Link.objects.filter(task__klass=klass).count() == 1
    new = bring(in_school, content, name="links.csv", into="new")
    assert new.state == Import.State.REFUSED
    assert new.refused[0]["code"] == "links-without-a-class"
    whole = bring(in_school, content, name="links.csv", into="school", who="administrator")
    assert not whole.refused
