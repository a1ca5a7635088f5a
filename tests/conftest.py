"""Fixtures that every part may use: one browser for all, pages in a theme and width."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright
from xdist.scheduler import LoadScopeScheduling

from tests import browser, workers

# A busy machine is no reason to fail; CI tries the same examples each time.
settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("house")
expect.set_options(timeout=20_000)

_OURS = ("file:", "data:", "about:", "http://127.0.0.1", "http://localhost", "http://testserver")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return workers.OneForEachEngine(config, log)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's chromium, started once; without one its tests skip, except where one is required."""
    path = browser.chromium()
    if path is None:
        said = "no chromium on this machine: apt-get install chromium"
        (pytest.fail if browser.required() else pytest.skip)(said)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, **browser.LAUNCH)
        yield started
        started.close()


@pytest.fixture
def page_in(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open pages: `page_in("dark", 390)`; with `scripts=False` as a reader without JavaScript has them."""
    contexts = []

    def only_ours(route: Route) -> None:
        route.continue_() if route.request.url.startswith(_OURS) else route.abort()

    def opened(theme: str = "light", width: int = 1180, *, scripts: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if theme == "dark" else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.route("**/*", only_ours)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
