"""A table of links on its way in: which task shows what, for classes that are here. The same door, the same preview."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from sharewell.evidence import Caution, Place, Refusal, Refused, Standards
from sharewell.evidence.findings import Findings
from sharewell.evidence.links import read_links, say_unknown, tasks_meant
from sharewell.evidence.refusals import in_reading_order
from sharewell.web.classes.changes import TABLES, Changes, compare
from sharewell.web.classes.frames import tables_here
from sharewell.web.classes.models import Class

Found = tuple[Changes, tuple[Refusal, ...], tuple[Caution, ...]]


def link_changes(path: Path, classes: Sequence[Class], standards: Standards) -> Found:
    """Compare a table of links with what the tasks of these classes show, and with their minutes.

    Raises:
        Refused: no row of it can be used.
    """
    findings = Findings()
    if not classes:
        what = "A table of links is about tasks that are here already."
        how = "Choose the class it goes into; bring its export in first, if it is not here yet."
        raise Refused(Refusal("links-without-a-class", Place(path.name), what, how))
    here = tables_here(classes, [], only=("tasks", "links"))
    links, tasks = tasks_meant(read_links(path, findings), here["tasks"], findings)
    if links.is_empty():
        raise Refused(in_reading_order(findings.refusals))
    task = list(TABLES["tasks"].keys)
    links = links.group_by(*task, "standard", maintain_order=True).agg(pl.col("evidence").max())
    say_unknown(links, standards, findings)
    old, new = (
        table.join(links, on=task, how="semi", maintain_order="left") for table in (here["tasks"], tasks)
    )
    changes = {
        "tasks": compare(old, new, TABLES["tasks"]),
        "links": compare(here["links"], links, TABLES["links"]),
    }
    return changes, tuple(findings.refusals), tuple(findings.cautions)
