"""A binary program solved by OR-tools' CP-SAT: for the programs that are too hard or too large for
`search`."""

from __future__ import annotations

import numpy as np
from ortools.sat.python import cp_model

from sharewell.recovery.program import Answer, Integers, Program

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
