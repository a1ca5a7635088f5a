"""Which standard a task gives evidence for: suggestions by code and by meaning, for a teacher to confirm.

A code in the title is taken at its word. Else the title is compared with every statement by sentence meaning and
shared words (`likeness`); how surely the likest one is meant follows from how like it is and how far it stands before
the next, by a logistic curve fitted on titles whose standard is known (`bench/links.py`). Nothing is applied here.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sharewell.evidence.model import Standards
from sharewell.evidence.titles import codes_in_titles
from sharewell.knowledge.likeness import Progress, likeness

SURELY, LIKELY, ASK = "surely", "likely", "ask"
BANDS: Final = ((SURELY, 0.9), (LIKELY, 0.6), (ASK, 0.0))
CURVE: Final = (-2.8, 3.58, 7.38)  # one, likeness, lead over the next; fitted by bench/links.py

SUGGESTIONS: Final = {
    "task": pl.String(),
    "title": pl.String(),
    "standard": pl.String(),
    "statement": pl.String(),
    "evidence": pl.Int64(),
    "rank": pl.Int64(),
    "by": pl.String(),  # "code" or "meaning"
    "chance": pl.Float64(),  # that this is the standard; null past the first rank
    "sure": pl.String(),
}


def suggest_links(
    tasks: pl.DataFrame, standards: Standards, *, at_most: int = 3, progress: Progress | None = None
) -> pl.DataFrame:
    """Suggest standards for tasks; those with a code in the title get just that.

    Args:
        tasks: `task, title` and, where known, `subject` and `grade`: only standards of the same subject, and of
            these only those of the same grade, are then compared, if there are any.
        at_most: suggestions a task by meaning.
        progress: called with (texts read, texts in all) now and then.

    Returns:
        `SUGGESTIONS`, in the order of the tasks, the likest first. `task, standard, evidence` are the columns of a
        links table. Past the first rank `sure` is "ask".

    Cost: about 2 ms a distinct title and 1 ms a statement.
    """
    known = standards.standards
    about = [
        pl.col(name) if name in tasks.columns else pl.lit(None, pl.String).alias(name)
        for name in ("subject", "grade")
    ]
    texts = tasks.select("task", pl.col("title").fill_null(""), *about).unique("task", maintain_order=True)
    texts = texts.with_row_index("at")
    coded = codes_in_titles(texts.select("task", "title"), standards) if known.height else pl.DataFrame()
    made = [_by_code(texts, coded, known)] if coded.height else []
    open_tasks = texts.join(coded, on="task", how="anti") if coded.height else texts
    if known.height and open_tasks.height:
        made.append(_by_meaning(open_tasks.sort("at"), known, at_most, progress))
    if not made:
        return pl.DataFrame(schema=SUGGESTIONS)
    return pl.concat(made).sort("at", "rank", "standard").select(list(SUGGESTIONS))


def _by_code(texts: pl.DataFrame, coded: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    found = coded.select("task", "standard").join(texts, on="task").join(known, on="standard", how="left")
    return found.select(
        "at",
        "task",
        "title",
        "standard",
        "statement",
        evidence=pl.lit(1, pl.Int64),
        rank=pl.lit(1, pl.Int64),
        by=pl.lit("code"),
        chance=pl.lit(None, pl.Float64),
        sure=pl.lit(SURELY),
    )


def _by_meaning(
    texts: pl.DataFrame, known: pl.DataFrame, at_most: int, progress: Progress | None
) -> pl.DataFrame:
    names, statements = known["standard"].to_list(), known["statement"].to_list()
    subjects, grades = (_folded(known[name].to_list()) for name in ("subject", "grade"))
    alike = likeness(texts["title"].to_list(), statements, progress)
    rows: list[tuple[object, ...]] = []
    columns = texts.select("at", "task", "title", "subject", "grade")
    for like, (at, task, title, subject, grade) in zip(alike, columns.iter_rows(), strict=True):
        among = _same(grades, grade, _same(subjects, subject, np.arange(len(names))))
        best = among[np.argsort(-like[among], kind="stable")]
        chance = chance_of(float(like[best[0]]), float(like[best[1]]) if len(best) > 1 else 0.0)
        for rank, j in enumerate(best[:at_most], start=1):
            sure, p = (band_of(chance), round(chance, 3)) if rank == 1 else (ASK, None)
            rows.append((at, task, title, names[j], statements[j], 1, rank, "meaning", p, sure))
    return pl.DataFrame(rows, schema={"at": pl.UInt32(), **SUGGESTIONS}, orient="row")


def _folded(words: list[str | None]) -> NDArray[np.str_]:
    return np.array([(word or "").casefold() for word in words])


def _same(of: NDArray[np.str_], wanted: str | None, among: NDArray[np.int64]) -> NDArray[np.int64]:
    """Those among the standards that are of the wanted subject or grade; all of them where none is."""
    same = among[of[among] == (wanted or "").casefold()]
    return same if wanted and len(same) else among


def chance_of(best: float, next_best: float) -> float:
    """That the likest statement is the one meant."""
    one, like, lead = CURVE
    return 1.0 / (1.0 + math.exp(-(one + like * best + lead * (best - next_best))))


def band_of(chance: float) -> str:
    """Surely, likely or ask."""
    return next(name for name, least in BANDS if chance >= least)
