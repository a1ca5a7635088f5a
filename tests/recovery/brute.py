"""The packet by trying everything: what `smallest_packet` must equal on small instances."""

from __future__ import annotations

from itertools import product

from sharewell.recovery import Instance, Option

Best = tuple[int, int, int]  # weight attained, minutes, tasks


def held(options: list[Option], standard: str) -> int:
    return sum(max(0, option.evidence.get(standard, 0)) for option in options)


def groups_kept(options: list[Option]) -> bool:
    groups = [option.group for option in options if option.group is not None]
    return len(groups) == len(set(groups))


def attained(instance: Instance, options: list[Option]) -> set[str]:
    needs = {s: n for s, n in instance.needs.items() if n > 0}
    have = {s for s, n in needs.items() if held(options, s) >= n}
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


def packs(instance: Instance, options: list[Option]) -> bool:
    have = attained(instance, options)
    assert instance.weeks is not None
    assert instance.minutes_per_week is not None
    for placing in product(range(1, instance.weeks + 1), repeat=len(options)):
        week_of = {option.task: w for option, w in zip(options, placing, strict=True)}
        if any(option.week_from > week_of[option.task] for option in options):
            continue
        loads = [
            sum(o.minutes for o in options if week_of[o.task] == w) for w in range(1, instance.weeks + 1)
        ]
        if max(loads) <= instance.minutes_per_week and order_kept(instance, have, week_of, options):
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
