"""Growth, every row of the table of what must be shown, beside R's quantreg.

    python bench/growth.py                                  every row, one seed, a scale of 400 points
    python bench/growth.py 2m --seeds 3 --points 40 400 4000
    python bench/growth.py cohorts --scores FILE --r        your own long table; R's fits on the same designs

    cohorts   grades 4 to 8, 7,000 students each, all orders, from scores to percentiles, one thread
    100k 1m   one process of 100 quantiles, two priors, one thread
    2m        the same for 2,000,000 students and four priors (p = 29), two threads
    simex     80 further processes for a cohort of 7,000 with one prior

Each line is a process of its own, so that peak memory is its own: data, compiled code and all. CPU is of all
threads. Compilation at first use is cached on disk, done before the clock starts, and printed apart. --r runs
R's fastest exact method for the row (pfnb for 100k and 1m; br, fn and pfn for the cohorts; br for one of
the 81 processes of simex) and needs Rscript with quantreg. --threads shows what a second thread brings.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl

from growth_cases import design_of, few, scores, state
from growth_peer import in_r
from sharewell.growth import Progression, Simex, Test, percentiles, simex
from sharewell.growth.cohorts import Shelf, find_progressions, gather_cohort
from sharewell.growth.quantiles import QuantileProcess, SplineDesign, quantile_process
from sharewell.growth.scores import check_scores
from sharewell.growth.splines import spline_design

SIZES = {"100k": (100_000, 2, 1), "1m": (1_000_000, 2, 1), "2m": (2_000_000, 4, 2)}
ROWS = ("cohorts", *SIZES, "simex")
Told = dict[str, Any]


def timed(work: Callable[[], Any]) -> tuple[Any, Told]:
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return result, {"wall s": round(wall, 2), "CPU s": round(cpu, 2), "peak MB": round(peak)}


def work_of(fits: list[QuantileProcess]) -> Told:
    return {
        "passes": sum(fit.work.passes for fit in fits),
        "pivots": sum(fit.work.pivots for fit in fits),
        "worst certificate": float(f"{max(float(fit.certificates.max()) for fit in fits):.1e}"),
        "proved": f"{sum(int((fit.certificates <= 1e-9).sum()) for fit in fits)} of {100 * len(fits)}",
    }


def peers(designs: list[tuple[SplineDesign, np.ndarray]], methods: tuple[str, ...]) -> Told:
    """CPU seconds in R of all the designs."""
    answers = {method: [in_r(X.dense(), y, method) for X, y in designs] for method in methods}
    return {
        f"R {method} CPU s": round(sum(one[2] for one in some if one), 2) if all(some) else "R stops"
        for method, some in answers.items()
    }


def cohorts(asked: argparse.Namespace) -> Told:
    table = pl.read_csv(asked.scores) if asked.scores else state(asked.seed, asked.point)
    percentiles(few(), all_orders=True)
    asked.clock()
    made, told = timed(lambda: percentiles(table, all_orders=True))
    shelf, designs = Shelf(check_scores(table).table), list[tuple[SplineDesign, np.ndarray]]()
    for progression in find_progressions(shelf)[0]:
        cohort = gather_cohort(shelf, progression)
        for order in progression.orders:
            rows = cohort.complete(order)
            knots = [one for one in cohort.knots[:order] if one is not None]
            designs.append((spline_design(cohort.priors[rows, :order], knots), cohort.scores[rows]))
    told |= {"percentiles": made.table.height, **work_of([quantile_process(X, y) for X, y in designs])}
    return told | (peers(designs, ("br", "fn", "pfn")) if asked.r else {})


def process(asked: argparse.Namespace) -> Told:
    n, priors, threads = SIZES[asked.row]
    for small in (2_000, 150_000):
        drawn, y = scores(small, 1, 0, 4000)
        quantile_process(design_of(drawn), y)
    drawn, y = scores(n, priors, asked.seed, asked.point)
    design = design_of(drawn)
    del drawn
    asked.clock()
    fit, told = timed(lambda: quantile_process(design, y, threads=asked.threads or threads))
    told |= {"threads": asked.threads or threads, **work_of([fit])}
    return told | (peers([(design, y)], ("pfnb",)) if asked.r and asked.row != "2m" else {})


def corrected(asked: argparse.Namespace) -> Told:
    table = state(asked.seed, asked.point).with_columns(csem=pl.lit(18.0))
    one = [Progression(Test("MATH", 2025, "4"), (Test("MATH", 2024, "3"),))]
    fits, seen = list[QuantileProcess](), list[tuple[SplineDesign, np.ndarray]]()

    def counted(design: np.ndarray, y: np.ndarray) -> QuantileProcess:
        if not seen:
            seen.append((SplineDesign((design[:, 1:],), np.arange(len(y))[:, None]), y))
        fits.append(quantile_process(design, y))
        return fits[-1]

    percentiles(table, progressions=one, simex=Simex(replicates=1), processes=1)
    simex.quantile_process = counted
    asked.clock()
    _, told = timed(lambda: percentiles(table, progressions=one, simex=Simex(), processes=1))
    told |= {"processes": len(fits) + 1, **work_of(fits)}
    return told | ({f"{name}, one process": s for name, s in peers(seen, ("br",)).items()} if asked.r else {})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("rows", nargs="*", help=f"of {', '.join(ROWS)}; all of them by default")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--points", type=int, nargs="*", default=[400])
    parser.add_argument("--threads", type=int)
    parser.add_argument("--scores")
    parser.add_argument("--r", action="store_true")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        run_one(asked)
        return
    if unknown := set(asked.rows) - set(ROWS):
        parser.error(f"there is no row {', '.join(unknown)}")
    for row in asked.rows or ROWS:
        for point in asked.points:
            for seed in range(1, asked.seeds + 1):
                again = [sys.executable, __file__, *sys.argv[1:], "--one", json.dumps([row, seed, point])]
                subprocess.run(again, check=True)


def run_one(asked: argparse.Namespace) -> None:
    asked.row, asked.seed, asked.point = json.loads(asked.one)
    started = time.perf_counter()
    ready = list[float]()
    asked.clock = lambda: ready.append(time.perf_counter() - started)
    told = {"cohorts": cohorts, "simex": corrected}.get(asked.row, process)(asked)
    told["made, compiled or loaded before, s"] = round(ready[0], 1)
    words = ", ".join(f"{name} {value}" for name, value in told.items())
    print(f"{asked.row}, seed {asked.seed}, {asked.point} points: {words}", flush=True)


if __name__ == "__main__":
    main()
