"""A safe file name for every learner, whatever their id: no path escapes, no two learners in one file."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

_AS_IT_IS: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}\Z")
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_-]+")
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
)
_DIGITS: Final = 16  # of SHA-256: of a million ids, two share a name once in 37 million times


def file_names(ids: Iterable[str]) -> dict[str, str]:
    """Name a file (without ending) for each id.

    An id of letters, digits, - and _ names its file itself. Any other, a name that Windows keeps for
    devices, and ids that differ in case alone (one file on many disks) get their safe letters and a
    fingerprint.
    """
    distinct = sorted(set(ids))
    alike = Counter(identity.casefold() for identity in distinct if _AS_IT_IS.match(identity))
    return {identity: _named(identity, alone=alike[identity.casefold()] == 1) for identity in distinct}


def _named(identity: str, *, alone: bool) -> str:
    if alone and _AS_IT_IS.match(identity) and not _reserved(identity):
        return identity
    fingerprint = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
    return f"{_UNSAFE.sub('-', identity).strip('-')[:40].lower() or 'learner'}-{fingerprint}"


def _reserved(identity: str) -> bool:
    """A device of Windows, or the form of the names made here, which no id may take from another."""
    return identity.casefold() in _DEVICES or bool(
        re.search(rf"-[0-9a-f]{{{_DIGITS}}}\Z", identity.casefold())
    )
