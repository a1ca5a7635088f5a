"""Progress in standard deviations, for classes and learners, beside what is typical of the grade.

The effect of a class is (mean after - mean before) / average standard deviation, as in Visible Learning's
"progress versus achievement" (Hattie 2012); its interval treats the two scores of a learner as the pair
that they are. Delta method as in Bonett (2008), Psychological Methods 13(2), 99-109: with r the
correlation of the pair, s1, s2 the standard deviations, a = (s1 + s2) / 2 and d = gain / a,

    var(d) = [(s1^2 + s2^2 - 2 r s1 s2) / a^2 + d^2 (s1^2 + s2^2 + 2 r^2 s1 s2) / (8 a^2)] / (n - 1)

(for the standard deviations, cov(s1, s2) = r^2 s1 s2 / 2 (n - 1)), and a normal quantile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.stats import norm

from sharewell.disclosure import suppress_groups
from sharewell.growth.norms import annual_gains, norm_subject
from sharewell.growth.splines import FloatArray

LEAST = 10


@dataclass(frozen=True, slots=True)
class EffectSize:
    """A paired effect with its interval; n pairs."""

    n: int
    effect: float
    low: float
    high: float


def paired_effect(pre: FloatArray, post: FloatArray, confidence: float = 0.95) -> EffectSize | None:
    """The effect of (n,) pairs; None for fewer than three, or where nobody differs from anyone."""
    n = len(pre)
    if n < 3:
        return None
    s1, s2 = float(pre.std(ddof=1)), float(post.std(ddof=1))
    average = (s1 + s2) / 2
    if min(s1, s2) == 0:
        return None
    d = float(post.mean() - pre.mean()) / average
    r = float(np.corrcoef(pre, post)[0, 1])
    of_gain = (s1**2 + s2**2 - 2 * r * s1 * s2) / average**2
    of_spread = d**2 * (s1**2 + s2**2 + 2 * r**2 * s1 * s2) / (8 * average**2)
    reach = float(norm.ppf((1 + confidence) / 2)) * float(np.sqrt((of_gain + of_spread) / (n - 1)))
    return EffectSize(n, d, d - reach, d + reach)


def effect_sizes(
    pairs: pl.DataFrame,
    by: Sequence[str],
    *,
    norms: pl.DataFrame | None = None,
    confidence: float = 0.95,
    least: int = LEAST,
) -> pl.DataFrame:
    """The effect size of every group, with what is typical where `by` has subject and grade.

    Args:
        pairs: student_id, pre, post and the columns of `by`.
        norms: subject, grade, effect, source; by default `norms.annual_gains`.
        least: groups with fewer are not shown.

    Returns:
        The columns of `by`, n, mean_pre, mean_post, effect, low, high, typical, source, compared (more, as
        much, less, or too early to say, when the interval holds the typical gain and is wider than it),
        shown; by `by`.
    """
    rows: list[dict[str, object]] = []
    for key, part in pairs.sort(*by).partition_by(list(by), as_dict=True, maintain_order=True).items():
        pre, post = part["pre"].to_numpy(), part["post"].to_numpy()
        size = paired_effect(pre, post, confidence)
        rows.append(
            {
                **dict(zip(by, key, strict=True)),
                "n": part.height,
                "mean_pre": float(pre.mean()),
                "mean_post": float(post.mean()),
                "effect": size.effect if size else None,
                "low": size.low if size else None,
                "high": size.high if size else None,
            }
        )
    figures = ["mean_pre", "mean_post", "effect", "low", "high"]
    schema = dict.fromkeys(by, pl.String) | {"n": pl.Int64} | dict.fromkeys(figures, pl.Float64)
    table = _with_norms(pl.DataFrame(rows, schema=schema), by, norms)
    return suppress_groups(table, "n", [*figures, "compared"], least=least)


def _with_norms(table: pl.DataFrame, by: Sequence[str], norms: pl.DataFrame | None) -> pl.DataFrame:
    if not {"subject", "grade"} <= set(by):
        nothing = pl.lit(None, dtype=pl.String)
        return table.with_columns(typical=pl.lit(None, dtype=pl.Float64), source=nothing, compared=nothing)
    known = (norms if norms is not None else annual_gains()).select(
        pl.col("subject").alias("_subject"), "grade", pl.col("effect").alias("typical"), "source"
    )
    joined = table.with_columns(norm_subject(pl.col("subject")).alias("_subject")).join(
        known, on=["_subject", "grade"], how="left", maintain_order="left"
    )
    typical, low, high = pl.col("typical"), pl.col("low"), pl.col("high")
    compared = (
        pl.when(typical.is_null() | low.is_null())
        .then(None)
        .when(low > typical)
        .then(pl.lit("more"))
        .when(high < typical)
        .then(pl.lit("less"))
        .when(high - low <= typical)
        .then(pl.lit("as much"))
        .otherwise(pl.lit("too early to say"))
    )
    return joined.drop("_subject").with_columns(compared.alias("compared"))


def learner_effects(pairs: pl.DataFrame, by: Sequence[str], *, confidence: float = 0.95) -> pl.DataFrame:
    """Every learner's gain in average standard deviations of their group.

    Returns:
        student_id, the columns of `by`, pre, post, gain, effect, low, high (an interval where csem_pre and
        csem_post say how sure the scores are, else null); by `by` and student.
    """
    average = (pl.col("pre").std() + pl.col("post").std()) / 2
    spread = average.over(list(by)) if by else average
    effect = (pl.col("post") - pl.col("pre")) / spread
    effect = pl.when(effect.is_finite()).then(effect)
    if {"csem_pre", "csem_post"} <= set(pairs.columns):
        error = (pl.col("csem_pre") ** 2 + pl.col("csem_post") ** 2).sqrt() / spread
        reach = float(norm.ppf((1 + confidence) / 2)) * error
    else:
        reach = pl.lit(None, dtype=pl.Float64)
    return pairs.sort(*by, "student_id").select(
        "student_id",
        *by,
        "pre",
        "post",
        gain=pl.col("post") - pl.col("pre"),
        effect=effect,
        low=effect - reach,
        high=effect + reach,
    )
