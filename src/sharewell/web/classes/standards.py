"""Standards on their way in: the same door, the same preview, two tables of their own."""

from __future__ import annotations

import polars as pl

from sharewell.evidence import Standards
from sharewell.web.classes.changes import STANDARD_TABLES, Changes, compare
from sharewell.web.classes.models import Prerequisite, Standard


def standards_changes(coming: Standards) -> Changes:
    """Compare a file of standards with the school's. Prerequisites of a standard in the file are the file's."""
    standards = STANDARD_TABLES["standards"]
    rows = Standard.objects.values_list("code", "statement", "subject", "grade")
    here = pl.DataFrame(list(rows), schema=standards.columns, orient="row").with_columns(
        pl.col(standards.values).replace("", None)
    )
    steps = STANDARD_TABLES["prerequisites"]
    pairs = pl.DataFrame(
        list(Prerequisite.objects.values_list("before", "after")), schema=steps.columns, orient="row"
    )
    return {
        "standards": compare(here, coming.standards, standards),
        "prerequisites": compare(pairs, coming.prerequisites, steps),
    }


def write_standards(changes: Changes) -> None:
    """Write new and changed standards and new prerequisites. Call it inside a transaction."""
    rows = changes["standards"].to_write.with_columns(pl.all().fill_null("")).iter_rows()
    made = [
        Standard(code=code, statement=said, subject=subject, grade=grade)
        for code, said, subject, grade in rows
    ]
    Standard.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["school", "code"],
        update_fields=["statement", "subject", "grade"],
        batch_size=2_000,
    )
    steps = [
        Prerequisite(before=before, after=after) for before, after in changes["prerequisites"].new.iter_rows()
    ]
    Prerequisite.objects.bulk_create(steps, ignore_conflicts=True, batch_size=2_000)
