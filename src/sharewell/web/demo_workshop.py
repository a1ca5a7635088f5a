"""The demo's workshop: a class from a Canvas export, whose tasks say nothing of standards until its teacher does."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

import polars as pl

from sharewell.evidence.made_up import MadeUpSchool

NAME: Final = "Number workshop"
POINTS: Final = 10
MEMBERS: Final = 10
TITLES: Final = (
    "Comparing recipes with ratios", "Unit price hunt: how much for one?", "Sale tags: a percent of the price",
    "Fraction strips: dividing by a half", "Below zero: temperatures on a number line",
    "Treasure map in four quadrants", "Writing expressions for puzzles", "Do these expressions match?",
    "Balance scales: solve and test", "Slope of the school ramp", "Coin tosses: chance and what happened",
    "Looking back on this term",
)  # fmt: skip


def write_workshop(school: MadeUpSchool, path: Path) -> None:
    """Write the workshop's scores as Canvas exports them: titles and points, no standards, no days.

    Its members are some of the first class; each does as well as on as many tasks of that class.
    """
    book = school.gradebook
    first = book.teaching.sort("person_id", "class_id")["class_id"].to_list()[
        0
    ]  # of the teacher who comes first
    members = book.students.join(
        book.enrolments.filter(pl.col("class_id") == first),
        on="student_id",
        how="semi",
        maintain_order="left",
    )
    tasks = book.tasks.filter(pl.col("class_id") == first).sort("task").head(len(TITLES))
    share = book.results.join(tasks.select("task", "points_possible"), on="task").select(
        "student_id", "task", share=pl.col("points") / pl.col("points_possible")
    )
    scores = {(student, task): points for student, task, points in share.iter_rows()}
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(
            ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
            + [f"{title} ({401 + at})" for at, title in enumerate(TITLES)]
        )
        rows.writerow(["    Points Possible", "", "", "", "", *[f"{POINTS:.2f}"] * len(TITLES)])
        for at, (student, name) in enumerate(members.select("student_id", "name").head(MEMBERS).iter_rows()):
            marks = [_mark(scores.get((student, task))) for task in tasks["task"].to_list()]
            rows.writerow([name, 901 + at, student, student, NAME, *marks])


def _mark(share: float | None) -> str:
    return "" if share is None else f"{round(share * POINTS):.2f}"


def bring_in_workshop(made: MadeUpSchool, folder: Path) -> None:
    """Write it, and bring it in as its teacher would."""
    from sharewell.web.access.models import Membership, Role, School
    from sharewell.web.access.scope import scope
    from sharewell.web.classes import imports
    from sharewell.web.classes.models import Import

    path = folder / f"{NAME}.csv"
    write_workshop(made, path)
    school = School.objects.get(name=made.name)
    teachers = Membership.objects.filter(school=school, role=Role.TEACHER).select_related("person")
    actor = teachers.order_by("pk")[0].person
    with scope(school):
        coming = imports.import_start(
            actor=actor, file_name=path.name, chunks=[path.read_bytes()], into=Import.Into.NEW_CLASS.value,
            blank_is_missing=True,
        )  # fmt: skip
        imports.import_confirm(actor=actor, coming=coming)
        if Import.objects.get(pk=coming.pk).state != Import.State.DONE.value:
            raise RuntimeError(f"the workshop was not brought in: {coming.refused}")
