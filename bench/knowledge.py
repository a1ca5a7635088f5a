"""Knowledge tracing, logistic tracing and ready-to-learn: time, rate, quality.

python bench/knowledge.py TRAIN TEST [--standards FOLDER]      logs as CSV: student_id, skill_id, correct[, order],
                                                               or gzipped with three lines a student
python bench/knowledge.py TRAIN TEST --against-pybkt PYTHON    pyBKT beside it, run by that Python (see below)

pyBKT wants an environment of its own: pip install "numpy<2" "pandas<3" scikit-learn==1.5.2, then
pip install --no-binary pyBKT --no-build-isolation pyBKT (a plain install gives the slow Python port).
Times are CPU seconds of this process beside the clock's, warm (a first run compiles).
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import polars as pl

from sharewell.evidence import read_standards
from sharewell.knowledge.calibration import quality
from sharewell.knowledge.fringe import graph_of, in_blocks
from sharewell.knowledge.logistic import fit_logistic, predict_logistic
from sharewell.knowledge.responses import lay_out
from sharewell.knowledge.tracing_model import fit_bkt
from sharewell.knowledge.tracing_predict import predict_bkt

T = TypeVar("T")

PYBKT = """
import json, sys, time
import pandas as pd
from pyBKT.models import Model
named = {"student_id": "user_id", "skill_id": "skill_name"}
train, test = (pd.read_csv(path).rename(columns=named) for path in sys.argv[1:3])
for frame in (train, test):
    frame["order_id"] = range(len(frame))
    frame["skill_name"] = frame["skill_name"].astype(str)
for turn in range(2):
    model, start = Model(seed=42, num_fits=5, parallel=False), time.process_time()
    model.fit(data=train)
    fitted, start = time.process_time() - start, time.process_time()
    made = model.predict(data=test)
    predicted = time.process_time() - start
table = model.params().reset_index().pivot(index="skill", columns="param", values="value")
print(json.dumps({"fit": fitted, "predict": predicted, "correct": made["correct"].tolist(),
    "p": made["correct_predictions"].tolist(), "theta": {s: dict(r) for s, r in table.iterrows()}}))
"""


def timed(name: str, work: Callable[[], T], *, warm: bool = True) -> T:
    if warm:
        work()
    cpu, wall = time.process_time(), time.perf_counter()
    made = work()
    print(f"{name:<46} {time.process_time() - cpu:8.3f} s CPU {time.perf_counter() - wall:8.3f} s clock")
    return made


def tracing(train: pl.DataFrame, test: pl.DataFrame, python: str | None, files: list[Path]) -> None:
    laid = lay_out(train)[0]
    for forget, kind in ((None, "BKT"), (False, "BKT, no forgetting"), (True, "BKT with forgetting")):
        model = timed(f"{kind}: fit, 5 starts", lambda forget=forget: fit_bkt(laid, forget=forget))
        seen = lay_out(test, skills=model.skills)[0]
        p = timed(f"{kind}: predict {len(seen):,} rows", lambda m=model, s=seen: predict_bkt(m, s))
        found = quality(p.p_correct, seen.correct)
        print(
            f"  log-likelihood {model.log_likelihood.sum():,.0f}, {len(model.worsening)} skills worsen with practice; "
            f"test AUC {found.auc:.4f}, RMSE {found.rmse:.4f}, calibration error {found.calibration_error:.4f}"
        )
        if python and forget is None:
            against_pybkt(python, files, dict(zip(model.skills, model.log_likelihood, strict=True)), train)


def against_pybkt(python: str, files: list[Path], ours: dict[str, float], train: pl.DataFrame) -> None:
    run = subprocess.run([python, "-c", PYBKT, *map(str, files)], capture_output=True, text=True, check=True)
    theirs = json.loads(run.stdout.splitlines()[-1])
    found = quality(np.array(theirs["p"]), np.array(theirs["correct"]))
    reached = {skill: likelihood(train, skill, theta) for skill, theta in theirs["theta"].items()}
    lead = [ours[skill] - value for skill, value in reached.items()]
    print(
        f"  pyBKT: fit {theirs['fit']:.3f} s CPU, predict {theirs['predict']:.3f} s CPU; test AUC {found.auc:.4f}"
    )
    print(
        f"  pyBKT: log-likelihood {sum(reached.values()):,.0f}; least lead of ours in a skill {min(lead):+.2f}"
    )


def likelihood(train: pl.DataFrame, skill: str, theta: dict[str, float]) -> float:
    """Of a skill's responses, one after another, with pyBKT's parameters."""
    prior, learn, guess, slip = (theta[name] for name in ("prior", "learns", "guesses", "slips"))
    total, who, p = 0.0, None, prior
    some = train.filter(pl.col("skill_id").cast(pl.String) == skill).select("student_id", "correct")
    for student, right in some.sort("student_id", maintain_order=True).iter_rows():
        p = p if student == who else prior
        who = student
        known, not_known = (1 - slip, guess) if right else (slip, 1 - guess)
        chance = p * known + (1 - p) * not_known
        total += float(np.log(chance))
        p = p * known / chance
        p += (1 - p) * learn
    return total


def logistic(train: pl.DataFrame, test: pl.DataFrame) -> None:
    laid = lay_out(train)[0]
    model = timed("logistic: features, fit, covariance", lambda: fit_logistic(laid))
    seen = lay_out(test, skills=model.skills, items=model.items)[0]
    found = quality(timed("logistic: predict", lambda: predict_logistic(model, seen)).p_correct, seen.correct)
    print(
        f"  test AUC {found.auc:.4f}, RMSE {found.rmse:.4f}, calibration error {found.calibration_error:.4f}"
    )


def ready(folder: Path, learners: int = 1_000_000) -> None:
    """Learners of different reach on the real graph: what is within reach is shown 9 times in 10."""
    graph = graph_of(read_standards(folder))
    rng, some, n = np.random.default_rng(0), 20_000, len(graph.standards)
    depth = np.zeros(n, int)
    for _ in range(60):
        np.maximum.at(depth, graph.after, depth[graph.before] + 1)
    reach, shown = rng.uniform(0, depth.max() + 1, some), np.zeros((some, n), bool)
    for j in np.argsort(depth, kind="stable"):
        known = shown[:, graph.before[graph.start[j] : graph.start[j + 1]]].all(axis=1)
        shown[:, j] = rng.random(some) < np.where(known & (depth[j] <= reach), 0.9, 0.03)
    learner, standard = (part.astype(np.int32) for part in np.nonzero(shown))
    times = learners // some
    everyone = np.concatenate([learner + some * k for k in range(times)]).astype(np.int32)
    all_shown = np.tile(standard, times)
    name = f"ready: {learners:,} learners x {n} standards"
    timed(
        name,
        lambda: [f.surprises.sum() for _, f in in_blocks(graph, everyone, all_shown, learners)],
        warm=False,
    )


def as_csv(path: Path, folder: Path) -> Path:
    if path.suffix != ".gz":
        return path
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.knowledge.logs import three_line_log

    three_line_log(path).write_csv(folder / path.stem)
    return folder / path.stem


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("train", type=Path)
    parser.add_argument("test", type=Path)
    parser.add_argument("--against-pybkt", metavar="PYTHON")
    parser.add_argument("--standards", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        logs = [as_csv(path, Path(folder)) for path in (asked.train, asked.test)]
        train, test = (pl.read_csv(path) for path in logs)
        tracing(train, test, asked.against_pybkt, logs)
    logistic(train, test)
    if asked.standards:
        ready(asked.standards)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
