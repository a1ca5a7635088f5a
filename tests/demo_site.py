"""The demo as people start it, served in a process of its own: for errands in a browser, and what is timed there."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Site:
    """Where the demo is served, the exports that people may bring in, and who can sign in at the first school."""

    address: str
    exports: Path
    sign_ins: dict[str, tuple[str, str]]  # role → name, password

    def enter(self, page: Page, role: str) -> Page:
        name, password = self.sign_ins[role]
        page.goto(f"{self.address}sign-in/")
        page.get_by_label("Sign-in name").fill(name)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        return page


@contextmanager
def demo_served(data: Path) -> Iterator[Site]:
    """`sharewell demo`, small, made in a new folder `data`; ended as a person ends it, by Ctrl-C."""
    command = [sys.executable, "-m", "sharewell.cli.main", "demo", "--no-browser", "--data", str(data)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("SHAREWELL_", "DJANGO_"))}
    process = subprocess.Popen(
        [*command, "--learners", "24", "--classes", "4"],
        cwd=ROOT,
        env=environment | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        said = _said(process)
        address = re.search(r"http://127\.0\.0\.1:\d+/", said)
        assert address, said
        yield Site(address[0], data / "exports" / "Cedar Hill School", _sign_ins(said))
    finally:
        process.send_signal(signal.SIGINT)
        status = process.wait(timeout=120)  # a busy machine takes its time
    assert status == 0


def _said(process: subprocess.Popen[str]) -> str:
    """What the command says until it is ready, or has ended."""
    assert process.stdout is not None
    said: list[str] = []
    for line in process.stdout:
        said.append(line)
        if line.startswith("Ctrl-C"):
            break
    return "".join(said)


def _sign_ins(said: str) -> dict[str, tuple[str, str]]:
    """Name and password by role; the first school's teacher stands above the second's."""
    found: dict[str, tuple[str, str]] = {}
    for role, name, password in re.findall(r"^([A-Z][\w ]+?)  +(\S+)  +(\S+)  ", said, re.MULTILINE):
        found.setdefault(role.strip(), (name, password))
    return found
