"""Nobody can be found in a table: small cells, what would give them away, the attacker that tests it."""

from sharewell.disclosure.attack import bounds
from sharewell.disclosure.groups import suppress_groups
from sharewell.disclosure.support import LEAST_TEXTS, LEAST_WRITERS, Support, protect_groups, protect_support
from sharewell.disclosure.tables import protect_one_way, protect_two_way, with_margins

__all__ = [
    "LEAST_TEXTS",
    "LEAST_WRITERS",
    "Support",
    "bounds",
    "protect_groups",
    "protect_one_way",
    "protect_support",
    "protect_two_way",
    "suppress_groups",
    "with_margins",
]
