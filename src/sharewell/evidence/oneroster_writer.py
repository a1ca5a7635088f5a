"""A gradebook as a OneRoster 1.2 set (bulk): the way out that other products read.

What OneRoster has no column for goes into `metadata.*` columns, which it allows: the home's language, a
task's minutes, the day on which work was done, pieces of evidence, and work that was not assigned. Standards
are not part of OneRoster: `write_case` puts them beside it.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

import polars as pl

from sharewell.evidence.model import EXCUSED, MISSING, SCORED, UNASSIGNED, UNGRADED, Gradebook
from sharewell.evidence.oneroster.layout import COMMON, FILES

_YEAR: Final = "year"
_TERM: Final = "term"
_SCORE_STATUS: Final = {
    SCORED: "fully graded",
    MISSING: "not submitted",
    EXCUSED: "exempt",
    UNGRADED: "submitted",
    UNASSIGNED: "exempt",
}
_ROLE: Final = {"teacher": "teacher", "leader": "principal", "administrator": "systemAdministrator"}
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold: the same book, the same bytes
_NOT_IN_1_2: Final = ("orgSourcedIds", "role", "gradingPeriodSourcedId")


def write_oneroster(
    book: Gradebook, path: str | Path, *, school: str = "School", district: str | None = None
) -> None:
    """Write the zip. The same gradebook gives the same bytes.

    Args:
        book: what to write.
        path: the zip to make; an older one is replaced.
        school: the name of the school, the org of every class and person.
        district: the name of the org that the school belongs to, if there is one.
    """
    files = {
        "academicSessions": _sessions(book),
        "orgs": _orgs(school, district),
        "courses": _courses(book),
        "classes": _classes(book),
        "users": _users(book),
        "roles": _roles(book),
        "enrollments": _enrolments(book),
        "categories": _categories(book),
        "lineItems": _line_items(book),
        "results": _results(book),
        "lineItemLearningObjectiveIds": _objectives(book),
    }
    with zipfile.ZipFile(path, "w") as archive:
        _add(archive, "manifest", _manifest(files, school))
        for name, frame in files.items():
            _add(archive, name, _laid_out(name, frame))


def _add(archive: zipfile.ZipFile, name: str, frame: pl.DataFrame) -> None:
    info = zipfile.ZipInfo(f"{name}.csv", _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o644 << 16
    archive.writestr(info, frame.write_csv(line_terminator="\r\n"), compresslevel=6)


def _laid_out(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """All columns of the standard's 1.2, blank where the book says nothing, then the metadata."""
    drop = _NOT_IN_1_2 if name in ("users", "lineItems") else ()
    columns = [column for column in FILES[name].columns if column not in drop]
    own = [column for column in frame.columns if column.startswith("metadata.")]
    frame = frame.with_columns(
        pl.lit(None, pl.String).alias(column) for column in columns if column not in frame.columns
    )
    return frame.select([*columns, *own]).with_columns(pl.all().cast(pl.String))


def _manifest(files: dict[str, pl.DataFrame], school: str) -> pl.DataFrame:
    rows = [("manifest.version", "1.0"), ("oneroster.version", "1.2")]
    rows += [(f"file.{name}", "bulk" if name in files else "absent") for name in sorted(FILES)]
    rows += [("source.systemName", "Sharewell"), ("source.systemCode", school)]
    return pl.DataFrame(rows, schema=["propertyName", "value"], orient="row")


