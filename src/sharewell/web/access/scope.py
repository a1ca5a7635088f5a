"""One school at a time: a query outside `with scope(school)` raises, so a forgotten filter cannot leak.

The idea is django-scopes': isolation fails closed. Every model that belongs to a school derives from `OfSchool`;
its manager adds the school to each query, to each row that is written, and refuses both where no school is in
scope. Related managers and foreign keys pass through the same manager.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, TypeVar

from django.db import models

Row = TypeVar("Row", bound="OfSchool")

_current: ContextVar[int | None] = ContextVar("school in scope", default=None)


class ScopeError(Exception):
    """A school's rows were asked for with no school in scope, or with another one."""


@contextmanager
def scope(school: models.Model | int) -> Generator[None]:
    """Work inside one school. Scopes do not nest across schools: that would be the leak they prevent."""
    wanted = school if isinstance(school, int) else int(school.pk)
    if _current.get() not in (None, wanted):
        raise ScopeError("Another school is in scope already.")
    token = _current.set(wanted)
    try:
        yield
    finally:
        _current.reset(token)


def school_in_scope() -> int:
    """The id of the school in scope; ScopeError where there is none."""
    current = _current.get()
    if current is None:
        raise ScopeError("No school is in scope.")
    return current


class ScopedQuerySet(models.QuerySet[Row]):
    """Writes many rows, each of them of the school in scope."""

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        rows = list(objs)
        for row in rows:
            row.take_scope()
        return super().bulk_create(rows, *args, **kwargs)


class ScopedManager(models.Manager[Row]):
    """Reads and writes inside the school in scope alone."""

    def get_queryset(self) -> ScopedQuerySet[Row]:
        return ScopedQuerySet(self.model, using=self._db).filter(school_id=school_in_scope())


class OfSchool(models.Model):
    """A row that belongs to one school."""

    school = models.ForeignKey("access.School", on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[ScopedManager[Any]] = ScopedManager()  # pyright: ignore[reportIncompatibleVariableOverride]

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"

    def take_scope(self) -> None:
        """Belong to the school in scope; ScopeError for a row that belongs to another."""
        if self.school_id is None:  # pyright: ignore[reportUnnecessaryComparison]
            self.school_id = school_in_scope()
        if self.school_id != school_in_scope():
            raise ScopeError("This row belongs to another school.")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.take_scope()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        self.take_scope()
        return super().delete(*args, **kwargs)
