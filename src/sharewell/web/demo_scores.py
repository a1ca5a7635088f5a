"""The demo's yearly tests: made-up scores, brought in as a school would, and compared with a made-up district."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Final

from sharewell.evidence.made_up import MadeUpSchool
from sharewell.evidence.made_up.scores import school_scores
from sharewell.report.tables import write_table

# Fitted once by bench/made_up_district.py: a demo should not begin with half a minute of compiling and fitting.
DISTRICT: Final = Path(__file__).with_name("demo_district.json.gz")


def write_scores(school: MadeUpSchool, folder: Path) -> None:
    """Write the scores of three springs, and the growth models of the district, as a district would hand them out."""
    write_table(school_scores(school.gradebook), folder / "scores.csv")
    (folder / "growth-models.json").write_bytes(gzip.decompress(DISTRICT.read_bytes()))


def bring_in_scores(clerk: int, school: MadeUpSchool, folder: Path) -> None:
    """Bring both files in as an administrator would; the school is in scope."""
    from sharewell.web.access.models import Person
    from sharewell.web.growth import services
    from sharewell.web.growth.models import ScoreFile

    actor = Person.objects.get(pk=clerk)
    coming = services.scores_start(
        actor=actor,
        scores=("scores.csv", (folder / "scores.csv").read_bytes()),
        models=("growth-models.json", (folder / "growth-models.json").read_bytes()),
        compared_with=school.district,
    )
    services.scores_confirm(actor=actor, coming=coming)
    if ScoreFile.objects.get(pk=coming.pk).state != ScoreFile.State.DONE.value:
        raise RuntimeError(f"the scores were not brought in: {coming.refused}")
