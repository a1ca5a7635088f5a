"""The made-up school itself: classes, marking periods, tasks, results, comments, staff and families."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from sharewell.evidence import model
from sharewell.evidence.check import latest_work
from sharewell.evidence.made_up import learning, people
from sharewell.evidence.made_up.curriculum import CLASS_TITLES, GRADES, SUBJECTS, Topic, standards_of, topics
from sharewell.evidence.model import Gradebook, Standards, Status

FIRST_DAY: Final = date(2026, 8, 31)  # a Monday
_PERIOD_DAYS: Final = 42  # two marking periods of six weeks
_DAYS: Final = 2 * _PERIOD_DAYS
# category, words for the title, points, minutes
_KINDS: Final = (
    ("Practice", "practice", 10.0, 20.0),
    ("Classwork", "in class", 8.0, 25.0),
    ("Quiz", "quiz", 20.0, 30.0),
    ("Practice", "second look", 10.0, 20.0),
    ("Project", "show what you know", 40.0, 60.0),
)
_COMMENTS_STRONG: Final = (
    "Your work on {label} was clear from the first line to the last: each step says why it comes.",
    "You found your own way into {label} and explained it so that someone else could use it.",
    "The example you made up for {label} shows that you know what it is for.",
)
_COMMENTS_GROWING: Final = (
    "You have the idea of {label}. Next, say in one sentence why your second step holds.",
    "Your start on {label} is sound. Check the last part with the example from Tuesday and send it again.",
    "You asked a good question about {label} in class; your answer here is half of it. Add the other half.",
)


@dataclass(frozen=True, slots=True)
class MadeUpSchool:
    """A school that never was: everything that a gradebook and a list of standards say of it."""

    name: str
    district: str
    gradebook: Gradebook
    standards: Standards


@dataclass(frozen=True, slots=True)
class _Class:
    class_id: str
    title: str
    subject: str
    grade: int
    section: int


def made_up_school(
    *,
    seed: int = 2026,
    learners: int = 240,
    classes: int = 12,
    tasks_per_class: int = 36,
    standards_per_class: int = 10,
    classes_each: int = 2,
) -> MadeUpSchool:
    """Make a school; the same arguments make the same school, to the last comment.

    Args:
        seed: of everything that chance decides.
        learners: how many, spread evenly over grades 6 to 8.
        classes: four subjects a grade, then second sections, and so on.
        tasks_per_class: spread over two marking periods of six weeks each.
        standards_per_class: practised in order; later tasks come back to earlier ones.
        classes_each: in how many subjects a learner is enrolled, at most four.

    Cost: 240 learners take tenths of a second; a million results a few seconds.

    >>> school = made_up_school(learners=12, classes=4, tasks_per_class=6, standards_per_class=3)
    >>> school.gradebook.students.height, school.gradebook.classes.height, school.standards.standards.height
    (12, 4, 12)
    """
    rng = np.random.default_rng(seed)
    made = [_class(i) for i in range(classes)]
    grades = tuple(sorted({each.grade for each in made}))
    everyone = people.learners(learners, grades, rng)
    members = _members(everyone, made, classes_each)
    offered = {
        (each.subject, each.grade): topics(each.subject, each.grade, standards_per_class) for each in made
    }
    drawn = learning.draw_learners(learners, _DAYS, rng)
    due = _due_days(tasks_per_class)
    tables = [
        _class_tables(each, offered[each.subject, each.grade], members[each.class_id], drawn, due, rng)
        for each in made
    ]
    tasks = pl.concat([tasks for tasks, _, _ in tables]).sort("task")
    ids = pl.Series("student_id", [learner.student_id for learner in everyone])
    results = _results(pl.concat([results for _, results, _ in tables]), tasks, ids, rng)
    staff, teaching = _staff(made)
    book = Gradebook(
        source="made-up school",
        students=_students(everyone),
        classes=_frame(
            [(each.class_id, each.title, SUBJECTS[each.subject]) for each in made], model.CLASSES
        ).sort("class_id"),
        enrolments=_frame(
            [(of, everyone[i].student_id) for of, at in members.items() for i in at.tolist()],
            model.ENROLMENTS,
        ).sort("class_id", "student_id"),
        periods=_periods(),
        tasks=tasks.select(list(model.TASKS)),
        results=results,
        links=pl.concat([links for _, _, links in tables]).sort("task", "standard"),
        staff=staff,
        teaching=teaching,
        family=_family(everyone, rng),
        as_of=latest_work(results, tasks),
    )
    return MadeUpSchool("Cedar Hill School", "Riverbend Schools", book, standards_of(offered))


def _class(number: int) -> _Class:
    """Class `number`: the four subjects of grade 6, then of 7, then of 8, then second sections."""
    section, within = divmod(number, len(SUBJECTS) * len(GRADES))
    grade, subject = GRADES[within // len(SUBJECTS)], list(SUBJECTS)[within % len(SUBJECTS)]
    letter = _letters(section)
    title = CLASS_TITLES[subject, grade] + (f", section {letter}" if section else "")
    return _Class(f"{subject}-{grade}-{letter}", title, subject, grade, section)


def _letters(number: int) -> str:
    again, at = divmod(number, 26)
    return chr(ord("A") + at) + (str(again + 1) if again else "")


def _members(
    everyone: list[people.Learner], made: list[_Class], classes_each: int
) -> dict[str, npt.NDArray[np.int64]]:
    """Who is in which class: each learner in subjects that follow one another, sections filled in turn."""
    by_grade: dict[int, dict[str, list[str]]] = {}
    for each in made:
        by_grade.setdefault(each.grade, {}).setdefault(each.subject, []).append(each.class_id)
    members: dict[str, list[int]] = {each.class_id: [] for each in made}
    turn: dict[int, int] = dict.fromkeys(by_grade, 0)
    for i, learner in enumerate(everyone):
        subjects = list(by_grade[learner.grade].values())
        nth = turn[learner.grade]
        turn[learner.grade] += 1
        for k in range(min(classes_each, len(subjects))):
            sections = subjects[(nth + k) % len(subjects)]
            members[sections[(nth // len(subjects)) % len(sections)]].append(i)
    return {of: np.array(at, dtype=np.int64) for of, at in members.items()}


def _due_days(tasks: int) -> npt.NDArray[np.int64]:
    """School days, spread evenly: weekends fall on the Friday before."""
    days = np.linspace(2, _DAYS - 3, tasks).astype(np.int64)
    weekday = days % 7
    return days - np.where(weekday > 4, weekday - 4, 0)


def _class_tables(
    each: _Class,
    taught: list[Topic],
    members: npt.NDArray[np.int64],
    drawn: learning.Learners,
    due: npt.NDArray[np.int64],
    rng: np.random.Generator,
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Tasks, results (as indices and shares) and links of one class."""
    count = due.size
    standard = np.arange(count) * len(taught) // max(count, 1)
    nth = np.arange(count) - np.searchsorted(standard, standard)  # the how-many-th task of its standard
    kinds = [_KINDS[int(n) % len(_KINDS)] for n in nth]
    index = {topic.code: i for i, topic in enumerate(taught)}
    before = [[index[code] for code in topic.before if code in index] for topic in taught]
    work = learning.work_of_class(drawn, members, due, standard, before, _DAYS - 3, rng)
    ids = [f"{each.class_id}-{t + 1:03d}" for t in range(count)]
    labels = [taught[int(s)].label for s in standard]
    tasks = pl.DataFrame(
        {
            "task": ids,
            "class_id": each.class_id,
            "title": _titles(labels, kinds, nth),
            "category": [kind[0] for kind in kinds],
            "points_possible": [kind[2] for kind in kinds],
            "due": [FIRST_DAY + timedelta(days=int(day)) for day in due],
            "minutes": [kind[3] for kind in kinds],
            "period_id": [f"MP{1 + int(day) // _PERIOD_DAYS}" for day in due],
            "_label": labels,
        },
        schema={**model.TASKS, "_label": pl.String()},
    )
    links = [(ids[t], taught[int(standard[t])].code, 1) for t in range(count)]
    # Quizzes and projects come back to the standard before.
    links += [
        (ids[t], taught[int(standard[t]) - 1].code, 1)
        for t in range(count)
        if kinds[t][0] in ("Quiz", "Project") and standard[t] > 0
    ]
    return tasks, _long(work, members, ids), _frame(links, model.LINKS)


