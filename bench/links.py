"""How often suggested links are right, and the curve that says so (`knowledge.suggest.CURVE`).

python bench/links.py [--standards FOLDER]

Two sources whose answers are known. Titles of the made-up school, its own standards, subject known. And 160 titles
that we wrote as teachers write them (`bench/links_titles.csv`, from kindergarten to high school, 18 of them about no
standard), with the 471 statements of the Common Core for mathematics where their files are there (`FOLDER` of
ccssm-*.json): once among all of them, once among those of the grade. A suggestion is right if it is one of the
standards we meant, a part of it, or what it is a part of. The curve is tried on titles that it was not fitted on:
one subject, or one grade, is left out in turn. Each source weighs the same in it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import polars as pl
from scipy.optimize import minimize
from scipy.special import expit

from sharewell.evidence import read_standards
from sharewell.evidence.made_up import made_up_school
from sharewell.knowledge.likeness import WORDS, likeness
from sharewell.knowledge.suggest import BANDS, band_of

HERE = Path(__file__).parent
CCSSM = HERE.parents[1] / "shared" / "data" / "standards"
Case = tuple[float, float, bool, bool, str]  # likeness, lead, first is right, one of three is, fold


def case(like: np.ndarray, among: np.ndarray, right: np.ndarray, fold: str) -> Case:
    best = among[np.argsort(-like[among], kind="stable")]
    after = like[best[1]] if len(best) > 1 else 0.0
    return (
        float(like[best[0]]),
        float(like[best[0]] - after),
        bool(right[best[0]]),
        bool(right[best[:3]].any()),
        fold,
    )


def made_up(words: float) -> list[Case]:
    """One case a distinct title and subject."""
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
    alike = likeness(titles["title"].to_list(), known["statement"].to_list(), words=words)
    return [
        case(like, np.flatnonzero(subjects == subject), np.isin(names, linked), f"made up, {subject}")
        for like, (_, subject, linked) in zip(alike, titles.iter_rows(), strict=True)
    ]


def common_core(folder: Path, words: float, *, of_grade: bool) -> list[Case]:
    """One case a title of ours, among all statements or those of its grade."""
    known = (
        pl.concat([read_standards(path).standards for path in _files(folder)])
        .unique("standard")
        .sort("standard")
    )
    titles = pl.read_csv(HERE / "links_titles.csv", schema_overrides={"grade": pl.String})
    names, grades = known["standard"].to_list(), np.array(known["grade"].to_list())
    alike = likeness(titles["title"].to_list(), known["statement"].to_list(), words=words)
    everything = np.arange(len(names))
    made = []
    for like, (grade, _, meant) in zip(alike, titles.iter_rows(), strict=True):
        codes = (meant or "").split(";") if meant else []
        unknown = set(codes) - set(names)
        assert not unknown, unknown
        right = np.array([any(_same(name, code) for code in codes) for name in names])
        among = np.flatnonzero(grades == grade) if of_grade else everything
        made.append(case(like, among, right, f"{'grade' if of_grade else 'all'} {grade}"))
    return made


def _files(folder: Path) -> list[Path]:
    return [folder / "ccssm-k8.json", folder / "ccssm-hs.json"]


def _same(one: str, other: str) -> bool:
    return one == other or one.startswith(other + ".") or other.startswith(one + ".")


def curve(X: np.ndarray, right: np.ndarray, weight: np.ndarray) -> np.ndarray:
    sign = 2 * right - 1
    return minimize(
        lambda w: (weight * np.logaddexp(0, -sign * (X @ w))).sum() + 0.01 * w @ w, np.zeros(X.shape[1])
    ).x


def cases_of(folder: Path, words: float) -> dict[str, list[Case]]:
    sources = {"made-up school": made_up(words)}
    if folder.is_dir():
        sources["Common Core, all grades"] = common_core(folder, words, of_grade=False)
        sources["Common Core, the grade"] = common_core(folder, words, of_grade=True)
    else:
        print(f"Without the Common Core: {folder} is not there.")
    return sources


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--standards", type=Path, default=CCSSM)
    folder = asked.parse_args().standards
    for words in (0.0, 0.2, 0.6, WORDS):
        sources = cases_of(folder, words)
        firsts = [f"{name} {np.mean([c[2] for c in some]):.0%}" for name, some in sources.items()]
        print(f"shared words weigh {words}: the first is right in {', '.join(firsts)}")
    cases = [each for some in sources.values() for each in some]
    X = np.array([(1.0, like, lead) for like, lead, *_ in cases])
    right, three = np.array([c[2] for c in cases]), np.array([c[3] for c in cases])
    weight = np.concatenate([np.full(len(some), 200 / len(some)) for some in sources.values()])
    source = np.concatenate([[name] * len(some) for name, some in sources.items()])
    fold = np.array([c[4].replace("all ", "grade ") for c in cases])  # a title's two cases go together
    chance = np.empty(len(cases))
    for left_out in np.unique(fold):
        away = fold == left_out
        chance[away] = expit(X[away] @ curve(X[~away], right[~away], weight[~away]))
    print("curve on all:", curve(X, right, weight).round(2))
    bands = np.array([band_of(p) for p in chance])
    for name in sources:
        mine = source == name
        print(
            f"{name}: {mine.sum()} titles, the first is right in {right[mine].mean():.0%},",
            f"one of three in {three[mine].mean():.0%}",
        )
        for band, _ in BANDS:
            some = mine & (bands == band)
            if some.any():
                print(
                    f"  {band:<8} {some.sum():4d} titles, said {chance[some].mean():.0%},",
                    f"right in {right[some].mean():.0%}",
                )


if __name__ == "__main__":
    main()
