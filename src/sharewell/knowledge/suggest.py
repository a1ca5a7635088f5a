"""Which standard a task gives evidence for: suggestions by code and by meaning, for a teacher to confirm.

A code in the title is taken at its word. Else the title, and each of its parts, is compared with every statement by
sentence meaning; how surely the likest one is meant follows from how like it is and how far it stands before the
next, by a logistic curve fitted on titles whose standard is known (`bench/links.py`). Nothing is applied here.
"""

from __future__ import annotations

import math
import re
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sharewell.evidence.model import Standards
from sharewell.evidence.titles import codes_in_titles
from sharewell.meaning import sentence_vectors

SURELY, LIKELY, ASK = "surely", "likely", "ask"
BANDS: Final = ((SURELY, 0.9), (LIKELY, 0.6), (ASK, 0.0))
CURVE: Final = (-0.87, 0.42, 13.75)  # one, likeness, lead over the next; fitted by bench/links.py
_PARTS: Final = re.compile(r"[:|–—/()\[\]]|\s-\s")

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


def suggest_links(tasks: pl.DataFrame, standards: Standards, *, at_most: int = 3) -> pl.DataFrame:
    """Suggest standards for tasks; those with a code in the title get just that.

    Args:
        tasks: `task, title` and, where known, `subject`: only standards of the same subject are then compared,
            if there are any.
        at_most: suggestions a task by meaning.

    Returns:
        `SUGGESTIONS`, in the order of the tasks, the likest first. `task, standard, evidence` are the columns of a
        links table. Past the first rank `sure` is "ask".

    Cost: about 2 ms a distinct title and 1 ms a statement.
    """
    known = standards.standards
    texts = tasks.select("task", pl.col("title").fill_null(""), _subject(tasks)).unique(
        "task", maintain_order=True
    )
    texts = texts.with_row_index("at")
    coded = codes_in_titles(texts.select("task", "title"), standards) if known.height else pl.DataFrame()
    made = [_by_code(texts, coded, known)] if coded.height else []
    open_tasks = texts.join(coded, on="task", how="anti") if coded.height else texts
    if known.height and open_tasks.height:
        made.append(_by_meaning(open_tasks.sort("at"), known, at_most))
    if not made:
        return pl.DataFrame(schema=SUGGESTIONS)
    return pl.concat(made).sort("at", "rank", "standard").select(list(SUGGESTIONS))


def _subject(tasks: pl.DataFrame) -> pl.Expr:
    return pl.col("subject") if "subject" in tasks.columns else pl.lit(None, pl.String).alias("subject")


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


def _by_meaning(texts: pl.DataFrame, known: pl.DataFrame, at_most: int) -> pl.DataFrame:
    names, statements = known["standard"].to_list(), known["statement"].to_list()
    subjects = np.array([(s or "").casefold() for s in known["subject"].to_list()])
    likeness = _likeness(texts["title"].to_list(), statements)
    rows: list[tuple[object, ...]] = []
    for like, (at, task, title, subject) in zip(
        likeness, texts.select("at", "task", "title", "subject").iter_rows(), strict=True
    ):
        same = np.flatnonzero(subjects == (subject or "").casefold())
        among = same if subject and len(same) else np.arange(len(names))
        best = among[np.argsort(-like[among], kind="stable")]
        chance = chance_of(float(like[best[0]]), float(like[best[1]]) if len(best) > 1 else 0.0)
        for rank, j in enumerate(best[:at_most], start=1):
            sure, p = (band_of(chance), round(chance, 3)) if rank == 1 else (ASK, None)
            rows.append((at, task, title, names[j], statements[j], 1, rank, "meaning", p, sure))
    return pl.DataFrame(rows, schema={"at": pl.UInt32(), **SUGGESTIONS}, orient="row")


def _likeness(titles: list[str], statements: list[str]) -> NDArray[np.float32]:
    """Greatest cosine of a title or one of its parts with each statement, shape (titles, statements)."""
    parts = {title: _parts(title) for title in dict.fromkeys(titles)}
    texts = list(dict.fromkeys(part for some in parts.values() for part in some))
    place = {text: i for i, text in enumerate(texts)}
    cosines = sentence_vectors(texts) @ sentence_vectors(statements).T
    of_title = {title: cosines[[place[part] for part in some]].max(axis=0) for title, some in parts.items()}
    return np.stack([of_title[title] for title in titles])


def _parts(title: str) -> list[str]:
    """The title, and what stands between colons, dashes, bars and brackets: "Slope: quiz" is about slope."""
    return [title, *(part for piece in _PARTS.split(title) if len(part := piece.strip()) > 2)]


def chance_of(best: float, next_best: float) -> float:
    """That the likest statement is the one meant."""
    one, like, lead = CURVE
    return 1.0 / (1.0 + math.exp(-(one + like * best + lead * (best - next_best))))


def band_of(chance: float) -> str:
    """Surely, likely or ask."""
    return next(name for name, least in BANDS if chance >= least)
