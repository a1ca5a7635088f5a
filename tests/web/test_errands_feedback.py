"""Feedback and a class's own criteria in a real browser: who writes, who answers, who votes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests import browser
from tests.demo_site import Site
from tests.web.errands import Open, assert_good_in_both_themes, class_with_a_letter

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def write_to(site: Site, page: Page, learner: Page) -> Page:
    """The teacher's page of the learner who has signed in."""
    page = site.enter(page, "Teacher")
    page.goto(learner.url.split("?")[0])
    return page


def test_a_teacher_writes_feedback_with_the_lens_beside_it_and_the_learner_answers(
    site: Site, page_in: Open
) -> None:
    learner = site.enter(page_in("light", 390), "Learner")
    teacher = write_to(site, page_in("dark"), learner)
    box = teacher.get_by_label("What you want to say")
    box.press_sequentially("You named each step. You are so lazy. You scored 12 of 40 on Friday.", delay=5)
    line = teacher.locator(".under mark")
    expect(line).to_have_text("You are so lazy.")
    assert abs(line.bounding_box()["y"] - box.bounding_box()["y"]) < 60  # type: ignore[index]
    asked = teacher.get_by_role("listitem").filter(has_text="You are so lazy.")
    expect(asked).to_contain_text("What was seen, and when, that would tell more than a label?")
    expect(asked.locator("cite")).to_contain_text("Dweck")
    expect(teacher.locator("[data-tells]")).to_contain_text("1 sentence to look at")
    expect(teacher.locator("[data-tells]")).to_have_attribute("role", "status")
    assert_good_in_both_themes(teacher)
    take = asked.get_by_role("button", name="Put this in its place")
    take.focus()
    teacher.keyboard.press("Enter")
    expect(box).to_be_focused()
    written = box.input_value()
    assert written.startswith("You named each step. Here is where you excel: ")
    assert written.endswith(" You scored 12 of 40 on Friday.")
    expect(teacher.locator(".under mark")).to_have_count(0)
    teacher.get_by_role("button", name="Send").click()
    expect(teacher.get_by_role("status").first).to_contain_text("Sent.")
    learner.reload()
    thread = learner.locator("article.thread").first
    expect(thread).to_contain_text("You scored 12 of 40 on Friday.")
    assert learner.locator("[data-composer]").count() == 0
    thread.get_by_role("link", name="What did you learn?").click()
    learner.get_by_label("What did you learn?").fill("To write down each step.")
    learner.get_by_role("button", name="Send").click()
    expect(learner.locator("article.thread").first).to_contain_text("To write down each step.")
    family = site.enter(page_in(), "Family")
    expect(family.locator("article.thread").first).to_contain_text("To write down each step.")


def test_feedback_is_read_without_javascript(site: Site, page_in: Open) -> None:
    learner = site.enter(page_in("light", 390), "Learner")
    teacher = write_to(site, page_in(scripts=False), learner)
    teacher.get_by_label("What you want to say").fill("You are so lazy. You scored 12 of 40 on Friday.")
    teacher.get_by_role("button", name="Read it").click()
    teacher.get_by_role("button", name="Put this in its place").click()
    expect(teacher.get_by_label("What you want to say")).to_have_value(
        re.compile("excel: .* You scored 12 of 40 on Friday")
    )


def test_a_class_proposes_and_votes_and_a_learner_flags_a_sentence(site: Site, page_in: Open) -> None:
    page = site.enter(page_in(), "Learner")
    path = class_with_a_letter(page)
    page.goto(f"{site.address.rstrip('/')}{path}")
    page.get_by_role("link", name="Propose a sign").click()
    page.get_by_label("Name").fill("Talks as if we were not there")
    page.get_by_label("Why it matters to us").fill("We are in the room.")
    page.get_by_label("Sentences it should be heard in").fill(
        "\n".join(f"These kids never know what number {n} is." for n in range(6))
    )
    page.get_by_label("Sentences that are fine").fill(
        "\n".join(f"The bus leaves at {n} o'clock." for n in range(6))
    )
    page.get_by_label("Texts to try it on").fill(
        "These kids never know what the number is. The bus leaves at noon."
    )
    page.get_by_role("button", name="Try it").click()
    expect(page.locator("#tried + ul")).to_have_text(re.compile("These kids never know"))
    page.get_by_role("button", name="Propose it").click()
    mine = page.locator("section").filter(
        has=page.get_by_role("heading", name="Talks as if we were not there")
    )
    mine.get_by_role("button", name="Yes, listen for it").click()
    expect(mine).to_contain_text("1 yes, 0 no")
    before = int(page.locator("#measures + ul > li").first.inner_text().split()[0])
    page.get_by_role("link", name="A letter about rivers").click()
    page.get_by_text("Flag a sentence").click()
    page.get_by_role("button", name=re.compile("^flag it")).first.click()
    page.goto(f"{site.address.rstrip('/')}{path}")
    expect(page.locator("#measures + ul > li").first).to_contain_text(
        f"{before + 1} sentences flagged by hand"
    )


def test_questions_stand_beside_the_text_and_under_it_on_a_phone(site: Site, page_in: Open) -> None:
    learner = site.enter(page_in("light", 390), "Learner")
    for width in (1180, 390):
        teacher = write_to(site, page_in("light", width), learner)
        box = teacher.get_by_label("What you want to say")
        box.fill("You are so lazy.\nאתה לומד מהר.")
        asked = teacher.locator("[data-heard] li").first
        expect(asked).to_be_visible()
        teacher.wait_for_timeout(1000)  # a later answer may still take the place of the first
        expect(asked).to_be_visible()
        text, list_ = box.bounding_box(), asked.bounding_box()
        assert text
        assert list_
        is_beside = list_["x"] >= text["x"] + text["width"] and list_["y"] < text["y"] + text["height"]
        assert is_beside == (width == 1180)
        send = teacher.get_by_role("button", name="Send").bounding_box()
        assert send
        assert width == 390 or send["y"] < list_["y"] + list_["height"]
        expect(box).to_have_css("unicode-bidi", "plaintext")
        expect(teacher.locator(".under")).to_have_css("unicode-bidi", "plaintext")
        browser.assert_good(teacher)


def test_a_second_press_of_send_sends_once(site: Site, page_in: Open) -> None:
    learner = site.enter(page_in("light", 390), "Learner")
    teacher = write_to(site, page_in(scripts=False), learner)
    before = teacher.locator("article.thread").count()
    teacher.get_by_label("What you want to say").fill("You named the last step, too.")
    teacher.get_by_role("button", name="Send").dblclick()
    expect(teacher.locator("article.thread").first).to_contain_text("You named the last step, too.")
    teacher.reload()
    assert teacher.locator("article.thread").count() == before + 1