def _titles(
    labels: list[str], kinds: list[tuple[str, str, float, float]], nth: npt.NDArray[np.int64]
) -> list[str]:
    rounds = nth // len(_KINDS)
    return [
        f"{label}: {kind[1]}" + (f" {int(again) + 1}" if again else "")
        for label, kind, again in zip(labels, kinds, rounds, strict=True)
    ]


def _long(work: learning.Work, members: npt.NDArray[np.int64], ids: list[str]) -> pl.DataFrame:
    tasks = len(ids)
    return pl.DataFrame(
        {
            "_learner": np.repeat(members, tasks),
            "_share": work.share.ravel(),
            "_status": work.status.ravel(),
            "_done": work.done.ravel(),
        }
    ).with_columns(pl.Series("task", ids * members.size, dtype=pl.String))


def _results(
    rows: pl.DataFrame, tasks: pl.DataFrame, ids: pl.Series, rng: np.random.Generator
) -> pl.DataFrame:
    """Shares as points (halves from 20 points on), statuses as words, a comment on every thirtieth score."""
    words = {learning.SCORED: "scored", learning.MISSING: "missing", learning.EXCUSED: "excused"}
    status = pl.col("_status").replace_strict(words, default="ungraded", return_dtype=pl.String)
    rows = rows.join(tasks.select("task", "points_possible", "_label"), on="task", maintain_order="left")
    rows = rows.with_columns(pl.Series("_chance", rng.random(rows.height)))
    step = pl.when(pl.col("points_possible") >= 20).then(0.5).otherwise(1.0)
    scored = pl.col("_status") == learning.SCORED
    points = ((pl.col("_share") * pl.col("points_possible") / step).round() * step).clip(0.0)
    commented = scored & (pl.col("_chance") < 1 / 30)
    return rows.select(
        ids.gather(rows["_learner"]).alias("student_id"),
        "task",
        pl.when(scored).then(points).alias("points"),
        status.cast(Status).alias("status"),
        pl.when(scored | (pl.col("_status") == learning.UNGRADED))
        .then(pl.lit(FIRST_DAY) + pl.duration(days=pl.col("_done")))
        .cast(pl.Date)
        .alias("done"),
        pl.when(commented).then(_comment()).alias("comment"),
    ).sort("student_id", "task")


