"""Static pages of a plan, one for each learner and an overview: they open from a folder or a memory stick."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from sharewell.plan.model import Plan
from sharewell.report.environment import environment
from sharewell.report.file_names import file_names
from sharewell.report.look_files import write_look
from sharewell.report.overview import write_overview

Progress = Callable[[int, int], None]
_TELL_EVERY: Final = 50
_DOORS: Final = (("print", "pdf"), ("read", "html"))


def write_pages(
    plan: Plan, directory: Path, *, packets: bool = False, progress: Progress | None = None
) -> None:
    """Write `index.html`, a page a learner under `learners/`, and their look under `look/`.

    Args:
        plan: what to show.
        directory: where to write; made where it is absent.
        packets: link each page to the PDF that `write_packets` writes into the same directory.
        progress: called with (pages written, pages in all).

    Cost: about 0.5 ms a learner; the same plan gives the same bytes.
    """
    files = file_names(learner.student_id for learner in plan.learners)
    write_look(directory / "look")
    write_overview(plan, directory, files)
    (directory / "learners").mkdir(parents=True, exist_ok=True)
    template = environment().get_template("learner/page.html")
    common = {"statements": plan.statements, "rule": plan.rule, "as_of": plan.as_of, "source": plan.source}
    for done, learner in enumerate(plan.learners, start=1):
        file = files[learner.student_id]
        hrefs = {f"{door}_href": f"../packets/{file}.{end}" if packets else None for door, end in _DOORS}
        page = template.render(learner=learner, look="../look", **hrefs, **common)
        (directory / "learners" / f"{file}.html").write_bytes(page.encode())
        if progress and (done % _TELL_EVERY == 0 or done == len(plan.learners)):
            progress(done, len(plan.learners))
