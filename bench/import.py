"""How fast a million results are read: plain table, Canvas and OneRoster.

Run: python bench/import.py [--results 1000000]

Each export is made from the made-up school, written once, and read in a process of its own, so that peak
memory is that of the reading alone. CPU time counts both cores' work; wall time depends on what else runs.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from sharewell.evidence import Gradebook, read_gradebook, write_oneroster
from sharewell.evidence.made_up import made_up_school

TASKS_EACH = 100  # four classes of 25 tasks for every learner


def plain(book: Gradebook, path: Path) -> None:
    """The plain table with every column that Sharewell knows."""
    codes = book.links.group_by("task").agg(pl.col("standard").sort().str.join(";").alias("standards"))
    rows = (
        book.results.join(book.tasks, on="task")
        .join(book.students, on="student_id")
        .join(codes, on="task", how="left")
    )
    rows.select(
        "student_id",
        pl.col("name").alias("student_name"),
        pl.col("title").alias("task"),
        pl.col("task").alias("task_id"),
        pl.col("class_id").alias("class"),
        "category",
        "points",
        "points_possible",
        "due",
        "done",
        "status",
        "standards",
        "minutes",
        pl.col("period_id").alias("period"),
        "comment",
        "grade",
        "language",
    ).write_csv(path)


def canvas(book: Gradebook, path: Path) -> None:
    """One wide Canvas export of the same number of cells: 500 assignments."""
    width = 500
    learners = book.results.height // width
    points = book.results["points"].head(learners * width)
    cells = points.round(2).cast(pl.String).fill_null("").to_list()
    columns = {f"Task {at} ({1000 + at})": cells[at::width] for at in range(width)}
    body = pl.DataFrame(
        {
            "Student": [f"Learner{at}, Ana" for at in range(learners)],
            "ID": [str(at + 1) for at in range(learners)],
            "SIS User ID": [f"S{at}" for at in range(learners)],
            "Section": ["7A"] * learners,
            **columns,
            "Current Score": ["80.00"] * learners,
        }
    )
    possible = pl.DataFrame(
        [["    Points Possible", "", "", "", *["50.00"] * width, "(read only)"]],
        schema=body.schema,
        orient="row",
    )
    pl.concat([possible, body]).write_csv(path)


def measure(path: Path) -> None:
    """Read one export and print what it took, as JSON (the child process)."""
    wall, cpu = time.perf_counter(), time.process_time()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    book = read_gradebook(path)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    json.dump(
        {
            "results": book.results.height,
            "refused": len(book.refusals),
            "wall": wall,
            "cpu": cpu,
            "peak": peak / 1024,
            "before": before / 1024,
        },
        sys.stdout,
    )


def main() -> None:
    """Write the exports, read each, print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--results", type=int, default=1_000_000)
    options.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.measure:
        measure(given.measure)
        return
    learners = given.results // TASKS_EACH
    school = made_up_school(
        learners=learners,
        classes=12 * max(learners // 250, 1),
        tasks_per_class=TASKS_EACH // 4,
        classes_each=4,
    )
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder) / name for name in ("plain.csv", "canvas.csv", "oneroster.zip")}
        plain(school.gradebook, paths["plain.csv"])
        canvas(school.gradebook, paths["canvas.csv"])
        write_oneroster(school.gradebook, paths["oneroster.zip"])
        del school
        heads = ("MB", "results", "wall s", "CPU s", "µs a row", "peak MB")
        print(f"{'export':<15}" + "".join(f"{head:>11}" for head in heads))
        for name, path in paths.items():
            done = subprocess.run(
                [sys.executable, __file__, "--measure", str(path)], capture_output=True, text=True, check=True
            )
            took = json.loads(done.stdout)
            size = path.stat().st_size / 1e6
            each = took["wall"] / took["results"] * 1e6
            print(
                f"{name:<15}{size:>11.1f}{took['results']:>11,}{took['wall']:>11.2f}{took['cpu']:>11.2f}"
                f"{each:>11.2f}{took['peak']:>11.0f}"
            )


if __name__ == "__main__":
    main()
