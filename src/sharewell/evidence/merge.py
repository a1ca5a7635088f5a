"""Several files of one export as one book: a class a file, or an assignment a file."""

from __future__ import annotations

import polars as pl

from sharewell.evidence.check import Draft


def together(drafts: list[Draft], source: str) -> Draft:
    """One draft of all: students, classes and enrolments that recur are one.

    A task id that two classes use is made two tasks by the class before it.
    """
    if len(drafts) == 1:
        return drafts[0]
    pairs = pl.concat([draft.tasks.select("task", "class_id") for draft in drafts]).unique()
    shared = pairs.group_by("task").len().filter(pl.col("len") > 1)["task"].to_list()
    drafts = [_apart(draft, shared) for draft in drafts] if shared else drafts

    def stacked(name: str, key: list[str] | None = None) -> pl.DataFrame:
        frame = pl.concat([getattr(draft, name) for draft in drafts], how="diagonal_relaxed")
        return frame.unique(key, keep="first", maintain_order=True) if key else frame

    return Draft(
        source=source,
        students=stacked("students", ["student_id"]),
        classes=stacked("classes", ["class_id"]),
        enrolments=stacked("enrolments", ["class_id", "student_id"]),
        periods=stacked("periods", ["period_id"]),
        tasks=stacked("tasks"),
        results=stacked("results"),
        links=stacked("links"),
    )


def _apart(draft: Draft, shared: list[str]) -> Draft:
    named = draft.tasks.filter(pl.col("task").is_in(shared))
    if named.is_empty():
        return draft
    old = named["task"].to_list()
    new = [f"{of}: {task}" for of, task in zip(named["class_id"].to_list(), old, strict=True)]
    renamed = pl.col("task").replace(old, new)
    draft.tasks = draft.tasks.with_columns(renamed)
    draft.results = draft.results.with_columns(renamed)
    draft.links = draft.links.with_columns(renamed)
    return draft
