"""A reliability figure: what was predicted against what came, as an SVG that stands alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

WIDTH: Final = 420
HEIGHT: Final = 300
_LEFT, _RIGHT, _TOP, _FLOOR = 56, 396, 16, 250
# The tokens of the look, which a page that holds the figure may set; alone it is as light as paper.
_STYLE: Final = (
    "text{font:13px 'Atkinson Hyperlegible Next',sans-serif;fill:var(--ink,#1f2d2a)}"
    ".rule{stroke:var(--line,#e4e0d5)}.even{stroke:var(--soft,#566662);stroke-dasharray:4 4}"
    ".dot{fill:var(--well,#0e6655)}.error{stroke:var(--well,#0e6655);stroke-width:2}"
)


def reliability_figure(bins: Sequence[tuple[float, float, int, float]]) -> str:
    """Draw one dot a bin of predictions: (mean predicted, share that came, how many, standard error of the share).

    On the dashed line, 70 % predicted means 7 of 10; a dot's area follows its number, its bar is 95 %.
    """
    most = max((n for _, _, n, _ in bins), default=1)
    marks = [_mark(predicted, came, n / most, error) for predicted, came, n, error in bins]
    said = "; ".join(f"{predicted:.0%} predicted, {came:.0%} came ({n})" for predicted, came, n, _ in bins)
    grid = [_grid(share / 4) for share in range(5)]
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            f'aria-label="Reliability: {said}">',
            f"<style>{_STYLE}</style>",
            *grid,
            f'<line class="even" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}"/>',
            *marks,
            f'<text x="{(_LEFT + _RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle">predicted</text>',
            f'<text x="14" y="{(_TOP + _FLOOR) / 2}" text-anchor="middle" '
            f'transform="rotate(-90 14 {(_TOP + _FLOOR) / 2})">share right</text>',
            "</svg>\n",
        )
    )


def _x(share: float) -> float:
    return round(_LEFT + (_RIGHT - _LEFT) * share, 1)


def _y(share: float) -> float:
    return round(_FLOOR - (_FLOOR - _TOP) * min(max(share, 0.0), 1.0), 1)


def _grid(share: float) -> str:
    return (
        f'<line class="rule" x1="{_LEFT}" x2="{_RIGHT}" y1="{_y(share)}" y2="{_y(share)}"/>'
        f'<text x="{_LEFT - 8}" y="{_y(share) + 4}" text-anchor="end">{share:.0%}</text>'
        f'<text x="{_x(share)}" y="{_FLOOR + 20}" text-anchor="middle">{share:.0%}</text>'
    )


def _mark(predicted: float, came: float, weight: float, error: float) -> str:
    x, half = _x(predicted), 1.96 * error
    return (
        f'<line class="error" x1="{x}" x2="{x}" y1="{_y(came - half)}" y2="{_y(came + half)}"/>'
        f'<circle class="dot" cx="{x}" cy="{_y(came)}" r="{round(2.5 + 6.0 * weight**0.5, 1)}"/>'
    )
