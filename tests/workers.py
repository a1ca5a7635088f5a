"""Which tests stay together on one worker: those that have the same loops compiled at first use."""

from __future__ import annotations

from typing import Final

from xdist.scheduler import LoadScopeScheduling

ENGINES: Final = {
    "growth": ("tests/growth/", "tests/report/test_growth"),
    "knowledge": ("tests/knowledge/", "tests/cli/test_knowledge"),
    # The most tests, so they begin first, and the other worker meanwhile begins with those of growth.
    "packets": ("tests/web/", "tests/recovery/", "tests/plan/", "tests/report/", "tests/cli/test_plan"),
}


class OneForEachEngine(LoadScopeScheduling):
    """An engine's tests go to one worker, which compiles its loops; any other test to whoever is free."""

    def _split_scope(self, nodeid: str) -> str:
        return next((engine for engine, starts in ENGINES.items() if nodeid.startswith(starts)), nodeid)
