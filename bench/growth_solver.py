"""The quantile-regression process alone, at state scale: seconds, memory, work and proof, beside quantreg.

    python bench/growth_solver.py                         the three sizes, one seed
    python bench/growth_solver.py --seeds 5 --points 40 400 4000
    python bench/growth_solver.py --only 100000x2 --r     R's rq.fit.pfnb, all 100 taus, on the same rows

A row is one fit in a process of its own, so that peak memory is its own: data, compiled code and all.
Scores are simulated on a whole-number scale of so many points; the knots are at the quintiles. CPU is of
all threads. Compilation is cached on disk and done on a small cohort before the clock starts.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from scipy.interpolate import BSpline

from sharewell.growth.quantiles import QuantileProcess, SplineDesign, quantile_process

SIZES = {"100000x2": (100_000, 2, 1), "1000000x2": (1_000_000, 2, 1), "2000000x4": (2_000_000, 4, 2)}
PEER = """
suppressMessages(library(quantreg)); a <- commandArgs(TRUE); n <- as.integer(a[1]); p <- as.integer(a[2])
X <- matrix(readBin(a[3], "double", n * p), n, p); y <- readBin(a[4], "double", n)
t <- proc.time(); b <- rq.fit.pfnb(X, y, (1:100 - 0.5) / 100)$coefficients; t <- proc.time() - t
writeBin(as.vector(b), a[5]); cat(t[["elapsed"]], t[["user.self"]] + t[["sys.self"]])
"""


def scores(n: int, priors: int, seed: int, points: int) -> tuple[np.ndarray, np.ndarray]:
    """Heavy-tailed scores around a common ability, wider at both ends; (priors (n, k), current (n,))."""
    rng = np.random.default_rng([seed, n, priors])
    ability = rng.normal(size=n)
    step = 500.0 / points
    panel = [
        500 + 50 * (0.88 * ability + rng.standard_t(8, size=n) * (0.45 + 0.1 * np.abs(ability))) + 3 * j
        for j in range(priors + 1)
    ]
    whole = [np.round(np.clip(column, 250, 750) / step) * step for column in panel]
    return np.column_stack(whole[1:]), whole[0]


def design_of(priors: np.ndarray) -> SplineDesign:
    tables, codes = [], []
    for column in priors.T:
        distinct, code = np.unique(column, return_inverse=True)
        low, high = column.min(), column.max()
        margin = 0.1 * (high - low)
        inner = np.quantile(column, [0.2, 0.4, 0.6, 0.8])
        knots = np.concatenate([[low - margin] * 4, inner, [high + margin] * 4])
        tables.append(BSpline.design_matrix(distinct, knots, 3).toarray()[:, 1:])
        codes.append(code.astype(np.int32))
    return SplineDesign(tuple(tables), np.column_stack(codes))


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fit_once(n: int, priors: int, threads: int, seed: int, points: int) -> dict[str, object]:
    design, y = design_of((drawn := scores(n, priors, seed, points))[0]), drawn[1]
    del drawn
    wall, cpu = time.perf_counter(), time.process_time()
    fit = quantile_process(design, y, threads=threads)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {
        "n": n, "priors": priors, "p": design.shape[1], "seed": seed, "points": points, "threads": threads,
        "wall_s": round(wall, 2), "cpu_s": round(cpu, 2), "peak_mb": round(peak_mb()),
        "passes": fit.work.passes, "pivots": fit.work.pivots, "widened": fit.work.fallbacks,
        "worst_certificate": float(f"{fit.certificates.max():.1e}"),
        "proved": int((fit.certificates <= 1e-9).sum()), "cautions": [one.code for one in fit.cautions],
    }  # fmt: skip


def warm_up() -> None:
    """Compile (or load) both ways through the solver."""
    start = time.perf_counter()
    for n in (2_000, 150_000):
        quantile_process(design_of(scores(n, 1, 0, 4000)[0]), scores(n, 1, 0, 4000)[1])
    print(f"compiled or loaded in {time.perf_counter() - start:.1f} s", file=sys.stderr)


def beside_r(n: int, priors: int, seed: int, points: int) -> None:
    """R's fastest way (preprocessing along tau, Fortran) on the same rows; objectives side by side."""
    drawn, y = scores(n, priors, seed, points)
    design = design_of(drawn)
    X = design.dense()
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("x", "y", "b", "peer.R")]
        X.T.tofile(files[0])
        y.tofile(files[1])
        files[3].write_text(PEER)
        command = ["Rscript", str(files[3]), str(n), str(X.shape[1]), *map(str, files[:3])]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        peer = np.fromfile(files[2]).reshape(100, -1).T
    ours = quantile_process(design, y)
    ratio = objective(X, y, peer, ours) / objective(X, y, ours.coefficients, ours) - 1
    print(f"  R rq.fit.pfnb: {float(said[0]):.2f} s wall, {float(said[1]):.2f} s CPU;", end=" ")
    print(
        f"its objective is above ours by at most {ratio.max():.1e} and at least {ratio.min():.1e} (relative)"
    )


def objective(X: np.ndarray, y: np.ndarray, B: np.ndarray, fit: QuantileProcess) -> np.ndarray:
    total = np.zeros(len(fit.taus))
    for start in range(0, len(y), 8192):
        r = y[start : start + 8192, None] - X[start : start + 8192] @ B
        total += (r * (fit.taus - (r < 0))).sum(axis=0)
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", choices=SIZES, nargs="*", default=list(SIZES))
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--points", type=int, nargs="*", default=[400])
    parser.add_argument("--r", action="store_true")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        warm_up()
        print(json.dumps(fit_once(*json.loads(asked.one))))
        return
    for size in asked.only:
        n, priors, threads = SIZES[size]
        for points in asked.points:
            for seed in range(1, asked.seeds + 1):
                job = json.dumps([n, priors, threads, seed, points])
                subprocess.run([sys.executable, __file__, "--one", job], check=True)
                if asked.r and shutil.which("Rscript"):
                    beside_r(n, priors, seed, points)


if __name__ == "__main__":
    main()
