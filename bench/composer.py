"""The feedback composer: milliseconds from the last key to the painted underline, in a real browser on the demo.

    python bench/composer.py [--pauses 40]

Makes the demo in a folder that goes away, serves it with the command that people start, signs in as the teacher,
and types a piece of feedback with a pause after each word. The time includes the 20 ms that the page waits for
another key, the way to the server and back, reading the draft, and painting.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
TEXT = (
    "You named each step and the drawing shows it. You are so lazy on Fridays. You scored 12 of 40 on the quiz. "
    "Most kids your age can do this already. Next, try question 6 with a diagram beside it."
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--pauses", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "sharewell.cli.main",
            "demo",
            "--no-browser",
            "--data",
            f"{folder}/demo",
        ]
        served = subprocess.Popen(
            [*command, "--learners", "24", "--classes", "4"],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"},
        )
        try:
            told(typed(*sign_ins(served), options.pauses))
        finally:
            served.send_signal(signal.SIGINT)
            served.wait(timeout=30)


def sign_ins(served: subprocess.Popen[str]) -> tuple[str, dict[str, tuple[str, str]]]:
    """The address, and name and password of each role of the first school."""
    said = ""
    assert served.stdout is not None
    for line in served.stdout:
        said += line
        if line.startswith("Ctrl-C"):
            break
    address = re.search(r"http://127\.0\.0\.1:\d+/", said)
    assert address, said
    found = re.findall(r"^(Teacher|Learner) +(\S+) +(\S+) ", said, re.MULTILINE)
    return address[0], {role: (name, password) for role, name, password in reversed(found)}


def typed(address: str, people: dict[str, tuple[str, str]], pauses: int) -> list[float]:
    """Type, pause, and read off what the page measured."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        learner = enter(browser.new_context().new_page(), address, *people["Learner"])
        teacher = enter(browser.new_context().new_page(), address, *people["Teacher"])
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
        browser.close()
        print(f"of which the server's answer took {statistics.median(answers):.0f} ms in the median")
        return found


def enter(page: Page, address: str, name: str, password: str) -> Page:
    page.goto(f"{address}sign-in/")
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    return page


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
