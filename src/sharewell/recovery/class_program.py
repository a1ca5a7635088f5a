"""The program of a class: the fewest different tasks from which every learner has a packet."""

from __future__ import annotations

from ortools.sat.python import cp_model

from sharewell.recovery.model import Instance, Packet, different_tasks
from sharewell.recovery.problem import prepare


class ClassProgram:
    """Variables: each different task (prepared or not), and each learner's options (done or not)."""

    def __init__(self, wanted: list[Instance], limits: list[int], hints: list[Packet]) -> None:
        self.model = cp_model.CpModel()
        self.prepared: dict[str, cp_model.IntVar] = {}
        self.own: list[list[str]] = []
        shared = different_tasks(hints)
        for instance, limit, hint in zip(wanted, limits, hints, strict=True):
            problem = prepare(instance)
            done = {placed.task for placed in hint.tasks}
            x = [self.model.new_bool_var("") for _ in problem.options]
            self.own.append([option.task for option in problem.options])
            for option, variable in zip(problem.options, x, strict=True):
                if option.task not in self.prepared:
                    self.prepared[option.task] = self.model.new_bool_var("")
                    self.model.add_hint(self.prepared[option.task], option.task in shared)
                self.model.add_implication(variable, self.prepared[option.task])
                self.model.add_hint(variable, option.task in done)
            for row in problem.rows:
                self.model.add(sum(e * x[j] for j, e in row.pieces.items()) >= row.need)
            for group in problem.groups:
                self.model.add_at_most_one(x[j] for j in group)
            self.model.add(sum(o.minutes * v for o, v in zip(problem.options, x, strict=True)) <= limit)
        self.model.minimize(sum(self.prepared.values()))

    def fewest(self, work_limit: float) -> tuple[set[str], int, bool]:
        """The fewest tasks to prepare that is found, the least that could be, and whether they are the same."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = work_limit
        status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return set(self.prepared), max(0, round(solver.best_objective_bound)), False
        chosen = {task for task, variable in self.prepared.items() if solver.boolean_value(variable)}
        return chosen, round(solver.best_objective_bound), status == cp_model.OPTIMAL

    def needs_another(self, learner: int, prepared: set[str]) -> None:
        """This learner cannot do with these tasks, nor with fewer: one more of theirs is needed."""
        self.model.add_at_least_one(self.prepared[t] for t in self.own[learner] if t not in prepared)
