"""The feedback composer: milliseconds from the last key to the painted underline, in a real browser on the demo.

    python bench/composer.py [--pauses 40]

Makes the demo in a folder that goes away, serves it with the command that people start, signs in as the teacher,
and types a piece of feedback with a pause after each word. The time includes the 20 ms that the page waits for
another key, the way to the server and back, reading the draft, and painting.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests import browser  # noqa: E402
from tests.demo_site import Site, demo_served  # noqa: E402

TEXT = (
    "You named each step and the drawing shows it. You are so lazy on Fridays. You scored 12 of 40 on the quiz. "
    "Most kids your age can do this already. Next, try question 6 with a diagram beside it."
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--pauses", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, demo_served(Path(folder) / "demo") as site:
        told(typed(site, options.pauses))


def typed(site: Site, pauses: int) -> list[float]:
    """Type, pause, and read off what the page measured."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser.chromium(), **browser.LAUNCH)
        learner = site.enter(started.new_context().new_page(), "Learner")
        teacher = site.enter(started.new_context().new_page(), "Teacher")
        teacher.goto(learner.url)
        box = teacher.locator("[data-composer] textarea")
        box.press_sequentially("Ready. ")
        time.sleep(5)  # the models are loaded while a teacher begins
        teacher.evaluate("performance.clearMeasures()")
        for word in islice(cycle(TEXT.split()), pauses):
            box.press_sequentially(f"{word} ", delay=60)
            time.sleep(0.5)
        found = teacher.evaluate("performance.getEntriesByName('lens-typing').map(m => m.duration)")
        answers = teacher.evaluate(
            "performance.getEntriesByType('resource').filter(r => r.initiatorType == 'fetch').map(r => r.duration)"
        )
        started.close()
        print(f"of which the server's answer took {statistics.median(answers):.0f} ms in the median")
        return found


def told(times: list[float]) -> None:
    ordered = sorted(times)
    within = sum(one <= 150 for one in ordered)
    print(
        f"{len(ordered)} pauses: median {statistics.median(ordered):.0f} ms from the last key to the underline"
    )
    print(f"nine in ten within {ordered[int(0.9 * len(ordered))]:.0f} ms, slowest {ordered[-1]:.0f} ms")
    print(f"within 150 ms: {within} of {len(ordered)}; load of the machine {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
