"""Isolation fails closed: without a school in scope nothing is read and nothing is written."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from sharewell.web.access.models import Person, School
from sharewell.web.access.scope import OfSchool, ScopeError, scope
from sharewell.web.classes.models import Class, Learner, Task
from tests.web.conftest import World

SCOPED = [model for model in apps.get_models() if issubclass(model, OfSchool)]
# What is told apart in another way than by a school in scope, and why.
UNSCOPED = {
    "School": "the tenant itself",
    "Person": "may belong to several schools",
    "Membership": "says which schools someone may enter",
    "SignInTry": "before anyone is known",
}


def test_every_model_of_ours_is_scoped_or_named_here() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("sharewell.")]
    assert {model.__name__ for model in ours if model not in SCOPED} == set(UNSCOPED)


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_no_query_without_a_school(model: type[models.Model], world: World) -> None:
    for ask in (model.objects.all, model.objects.count, lambda: model.objects.filter(pk=1)):
        with pytest.raises(ScopeError):
            ask()


def test_each_school_sees_its_own_rows(world: World) -> None:
    for model in SCOPED:
        seen = []
        for school in (world.school, world.other):
            with scope(school):
                assert all(row.school_id == school.pk for row in model.objects.all()), model
                seen.append(set(model.objects.values_list("pk", flat=True)))
        assert not seen[0] & seen[1], model


def test_related_rows_pass_through_the_same_scope(world: World) -> None:
    with scope(world.school):
        klass, task = Class.objects.all()[0], Task.objects.all()[0]
    with pytest.raises(ScopeError):
        klass.tasks.count()
    with pytest.raises(ScopeError):
        Task.objects.prefetch_related("links")
    del task.__dict__["_state"].fields_cache  # forget what was fetched along
    with pytest.raises(ScopeError):
        str(task.klass.title)


def test_a_row_of_another_school_is_neither_written_nor_deleted(world: World) -> None:
    with scope(world.other):
        theirs = Learner.objects.all()[0]
        made = Learner(school_id=world.other.pk, student_id="x", name="X")
    with scope(world.school):
        for write in (theirs.save, theirs.delete, lambda: Learner.objects.bulk_create([made])):
            with pytest.raises(ScopeError):
                write()


def test_scopes_of_two_schools_do_not_nest(world: World) -> None:
    with scope(world.school), scope(world.school), pytest.raises(ScopeError), scope(world.other):
        pass


def test_a_scope_ends_with_its_block_even_after_trouble(world: World) -> None:
    with pytest.raises(KeyError), scope(world.school):
        raise KeyError
    with pytest.raises(ScopeError):
        Learner.objects.all()


def test_new_rows_belong_to_the_school_in_scope(world: World) -> None:
    with scope(world.school):
        assert Learner.objects.create(student_id="new", name="New").school_id == world.school.pk


@pytest.mark.parametrize("model", [School, Person])
def test_names_do_not_reach_logs_by_way_of_str(model: type[models.Model], world: World) -> None:
    for row in model.objects.all()[:3]:
        assert row.name not in str(row)
