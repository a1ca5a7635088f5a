"""What standards say."""

from __future__ import annotations

from sharewell.evidence import Gradebook, Standards
from sharewell.knowledge import Shown, own_target


def statements_of(gradebook: Gradebook, standards: Standards, shown: Shown) -> dict[str, str]:
    """What each standard says: its statement; a task that stands for itself says its title."""
    titles = dict(gradebook.tasks.select("task", "title").iter_rows())
    named = {*shown.links["standard"], *shown.states["standard"]}
    said = dict.fromkeys(sorted(named), "")
    said |= {own_target(task): titles[task] or task for task in shown.unlinked}
    said |= {
        code: text or "" for code, text in standards.standards.select("standard", "statement").iter_rows()
    }
    return said
