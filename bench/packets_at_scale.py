"""Many packets from a file to a file: on this machine's processes, and on Ray; the same bytes, and the memory it takes.

python bench/packets_at_scale.py [--packets 100000] [--jobs 2] [--ray local]      --ray none leaves Ray out
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import tempfile
import time
from pathlib import Path

from recovery import instances  # beside this file
from sharewell.recovery.files import solve_file
from sharewell.scale import stream_partitions


def write_instances(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for learner in instances(count):
            options = [
                {"task": o.task, "minutes": o.minutes, "evidence": o.evidence}
                | ({"group": o.group} if o.group else {})
                for o in learner.options
            ]
            line = {"student_id": learner.student_id, "needs": learner.needs, "options": options}
            file.write(json.dumps(line) + "\n")


def measured(source: Path, out: Path, jobs: int, ray: str | None) -> str:
    """Solve, print what it took, and return the digest of the packets."""
    start = time.perf_counter()
    summary = solve_file(
        source, out, map_parts=lambda f, parts: stream_partitions(f, parts, processes=jobs, ray_address=ray)
    )
    took = time.perf_counter() - start
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(
        f"{f'Ray, {ray}' if ray else 'processes here'} ({jobs}): {summary.packets:,} packets,",
        f"{summary.packets - summary.not_proved:,} proved, {took:.1f} s,",
        f"{1e3 * took / summary.packets:.2f} ms a packet;",
        f"peak so far {own.ru_maxrss / 1024:.0f} MB here, {children.ru_maxrss / 1024:.0f} MB in a process of ours",
    )
    return hashlib.sha256(out.read_bytes()).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--packets", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--ray", default="local")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "instances.jsonl", Path(folder) / "packets.jsonl"
        write_instances(source, asked.packets)
        here = measured(source, out, asked.jobs, None)
        if asked.ray != "none":
            there = measured(source, out, asked.jobs, asked.ray)
            print("the same bytes" if here == there else "DIFFERENT BYTES")


if __name__ == "__main__":
    main()
