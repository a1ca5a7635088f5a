"""The teacher's, the learner's and the family's errands in a real browser, on the very command that people start."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import browser
from tests.demo_site import Site
from tests.web.errands import Open, assert_good_in_both_themes, class_with_a_letter, links

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def workshop_links(page: Page) -> str:
    """The workshop's page of links, with its suggestions looked for."""
    page.goto(re.sub(r"/(tasks|classes)/.*", "/classes/", page.url))
    page.get_by_role("link", name="Number workshop").click()
    page.get_by_role("link", name=re.compile("Link .* to standards")).click()
    if page.get_by_role("button", name="Suggest standards").count():
        page.get_by_role("button", name="Suggest standards").click()
    expect(page.get_by_role("button", name=re.compile("Look again"))).to_be_visible(timeout=60_000)
    return page.url.removeprefix(page.url.split("/s/")[0])


def test_axe_finds_nothing_on_any_page(site: Site, page_in: Open) -> None:
    page = page_in()
    page.goto(f"{site.address}sign-in/")
    assert_good_in_both_themes(page)
    page.get_by_label("Sign-in name").fill("nobody")
    page.get_by_label("Password").fill("nothing")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_good_in_both_themes(page)
    page.goto(f"{site.address}no-such-page")
    assert_good_in_both_themes(page)
    for role, paths in PAGES.items():
        page = site.enter(page_in(), role)
        school = page.url.split("/s/")[1].split("/")[0]
        for path in paths:
            if callable(path):
                page.goto(site.address.rstrip("/") + path(page))
            elif path:
                page.goto(f"{site.address}{path.format(school=school)}")
            page.evaluate("document.querySelectorAll('details').forEach(closed => { closed.open = true })")
            assert_good_in_both_themes(page)


PAGES: dict[str, tuple[str | Callable[[Page], str], ...]] = {
    "Teacher": (
        "s/{school}/classes/",
        "s/{school}/imports/new/",
        "s/{school}/today/",
        lambda page: links(page, r"/classes/\d+/$"),
        lambda page: links(page, r"/classes/\d+/listens/$"),
        lambda page: links(page, r"/listens/new/$"),
        "s/{school}/comments/",
        "s/{school}/classes/",
        lambda page: links(page, r"/classes/\d+/$"),
        lambda page: links(page, r"/tasks/\d+/$"),
        lambda page: workshop_links(page),
        "s/{school}/classes/",
        lambda page: links(page, r"/classes/\d+/$"),
        lambda page: links(page, r"/classes/\d+/packets/$"),
        lambda page: links(page, r"/tasks/\d+/packets/$"),
        lambda page: links(page, r"/classes/\d+/packets/$") + "together/",
        "s/{school}/today/",
        lambda page: links(page, r"/learners/\d+/\?class=\d+#packet$"),
        "account/",
        "account/password/",
    ),
    "Learner": (
        "",
        "s/{school}/me/time/",
        "s/{school}/me/",
        lambda page: links(page, r"/feedback/\d+/answer/$"),
        "s/{school}/me/",
        lambda page: class_with_a_letter(page),
        lambda page: links(page, r"/texts/\d+/$"),
        lambda page: links(page, r"/listens/$"),
        lambda page: links(page, r"/texts/new/$"),
    ),
    "Family": ("", lambda page: links(page, r"/packet/aloud/")),
    "School leader": ("", "s/{school}/scores/new/"),
    "Administrator": (
        "s/{school}/people/",
        lambda page: links(page, r"/people/\d+/link/$"),
        "s/{school}/people/?families=1",
        "s/{school}/people/learners/",
        "s/{school}/people/record/",
        "s/{school}/imports/2/",
        "s/{school}/scores/1/",
    ),
}


