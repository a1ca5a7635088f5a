"""What every page must hold in a real browser, said once for static pages and the web app."""

from __future__ import annotations

import os
import shutil
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

THEMES = ("light", "dark")
WIDTHS = (320, 390, 1180)
REQUIRED = "SHAREWELL_BROWSER_REQUIRED"
_QUIET = (
    "--no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking "
    "--disable-component-update --disable-sync --no-first-run"
)
LAUNCH: dict[str, Any] = {"args": _QUIET.split(" ")}
# WCAG 2.2 AA and what axe itself counts as good practice.
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
_TOO_SMALL = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
  .filter(e => e.getClientRects().length && !e.closest('.skip, .visually-hidden') && !e.matches('.skip'))
  .filter(e => e.tagName != 'A' || getComputedStyle(e).display != 'inline')
  .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
  .filter(([_, box]) => Math.min(box.width, box.height) < 23.9).map(([html, box]) => `${html} ${box.height}`)"""


def chromium() -> str | None:
    """Where the machine's own chromium is."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def required() -> bool:
    """Whether a machine without a browser is a fault (as in CI) rather than a reason to skip."""
    return os.environ.get(REQUIRED) == "1"


def assert_good(page: Page, widths: tuple[int, ...] = WIDTHS) -> None:
    """Axe finds nothing; at every width nothing scrolls sideways and targets are 24 px (links in text apart)."""
    found = Axe().run(page, options=_RULES).response["violations"]
    said = [
        f"{fault['id']}: {fault['help']}: {[node['html'] for node in fault['nodes']][:3]}" for fault in found
    ]
    assert not said, "\n".join(said)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide[0] <= wide[1], f"scrolls sideways: {wide[0]} px in a window of {wide[1]} px"
        small = page.evaluate(_TOO_SMALL)
        assert not small, small
