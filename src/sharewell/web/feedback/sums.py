"""What leaders see of what is written: sums over at least ten texts of at least five writers, never a writer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sharewell.disclosure import Support, protect_support
from sharewell.language.codes import REASONS
from sharewell.web.feedback.models import Comment, Text

COLUMNS: Final = ("writer_id", "asset", "deficit", "neutral", "reasons", "next_step", "suggested", "taken")
FRAMINGS: Final = (
    ("asset", "start from something people can do, know or decide"),
    ("neutral", "say facts and arrangements, or are not clear"),
    ("deficit", "may be heard as lack or fault in people"),
)
REASONS_SHOWN: Final = 5
Row = dict[str, Any]
Part = tuple[str, Callable[[Row], int]]


@dataclass(frozen=True, slots=True)
class Sums:
    """The school's feedback and comments, counted; a figure is None where it is not shown."""

    texts: int
    sentences: int
    framings: tuple[tuple[str, int | None], ...]
    reasons: tuple[tuple[str, int], ...]
    next_step: int | None  # texts
    suggested: int | None
    taken: int | None


def school_sums() -> Sums | None:
    """Sums over teachers' feedback and the comments that came in; None where too few stand behind them."""
    feedback = Text.objects.filter(kind=Text.Kind.FEEDBACK, writer__isnull=False).values(*COLUMNS)
    comments = Comment.objects.filter(is_read=True, writer__isnull=False).values(*COLUMNS)
    return sums_of([*feedback.iterator(), *comments.iterator()])


def sums_of(rows: Sequence[Row]) -> Sums | None:
    """The sums of rows with COLUMNS."""
    if not _support(rows, lambda row: 1).enough:
        return None
    framings = _parts(rows, [(said, _column(name)) for name, said in FRAMINGS])
    steps = _parts(
        rows, [("yes", lambda row: int(row["next_step"])), ("no", lambda row: 1 - row["next_step"])]
    )
    taken = _parts(rows, [("taken", _column("taken")), ("left", lambda row: row["suggested"] - row["taken"])])
    offered = [row for row in rows if row["suggested"]]
    suggested = sum(row["suggested"] for row in rows) if _support(offered, lambda row: 1).enough else None
    return Sums(
        texts=len(rows),
        sentences=sum(row[name] for row in rows for name, _ in FRAMINGS),
        framings=tuple(framings),
        reasons=_reasons(rows) if framings[2][1] is not None else (),
        next_step=steps[0][1],
        suggested=suggested,
        taken=None if suggested is None else taken[0][1],
    )


def _reasons(rows: Sequence[Row]) -> tuple[tuple[str, int], ...]:
    """The most common reasons; those that few stand behind, and what would give them away, are left out."""
    codes = sorted({code for row in rows for code in row["reasons"]})
    counted = _parts(rows, [(REASONS[code].name, _counter(code)) for code in codes])
    shown = [(name, count) for name, count in counted if count is not None]
    return tuple(sorted(shown, key=lambda found: -found[1])[:REASONS_SHOWN])


def _parts(rows: Sequence[Row], parts: Sequence[Part]) -> list[tuple[str, int | None]]:
    """Each part's sum, None where it is not to be shown."""
    hidden = protect_support([_support(rows, count) for _, count in parts], overlap=True)
    return [
        (name, None if hide else sum(map(count, rows)))
        for (name, count), hide in zip(parts, hidden, strict=True)
    ]


def _support(rows: Sequence[Row], count: Callable[[Row], int]) -> Support:
    """The texts in which something was counted, and their writers."""
    found = [row["writer_id"] for row in rows if count(row)]
    return Support(len(found), frozenset(found))


def _column(name: str) -> Callable[[Row], int]:
    return lambda row: row[name]


def _counter(code: str) -> Callable[[Row], int]:
    return lambda row: row["reasons"].count(code)