def open_class(site: Site, page: Page, pattern: str, wanted: str) -> None:
    """From a page to the first learner of its first class whose page says what is wanted."""
    page.goto(site.address.rstrip("/") + links(page, pattern))
    found = page.locator("main a[href*='?class=']").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    for href in found:
        page.goto(site.address.rstrip("/") + href)
        if page.get_by_text(wanted).count():
            return
    raise AssertionError(f"no page says {wanted}")


def test_a_teacher_names_a_strength_and_marks_work_done(site: Site, page_in: Open) -> None:
    page = site.enter(page_in("light", 390), "Teacher")
    expect(page).to_have_title("Today · Sharewell")
    open_class(site, page, r"/classes/\d+/$", "Mark done")
    expect(page.locator(".lead mark")).to_be_visible()
    task = page.locator(".checklist > li").filter(has_text="Mark done").first
    title = task.locator("bdi").first.inner_text()
    task.get_by_text("Mark done").click()
    task.get_by_label("Shown in full").check()
    task.get_by_role("button", name="Keep").click()
    expect(page.locator(".good[role=status]")).to_contain_text(f"{title}: ")
    expect(page.locator(".good[role=status]")).to_contain_text("kept as evidence")
    assert title not in page.locator(".checklist").all_inner_texts()


def test_a_teacher_chooses_what_is_essential_offers_a_talk_and_signs_off_without_javascript(
    site: Site, page_in: Open
) -> None:
    page = site.enter(page_in("light", 390, scripts=False), "Teacher")
    page.get_by_role("link", name="Classes", exact=True).click()
    page.goto(site.address.rstrip("/") + links(page, r"/classes/\d+/$"))
    page.get_by_role("link", name="Recovery packets").click()
    boxes = page.locator("table.choices input[type=checkbox]")
    for i in range(boxes.count()):
        boxes.nth(i).set_checked(i < 2)
    page.locator("table.choices input[type=number]").first.fill("1")
    page.get_by_role("button", name="Save what is essential").click()
    expect(page.get_by_role("status")).to_contain_text("Packets are about 2 of its standards")
    page.get_by_label("At least one piece written or spoken").check()
    page.get_by_role("button", name="Save the rules").click()
    expect(page.get_by_role("status")).to_contain_text("Every packet of this class keeps it")
    expect(page.get_by_label("At least one piece written or spoken")).to_be_checked()
    page.get_by_text("Offer something").click()
    page.get_by_label("It is", exact=True).select_option("conversation")
    page.get_by_label("What to do").fill("A walk around the yard")
    page.locator("input[name=standards]").first.check()
    page.get_by_label("Minutes", exact=True).fill("5")
    page.get_by_role("button", name="Offer it").click()
    expect(page.get_by_role("status")).to_contain_text("A walk around the yard: offered")
    page.get_by_role("link", name="Plan the class together").click()
    hand_out = page.get_by_role("button", name=re.compile("^Hand out"))
    if hand_out.count():
        hand_out.click()
        expect(page.get_by_role("status")).to_contain_text("handed out")


def test_a_learner_says_how_much_time_they_have(site: Site, page_in: Open) -> None:
    page = site.enter(page_in("light", 390), "Learner")
    page.get_by_role("link", name="Change it").click()
    page.get_by_label("Minutes a week").fill("20")
    page.get_by_role("button", name="Save my time").click()
    expect(page.get_by_text("You said that you have 20")).to_be_visible()
    weeks = page.locator(".week small").all_inner_texts()
    assert all(int(re.sub(r"\D", "", spent)) <= 20 for spent in weeks)


