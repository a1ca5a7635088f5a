"""Packets for a whole class: fewer different tasks to prepare, at hardly more work for anyone.

First each learner's smallest packet. Then one program for the class: the fewest different tasks with which
every learner still attains the same standards within so much more than their own smallest minutes. Last,
each learner's smallest packet from those tasks, packed into their own weeks; where that cannot be, the
choice of tasks is cut off and the program solved again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ortools.sat.python import cp_model

from sharewell.recovery.model import Instance, Packet
from sharewell.recovery.packet import smallest_packet
from sharewell.recovery.problem import prepare

WORK_LIMIT = 20.0  # CP-SAT's deterministic time, about seconds, for each program
ROUNDS = 50


@dataclass(frozen=True, slots=True)
class ClassPackets:
    """Packets that share tasks, and what that saves the teacher.

    Attributes:
        packets: in the order of the instances. `proved` says of each that it is also the learner's own
            smallest.
        tasks: the different tasks to prepare, sorted.
        tasks_before: how many there would be with each learner's own smallest packet.
        bound: fewer different tasks than this cannot do.
        proved: no fewer different tasks can do.
        minutes: of all learners together.
        minutes_before: with each learner's own smallest packet.
    """

    packets: tuple[Packet, ...]
    tasks: tuple[str, ...]
    tasks_before: int
    bound: int
    proved: bool
    minutes: int
    minutes_before: int


def class_packets(
    instances: Sequence[Instance], slack: float = 0.05, *, work_limit: float = WORK_LIMIT
) -> ClassPackets:
    """The fewest different tasks for a class, no packet longer than `1 + slack` times the learner's smallest.

    Every learner attains the same standards as with their own smallest packet. A task is the same for two
    learners when its id is. Cost: one CP-SAT program with a variable for each learner and option, so a
    class at a time.

    Raises:
        ValueError: `slack` is negative, or see `smallest_packet`.
    """
    if slack < 0:
        raise ValueError("slack is 0 or more")
    smallest = [smallest_packet(instance) for instance in instances]
    wanted = [_only(instance, packet) for instance, packet in zip(instances, smallest, strict=True)]
    limits = [int(packet.minutes * (1 + Fraction(str(slack)))) for packet in smallest]
    program = _Program(wanted, limits, smallest)
    best = smallest
    bound = 0
    proved = False
    for _ in range(ROUNDS):
        prepared, bound, optimal = program.fewest(work_limit)
        packets = [_from(instance, prepared) for instance in wanted]
        fault = next((i for i, p in enumerate(packets) if _falls_short(p, smallest[i], limits[i])), None)
        if fault is None:
            if len(prepared) < len(_tasks(smallest)):
                best = [_told(p, own) for p, own in zip(packets, smallest, strict=True)]
            proved = optimal
            break
        program.needs_another(fault, prepared)
    tasks = _tasks(best)
    return ClassPackets(
        packets=tuple(best),
        tasks=tuple(sorted(tasks)),
        tasks_before=len(_tasks(smallest)),
        bound=bound,
        proved=proved,
        minutes=sum(packet.minutes for packet in best),
        minutes_before=sum(packet.minutes for packet in smallest),
    )


def _tasks(packets: Sequence[Packet]) -> set[str]:
    return {placed.task for packet in packets for placed in packet.tasks}


def _only(instance: Instance, packet: Packet) -> Instance:
    """The instance with only those needs that the learner's smallest packet attains."""
    return replace(instance, needs={s: n for s, n in instance.needs.items() if s in packet.attains})


def _from(instance: Instance, prepared: set[str]) -> Packet:
    return smallest_packet(
        replace(instance, options=tuple(o for o in instance.options if o.task in prepared))
    )


def _falls_short(packet: Packet, own: Packet, limit: int) -> bool:
    return packet.attains != own.attains or packet.minutes > limit


def _told(packet: Packet, own: Packet) -> Packet:
    """A packet from the class's tasks beside the learner's own smallest."""
    as_small = packet.minutes == own.minutes and len(packet.tasks) == len(own.tasks)
    return replace(
        packet,
        left=own.left,
        bound=own.bound,
        proved=own.proved and as_small,
        weight=own.weight,
        weight_bound=own.weight_bound,
    )


class _Program:
    """Variables: each different task (prepared or not), and each learner's options (done or not)."""

    def __init__(self, wanted: list[Instance], limits: list[int], hints: list[Packet]) -> None:
        self.model = cp_model.CpModel()
        self.prepared: dict[str, cp_model.IntVar] = {}
        self.own: list[list[str]] = []
        shared = _tasks(hints)
        for instance, limit, hint in zip(wanted, limits, hints, strict=True):
            problem = prepare(instance)
            done = {placed.task for placed in hint.tasks}
            x = [self.model.new_bool_var("") for _ in problem.options]
            self.own.append([option.task for option in problem.options])
            for option, variable in zip(problem.options, x, strict=True):
                if option.task not in self.prepared:
                    self.prepared[option.task] = self.model.new_bool_var("")
                    self.model.add_hint(self.prepared[option.task], option.task in shared)
                self.model.add_implication(variable, self.prepared[option.task])
                self.model.add_hint(variable, option.task in done)
            for row in problem.rows:
                self.model.add(sum(e * x[j] for j, e in row.pieces.items()) >= row.need)
            for group in problem.groups:
                self.model.add_at_most_one(x[j] for j in group)
            self.model.add(sum(o.minutes * v for o, v in zip(problem.options, x, strict=True)) <= limit)
        self.model.minimize(sum(self.prepared.values()))

    def fewest(self, work_limit: float) -> tuple[set[str], int, bool]:
        """The fewest tasks to prepare that is found, the least that could be, and whether they are the same."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = work_limit
        status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return set(self.prepared), max(0, round(solver.best_objective_bound)), False
        chosen = {task for task, variable in self.prepared.items() if solver.boolean_value(variable)}
        return chosen, round(solver.best_objective_bound), status == cp_model.OPTIMAL

    def needs_another(self, learner: int, prepared: set[str]) -> None:
        """This learner cannot do with these tasks, nor with fewer: one more of theirs is needed."""
        self.model.add_at_least_one(self.prepared[t] for t in self.own[learner] if t not in prepared)
