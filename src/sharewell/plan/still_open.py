"""What each learner has still to show, under the terms of their classes, and what could show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sharewell.evidence import Gradebook
from sharewell.knowledge import SHOWN, Rule, Shown
from sharewell.plan.open_work import open_work, waiting_work
from sharewell.plan.options import OpenTask, StillOpen, still_asked
from sharewell.plan.tables import Row, by_learner
from sharewell.plan.terms import AsOption, Terms, asked_of
from sharewell.recovery.model import Rule as QualityRule

AS_IT_IS = AsOption()


class StillOpenBook:
    """A gradebook taken apart so that one learner's needs and options are a few look-ups."""

    def __init__(
        self,
        gradebook: Gradebook,
        shown: Shown,
        rule: Rule,
        category_minutes: Mapping[str, int],
        terms: Sequence[Terms],
    ) -> None:
        self.terms = {each.class_id: each for each in terms}
        self.asked = asked_of(terms, gradebook, shown.links)
        self.classes: dict[str, list[str]] = defaultdict(list)
        for student, class_id in sorted(
            gradebook.enrolments.select("student_id", "class_id").unique().iter_rows()
        ):
            self.classes[student].append(class_id)
        self.states = by_learner(shown.states)
        self.pieces = by_learner(shown.pieces)
        self.open = by_learner(open_work(gradebook, shown, rule, category_minutes))
        self.waiting = by_learner(waiting_work(gradebook, shown))
        self.kinds = self._kinds_of_tasks(gradebook) if terms else {}

    def _kinds_of_tasks(self, gradebook: Gradebook) -> dict[str, str]:
        """Task or offer -> the kind of evidence that it gives, where that is known."""
        kinds: dict[str, str] = {}
        for task, class_id, category in gradebook.tasks.select("task", "class_id", "category").iter_rows():
            of = self.terms.get(class_id)
            kind = of and (of.options.get(task, AS_IT_IS).kind or of.kinds.get(category))
            if kind:
                kinds[task] = kind
        offers = (offer for each in self.terms.values() for offer in each.offers)
        return kinds | {offer.task: offer.kind for offer in offers if offer.kind}

    def of(self, student: str) -> StillOpen:
        """One learner's needs and options."""
        states, waiting = self.states.get(student, ()), self.waiting.get(student, ())
        mine = [self.terms[c] for c in self.classes.get(student, ()) if c in self.terms]
        asked = {s for c in self.classes.get(student, ()) for s in self.asked.get(c, ())}
        needs = {
            row["standard"]: row["needed"] - row["held"]
            for row in states
            if row["state"] != SHOWN and row["standard"] in asked
        }
        return StillOpen(
            student_id=student,
            needs=needs,
            tasks=[*self._open_tasks(student), *self._offers(student, mine, needs)],
            ungraded={row["standard"]: row["ungraded"] for row in waiting},
            excused={row["standard"]: row["excused"] for row in waiting},
            shown_in=self._shown_in(student, states),
            rules=self._rules(student, mine, needs) if mine else (),
            to_sign=self._to_sign(student, mine, states, asked),
            essential=any(each.essential is not None for each in mine),
        )

    def _open_tasks(self, student: str) -> Iterator[OpenTask]:
        evidence: dict[str, dict[str, int]] = defaultdict(dict)
        tasks: dict[str, Row] = {}
        for row in self.open.get(student, ()):
            evidence[row["task"]][row["standard"]] = row["evidence"]
            tasks[row["task"]] = row
        for task, row in tasks.items():
            of = self.terms.get(row["class_id"])
            how = of.options.get(task, AS_IT_IS) if of else AS_IT_IS
            handed = of.handed.get(student) if of else None
            yield OpenTask(
                task,
                row["title"],
                how.minutes if how.minutes and row["again"] else row["minutes"],
                evidence[task],
                self.kinds.get(task),
                how.group,
                how.week_from,
                open_to=handed is None or task in handed,
                promised=handed is not None and task in handed,
            )

    def _offers(self, student: str, mine: Sequence[Terms], needs: Mapping[str, int]) -> Iterator[OpenTask]:
        """Other ways to show what is still to show, those left out that this learner took up already."""
        for each in mine:
            used = {seen.what for seen in each.taken_up if seen.student_id == student}
            handed = each.handed.get(student)
            for offer in each.offers:
                if offer.ended or offer.task in used or not any(s in needs for s in offer.evidence):
                    continue
                yield OpenTask(
                    offer.task,
                    offer.title,
                    offer.minutes,
                    offer.evidence,
                    offer.kind,
                    offer.group,
                    offer.week_from,
                    offered=True,
                    open_to=handed is None or offer.task in handed,
                    promised=handed is not None and offer.task in handed,
                )

    def _shown_in(self, student: str, states: Sequence[Row]) -> dict[str, list[str]]:
        shown = {row["standard"] for row in states if row["state"] == SHOWN}
        titles: dict[str, list[str]] = defaultdict(list)
        for row in self.pieces.get(student, ()):
            if row["standard"] in shown:
                titles[row["standard"]].append(row["title"])
        return titles

    def _rules(
        self, student: str, mine: Sequence[Terms], needs: Mapping[str, int]
    ) -> tuple[QualityRule, ...]:
        held: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for row in self.pieces.get(student, ()):
            kind = self.kinds.get(row["task"])
            if kind and row["standard"] in needs:
                held[row["standard"]][kind] += row["evidence"]
        asked: list[QualityRule] = []
        for each in mine:
            own = sorted(s for s in self.asked.get(each.class_id, ()) if s in needs)
            asked += still_asked(each.rules, own, held)
        return tuple(dict.fromkeys(asked))

    def _to_sign(
        self, student: str, mine: Sequence[Terms], states: Sequence[Row], asked: set[str]
    ) -> tuple[str, ...]:
        signing = {s for each in mine for s in each.to_sign()} & asked
        signed = {seen.what for each in mine for seen in each.signed if seen.student_id == student}
        return tuple(
            row["standard"] for row in states if row["state"] == SHOWN and row["standard"] in signing - signed
        )
