"""What the errands in a real browser have in common: how a page is opened, and what every page must hold."""

from __future__ import annotations

import re
from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests import browser

Open = Callable[..., Page]
BROUGHT_IN = ("Grade 6 Art", "Choir")  # classes of other errands, which may have been before


def links(page: Page, pattern: str) -> str:
    found = page.locator("main a[href]").evaluate_all(
        "all => all.map(a => [a.getAttribute('href'), a.textContent.trim()])"
    )
    return next(href for href, text in found if re.search(pattern, href) and text not in BROUGHT_IN)


def assert_good_in_both_themes(page: Page) -> None:
    """All that a page must hold in the light, and again in the dark what colours can change."""
    page.emulate_media(color_scheme="light")
    browser.assert_good(page)
    page.emulate_media(color_scheme="dark")
    found = (
        Axe()
        .run(page, options={"runOnly": {"type": "rule", "values": ["color-contrast"]}})
        .response["violations"]
    )
    assert not found, f"{page.url}: {[node['html'] for fault in found for node in fault['nodes']][:3]}"


def class_with_a_letter(page: Page) -> str:
    """What the class listens for that has a text before it."""
    classes = page.locator("#feedback a[href$='/listens/']").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    for path in classes:
        page.goto(page.url.split("/s/")[0] + path)
        if page.locator("a[href*='/texts/']:not([href$='/new/'])").count():
            return path
    raise AssertionError("no class has a letter")