def _comment() -> pl.Expr:
    """A comment that names the work: the strong and the growing get one of three each."""
    which = (pl.col("_chance") * 30 * len(_COMMENTS_STRONG)).cast(pl.Int64)
    label = pl.col("_label").str.to_lowercase()

    def one_of(texts: tuple[str, ...]) -> pl.Expr:
        chosen = which.replace_strict(dict(enumerate(texts)), default=texts[0], return_dtype=pl.String)
        return chosen.str.replace("{label}", label, literal=True)

    strong = pl.col("_share") >= 0.8
    return pl.when(strong).then(one_of(_COMMENTS_STRONG)).otherwise(one_of(_COMMENTS_GROWING))


def _frame(rows: Sequence[tuple[object, ...]], schema: model.Schema) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema, orient="row")


def _students(everyone: list[people.Learner]) -> pl.DataFrame:
    rows: list[tuple[object, ...]] = [(o.student_id, o.name, str(o.grade), o.language) for o in everyone]
    return _frame(rows, model.STUDENTS)


def _periods() -> pl.DataFrame:
    rows: list[tuple[object, ...]] = []
    for number in (1, 2):
        start = FIRST_DAY + timedelta(days=(number - 1) * _PERIOD_DAYS)
        rows.append(
            (f"MP{number}", f"Marking period {number}", start, start + timedelta(days=_PERIOD_DAYS - 3))
        )
    return _frame(rows, model.PERIODS)


def _staff(made: list[_Class]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A leader, an administrator, and one teacher for two classes of a subject."""
    subjects: dict[str, list[_Class]] = {}
    for each in made:
        subjects.setdefault(each.subject, []).append(each)
    rows: list[tuple[object, ...]] = [_person("P001", 0, "leader"), _person("A001", 1, "administrator")]
    teaching: list[tuple[object, ...]] = []
    for taught in subjects.values():
        for at in range(0, len(taught), 2):
            number = len(rows) - 1
            rows.append(_person(f"T{number:03d}", number + 1, "teacher"))
            teaching += [(each.class_id, f"T{number:03d}") for each in taught[at : at + 2]]
    staff = _frame(rows, model.STAFF).sort("person_id")
    return staff, _frame(teaching, model.TEACHING).sort("class_id", "person_id")


def _person(person_id: str, number: int, role: str) -> tuple[object, ...]:
    return person_id, people.staff_name(number), role, f"{person_id.lower()}@cedarhill.example"


def _family(everyone: list[people.Learner], rng: np.random.Generator) -> pl.DataFrame:
    """One grown-up a family, with the one or two children that it has at the school."""
    grown: dict[int, tuple[str, str]] = {}
    rows: list[tuple[object, ...]] = []
    for learner in everyone:
        if learner.family not in grown:
            grown[learner.family] = (f"G{learner.family + 1:05d}", people.guardian_name(learner, rng))
        person, name = grown[learner.family]
        rows.append((learner.student_id, person, name, f"{person.lower()}@families.example"))
    return _frame(rows, model.FAMILY).sort("student_id", "person_id")
