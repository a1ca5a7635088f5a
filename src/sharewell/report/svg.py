"""Small pieces of SVG: accessible figures in the house's colours, light and dark, alone or on a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

STYLE = """
.sw-fig{--sw-ink:var(--ink,#1f2d2a);--sw-soft:var(--soft,#566662);--sw-line:var(--line,#e4e0d5);
--sw-paper:var(--card,#ffffff);--sw-sky:var(--sky,#2a5b86);--sw-sky-2:var(--sky-2,#dfeaf4);
--sw-well:var(--well,#0e6655);--sw-well-2:var(--well-2,#d9ede6);
font-family:"Atkinson Hyperlegible Next Variable","Atkinson Hyperlegible Next",system-ui,sans-serif;
font-size:13px;max-width:100%;height:auto}
@media (prefers-color-scheme:dark){.sw-fig{--sw-ink:var(--ink,#e8efec);--sw-soft:var(--soft,#a3b3ae);
--sw-line:var(--line,#2c3a37);--sw-paper:var(--card,#1a2523);--sw-sky:var(--sky,#8dbfe8);
--sw-sky-2:var(--sky-2,#1c2f40);--sw-well:var(--well,#6fcab2);--sw-well-2:var(--well-2,#1d3b34)}}
.sw-fig text{fill:var(--sw-ink)}.sw-fig .soft{fill:var(--sw-soft)}.sw-fig .strong{font-weight:650}
.sw-fig .halo{paint-order:stroke;stroke:var(--sw-paper);stroke-width:5px;stroke-linejoin:round}
.sw-fig .rule{stroke:var(--sw-line);stroke-width:1}.sw-fig .middle{stroke:var(--sw-soft);stroke-dasharray:3 4}
.sw-fig .own{fill:none;stroke:var(--sw-sky);stroke-width:2.5;stroke-linejoin:round}
.sw-fig .ahead{stroke-dasharray:5 5}.sw-fig .dot{fill:var(--sw-paper);stroke:var(--sw-sky);stroke-width:2.5}
.sw-fig .possible{fill:var(--sw-sky-2)}.sw-fig .likely{fill:var(--sw-sky);fill-opacity:.28}
.sw-fig .span{stroke:var(--sw-sky);stroke-width:2}.sw-fig .at{fill:var(--sw-sky)}
.sw-fig .span2{stroke:var(--sw-well);stroke-width:2}.sw-fig .at2{fill:var(--sw-well)}
"""


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
