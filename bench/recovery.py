"""Packets for a thousand learners: 40 missing tasks and 8 substitutes, 30 standards.

python bench/recovery.py                 both rows: without a budget; three weeks with prerequisites
python bench/recovery.py --check         each packet compared with scipy.optimize.milp (slower)
python bench/recovery.py --greedy        a greedy packet beside it: how often it is not the smallest
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Iterator

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from sharewell.recovery import Instance, Option, Packet, smallest_packet

STANDARDS = tuple(f"S{i:02d}" for i in range(30))
MISSING, SUBSTITUTES, GROUPS = 40, 8, 4


def instances(
    count: int, *, seed: int = 7, weeks: int | None = None, minutes_per_week: int | None = None
) -> Iterator[Instance]:
    """Made-up learners: needs of 0-3 pieces, as far as the missing tasks give them, so that all can be attained;
    tasks of 10-60 minutes with 1-2 pieces for 1-3 standards."""
    rng = random.Random(seed)
    for k in range(count):
        options = tuple(_option(rng, i) for i in range(MISSING + SUBSTITUTES))
        given = {s: sum(option.evidence.get(s, 0) for option in options[:MISSING]) for s in STANDARDS}
        needs = {s: min(rng.randint(0, 3), given[s]) for s in STANDARDS}
        pairs = (
            [(a, b) for a in STANDARDS for b in STANDARDS if a < b and rng.random() < 0.05] if weeks else []
        )
        yield Instance(f"L{k:04d}", needs, options, {}, tuple(pairs), minutes_per_week, weeks)


def _option(rng: random.Random, i: int) -> Option:
    evidence = {s: rng.randint(1, 2) for s in rng.sample(STANDARDS, rng.randint(1, 3))}
    group = f"g{rng.randrange(GROUPS)}" if i >= MISSING else None
    return Option(f"t{i:02d}", rng.randint(10, 60), evidence, group)


def by_milp(instance: Instance, total: int | None = None) -> tuple[int, int, int]:
    """(weight, minutes, tasks) by HiGHS: three programs in turn over options x, standards a (a = 1: attained).

    Without `total`, prerequisites do not bind. With it, they do, and the minutes are at most `total`; the weeks
    are not looked at, so for more than one week this bounds what a packet can reach.
    """
    needs = {s: n for s, n in instance.needs.items() if n > 0}
    position = {s: i for i, s in enumerate(needs)}
    n, k = len(instance.options), len(needs)
    minutes = np.array([option.minutes for option in instance.options])
    rows: list[np.ndarray] = []
    for s, i in position.items():
        row = np.zeros(n + k)
        row[:n] = [option.evidence.get(s, 0) for option in instance.options]
        row[n + i] = -needs[s]
        rows.append(row)
    for g in {option.group for option in instance.options} - {None}:
        rows.append(np.array([-1.0 * (o.group == g) for o in instance.options] + [0.0] * k))
    least = [0.0] * k + [-1.0] * (len(rows) - k)
    if total is not None:
        for a, b in instance.prerequisites:
            if a in position and b in position:
                row = np.zeros(n + k)
                row[n + position[a]], row[n + position[b]] = 1, -1
                rows.append(row)
                least.append(0.0)
        rows.append(np.concatenate([-minutes, np.zeros(k)]))
        least.append(-float(total))
    weights = [-float(instance.weights.get(s, 1)) for s in needs]
    costs = (np.array([0.0] * n + weights), np.array([*minutes, *[0] * k]), np.array([1.0] * n + [0.0] * k))
    found: list[int] = []
    for cost in costs:
        best = milp(
            cost,
            constraints=LinearConstraint(np.array(rows), np.array(least)),
            integrality=np.ones(n + k),
            bounds=Bounds(0, 1),
            options={"mip_rel_gap": 0},
        )
        found.append(round(best.fun))
        rows.append(-cost)
        least.append(-found[-1] - 0.5)
    return -found[0], found[1], found[2]


def greedy(instance: Instance) -> int | None:
    """Minutes of the usual rule of thumb (most missing pieces a minute, then prune); None at a dead end."""
    still = {s: n for s, n in instance.needs.items() if n > 0}
    chosen: list[Option] = []
    while any(n > 0 for n in still.values()):
        taken = {option.group for option in chosen if option.group}
        open_options = [o for o in instance.options if o not in chosen and o.group not in taken]
        gain = {
            o.task: sum(min(e, max(0, still.get(s, 0))) for s, e in o.evidence.items()) for o in open_options
        }
        best = max(open_options, key=lambda o: gain[o.task] / o.minutes, default=None)
        if best is None or gain[best.task] == 0:
            return None
        chosen.append(best)
        still = {s: n - best.evidence.get(s, 0) for s, n in still.items()}
    for option in sorted(chosen, key=lambda o: -o.minutes):
        if all(n + option.evidence.get(s, 0) <= 0 for s, n in still.items()):
            chosen.remove(option)
            still = {s: n + option.evidence.get(s, 0) for s, n in still.items()}
    return sum(option.minutes for option in chosen)


def solve(learners: list[Instance]) -> list[Packet]:
    """Solve all and print how long each took, in CPU time of one thread."""
    took: list[float] = []
    packets: list[Packet] = []
    for learner in learners:
        start = time.process_time()
        packets.append(smallest_packet(learner))
        took.append(1e3 * (time.process_time() - start))
    proved = sum(packet.proved for packet in packets)
    print(
        f"  {sum(took) / 1e3:.2f} CPU s; a learner: median {np.median(took):.2f} ms, "
        f"p99 {np.percentile(took, 99):.1f} ms, most {max(took):.1f} ms; proved {proved} of {len(packets)}"
    )
    print(
        f"  a packet: {np.mean([packet.minutes for packet in packets]):.0f} minutes, "
        f"{np.mean([len(packet.tasks) for packet in packets]):.1f} tasks, "
        f"{np.mean([packet.weight for packet in packets]):.1f} standards attained"
    )
    for packet in packets:
        if not packet.proved:
            gap = packet.weight_bound - packet.weight
            print(
                f"  {packet.student_id}: not proved; weight at most {gap} more, bound {packet.bound} minutes"
            )
    return packets


def _compare(learners: list[Instance], packets: list[Packet]) -> None:
    start = time.process_time()
    same = 0
    for learner, packet in zip(learners, packets, strict=True):
        same += (packet.weight, packet.minutes, len(packet.tasks)) == by_milp(learner)
    print(
        f"  scipy.optimize.milp: {time.process_time() - start:.1f} CPU s; "
        f"same weight, minutes and tasks in {same} of {len(packets)}"
    )


def _beside_greedy(learners: list[Instance], packets: list[Packet]) -> None:
    start = time.process_time()
    minutes = [greedy(learner) for learner in learners]
    spent = time.process_time() - start
    ends = sum(m is None for m in minutes)
    same = sum(m == packet.minutes for m, packet in zip(minutes, packets, strict=True))
    print(f"  greedy: {spent:.2f} CPU s; {ends} dead ends; as short in {same} of {len(packets)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--learners", type=int, default=1000)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--greedy", action="store_true")
    asked = parser.parse_args()
    for warm in (None, 60):  # compile, or load what is compiled
        list(map(smallest_packet, instances(3, seed=1, weeks=warm and 3, minutes_per_week=warm)))
    print(f"{asked.learners} learners, {MISSING} + {SUBSTITUTES} tasks, {len(STANDARDS)} standards")
    learners = list(instances(asked.learners))
    packets = solve(learners)
    if asked.check:
        _compare(learners, packets)
    if asked.greedy:
        _beside_greedy(learners, packets)
    for minutes in (60, 120):
        print(f"the same in 3 weeks of {minutes} minutes, with prerequisites")
        solve(list(instances(asked.learners, weeks=3, minutes_per_week=minutes)))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
