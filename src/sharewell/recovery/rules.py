"""Evidence quality as rows: what a teacher's rules ask of the evidence for each standard, besides how much.

Each rule becomes, for a standard that it concerns, one more row of "so many pieces from these options".
The packet is then the smallest that meets all rows, so that no rule is traded against minutes. An option
that does not say its kind keeps no rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sharewell.recovery.model import AtLeast, NotOnly, Option, Rule

Asked = tuple[int, dict[int, int], str]  # need, option -> pieces, in words


def asked_by(rule: Rule, standard: str, pieces: Mapping[int, int], options: Sequence[Option]) -> Asked | None:
    """What a rule asks of a standard whose evidence is `pieces` (option position -> pieces); None for
    nothing."""
    if isinstance(rule, NotOnly):
        if rule.standards is not None and standard not in rule.standards:
            return None
        given = {j: 1 for j in pieces if (options[j].kind or rule.kinds[0]) not in rule.kinds}
        return 1, given, f"not only {_either(rule.kinds)}"
    if isinstance(rule, AtLeast):
        words = f"at least {rule.pieces} {_either(rule.kinds)}"
        if rule.standards is None:
            everywhere = {j: 1 for j, option in enumerate(options) if option.kind in rule.kinds}
            return rule.pieces, everywhere, f"{words} in the packet"
        if standard not in rule.standards:
            return None
        given = {j: min(e, rule.pieces) for j, e in pieces.items() if options[j].kind in rule.kinds}
        return rule.pieces, given, words
    if not rule.kinds or standard not in rule.standards:
        return None
    given = {j: 1 for j in pieces if options[j].kind in rule.kinds}
    return 1, given, f"a {_either(rule.kinds)} that the teacher signs off"


def _either(kinds: tuple[str, ...]) -> str:
    return " or ".join(kinds)