def test_a_teacher_brings_an_export_in_by_keyboard_alone(site: Site, page_in: Open, tmp_path: Path) -> None:
    export = tmp_path / "Grade 6 Art.csv"
    export.write_text(
        "student_id,student_name,task,category,points,points_possible,due,status,standards,minutes\n"
        "a1,Ana García,Colour wheel,Studio,9,10,2026-10-01,,ART.1,30\n"
        "a1,Ana García,Self-portrait,Studio,,10,2026-10-08,missing,ART.2,45\n",
        encoding="utf-8",
    )
    page = site.enter(page_in("dark"), "Teacher")
    page.goto(f"{site.address}s/cedar-hill-school/imports/new/")
    page.get_by_label("The file").set_input_files(export)
    page.get_by_label("It goes into").focus()
    page.get_by_label("It goes into").select_option("new")
    page.get_by_role("button", name="Read the file").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Bring it in")).to_be_visible()
    browser.assert_good(page)
    page.get_by_role("button", name="Bring it in").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("It is in.")).to_be_visible()
    browser.assert_good(page)
    page.get_by_role("link", name="Classes").click()
    page.get_by_role("link", name="Grade 6 Art").click()
    expect(page.get_by_role("link", name="Ana García")).to_be_visible()


def test_it_works_without_javascript(site: Site, page_in: Open, tmp_path: Path) -> None:
    export = tmp_path / "Choir.csv"
    export.write_text(
        "student_id,student_name,task,points,points_possible\nc1,Deja,Solo,9,10\n", encoding="utf-8"
    )
    page = site.enter(page_in(scripts=False), "Teacher")
    page.goto(f"{site.address}s/cedar-hill-school/imports/new/")
    page.get_by_label("The file").set_input_files(export)
    page.get_by_label("It goes into").select_option("new")
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("button", name="Bring it in").click(timeout=15_000)  # the page looks again by itself
    expect(page.get_by_text("It is in.")).to_be_visible(timeout=15_000)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_teacher_links_tasks_to_standards(site: Site, page_in: Open, scripts: bool) -> None:
    page = site.enter(page_in("light", 390, scripts=scripts), "Teacher")
    page.goto(f"{site.address}s/cedar-hill-school/classes/")
    workshop_links(page)
    page.get_by_label("Standards of").select_option("Mathematics")
    with page.expect_navigation():
        page.get_by_role("button", name="Look again").click()
    offer = page.locator(".offers li[id]").first
    expect(offer).to_be_visible(timeout=60_000)  # without JavaScript the page looks again by itself
    title = offer.locator("h3").inner_text()
    code = offer.locator("strong").first.inner_text()
    offer.get_by_role("button", name=re.compile("^Link")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 task linked")
    assert title not in page.locator(".offers h3").all_inner_texts()
    page.locator(".crumbs a").click()
    expect(page.get_by_role("row", name=title)).to_contain_text(code)


def test_a_learner_and_their_family_see_the_same_page_and_print_it(site: Site, page_in: Open) -> None:
    learner, family = site.enter(page_in("light", 390), "Learner"), site.enter(page_in("dark"), "Family")
    expect(learner.locator("h1")).to_be_visible()
    assert learner.url.split("/")[-2:] == family.url.split("/")[-2:]
    for part in (".lead", "section[aria-labelledby=knows]", "section[aria-labelledby=packet]"):
        assert learner.locator(part).inner_text() == family.locator(part).inner_text()
    assert learner.get_by_text("Mark done").count() == 0
    pdf = family.request.get(family.url.split("?")[0] + "packet.pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body().startswith(b"%PDF-1.7")


def test_the_keyboard_reaches_the_page_past_the_bar(site: Site, page_in: Open) -> None:
    page = site.enter(page_in(), "Teacher")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_theme_that_someone_chose_holds_everywhere(site: Site, page_in: Open) -> None:
    page = site.enter(page_in("light"), "School leader")
    page.goto(f"{site.address}account/")
    page.get_by_label("Dark").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_css("background-color", "rgb(18, 27, 25)")
    page.get_by_label("As my device").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("html")).to_have_css("background-color", "rgb(251, 250, 246)")


def test_signing_out_ends_it(site: Site, page_in: Open) -> None:
    page = site.enter(page_in(), "Family")
    seen = page.url
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/**")
    page.goto(seen)
    expect(page.get_by_label("Password")).to_be_visible()
