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

from sharewell.recovery.model import Instance, Packet, different_tasks
from sharewell.recovery.packet import smallest_packet

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
    from sharewell.recovery.class_program import ClassProgram  # OR-tools: half a second to load

    program = ClassProgram(wanted, limits, smallest)
    best = smallest
    bound = 0
    proved = False
    for _ in range(ROUNDS):
        prepared, bound, optimal = program.fewest(work_limit)
        packets = [_from(instance, prepared) for instance in wanted]
        fault = next((i for i, p in enumerate(packets) if _falls_short(p, smallest[i], limits[i])), None)
        if fault is None:
            if len(prepared) < len(different_tasks(smallest)):
                best = [_told(p, own) for p, own in zip(packets, smallest, strict=True)]
            proved = optimal
            break
        program.needs_another(fault, prepared)
    tasks = different_tasks(best)
    return ClassPackets(
        packets=tuple(best),
        tasks=tuple(sorted(tasks)),
        tasks_before=len(different_tasks(smallest)),
        bound=bound,
        proved=proved,
        minutes=sum(packet.minutes for packet in best),
        minutes_before=sum(packet.minutes for packet in smallest),
    )


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
