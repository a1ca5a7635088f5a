"""Who may bring scores in, and look at what they brought."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404

from sharewell.web.access.models import Role
from sharewell.web.access.rules import Visit, rule
from sharewell.web.growth import selectors


@rule("score bringer", "The school's leaders and administrators: scores concern the whole school.")
def score_bringer(visit: Visit, **parts: Any) -> Mapping[str, Any]:
    """Whoever may bring scores in."""
    visit.must_be(Role.LEADER, Role.ADMINISTRATOR)
    return parts


@rule("own scores", "The leader or administrator who brought the scores in.")
def own_scores(visit: Visit, file_id: int) -> Mapping[str, Any]:
    """A file of scores, for whoever brought it and may still do so."""
    visit.must_be(Role.LEADER, Role.ADMINISTRATOR)
    coming = selectors.files_of(visit.person).filter(pk=file_id).first()
    if coming is None:
        raise Http404
    return {"coming": coming}
