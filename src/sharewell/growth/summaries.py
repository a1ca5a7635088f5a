"""Growth of groups: schools, classes, any. Small groups are not shown, every mean has its error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import polars as pl

from sharewell.disclosure import suppress_groups
from sharewell.growth.splines import FloatArray
from sharewell.scale import map_partitions

LEAST = 10
MEDIAN_ERROR = 1.253  # sqrt(pi / 2): the error of a median beside that of a mean, for normal values
GROUPS_A_PART = 500
LEVELS = (  # an index of two standard errors is evidence, of one some evidence (EVAAS's bands)
    (2.0, "clear evidence of more growth than expected"),
    (1.0, "some evidence of more growth than expected"),
    (-1.0, "growth as expected"),
    (-2.0, "some evidence of less growth than expected"),
    (-np.inf, "clear evidence of less growth than expected"),
)


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """How intervals are drawn: the seed decides; the share is what an interval covers."""

    seed: int = 314159
    draws: int = 1000
    share: float = 0.95


@dataclass(frozen=True, slots=True)
class _Part:
    """Groups to resample: values one after the other, where each begins and ends, a seed for each."""

    values: FloatArray
    ends: tuple[int, ...]
    seeds: tuple[tuple[int, int], ...]
    how: Bootstrap


def summaries(
    table: pl.DataFrame,
    by: Sequence[str],
    *,
    value: str = "sgp",
    expected: float = 50.0,
    within: Sequence[str] = (),
    bootstrap: Bootstrap | None = None,
    least: int = LEAST,
    processes: int | None = 1,
    ray_address: str | None = None,
    done: Callable[[int, int], None] | None = None,
) -> pl.DataFrame:
    """Mean, median, their errors and bootstrap intervals of `value`, for every group.

    Args:
        table: the columns `by` and `value`; empty values are left out.
        expected: the mean where growth is as expected; the index is (mean - expected) / its error.
        within: columns of the larger groups whose figures are published beside (protects small groups in
            them).
        least: groups with fewer are not shown, nor others that would give them away.

    Returns:
        `by`, n, mean, mean_se, mean_low, mean_high, median, median_se, median_low, median_high, index,
        evidence, shown; by `by`. The same seed gives the same intervals whatever else is in the table.
    """
    how = bootstrap or Bootstrap()
    numbers = table.with_columns(pl.col(value).cast(pl.Float64).fill_nan(None))
    clean = numbers.drop_nulls([*by, value])
    grouped = clean.group_by(*by).agg(
        pl.len().cast(pl.Int64).alias("n"),
        pl.col(value).mean().alias("mean"),
        (pl.col(value).std() / pl.len().sqrt()).alias("mean_se"),
        pl.col(value).median().alias("median"),
        pl.col(value).sort().alias("_values"),
    )
    grouped = grouped.sort(*by).with_columns((MEDIAN_ERROR * pl.col("mean_se")).alias("median_se"))
    parts = _parts(grouped, by, how, least)
    drawn = map_partitions(_resample, parts, processes=processes, ray_address=ray_address, done=done)
    ends = np.vstack(drawn) if drawn else np.empty((0, 4))
    names = ("mean_low", "mean_high", "median_low", "median_high")
    grouped = grouped.drop("_values").with_columns(
        *(pl.Series(name, ends[:, i]).fill_nan(None) for i, name in enumerate(names)),
        growth_index(pl.col("mean"), pl.col("mean_se"), expected).alias("index"),
    )
    grouped = grouped.with_columns(evidence_of(pl.col("index")).alias("evidence"))
    figures = ["mean", "mean_se", "mean_low", "mean_high", "median", "median_se", "median_low", "median_high"]
    figures += ["index", "evidence"]
    return suppress_groups(grouped.select(*by, "n", *figures), "n", figures, within=within, least=least)


def growth_index(mean: pl.Expr, error: pl.Expr, expected: float = 0.0) -> pl.Expr:
    """(mean - expected) / standard error: how sure it is that growth differs from what was expected."""
    return pl.when(error > 0).then((mean - expected) / error)


def evidence_of(index: pl.Expr) -> pl.Expr:
    """The index in words; nothing where there is no index."""
    words = pl.lit(None, dtype=pl.String)
    for least, word in reversed(LEVELS):
        words = pl.when(index >= least).then(pl.lit(word)).otherwise(words)
    return words


def _parts(grouped: pl.DataFrame, by: Sequence[str], how: Bootstrap, least: int) -> list[_Part]:
    parts: list[_Part] = []
    for start in range(0, grouped.height, GROUPS_A_PART):
        some = grouped.slice(start, GROUPS_A_PART)
        values = [np.array(one) if len(one) >= least else np.empty(0) for one in some["_values"].to_list()]
        keys = ["\t".join(map(str, key)) for key in some.select(list(by)).iter_rows()]
        parts.append(
            _Part(
                np.concatenate(values),
                tuple(np.cumsum([len(one) for one in values]).tolist()),
                tuple((how.seed, crc32(key.encode())) for key in keys),
                how,
            )
        )
    return parts


def _resample(part: _Part) -> FloatArray:
    """Bootstrap percentile intervals of mean and median, (groups, 4); NaN for groups that are too small."""
    outside = (1 - part.how.share) / 2
    at = [outside, 1 - outside]
    intervals = np.full((len(part.ends), 4), np.nan)
    start = 0
    for group, end in enumerate(part.ends):
        values = part.values[start:end]
        start = end
        if len(values):
            rng = np.random.default_rng(part.seeds[group])
            draws = values[rng.integers(0, len(values), (part.how.draws, len(values)))]
            intervals[group, :2] = np.quantile(draws.mean(axis=1), at)
            intervals[group, 2:] = np.quantile(np.median(draws, axis=1), at)
    return intervals
