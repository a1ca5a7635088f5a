"""A class's criteria as packs of the lens: those in force for all it reads, or one that is being tried."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sharewell.language import Pack
from sharewell.language.packs import EXAMPLES_THAT_SUFFICE, Criterion
from sharewell.web.classes.models import Class
from sharewell.web.feedback.models import Version

EXAMPLES = EXAMPLES_THAT_SUFFICE


def packs_of(classes: Sequence[Class]) -> tuple[Pack, ...]:
    """One pack a class that has criteria in force."""
    return tuple(packs_by_class([klass.pk for klass in classes]).values())


def packs_by_class(classes: Collection[int]) -> dict[int, Pack]:
    """Class → its pack, for those of the classes that have criteria in force."""
    in_force = Version.objects.filter(criterion__klass__in=classes, adopted__isnull=False, ended=None)
    by_class: dict[int, list[Version]] = {}
    for version in in_force.select_related("criterion__klass").order_by("criterion_id"):
        by_class.setdefault(version.criterion.klass_id, []).append(version)
    return {klass: _pack(klass, versions) for klass, versions in by_class.items()}


def pack_to_try(name: str, why: str, heard: Sequence[str], fine: Sequence[str]) -> Pack:
    """A pack of one criterion that is not kept yet."""
    return Pack("trying", name, "any", 1, (_criterion("trying", name, why, "your proposal", heard, fine),))


def _pack(klass: int, versions: Sequence[Version]) -> Pack:
    title = versions[0].criterion.klass.title
    criteria = tuple(
        _criterion(
            f"class-{klass}-{version.criterion_id}",
            version.name,
            version.why,
            f"{title}, version {version.number}, agreed by vote",
            version.heard,
            version.fine,
        )
        for version in versions
    )
    return Pack(f"class-{klass}", title, "any", max(v.number for v in versions), criteria)


def _criterion(
    key: str, name: str, why: str, source: str, heard: Sequence[str], fine: Sequence[str]
) -> Criterion:
    """A criterion by examples alone."""
    return Criterion(
        id=key,
        name=name,
        why=why,
        source=source,
        framing="deficit",
        reason=None,
        patterns=(),
        unless=(),
        heard=tuple(heard),
        fine=tuple(fine),
        moves=("excel", "learned"),
    )
