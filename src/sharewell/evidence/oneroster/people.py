"""Who is who in a OneRoster export: students, staff and families, by either version's way of saying roles."""

from __future__ import annotations

from typing import Final

import polars as pl

from sharewell.evidence.findings import FILE, ROW, Findings

_LEADS: Final = ("principal", "siteAdministrator", "districtAdministrator", "administrator")
_FAMILY: Final = ("guardian", "parent", "relative")
_RANK: Final = {"teacher": 1, "leader": 2, "administrator": 3}


def roles(users: pl.DataFrame, table: pl.DataFrame, enrolments: pl.DataFrame) -> pl.DataFrame:
    """(person_id, role) of 1.1's column, 1.2's file and the enrolments together."""
    of_1_1 = users.select(pl.col("sourcedId").alias("person_id"), "role")
    of_1_2 = table.select(pl.col("userSourcedId").alias("person_id"), "role")
    enrolled = enrolments.filter(pl.col("role").is_in(["student", "teacher"])).select(
        pl.col("userSourcedId").alias("person_id"), "role"
    )
    return pl.concat([of_1_1, of_1_2, enrolled]).drop_nulls().unique()


def named(users: pl.DataFrame) -> pl.DataFrame:
    """The users with the name that they go by: the preferred parts where there are any."""
    given = pl.coalesce("preferredGivenName", "givenName")
    family = pl.coalesce("preferredFamilyName", "familyName")
    name = pl.concat_str([given, family], separator=" ", ignore_nulls=True)
    name = pl.when(name != "").then(name)
    return users.with_columns(pl.coalesce(name, "username", "sourcedId").alias("name"))


def students(users: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """Everyone with the role student or enrolled as one."""
    ids = held.filter(pl.col("role") == "student").select(pl.col("person_id").alias("sourcedId")).unique()
    return users.join(ids, on="sourcedId", how="semi", maintain_order="left").select(
        pl.col("sourcedId").alias("student_id"),
        "name",
        pl.col("grades").str.split(",").list.first().str.strip_chars().alias("grade"),
        _metadata(users, "metadata.language").alias("language"),
        FILE,
        ROW,
    )


def _metadata(frame: pl.DataFrame, column: str) -> pl.Expr:
    return pl.col(column) if column in frame.columns else pl.lit(None, pl.String)


def staff(users: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """Teachers, leaders and administrators; who is several is the one that may see most."""
    role = (
        pl.when(pl.col("role") == "teacher")
        .then(pl.lit("teacher"))
        .when(pl.col("role").is_in(_LEADS))
        .then(pl.lit("leader"))
        .when(pl.col("role") == "systemAdministrator")
        .then(pl.lit("administrator"))
    )
    ours = held.select(pl.col("person_id").alias("sourcedId"), role.alias("role")).drop_nulls()
    first = ours.sort(pl.col("role").replace_strict(_RANK), descending=True).unique("sourcedId", keep="first")
    joined = users.drop("role").join(first, on="sourcedId", maintain_order="left")
    return joined.select(pl.col("sourcedId").alias("person_id"), "name", "role", "email", FILE, ROW)


def families(users: pl.DataFrame, held: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """Who belongs to which student, from the agents of the student or of the grown-up, whichever is given."""
    pairs = (
        users.select("sourcedId", pl.col("agentSourcedIds").str.split(",").alias("agent"), FILE, ROW)
        .drop_nulls("agent")
        .explode("agent")
        .with_columns(pl.col("agent").str.strip_chars())
    )
    of = {
        kind: held.filter(pl.col("role").is_in(list(kinds)))["person_id"].unique()
        for kind, kinds in (("student", ("student",)), ("family", _FAMILY))
    }
    child = pairs.filter(
        pl.col("sourcedId").is_in(of["student"].implode()) & pl.col("agent").is_in(of["family"].implode())
    ).select(pl.col("sourcedId").alias("student_id"), pl.col("agent").alias("person_id"), FILE, ROW)
    adult = pairs.filter(
        pl.col("sourcedId").is_in(of["family"].implode()) & pl.col("agent").is_in(of["student"].implode())
    ).select(pl.col("agent").alias("student_id"), pl.col("sourcedId").alias("person_id"), FILE, ROW)
    stranger = pairs.filter(
        pl.col("sourcedId").is_in(of["student"].implode())
        & pl.col("agent").is_in(users["sourcedId"].implode())
        & ~pl.col("agent").is_in(of["family"].implode())
    )
    what = "{value} is named as an agent of this student, but has no role as a guardian, parent or relative."
    findings.caution_cells(stranger, "agent-no-family", what, column="agentSourcedIds", value="agent")
    both = pl.concat([child, adult]).unique(["student_id", "person_id"], keep="first", maintain_order=True)
    grown = users.select(pl.col("sourcedId").alias("person_id"), "name", "email")
    return both.join(grown, on="person_id", maintain_order="left").select(
        "student_id", "person_id", "name", "email", FILE, ROW
    )
