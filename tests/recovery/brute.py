"""The packet by trying everything: what `smallest_packet` must equal on small instances."""

from __future__ import annotations

from itertools import product

from sharewell.recovery import AtLeast, Instance, Option, SignOff
from sharewell.recovery.problem import prepare

Best = tuple[int, int, int]  # weight attained, minutes, tasks


def held(options: list[Option], standard: str) -> int:
    return sum(max(0, option.evidence.get(standard, 0)) for option in options)


def groups_kept(options: list[Option]) -> bool:
    groups = [option.group for option in options if option.group is not None]
    return len(groups) == len(set(groups))


def rules_kept(instance: Instance, options: list[Option], standard: str) -> bool:
    giving = [option for option in options if option.evidence.get(standard, 0) > 0]
    for rule in instance.rules:
        if isinstance(rule, SignOff):
            kept = not rule.kinds or any(option.kind in rule.kinds for option in giving)
            if standard in rule.standards and not kept:
                return False
        elif isinstance(rule, AtLeast) and rule.standards is None:
            useful = [o for o in options if set(o.evidence) & set(prepare(instance).standards)]
            if sum(option.kind in rule.kinds for option in useful) < rule.pieces:
                return False
        elif rule.standards is None or standard in rule.standards:
            if isinstance(rule, AtLeast):
                if held([o for o in giving if o.kind in rule.kinds], standard) < rule.pieces:
                    return False
            elif all(option.kind is None or option.kind in rule.kinds for option in giving):
                return False
    return True


def attained(instance: Instance, options: list[Option]) -> set[str]:
    needs = {s: n for s, n in instance.needs.items() if n > 0}
    have = {s for s, n in needs.items() if held(options, s) >= n and rules_kept(instance, options, s)}
    while instance.weeks is not None:
        closed = {
            s for s in have if all(a in have for a, b in instance.prerequisites if b == s and a in needs)
        }
        if closed == have:
            break
        have = closed
    return have


def weight(instance: Instance, standards: set[str]) -> int:
    return sum(instance.weights.get(s, 1) for s in standards)


def order_kept(instance: Instance, have: set[str], week_of: dict[str, int], options: list[Option]) -> bool:
    def at(standard: str) -> int:
        weeks = sorted(set(week_of.values()))
        return next(
            w
            for w in weeks
            if held([o for o in options if week_of[o.task] <= w], standard) >= instance.needs[standard]
        )

    return all(at(a) <= at(b) for a, b in instance.prerequisites if a in have and b in have)


def in_time(option: Option, week: int) -> bool:
    return option.week_from <= week and (option.week_to is None or week <= option.week_to)


def packs(instance: Instance, options: list[Option]) -> bool:
    have = attained(instance, options)
    room = instance.room()
    assert room is not None
    for placing in product(range(1, len(room) + 1), repeat=len(options)):
        week_of = {option.task: w for option, w in zip(options, placing, strict=True)}
        if not all(in_time(option, week_of[option.task]) for option in options):
            continue
        loads = [sum(o.minutes for o in options if week_of[o.task] == w + 1) for w in range(len(room))]
        fits = all(load <= free for load, free in zip(loads, room, strict=True))
        if fits and order_kept(instance, have, week_of, options):
            return True
    return False


def best(instance: Instance) -> Best:
    found: Best = (-1, 0, 0)
    for chosen in product((False, True), repeat=len(instance.options)):
        options = [option for option, c in zip(instance.options, chosen, strict=True) if c]
        if not groups_kept(options):
            continue
        value = (
            weight(instance, attained(instance, options)),
            -sum(option.minutes for option in options),
            -len(options),
        )
        if value > found and (instance.weeks is None or packs(instance, options)):
            found = value
    return found[0], -found[1], -found[2]
