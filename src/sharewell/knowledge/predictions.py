"""What a model says of each response of a log, in rows as they came in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sharewell.knowledge.responses import Responses

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Predictions:
    """One entry a response, as laid out (`Responses`); shape (n,) each.

    Attributes:
        p_correct: before the response's question is seen.
        p_known: after the response.
        correct_low, correct_high, known_low, known_high: 95 % intervals, where asked for; NaN where the
            responses do not determine the model.
    """

    p_correct: Floats
    p_known: Floats
    correct_low: Floats | None = None
    correct_high: Floats | None = None
    known_low: Floats | None = None
    known_high: Floats | None = None

    def beside(self, log: pl.DataFrame, responses: Responses) -> pl.DataFrame:
        """The log's rows in their order with these columns beside; null in rows that were refused."""
        columns = {
            "p_correct": self.p_correct,
            "p_correct_low": self.correct_low,
            "p_correct_high": self.correct_high,
            "p_known": self.p_known,
            "p_known_low": self.known_low,
            "p_known_high": self.known_high,
        }
        made = [
            _in_rows(name, values, responses.row, log.height)
            for name, values in columns.items()
            if values is not None
        ]
        return log.with_columns(made)


def _in_rows(name: str, values: Floats, row: NDArray[np.int64], height: int) -> pl.Series:
    column = np.full(height, np.nan)
    column[row] = values
    series = pl.Series(name, column)
    return series.fill_nan(None) if len(row) < height or np.isnan(values).any() else series
