"""Take the README's picture: the page of a made-up learner. Run as `python docs/pictures/make.py`; needs chromium."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests import browser  # noqa: E402
from tests.report.made_up import CLASS  # noqa: E402

from sharewell.report import write_pages  # noqa: E402

TARGET = Path(__file__).with_name("learner.png")


def main() -> None:
    """Write `learner.png` beside this file."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        write_pages(CLASS, Path(folder), packets=True)
        started = playwright.chromium.launch(executable_path=browser.chromium(), **browser.LAUNCH)
        page = started.new_page(viewport={"width": 1180, "height": 1330})
        page.goto((Path(folder) / "learners/ana.html").as_uri())
        page.locator("details.stone > summary", has_text="Ratio tables").click()
        page.mouse.move(0, 0)
        page.evaluate("document.activeElement.blur(); document.fonts.ready.then(() => true)")
        page.screenshot(path=TARGET)
        started.close()


if __name__ == "__main__":
    main()
