"""A plan for every learner of a gradebook: what they know, what is next, what went well, the packet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from sharewell.evidence import Gradebook, Standards
from sharewell.evidence.model import MISSING, SCORED
from sharewell.knowledge import LATER, READY, SHOWN, Rule, Shown, counts, what_is_shown
from sharewell.plan.cautions import use_with_care
from sharewell.plan.model import Known, Later, LearnerPlan, Piece, Plan, Ready
from sharewell.plan.options import Budget
from sharewell.plan.packets import packet_for
from sharewell.plan.start_with import start_with
from sharewell.plan.statements import statements_of
from sharewell.plan.still_open import StillOpenBook
from sharewell.plan.tables import Row, by_learner
from sharewell.plan.terms import Terms, chosen_pieces, seen_pieces
from sharewell.plan.wins import Work, harvest
from sharewell.plan.wording import label

Progress = Callable[[int, int], None]


def make_plan(
    gradebook: Gradebook,
    standards: Standards | None = None,
    *,
    rule: Rule | None = None,
    budget: Budget | None = None,
    budgets: Mapping[str, Budget] | None = None,
    terms: Sequence[Terms] = (),
    category_minutes: Mapping[str, int] | None = None,
    as_of: date | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Join the engines for every learner of a gradebook.

    Args:
        gradebook: as read by `evidence.read_gradebook`.
        standards: statements and prerequisites; without them each code stands for itself.
        rule: when work counts and how much shows a standard.
        budget: minutes a week and weeks; without it a packet brings every required standard to its need.
        budgets: the same of each learner (by id) who has one of their own.
        terms: what teachers chose for the packets of their classes, at most one a class.
        category_minutes: minutes of a task by category, where the task itself does not say.
        as_of: the day that the plan speaks of; the latest day in the gradebook unless given.
        progress: called with (learners done, learners in all) after each learner.

    Cost: some joins over the results, then about 2 ms a learner (the packet).
    """
    standards, rule = standards or Standards(), rule or Rule()
    as_of = as_of or gradebook.as_of
    book = _Book(gradebook, standards, rule, category_minutes or {}, as_of, terms)
    learners: list[LearnerPlan] = []
    people = gradebook.students.sort("student_id").rows(named=True)
    for done, person in enumerate(people, start=1):
        learners.append(book.plan_of(person, (budgets or {}).get(person["student_id"], budget)))
        if progress:
            progress(done, len(people))
    return Plan(
        source=gradebook.source,
        as_of=as_of,
        rule=rule,
        learners=tuple(learners),
        statements=book.statements,
        unlinked_tasks=book.shown.unlinked,
        refused=(*gradebook.refusals, *standards.refusals),
        cautions=(*gradebook.cautions, *standards.cautions, *use_with_care(book.shown)),
    )


class _Book:
    """A gradebook laid out by learner, so that each plan is a few look-ups."""

    def __init__(
        self,
        gradebook: Gradebook,
        standards: Standards,
        rule: Rule,
        category_minutes: Mapping[str, int],
        as_of: date | None,
        terms: Sequence[Terms],
    ) -> None:
        self.as_of = as_of
        self.shown: Shown = what_is_shown(
            gradebook, standards, rule, chosen=chosen_pieces(terms), seen=seen_pieces(terms, rule)
        )
        self.statements = statements_of(gradebook, standards, self.shown)
        self.labels = {
            standard: label(standard, statement) for standard, statement in self.statements.items()
        }
        self.prerequisites = sorted(standards.prerequisites.select("before", "after").iter_rows())
        self.before: dict[str, list[str]] = defaultdict(list)
        for before, after in self.prerequisites:
            self.before[after].append(before)
        self.classes = _class_titles(gradebook)
        self.states = by_learner(self.shown.states)
        self.pieces = by_learner(self.shown.pieces)
        self.waits = by_learner(self.shown.waits)
        self.work = by_learner(_work_with_days(gradebook, rule))
        self.still_open = StillOpenBook(gradebook, self.shown, rule, category_minutes, terms)

    def plan_of(self, person: Row, budget: Budget | None) -> LearnerPlan:
        student, name = person["student_id"], person["name"] or person["student_id"]
        states = self.states.get(student, ())
        knows = self._knows(student, states)
        work = [_work(row) for row in self.work.get(student, ())]
        needed = {row["standard"]: row["needed"] for row in states}
        scored = [done.piece for done in work if done.piece is not None]
        dated = [Work(done.day, done.piece, done.counts) for done in work if done.day is not None]
        return LearnerPlan(
            student_id=student,
            name=name,
            language=person["language"],
            classes=self.classes.get(student, ()),
            knows=knows,
            ready=self._ready(states, frozenset(known.standard for known in knows)),
            later=self._later(student, states),
            wins=harvest(knows, needed, dated, self.labels, self.as_of),
            start_with=start_with(name, knows, scored, self.labels, self.as_of),
            packet=packet_for(self.still_open.of(student), self.prerequisites, self.statements, budget),
        )

    def _knows(self, student: str, states: Iterable[Row]) -> tuple[Known, ...]:
        of_standard: dict[str, list[Piece]] = defaultdict(list)
        for row in self.pieces.get(student, ()):
            of_standard[row["standard"]].append(_piece(row))
        return tuple(
            Known(row["standard"], self.statements[row["standard"]], tuple(of_standard[row["standard"]]))
            for row in states
            if row["state"] == SHOWN
        )

    def _ready(self, states: Iterable[Row], shown: frozenset[str]) -> tuple[Ready, ...]:
        return tuple(
            Ready(
                standard=row["standard"],
                statement=self.statements[row["standard"]],
                because=tuple(s for s in self.before.get(row["standard"], ()) if s in shown),
                held=row["held"],
                needed=row["needed"],
            )
            for row in states
            if row["state"] == READY
        )

    def _later(self, student: str, states: Iterable[Row]) -> tuple[Later, ...]:
        waits: dict[str, list[str]] = defaultdict(list)
        for row in self.waits.get(student, ()):
            waits[row["standard"]].append(row["before"])
        return tuple(
            Later(row["standard"], self.statements[row["standard"]], tuple(waits[row["standard"]]))
            for row in states
            if row["state"] == LATER
        )


@dataclass(frozen=True, slots=True)
class _Done:
    day: date | None
    piece: Piece | None
    counts: bool


def _work(row: Row) -> _Done:
    return _Done(row["day"], _piece(row) if row["status"] == SCORED else None, row["counts"])


def _piece(row: Row) -> Piece:
    return Piece(row["task"], row["title"], row["points"], row["possible"], row["day"])


def _work_with_days(gradebook: Gradebook, rule: Rule) -> pl.DataFrame:
    """Scored and missing work in the order of its day; work without a day comes last."""
    tasks = gradebook.tasks.filter(pl.col("points_possible") > 0).rename({"points_possible": "possible"})
    return (
        gradebook.results.filter(pl.col("status").is_in([SCORED, MISSING]))
        .join(tasks, on="task")
        .with_columns(day=pl.coalesce("done", "due"), counts=counts(rule.threshold).fill_null(value=False))
        .select("student_id", "task", "title", "points", "possible", "status", "day", "counts")
        .sort("student_id", "day", "task", nulls_last=True)
    )


def _class_titles(gradebook: Gradebook) -> dict[str, tuple[str, ...]]:
    titled = gradebook.enrolments.unique().join(gradebook.classes, on="class_id")
    by_student = titled.sort("title", "class_id").group_by("student_id", maintain_order=True).agg("title")
    return {student: tuple(titles) for student, titles in by_student.iter_rows()}
