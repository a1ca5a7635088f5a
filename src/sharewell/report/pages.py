"""Static pages of a plan: one for each learner and an overview by name; they open from a folder or a memory stick."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from sharewell.plan.model import LearnerPlan, Plan
from sharewell.report.environment import LOOK, environment
from sharewell.report.file_names import file_names
from sharewell.report.words import by_name, plain

Progress = Callable[[int, int], None]
ON_ONE_PAGE: Final = 400  # learners; a larger school gets an overview a class
_TELL_EVERY: Final = 50
_FONT_URL: Final = re.compile(r'url\("(fonts/[\w.-]+\.woff2)"\)')


@dataclass(frozen=True, slots=True)
class Group:
    """Learners who stand together in an overview, in order of name, under their first letter."""

    title: str
    file: str
    learners: tuple[LearnerPlan, ...]

    @property
    def letters(self) -> list[tuple[str, list[LearnerPlan]]]:
        """The learners by the first letter of their names, as it is sorted."""
        return [(letter, list(some)) for letter, some in groupby(self.learners, key=_letter)]


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
    _write_look(directory / "look")
    _write_overview(plan, directory, files)
    (directory / "learners").mkdir(parents=True, exist_ok=True)
    template = environment().get_template("learner/page.html")
    common = {"statements": plan.statements, "rule": plan.rule, "as_of": plan.as_of, "source": plan.source}
    for done, learner in enumerate(plan.learners, start=1):
        file = files[learner.student_id]
        href = f"../packets/{file}.pdf" if packets and learner.packet.tasks else None
        page = template.render(learner=learner, look="../look", print_href=href, **common)
        (directory / "learners" / f"{file}.html").write_bytes(page.encode())
        if progress and (done % _TELL_EVERY == 0 or done == len(plan.learners)):
            progress(done, len(plan.learners))


def stylesheet() -> str:
    """The look in one file, fonts and all: browsers refuse fonts from beside a page that is opened from disk."""

    def inlined(found: re.Match[str]) -> str:
        data = base64.b64encode((LOOK / found.group(1)).read_bytes()).decode()
        return f'url("data:font/woff2;base64,{data}")'

    fonts = _FONT_URL.sub(inlined, (LOOK / "fonts.css").read_text(encoding="utf-8"))
    sheets = ((LOOK / name).read_text(encoding="utf-8") for name in ("pico-2.1.1.min.css", "sharewell.css"))
    return "\n".join([*(sheet.removeprefix('@charset "UTF-8";') for sheet in sheets), fonts])


def _write_look(directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "look.css").write_bytes(stylesheet().encode())
    (directory / "LICENSES.txt").write_bytes(
        b"\n\n".join((LOOK / name).read_bytes() for name in ("pico-2.1.1.LICENSE.md", "fonts/OFL.txt"))
    )


def _write_overview(plan: Plan, directory: Path, files: dict[str, str]) -> None:
    template = environment().get_template("overview/page.html")
    everyone = _in_order("Everyone", "index", plan.learners)
    groups = _by_class(plan) if len(plan.learners) > ON_ONE_PAGE else []
    common = {"plan": plan, "rule": plan.rule, "as_of": plan.as_of, "source": plan.source, "files": files}
    page = template.render(group=everyone, groups=groups, up="", look="look", **common)
    (directory / "index.html").write_bytes(page.encode())
    if groups:
        (directory / "classes").mkdir(parents=True, exist_ok=True)
    for group in groups:
        page = template.render(group=group, groups=[], up="../", look="../look", **common)
        (directory / "classes" / f"{group.file}.html").write_bytes(page.encode())


def _by_class(plan: Plan) -> list[Group]:
    members: dict[str, list[LearnerPlan]] = {}
    for learner in plan.learners:
        for title in learner.classes or ("Without a class",):
            members.setdefault(title, []).append(learner)
    files = file_names(members)
    return [_in_order(title, files[title], members[title]) for title in sorted(members, key=plain)]


def _in_order(title: str, file: str, learners: Sequence[LearnerPlan]) -> Group:
    ordered = sorted(learners, key=lambda learner: by_name(learner.name, learner.student_id))
    return Group(title, file, tuple(ordered))


def _letter(learner: LearnerPlan) -> str:
    first = plain(learner.name.strip())[:1].upper()
    return first if first.isalpha() else "#"