def _sessions(book: Gradebook) -> pl.DataFrame:
    """The school year, and below it a term that holds the marking periods, where there are any."""
    days = [*book.periods["start"], *book.periods["end"], *book.tasks["due"], book.as_of]
    known = sorted(day for day in days if day)
    start, end = (known[0], known[-1]) if known else (None, None)
    year = str(end.year) if end else None
    rows: list[tuple[object, ...]] = [(_YEAR, "School year", "schoolYear", start, end, None, year)]
    if book.periods.height:
        rows.append((_TERM, "Whole year", "term", start, end, _YEAR, year))
    rows += [
        (period, title, "gradingPeriod", first, last, _TERM, year)
        for period, title, first, last in book.periods.iter_rows()
    ]
    names = ["sourcedId", "title", "type", "startDate", "endDate", "parentSourcedId", "schoolYear"]
    schema = {name: pl.Date if name.endswith("Date") else pl.String for name in names}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _orgs(school: str, district: str | None) -> pl.DataFrame:
    rows = [("school", school, "school", "district" if district else None)]
    rows += [("district", district, "district", None)] if district else []
    schema = dict.fromkeys(["sourcedId", "name", "type", "parentSourcedId"], pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row")


def _courses(book: Gradebook) -> pl.DataFrame:
    subject = pl.col("subject")
    return (
        book.classes.select(subject)
        .unique()
        .sort("subject")
        .select(
            _course(subject).alias("sourcedId"),
            pl.lit(_YEAR).alias("schoolYearSourcedId"),
            subject.fill_null("Course").alias("title"),
            pl.lit("school").alias("orgSourcedId"),
            subject.alias("subjects"),
        )
    )


def _course(subject: pl.Expr) -> pl.Expr:
    return pl.lit("course ") + subject.fill_null("")


def _classes(book: Gradebook) -> pl.DataFrame:
    return book.classes.select(
        pl.col("class_id").alias("sourcedId"),
        "title",
        _course(pl.col("subject")).alias("courseSourcedId"),
        pl.lit("scheduled").alias("classType"),
        pl.lit("school").alias("schoolSourcedId"),
        pl.lit(_TERM if book.periods.height else _YEAR).alias("termSourcedIds"),
        pl.col("subject").alias("subjects"),
    )


def _users(book: Gradebook) -> pl.DataFrame:
    """Students, staff and families, each once, with their names parted before the last word."""
    agents = book.family.group_by("student_id").agg(pl.col("person_id").sort().str.join(","))
    children = book.family.group_by("person_id").agg(pl.col("student_id").sort().str.join(","))
    students = book.students.join(agents, on="student_id", how="left").select(
        pl.col("student_id").alias("sourcedId"),
        "name",
        pl.lit(None, pl.String).alias("email"),
        pl.col("person_id").alias("agentSourcedIds"),
        pl.col("grade").alias("grades"),
        pl.col("language").alias("metadata.language"),
    )
    grown = pl.concat(
        [book.staff.select("person_id", "name", "email"), book.family.select("person_id", "name", "email")]
    ).unique("person_id", keep="first", maintain_order=True)
    adults = grown.join(children, on="person_id", how="left").select(
        pl.col("person_id").alias("sourcedId"),
        "name",
        "email",
        pl.col("student_id").alias("agentSourcedIds"),
        pl.lit(None, pl.String).alias("grades"),
        pl.lit(None, pl.String).alias("metadata.language"),
    )
    people = pl.concat([students, adults]).unique("sourcedId", keep="first").sort("sourcedId")
    return people.with_columns(
        pl.lit("true").alias("enabledUser"),
        pl.col("sourcedId").alias("username"),
        pl.col("name").str.replace(r"\s*\S+$", "").alias("_given"),
        pl.col("name").str.extract(r"(\S+)$").alias("_last"),
        pl.lit("school").alias("primaryOrgSourcedId"),
    ).with_columns(
        # A name of one word is the given name.
        pl.when(pl.col("_given") == "").then("_last").otherwise("_given").alias("givenName"),
        pl.when(pl.col("_given") != "").then("_last").alias("familyName"),
    )


def _roles(book: Gradebook) -> pl.DataFrame:
    held = pl.concat(
        [
            book.students.select(pl.col("student_id").alias("person"), pl.lit("student").alias("role")),
            book.staff.drop_nulls("role").select(
                pl.col("person_id").alias("person"), pl.col("role").replace_strict(_ROLE).alias("role")
            ),
            book.family.select(pl.col("person_id").alias("person"), pl.lit("guardian").alias("role")),
        ]
    )
    held = held.unique(maintain_order=True).with_columns(pl.col("person").is_first_distinct().alias("_first"))
    return held.sort("person", "role").select(
        (pl.col("person") + " " + pl.col("role")).alias("sourcedId"),
        pl.col("person").alias("userSourcedId"),
        pl.when("_first").then(pl.lit("primary")).otherwise(pl.lit("secondary")).alias("roleType"),
        "role",
        pl.lit("school").alias("orgSourcedId"),
    )


def _enrolments(book: Gradebook) -> pl.DataFrame:
    rows = pl.concat(
        [
            book.enrolments.select(
                "class_id", pl.col("student_id").alias("person"), pl.lit("student").alias("role")
            ),
            book.teaching.select(
                "class_id", pl.col("person_id").alias("person"), pl.lit("teacher").alias("role")
            ),
        ]
    )
    return rows.select(
        (pl.col("class_id") + " " + pl.col("person") + " " + pl.col("role")).alias("sourcedId"),
        pl.col("class_id").alias("classSourcedId"),
        pl.lit("school").alias("schoolSourcedId"),
        pl.col("person").alias("userSourcedId"),
        "role",
    )


def _categories(book: Gradebook) -> pl.DataFrame:
    titles = book.tasks.select("category").drop_nulls().unique().sort("category")
    return titles.select(_category(pl.col("category")).alias("sourcedId"), pl.col("category").alias("title"))


def _category(title: pl.Expr) -> pl.Expr:
    return pl.lit("category ") + title


def _line_items(book: Gradebook) -> pl.DataFrame:
    return book.tasks.select(
        pl.col("task").alias("sourcedId"),
        "title",
        pl.col("due").alias("assignDate"),
        pl.col("due").alias("dueDate"),
        pl.col("class_id").alias("classSourcedId"),
        _category(pl.col("category")).alias("categorySourcedId"),
        pl.col("period_id").alias("academicSessionSourcedId"),
        pl.lit("0").alias("resultValueMin"),
        pl.col("points_possible").alias("resultValueMax"),
        pl.lit("school").alias("schoolSourcedId"),
        pl.col("minutes").alias("metadata.minutes"),
    )


def _results(book: Gradebook) -> pl.DataFrame:
    status = pl.col("status").cast(pl.String)
    due = book.tasks.select("task", "due", "class_id")
    results = book.results.join(due, on="task", how="left", maintain_order="left")
    own = [pl.col("done").alias("metadata.done")]
    if bool((results["status"] == UNASSIGNED).any()):
        own.append(pl.when(status == UNASSIGNED).then(status).alias("metadata.status"))
    return results.select(
        (pl.col("task") + " " + pl.col("student_id")).alias("sourcedId"),
        pl.col("task").alias("lineItemSourcedId"),
        pl.col("student_id").alias("studentSourcedId"),
        status.replace_strict(_SCORE_STATUS).alias("scoreStatus"),
        pl.col("points").alias("score"),
        pl.coalesce("done", "due").alias("scoreDate"),
        "comment",
        pl.col("class_id").alias("classSourcedId"),
        pl.when(status == MISSING).then(pl.lit("true")).otherwise(pl.lit("false")).alias("missing"),
        *own,
    )


def _objectives(book: Gradebook) -> pl.DataFrame:
    return book.links.select(
        (pl.col("task") + " " + pl.col("standard")).alias("sourcedId"),
        pl.col("task").alias("lineItemSourcedId"),
        pl.lit("unknown").alias("source"),
        pl.col("standard").alias("learningObjectiveId"),
        pl.col("evidence").alias("metadata.evidence"),
    )


assert set(COMMON) <= set(FILES["results"].columns)
