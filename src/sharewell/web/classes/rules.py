"""Who may open a class, a task and an import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404

from sharewell.web.access.models import Role
from sharewell.web.access.rules import Visit, rule
from sharewell.web.classes import selectors
from sharewell.web.classes.models import Task


@rule("teacher", "The school's teachers; each sees their own classes alone.")
def teacher(visit: Visit, **parts: Any) -> Mapping[str, Any]:
    """Any teacher."""
    visit.must_be(Role.TEACHER)
    return parts


@rule("importer", "Teachers, for their own classes, and administrators, for the whole school.")
def importer(visit: Visit, **parts: Any) -> Mapping[str, Any]:
    """Whoever may bring something in."""
    visit.must_be(Role.TEACHER, Role.ADMINISTRATOR)
    return parts


@rule("teacher of the class", "Those who teach this class.", reads_record=True)
def class_taught(visit: Visit, class_id: int) -> Mapping[str, Any]:
    """The class, for its teachers."""
    visit.must_be(Role.TEACHER)
    klass = selectors.classes_taught(visit.person).filter(pk=class_id).first()
    if klass is None:
        raise Http404
    return {"klass": klass}


@rule("teacher of the task", "Those who teach the class of this task.")
def task_taught(visit: Visit, task_id: int, **parts: Any) -> Mapping[str, Any]:
    """The task, for the teachers of its class."""
    visit.must_be(Role.TEACHER)
    mine = selectors.classes_taught(visit.person).values("pk")
    task = Task.objects.filter(pk=task_id, klass__in=mine).select_related("klass").first()
    if task is None:
        raise Http404
    return {"task": task, **parts}


@rule("own import", "The person who brought the file in.")
def own_import(visit: Visit, import_id: int) -> Mapping[str, Any]:
    """An import, for whoever started it and may still bring things in."""
    visit.must_be(Role.TEACHER, Role.ADMINISTRATOR)
    coming = selectors.imports_of(visit.person).filter(pk=import_id).first()
    if coming is None or (coming.for_school and Role.ADMINISTRATOR not in visit.roles):
        raise Http404
    return {"coming": coming}
