"""Time pages, plan.json and packets of a made-up school: `python bench/report.py [learners] [packets]`.

Prints the figure, the rate a learner in wall and CPU time, and the peak memory. The learner is a rich one (16
standards, 4 wins, a packet of 4 tasks in 2 weeks); names, ids and classes differ.
"""

from __future__ import annotations

import dataclasses
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.report.made_up import ANA, CLASS  # noqa: E402

from sharewell.plan.model import Plan  # noqa: E402
from sharewell.report import write_packets, write_pages, write_plan_json  # noqa: E402


def school(learners: int) -> Plan:
    """A plan of so many learners in classes of 25."""
    people = (
        dataclasses.replace(
            ANA, student_id=f"s{i}", name=f"{chr(65 + i % 26)}na {i}", classes=(f"Class {i // 25}",)
        )
        for i in range(learners)
    )
    return dataclasses.replace(CLASS, learners=tuple(people))


def timed(what: str, learners: int, work: Callable[[], object]) -> None:
    """Run once and print what it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    each = f"{1000 * wall / learners:.2f} ms each, {1000 * cpu / learners:.2f} ms of CPU"
    print(f"{what:10} {learners:6,} learners  {wall:6.1f} s  {each}")


def main() -> None:
    """Time each verb on a fresh folder."""
    learners = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    packets = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        large, small = school(learners), school(packets)
        timed("plan.json", learners, lambda: write_plan_json(large, folder / "plan.json"))
        timed("pages", learners, lambda: write_pages(large, folder))
        timed("packets", packets, lambda: write_packets(small, folder))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
