"""Growth percentiles end to end: five cohorts with all orders, and SIMEX, beside R's quantreg.

python bench/growth.py cohorts [--seed 1] [--step 1] [--scores FILE]   grades 4-8, 7,000 students, 14 models
python bench/growth.py simex [--processes 1]                           80 further processes for one cohort
Add --r for R's rq.fit.br, fnb and pfn on the same designs (needs Rscript and quantreg; minutes).
The quantile process alone, at state scale: bench/growth_solver.py.

Every row prints wall and CPU seconds, peak memory, passes, pivots and the worst certificate. Compilation at
first use is cached; it is done before the clock starts and printed apart.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import polars as pl
from tests.growth.simulated import simulate

from sharewell.growth import Progression, Simex, Test, percentiles
from sharewell.growth.cohorts import Shelf, find_progressions, gather_cohort
from sharewell.growth.quantiles import QuantileProcess, quantile_process
from sharewell.growth.scores import check_scores
from sharewell.growth.splines import spline_design

GRADES = range(3, 9)
Result = TypeVar("Result")


def state(seed: int, step: float, students: int = 7000) -> pl.DataFrame:
    """Five years of grades 3 to 8, as many students a grade, scores rounded to `step`."""
    scores = simulate(students=students, grades=GRADES, seed=seed, step=step)
    return scores.filter(pl.col("year") > 2020)


def timed(what: str, work: Callable[[], Result]) -> Result:
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{what}: {wall:.2f} s wall, {cpu:.2f} s CPU, peak {peak:.0f} MB")
    return result


def warm_up() -> None:
    small = simulate(students=300, grades=range(3, 6))
    timed("compilation or its cache", lambda: percentiles(small, all_orders=True))


def told(processes: list[QuantileProcess]) -> None:
    passes = sum(one.work.passes for one in processes)
    pivots = sum(one.work.pivots for one in processes)
    fallbacks = sum(one.work.fallbacks for one in processes)
    worst = max(float(one.certificates.max()) for one in processes)
    print(f"  {passes} passes, {pivots} pivots, {fallbacks} fallbacks, worst certificate {worst:.1e}")


def cohorts(options: argparse.Namespace) -> None:
    scores = pl.read_csv(options.scores) if options.scores else state(options.seed, options.step)
    warm_up()
    made = timed("five cohorts, all orders, end to end", lambda: percentiles(scores, all_orders=True))
    highest = made.table.select("student_id", "subject").n_unique()
    print(f"  {made.table.height} percentiles of {highest} students, {len(made.matrices)} models")
    shelf = Shelf(check_scores(scores).table)
    designs = []
    for progression in find_progressions(shelf)[0]:
        cohort = gather_cohort(shelf, progression)
        for order in progression.orders:
            rows = cohort.complete(order)
            knots = [one for one in cohort.knots[:order] if one is not None]
            designs.append((spline_design(cohort.priors[rows, :order], knots), cohort.scores[rows]))
    told(timed("the processes alone", lambda: [quantile_process(X, y) for X, y in designs]))
    beside_r([(X.dense(), y) for X, y in designs], options)


def simex(options: argparse.Namespace) -> None:
    current, prior = Test("MATH", 2025, "4"), Test("MATH", 2024, "3")
    scores = state(options.seed, options.step).with_columns(csem=pl.lit(18.0))
    one = [Progression(current, (prior,))]
    warm_up()
    plain = timed("one cohort of 7,000, one prior", lambda: percentiles(scores, progressions=one))
    print(f"  {plain.table.height} percentiles")
    made = timed(
        "the same with SIMEX (lambda 0, .5, 1, 1.5, 2; 20 replicates)",
        lambda: percentiles(scores, progressions=one, simex=Simex(), processes=options.processes),
    )
    print(f"  mean {made.table['sgp_simex'].mean():.2f}, plain {made.table['sgp'].mean():.2f}")


R_SCRIPT = """
suppressMessages(library(quantreg))
arguments <- commandArgs(TRUE); taus <- (1:100 - 0.5) / 100
for (method in strsplit(arguments[2], ",")[[1]]) {
  spent <- 0
  for (file in list.files(arguments[1], pattern = "bin$", full.names = TRUE)) {
    of <- file(file, "rb"); n <- readBin(of, "integer"); p <- readBin(of, "integer")
    X <- matrix(readBin(of, "double", n * p), n, p); y <- readBin(of, "double", n); close(of)
    fit <- switch(method, br = rq.fit.br, fn = rq.fit.fnb, pfn = rq.fit.pfn)
    spent <- spent + system.time(for (tau in taus) suppressWarnings(fit(X, y, tau = tau)))[["user.self"]]
  }
  cat(sprintf("R quantreg %s: %.1f s CPU\\n", method, spent))
}
"""


def beside_r(designs: list[tuple[np.ndarray, np.ndarray]], options: argparse.Namespace) -> None:
    """The fits alone in R, on the same matrices."""
    if not options.r:
        return
    if shutil.which("Rscript") is None:
        print("Rscript is not installed: no comparison")
        return
    with tempfile.TemporaryDirectory() as folder:
        for k, (X, y) in enumerate(designs):
            with (Path(folder) / f"{k:03d}.bin").open("wb") as file:
                np.array(X.shape, dtype=np.int32).tofile(file)
                np.asfortranarray(X).ravel(order="F").tofile(file)
                np.ascontiguousarray(y).tofile(file)
        done = subprocess.run(
            ["Rscript", "-e", R_SCRIPT, folder, options.methods], check=True, capture_output=True, text=True
        )
        print(done.stdout, end="")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    rows = {"cohorts": cohorts, "simex": simex}
    parser.add_argument("row", choices=rows)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--step", type=float, default=1.0, help="scores are rounded to it: 1 is fine, 20 coarse"
    )
    parser.add_argument("--scores", help="a long table instead of made-up scores")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--r", action="store_true", help="R's quantreg on the same designs")
    parser.add_argument("--methods", default="br,fn,pfn", help="of R")
    options = parser.parse_args()
    rows[options.row](options)


if __name__ == "__main__":
    main()
