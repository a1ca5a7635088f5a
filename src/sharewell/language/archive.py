"""An archive of comments in sums: counted part by part, so that ten million need no more memory than ten thousand.

A part is a stretch of a file. `count` reads it and gives tallies by group; tallies add up, in the order of the parts,
to the same sums wherever the parts were counted. Who wrote is kept as the few smallest hashes of writers: enough to
know whether there are five (Bar-Yossef et al., 2002, count distinct elements so), and no list of anyone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import polars as pl

from sharewell.disclosure import LEAST_WRITERS, Support, protect_groups, protect_support
from sharewell.language.archive_parts import Part, Row, rows_of
from sharewell.language.codes import FRAMINGS, REASONS, reasons_of
from sharewell.language.lens import BATCH, read_many
from sharewell.language.model import Reading
from sharewell.language.summary import carries_next_step

LONGEST = 20_000  # characters of one comment
STEPS = ("with_next_step", "without_next_step")
ALL = "all"
Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A count, how many texts it rests on, and the smallest hashes of their writers."""

    count: int
    texts: int
    writers: frozenset[int]

    def __add__(self, other: Figure) -> Figure:
        writers = sorted(self.writers | other.writers)[:LEAST_WRITERS]
        return Figure(self.count + other.count, self.texts + other.texts, frozenset(writers))

    @property
    def support(self) -> Support:
        """What it rests on."""
        return Support(self.texts, self.writers)


NOTHING = Figure(0, 0, frozenset())
Tally = dict[str, Figure]  # texts, sentences, framings, STEPS, codes of reasons
Tallies = dict[Group, Tally]


@dataclass(frozen=True, slots=True)
class Counted:
    """A part in sums, and how many of its lines could not be used."""

    tallies: Tallies
    passed_over: int


def count(part: Part) -> Counted:
    """Read one part of a file and count it by group; texts are heard sentence by sentence."""
    tallies: Tallies = {}
    rows, passed_over = rows_of(part), 0
    while lines := list(islice(rows, BATCH)):
        batch = [row for row in lines if row is not None]
        passed_over += len(lines) - len(batch)
        readings = read_many([row.text[:LONGEST] for row in batch], fast=part.fast)
        for row, reading in zip(batch, readings, strict=True):
            _add(tallies.setdefault(row.group, {}), _figures(reading), _hashed(row))
    return Counted(tallies, passed_over)


def added(parts: Iterable[Tallies]) -> Tallies:
    """The sum of tallies, group by group."""
    total: Tallies = {}
    for tallies in parts:
        for group, tally in tallies.items():
            into = total.setdefault(group, {})
            for name, figure in tally.items():
                into[name] = into.get(name, NOTHING) + figure
    return total


def report(tallies: Tallies, by: Sequence[str]) -> pl.DataFrame:
    """A row for the whole archive, then one a group: what may be shown of each, null for what may not.

    Columns: `by`; texts, sentences; asset, neutral, deficit (sentences); with_next_step (texts); reasons (of the
    whole archive alone, the most common first, "code count"). A figure is shown when at least 10 texts of at least
    5 writers stand behind it, behind each figure of its kind in the row, and behind what is left of the total.
    """
    groups = sorted(tallies) if by else []
    whole = added([{(ALL,) * len(by): tally} for tally in tallies.values()]).get((ALL,) * len(by), {})
    rows = [whole, *(tallies[group] for group in groups)]
    hidden = {kind: _hidden(whole, rows[1:], names) for kind, names in _KINDS.items()}
    columns: dict[str, Sequence[object]] = {
        name: [ALL, *(group[place] for group in groups)] for place, name in enumerate(by)
    }
    for kind, names in _KINDS.items():
        for name in names:
            if name != STEPS[1]:
                columns[name] = [
                    None if hide else row.get(name, NOTHING).count
                    for row, hide in zip(rows, hidden[kind], strict=True)
                ]
    columns["reasons"] = ["" if hidden["framing"][0] else _reasons(whole), *("" for _ in groups)]
    texts = dict.fromkeys((*by, "reasons"), pl.String)
    return pl.DataFrame(columns, schema={name: texts.get(name, pl.Int64()) for name in columns}, strict=False)


_KINDS: Mapping[str, tuple[str, ...]] = {
    "size": ("texts", "sentences"),
    "framing": FRAMINGS,
    "step": STEPS,
}


def _hidden(whole: Tally, groups: Sequence[Tally], names: Sequence[str]) -> list[bool]:
    """For the whole and each group, whether its figures of one kind are hidden."""
    supports = [[tally.get(name, NOTHING).support for name in names] for tally in groups]
    total = [whole.get(name, NOTHING).support for name in names]
    few = not whole or any(each.texts and not each.enough for each in total)
    return [few, *protect_groups(supports).tolist()]


def _reasons(whole: Tally) -> str:
    codes = [code for code in reasons_of("deficit") if code in whole]
    hidden = protect_support([whole[code].support for code in codes], overlap=True)
    shown = [code for code, hide in zip(codes, hidden, strict=True) if not hide]
    shown.sort(key=lambda code: -whole[code].count)
    return "; ".join(f"{REASONS[code].name} {whole[code].count}" for code in shown)


def _figures(reading: Reading) -> dict[str, int]:
    """What is counted of one text. A sentence that the lens only asks about counts as neutral."""
    sure = [s for s in reading.sentences if s.framing == "deficit" and not s.unsure]
    framings = dict(reading.summary.framings)
    framings["neutral"] += framings["deficit"] - len(sure)
    framings["deficit"] = len(sure)
    counts: dict[str, int] = {"texts": 1, "sentences": len(reading.sentences), **framings}
    counts[STEPS[0] if carries_next_step(reading.sentences) else STEPS[1]] = 1
    for sentence in sure:
        counts[sentence.reason] = counts.get(sentence.reason, 0) + 1
    return counts


def _add(tally: Tally, counts: Mapping[str, int], writer: frozenset[int]) -> None:
    for name, number in counts.items():
        if number:
            tally[name] = tally.get(name, NOTHING) + Figure(number, 1, writer)


def _hashed(row: Row) -> frozenset[int]:
    """The writer's hash; a text without a writer adds none."""
    digest = hashlib.sha256(row.writer.encode()).digest()
    return frozenset([int.from_bytes(digest[:8])]) if row.writer else frozenset()
