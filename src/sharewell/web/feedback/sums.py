"""What leaders see of what is written: sums over at least ten texts of at least five writers, never a writer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sharewell.disclosure import Support, protect_support
from sharewell.language.codes import REASONS

COLUMNS: Final = ("writer_id", "asset", "deficit", "neutral", "reasons", "next_step", "suggested", "taken")
FRAMINGS: Final = ("asset", "neutral", "deficit")
REASONS_SHOWN: Final = 5
Row = Mapping[str, Any]
Part = tuple[str, Callable[[Row], int]]
Share = tuple[int, int]  # how many of how many


@dataclass(frozen=True, slots=True)
class Sums:
    """Texts counted together; a figure is None, or a reason left out, where it is not shown.

    Attributes:
        texts, sentences: how many.
        framings: framing → sentences.
        reasons: code → sentences, of those that may be heard as deficit.
        next_step: texts that carry one, of texts.
        taken: suggestions taken, of those offered.
    """

    texts: int
    sentences: int
    framings: Mapping[str, int | None]
    reasons: Mapping[str, int]
    next_step: Share | None
    taken: Share | None

    @property
    def whole(self) -> bool:
        """Whether no framing and no next step is held back."""
        return None not in self.framings.values() and self.next_step is not None

    @property
    def apart(self) -> int:
        """Sentences that stand in no framing's figure."""
        return self.sentences - sum(count or 0 for count in self.framings.values())

    @property
    def most_common(self) -> list[tuple[str, int]]:
        """The reasons heard most often, by name."""
        return [
            (REASONS[code].name, count) for code, count in Counter(self.reasons).most_common(REASONS_SHOWN)
        ]


def sums_of(rows: Sequence[Row]) -> Sums | None:
    """The sums of rows with COLUMNS; None where too few texts or writers stand behind them."""
    if not _support(rows, lambda row: 1).enough:
        return None
    framings = _parts(rows, [(name, _column(name)) for name in FRAMINGS])
    steps = _parts(
        rows, [("yes", lambda row: int(row["next_step"])), ("no", lambda row: 1 - row["next_step"])]
    )
    return Sums(
        texts=len(rows),
        sentences=sum(row[name] for row in rows for name in FRAMINGS),
        framings=framings,
        reasons=_reasons(rows) if framings["deficit"] is not None else {},
        next_step=None if (yes := steps["yes"]) is None else (yes, len(rows)),
        taken=_taken(rows),
    )


def joined(parts: Sequence[Sums]) -> Sums | None:
    """Sums over texts of which none stands in two of the parts; what a part holds back is in no figure but the totals.

    Whoever subtracts an earlier join from a later one has the sums of the parts between, which may be shown.
    """
    if not parts:
        return None
    return Sums(
        texts=sum(part.texts for part in parts),
        sentences=sum(part.sentences for part in parts),
        framings={name: _added([part.framings[name] for part in parts]) for name in FRAMINGS},
        reasons=dict(sum((Counter(part.reasons) for part in parts), Counter[str]())),
        next_step=_shares([part.next_step for part in parts]),
        taken=_shares([part.taken for part in parts]),
    )


def _added(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def _shares(shares: Sequence[Share | None]) -> Share | None:
    known = [share for share in shares if share is not None]
    return (sum(part for part, _ in known), sum(whole for _, whole in known)) if known else None


def _taken(rows: Sequence[Row]) -> Share | None:
    offered = [row for row in rows if row["suggested"]]
    taken = _parts(rows, [("taken", _column("taken")), ("left", lambda row: row["suggested"] - row["taken"])])
    if taken["taken"] is None or not _support(offered, lambda row: 1).enough:
        return None
    return taken["taken"], sum(row["suggested"] for row in rows)


def _reasons(rows: Sequence[Row]) -> dict[str, int]:
    """Reasons with their sentences; those that few stand behind, and what would give them away, are left out."""
    codes = sorted({code for row in rows for code in row["reasons"]})
    counted = _parts(rows, [(code, _counter(code)) for code in codes])
    return {code: count for code, count in counted.items() if count is not None}


def _parts(rows: Sequence[Row], parts: Sequence[Part]) -> dict[str, int | None]:
    """Each part's sum, None where it is not to be shown."""
    hidden = protect_support([_support(rows, count) for _, count in parts], overlap=True)
    return {
        name: None if hide else sum(map(count, rows))
        for (name, count), hide in zip(parts, hidden, strict=True)
    }


def _support(rows: Sequence[Row], count: Callable[[Row], int]) -> Support:
    """The texts in which something was counted, and their writers."""
    found = [row["writer_id"] for row in rows if count(row)]
    return Support(len(found), frozenset(found))


def _column(name: str) -> Callable[[Row], int]:
    return lambda row: row[name]


def _counter(code: str) -> Callable[[Row], int]:
    return lambda row: row["reasons"].count(code)
