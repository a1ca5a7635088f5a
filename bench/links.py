"""How often suggested links are right, and the curve that says so (`knowledge.suggest.CURVE`).

python bench/links.py          titles of the made-up school; the curve is fitted without the subject it is tried on
"""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy.optimize import minimize
from scipy.special import expit

from sharewell.evidence.made_up import made_up_school
from sharewell.knowledge.suggest import BANDS, _likeness, band_of  # pyright: ignore[reportPrivateUsage]


def cases() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One row a distinct title and subject: (1, likeness, lead), whether the first is right, the subject."""
    school = made_up_school()
    book, known = school.gradebook, school.standards.standards
    tasks = book.tasks.select("task", "title", "class_id").join(
        book.classes.select("class_id", "subject"), on="class_id"
    )
    titles = (
        tasks.join(book.links, on="task")
        .group_by("title", "subject")
        .agg(pl.col("standard").unique())
        .sort("title", "subject")
    )
    names, subjects = np.array(known["standard"].to_list()), np.array(known["subject"].to_list())
    rows, right = [], []
    for like, (_, subject, linked) in zip(
        _likeness(titles["title"].to_list(), known["statement"].to_list()), titles.iter_rows(), strict=True
    ):
        some = np.flatnonzero(subjects == subject)
        best = some[np.argsort(-like[some], kind="stable")]
        rows.append((1.0, like[best[0]], like[best[0]] - like[best[1]]))
        right.append(names[best[0]] in linked)
    return np.array(rows), np.array(right), titles["subject"].to_numpy()


def curve(X: np.ndarray, right: np.ndarray) -> np.ndarray:
    sign = 2 * right - 1
    return minimize(lambda w: np.logaddexp(0, -sign * (X @ w)).sum() + 0.01 * w @ w, np.zeros(3)).x


def main() -> None:
    X, right, subject = cases()
    chance = np.empty(len(right))
    for left_out in np.unique(subject):
        away = subject == left_out
        chance[away] = expit(X[away] @ curve(X[~away], right[~away]))
    print(
        "curve on all:",
        curve(X, right).round(2),
        f"; {len(right)} titles, the first is right in {right.mean():.0%}",
    )
    bands = np.array([band_of(p) for p in chance])
    for name, _ in BANDS:
        some = right[bands == name]
        print(f"{name:<8} {len(some):4d} titles, right in {some.mean():.0%}")


if __name__ == "__main__":
    main()
