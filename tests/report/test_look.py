"""The static pages in a real browser: both themes, a small phone to a desk, with and without JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest

from sharewell.report import environment, write_packets, write_pages
from sharewell.report.growth_charts import YearAhead, learner_chart
from tests.browser import THEMES, assert_good
from tests.report.made_up import CLASS, NOBODY

pytestmark = pytest.mark.browser

PAGES = (
    "index.html",
    "learners/ana.html",
    "learners/layla.html",
    "learners/an.html",
    "learners/deja.html",
    "packets/ana.html",
    "components.html",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write_pages(CLASS, folder, packets=True)
    write_packets(CLASS, folder)
    write_pages(NOBODY, folder / "nobody")
    components = environment().from_string(
        (Path(__file__).parent / "components.html").read_text(encoding="utf-8")
    )
    points = [("Grade 5", 200.0), ("Grade 6", 211.0), ("Grade 7", 224.0)]
    ahead = [YearAhead("Grade 8", 232, (227, 238), (219, 246))]
    drawn = learner_chart("Ana", points, ahead, sgp=62)
    (folder / "components.html").write_text(components.render(growth=drawn), encoding="utf-8")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_pages_are_good(site: Path, page_in, theme: str) -> None:
    page = page_in(theme)
    many = next((site / "learners").glob("wang-*.html")).relative_to(site)
    for name in (*PAGES, str(many), *(["nobody/index.html"] if theme == "light" else [])):
        page.set_viewport_size({"width": 390, "height": 900})
        page.goto((site / name).as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert_good(page)


def test_fonts_are_ours_from_a_folder(site: Path, page_in) -> None:
    page = page_in()
    page.goto((site / "learners/ana.html").as_uri())
    page.evaluate("document.fonts.ready.then(() => true)")
    assert page.evaluate("document.fonts.check('17px \"Atkinson Hyperlegible Next\"')")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "17px"


def test_evidence_opens_without_javascript(site: Path, page_in) -> None:
    page = page_in(scripts=False)
    page.goto((site / "learners/ana.html").as_uri())
    stone = page.locator("details.stone.shown").filter(has_text="Ratio tables").first
    assert not stone.locator(".pieces").is_visible()
    stone.locator("summary").click()
    assert stone.locator(".pieces").get_by_text("Juice mix project").is_visible()
    assert stone.locator(".pieces").get_by_text("27 of 30").is_visible()


def test_keyboard_goes_in_the_order_of_reading(site: Path, page_in) -> None:
    page = page_in()
    page.goto((site / "learners/ana.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    headings = page.locator("h2").all_inner_texts()
    assert headings == ["What Ana knows", "Ready next", "Going well", "Recovery packet", "Later"]


def test_print_shows_reasons_and_no_buttons(site: Path, page_in) -> None:
    page = page_in()
    page.goto((site / "learners/ana.html").as_uri())
    page.emulate_media(media="print")
    assert not page.locator("a.button").first.is_visible()
    assert page.locator(".lead mark").evaluate("e => getComputedStyle(e).textDecorationLine") == "underline"
