"""Who may link the tasks of a class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404

from sharewell.web.access.models import Role
from sharewell.web.access.rules import Visit, rule
from sharewell.web.classes.selectors import classes_taught


@rule("linker of the class", "Those who teach this class: its tasks and standards, no learner's record.")
def tasks_linked(visit: Visit, class_id: int) -> Mapping[str, Any]:
    """The class, for its teachers."""
    visit.must_be(Role.TEACHER)
    klass = classes_taught(visit.person).filter(pk=class_id).first()
    if klass is None:
        raise Http404
    return {"klass": klass}
