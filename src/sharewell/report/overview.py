"""The overview of a plan: everyone by name, or class by class where a school is large. Never a ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from sharewell.plan.model import LearnerPlan, Plan
from sharewell.report.environment import environment
from sharewell.report.file_names import file_names
from sharewell.report.names import by_name, plain

ON_ONE_PAGE: Final = 400  # learners; a larger school gets an overview a class


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


def write_overview(plan: Plan, directory: Path, files: Mapping[str, str]) -> None:
    """Write `index.html` and, for a large school, `classes/<class>.html`; `files` names learners' pages."""
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
