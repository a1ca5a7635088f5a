"""What earlier lenses heard in sentences that they had not learned from: a net learns from it beside the labels."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sharewell.language.codes import FRAMINGS
from sharewell.language.labelled import Labelled

ID = "id"
_DIGITS = 3

Heard = Mapping[str, NDArray[np.float32]]  # by sentence id: how likely each framing is, as FRAMINGS


def read_heard(path: Path) -> Heard:
    """A CSV file with a row a sentence: its id, and how likely each framing is."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {
            row[ID]: np.array([float(row[framing]) for framing in FRAMINGS], dtype=np.float32)
            for row in csv.DictReader(lines)
        }


def write_heard(path: Path, rows: Sequence[Labelled], likely: Iterable[Sequence[float]]) -> None:
    """Write what `read_heard` reads; `likely` (n, 3) is of a lens that did not learn from these rows."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        out = csv.writer(lines, lineterminator="\n")
        out.writerow([ID, *FRAMINGS])
        out.writerows(
            [row.id, *(f"{share:.{_DIGITS}f}" for share in shares)]
            for row, shares in zip(rows, likely, strict=True)
        )
