"""What the errands in a real browser have in common: the demo as people start it, and what every page must hold."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests import browser

ROOT = Path(__file__).parents[2]
ROLES = ("Teacher", "Learner", "Family", "School leader", "Administrator")
Open = Callable[..., Page]


@dataclass(frozen=True)
class Site:
    """The demo, served."""

    address: str
    exports: Path
    sign_ins: dict[str, tuple[str, str]]

    def enter(self, page: Page, role: str) -> Page:
        name, password = self.sign_ins[role]
        page.goto(f"{self.address}sign-in/")
        page.get_by_label("Sign-in name").fill(name)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        return page


def served(data: Path) -> Iterator[Site]:
    """`sharewell demo` in a process of its own, ended as a person ends it: by Ctrl-C."""
    command = [sys.executable, "-m", "sharewell.cli.main", "demo", "--no-browser", "--data", str(data)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("SHAREWELL_", "DJANGO_"))}
    process = subprocess.Popen(
        [*command, "--learners", "24", "--classes", "4"],
        cwd=ROOT,
        env=environment | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith("Ctrl-C"):
            break
    text = "".join(said)
    address = re.search(r"http://127\.0\.0\.1:\d+/", text)
    assert address, text
    found = {
        m[1].strip(): (m[2], m[3])
        for m in re.finditer(r"^([A-Z][\w ]+?)  +(\S+)  +(\S+)  ", text, re.MULTILINE)
    }
    first = {role: found[role] for role in ROLES}
    yield Site(address[0], data / "exports" / "Cedar Hill School", _first(text, first))
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0


def _first(text: str, found: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """The first school's teacher stands above the second's."""
    teacher = re.search(r"^Teacher +(\S+) +(\S+) ", text, re.MULTILINE)
    assert teacher
    return {**found, "Teacher": (teacher[1], teacher[2])}


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
