"""Small pieces of SVG: accessible figures in the house's colours, light and dark, alone or on a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

STYLE = Path(__file__).with_name("look").joinpath("figures.css").read_text(encoding="utf-8")


def figure(
    width: float, height: float, title: str, description: str, body: Iterable[str], name: str = "figure"
) -> str:
    """A figure that reads itself out: its title and description are what a screen reader says.

    Args:
        name: an id, unique on its page; letters, digits and hyphens.
    """
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sw-fig" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img" aria-labelledby="{name}-title {name}-desc">',
        f'<title id="{name}-title">{escape(title)}</title>',
        f'<desc id="{name}-desc">{escape(description)}</desc>',
        f"<style>{STYLE}</style>",
        *body,
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def without_style(svg: str) -> str:
    """The figure for a page that links look/figures.css itself, and may not carry styles of its own."""
    before, _, rest = svg.partition("<style>")
    return before + rest.partition("</style>\n")[2]


def text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    """A line of text; `kind` is of soft, strong, halo (clear of lines behind)."""
    of = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{of}>{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, kind: str = "rule") -> str:
    """A straight line."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def path(points: Sequence[tuple[float, float]], kind: str) -> str:
    """A line through points."""
    return f'<polyline points="{_points(points)}" class="{kind}"/>'


def area(points: Sequence[tuple[float, float]], kind: str) -> str:
    """A filled shape."""
    return f'<polygon points="{_points(points)}" class="{kind}"/>'


def dot(x: float, y: float, kind: str = "dot", radius: float = 5) -> str:
    """A round mark."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" class="{kind}"/>'


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def round_steps(low: float, high: float, about: int = 4) -> list[float]:
    """Round numbers from just under `low` to just over `high`, about so many."""
    span = max(high - low, 1e-9)
    raw = span / about
    size = 10 ** len(str(int(raw))) / 10 if raw >= 1 else 1.0
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= raw)
    first = int(low // step)
    last = int(-(-high // step))
    return [step * k for k in range(first, last + 1)]
