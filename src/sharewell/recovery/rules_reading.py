"""The rules of a line, in the vocabulary of docs/reference/recovery.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sharewell.recovery.model import AtLeast, NotOnly, Rule, SignOff

MOST_PIECES = 1_000
Refuse = Callable[[str, str, str, str], None]


def read_rules(value: Any, refuse: Refuse) -> tuple[Rule, ...]:
    """Read a list of rules, or one; what is not understood is refused by (code, column, what, how to fix)."""
    given = value if isinstance(value, list) else [value]
    rules: list[Rule] = []
    for k, raw in enumerate(given):
        column = f"rules[{k}]" if isinstance(value, list) else "rules"
        fix = 'Give {"not_only": …}, {"at_least": {…}} or {"sign_off": …}; see docs/reference/recovery.md.'
        verbs = set(raw) & set(_RULES) if isinstance(raw, dict) else set[str]()
        if not verbs or set(raw) - set(_RULES) - {"standard", "kind"}:
            refuse("unknown-rule", column, f"{column} is no rule that is known.", fix)
            continue
        for verb in sorted(verbs):
            try:
                rules.append(_RULES[verb](raw[verb], raw))
            except ValueError as error:
                refuse("unclear-rule", f"{column}.{verb}", f"{verb}: {error}.", fix)
    return tuple(rules)


def _not_only(value: Any, rule: Mapping[str, Any]) -> Rule:
    return NotOnly(
        _names(value, "kind"), _names(rule["standard"], "standard") if "standard" in rule else None
    )


def _at_least(value: Any, rule: Mapping[str, Any]) -> Rule:
    if not isinstance(value, dict) or set(value) - {"kind", "pieces", "standard"}:
        raise ValueError("it takes kind, pieces and standard")
    pieces = value.get("pieces", 1)
    if not isinstance(pieces, int) or isinstance(pieces, bool) or not 1 <= pieces <= MOST_PIECES:
        raise ValueError(f"pieces is a whole number from 1 to {MOST_PIECES:,}")
    standards = _names(value["standard"], "standard") if "standard" in value else None
    return AtLeast(_names(value.get("kind"), "kind"), pieces, standards)


def _sign_off(value: Any, rule: Mapping[str, Any]) -> Rule:
    return SignOff(_names(value, "standard"), _names(rule["kind"], "kind") if "kind" in rule else ())


def _names(value: Any, what: str) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not names or not all(isinstance(name, str) and name for name in names):
        raise ValueError(f"{what} is text or a list of text")
    return tuple(names)


_RULES: Final[Mapping[str, Callable[[Any, Mapping[str, Any]], Rule]]] = {
    "not_only": _not_only,
    "at_least": _at_least,
    "sign_off": _sign_off,
}
