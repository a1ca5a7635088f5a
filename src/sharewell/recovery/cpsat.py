"""A binary program solved by OR-tools' CP-SAT: for the programs that are too hard or too large for
`search`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from sharewell.recovery.program import Answer, Integers, Program

if TYPE_CHECKING:
    from sharewell.recovery.weeks import Load

WORK_LIMIT = 20.0  # CP-SAT's deterministic time, about seconds: the same limit on every machine


def solve(program: Program, known: Integers | None = None, work_limit: float = WORK_LIMIT) -> Answer:
    """Solve with one worker and a fixed seed, so that the same program always has the same answer."""
    model = cp_model.CpModel()
    x = [model.new_bool_var("") for _ in program.cost]
    for row, least in zip(program.rows, program.least, strict=True):
        used = np.flatnonzero(row)
        model.add(
            cp_model.LinearExpr.weighted_sum([x[j] for j in used], [int(row[j]) for j in used]) >= int(least)
        )
    model.minimize(cp_model.LinearExpr.weighted_sum(x, [int(cost) for cost in program.cost]))
    if known is not None:
        for variable, value in zip(x, known, strict=True):
            model.add_hint(variable, bool(value))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = work_limit
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        floor = int(np.minimum(program.cost, 0).sum())
        return Answer(None, 0, floor, status == cp_model.INFEASIBLE)
    chosen = np.array([solver.boolean_value(variable) for variable in x], dtype=np.int64)
    cost = int(program.cost @ chosen)
    proved = status == cp_model.OPTIMAL
    bound = cost if proved else int(np.ceil(solver.best_objective_bound - 1e-6))
    return Answer(chosen, cost, bound, proved)


def place_in_weeks(load: Load, work_limit: float = WORK_LIMIT) -> tuple[tuple[int, ...] | None, bool]:
    """The week of each task (None where there is no placing), and whether that is certain.

    y[j, w] = task j stands in week w; z[s, w] = standard s has its pieces by the end of week w.
    """
    model = cp_model.CpModel()
    n, weeks = len(load.minutes), range(1, len(load.room) + 1)
    y = {
        (j, w): model.new_bool_var("")
        for j in range(n)
        for w in range(load.week_from[j], load.week_to[j] + 1)
    }
    for j in range(n):
        model.add_exactly_one(y[j, w] for w in weeks if (j, w) in y)
    for w in weeks:
        model.add(sum(load.minutes[j] * y[j, w] for j in range(n) if (j, w) in y) <= load.room[w - 1])
    ordered = {s for pair in load.before for s in pair}
    z = {(s, w): model.new_bool_var("") for s in ordered for w in weeks}
    for w in weeks:
        met: dict[int, list[cp_model.IntVar]] = {}
        for s, need, pieces in load.rows:
            if s not in ordered:
                continue
            held = sum(e * y[j, u] for j, e in pieces for u in range(1, w + 1) if (j, u) in y)
            row = model.new_bool_var("")
            model.add(held >= need).only_enforce_if(row)
            model.add(held <= need - 1).only_enforce_if(~row)
            met.setdefault(s, []).append(row)
        for s, met_rows in met.items():
            model.add_min_equality(z[s, w], met_rows)
        for a, b in load.before:
            model.add_implication(z[b, w], z[a, w])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = work_limit
    status = solver.solve(model)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        placed = tuple(
            next(w for w in weeks if (j, w) in y and solver.boolean_value(y[j, w])) for j in range(n)
        )
        return placed, True
    return None, status == cp_model.INFEASIBLE
