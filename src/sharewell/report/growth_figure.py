"""The geometry of the growth line: measured points, then what may come and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 420
HEIGHT: Final = 190
_LEFT, _RIGHT, _TOP, _FLOOR = 44, 376, 18, 150


@dataclass(frozen=True, slots=True)
class Ahead:
    """What may come: the middle, and what holds it 1 time in 2 (likely) and 8 times in 10 (possible)."""

    label: str
    middle: float
    likely: tuple[float, float]
    possible: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Dot:
    """A measured point on the page: its place, its label below."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class GrowthFigure:
    """Everything that the template draws, in SVG's own terms."""

    dots: tuple[Dot, ...]
    so_far: str
    ahead: str
    likely: str
    possible: str
    ahead_label: Dot | None
    rules: tuple[float, ...]


def growth_figure(points: Sequence[tuple[str, float]], ahead: Ahead | None = None) -> GrowthFigure:
    """Lay out `points` (label, score; oldest first, at least one) and what may come after them."""
    if not points:
        raise ValueError("a growth figure needs at least one point")
    scores = [score for _, score in points] + (list(ahead.possible) if ahead else [])
    low, high = min(scores), max(scores)
    places = len(points) + (1 if ahead else 0)
    step = (_RIGHT - _LEFT) / max(places - 1, 1)

    def x(place: int) -> float:
        return round(_LEFT + place * step, 1)

    def y(score: float) -> float:
        return round(
            _FLOOR - 12 - (_FLOOR - 12 - _TOP) * ((score - low) / (high - low) if high > low else 0.5), 1
        )

    dots = tuple(Dot(x(i), y(score), label) for i, (label, score) in enumerate(points))
    rules = (float(_TOP), (_TOP + _FLOOR) / 2, float(_FLOOR))
    line = " ".join(f"{dot.x},{dot.y}" for dot in dots)
    if ahead is None:
        return GrowthFigure(dots, line, "", "", "", None, rules)
    last, right = dots[-1], x(places - 1)

    def fan(span: tuple[float, float]) -> str:
        return f"{last.x},{last.y} {right},{y(span[0])} {right},{y(span[1])}"

    middle = Dot(right, y(ahead.middle), ahead.label)
    onward = f"{last.x},{last.y} {right},{middle.y}"
    return GrowthFigure(dots, line, onward, fan(ahead.likely), fan(ahead.possible), middle, rules)
