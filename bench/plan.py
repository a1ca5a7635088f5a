"""Plans for a school: 2,000 learners x 60 tasks x 40 standards, with packets and plan.json, no PDF.

python bench/plan.py                     from a OneRoster zip to plan.json; target 30 s on 2 cores, 1.5 GB
python bench/plan.py --weeks 3           the same with a budget of 60 minutes a week
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from sharewell.evidence import read_gradebook, read_standards, write_case, write_oneroster
from sharewell.evidence.made_up import made_up_school
from sharewell.plan import Budget, make_plan
from sharewell.report import write_plan_json

SUBJECTS = 4  # a class each, so that every learner has 4 x 15 tasks and 4 x 10 standards


def main() -> None:
    """Make the school, then time reading, planning and writing."""
    wanted = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    wanted.add_argument("--learners", type=int, default=2000)
    wanted.add_argument("--weeks", type=int, help="plan with 60 minutes a week")
    told = wanted.parse_args()
    school = made_up_school(
        learners=told.learners,
        classes=SUBJECTS,
        classes_each=SUBJECTS,
        tasks_per_class=60 // SUBJECTS,
        standards_per_class=40 // SUBJECTS,
    )
    with tempfile.TemporaryDirectory() as folder:
        export, standards = Path(folder) / "oneroster.zip", Path(folder) / "standards.json"
        write_oneroster(school.gradebook, export)
        write_case(school.standards, standards)
        _time(export, standards, Budget(60, told.weeks) if told.weeks else None)


def _time(export: Path, standards: Path, budget: Budget | None) -> None:
    clock = [(time.perf_counter(), time.process_time())]

    def lap(what: str, rows: int) -> None:
        clock.append((time.perf_counter(), time.process_time()))
        wall, cpu = (now - before for now, before in zip(clock[-1], clock[-2], strict=True))
        print(f"{what:<24}{wall:8.2f} s wall {cpu:8.2f} s CPU {wall / rows * 1e6:10.1f} µs a row")

    known = read_standards(standards)
    book = read_gradebook(export, standards=known)
    results = book.results.height
    print(f"{book.students.height:,} learners, {book.tasks.height} tasks, {results:,} results")
    lap("read", results)
    made = make_plan(book, known, budget=budget)
    lap("plan", results)
    write_plan_json(made, export.with_name("plan.json"))
    lap("write plan.json", results)
    wall, cpu = (now - before for now, before in zip(clock[-1], clock[0], strict=True))
    proved = sum(learner.packet.proved_smallest for learner in made.learners)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"in all {wall:.1f} s wall, {cpu:.1f} s CPU, peak {peak:,.0f} MB, {proved:,} packets proved smallest"
    )


if __name__ == "__main__":
    main()
