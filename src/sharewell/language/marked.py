"""YAML as text: each value as it is written (`no` stays a word, a date its letters), with the row it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

import yaml

from sharewell.evidence.refusals import Place, Refusal, Refused

Where = tuple[str | int, ...]
_NOTHING: Final = ("", "~", "null")
_DEEPEST: Final = 12
# What the parser says, as the words of a slip and how to mend it; `True` where the slip is where it began to read.
_SLIPS: Final = (
    (
        "quoted scalar: found unexpected end",
        True,
        "A quotation mark is opened here and not closed.",
        "Close it.",
    ),
    (
        "escape character",
        False,
        "A backslash stands in a text between double quotation marks.",
        "Take it away, or use single quotation marks.",
    ),
    ("'\\t'", False, "A tab stands here.", "Write blanks instead; two for each step to the right."),
    (
        "mapping values are not allowed",
        False,
        "This line has a second colon, or the one above it has no end.",
        "Put the text after the first colon between quotation marks.",
    ),
    ("expected ':'", True, "This line has no colon.", "Write the key, a colon, a blank and the text."),
    (
        "flow ",
        True,
        "A bracket is opened here and not closed.",
        "Close it, or put the text between quotation marks.",
    ),
    (
        "but found '<scalar>'",
        False,
        "Words stand in this line beside a text between quotation marks.",
        "Put the whole text between double quotation marks.",
    ),
    (
        "<block end>",
        False,
        "This line does not line up with those it belongs to.",
        "Begin all keys of an entry in the same column, and all dashes of a list too.",
    ),
    (
        "cannot start any token",
        False,
        "A text begins with a sign that YAML keeps for itself.",
        "Put it between quotation marks.",
    ),
    ("alias", False, "A text begins with a star.", "Put it between quotation marks."),
    ("another document", False, "A second pack begins here.", "Write one pack a file."),
)
_ANY_SLIP: Final = (
    "This is not YAML.",
    "Compare the line with a pack that works; indentation and colons matter.",
)


class Marked:
    """The content of a YAML file: dicts, lists, str and None, and the row of each path into it."""

    def __init__(self, text: str, name: str) -> None:
        """Raises Refused where the text is no YAML or holds no mapping."""
        self.name = name
        self._rows: dict[Where, int] = {}
        self._made: dict[int, Any] = {}
        self._twice: list[Where] = []
        node = self._composed(text)
        if not isinstance(node, yaml.MappingNode):
            fix = "Begin with `pack:`, `title:`, `language:` and `criteria:`."
            raise Refused(Refusal("pack-empty", Place(name, row=1), "The file holds no pack.", fix))
        self.data = cast("dict[str, Any]", self._value(node, ()))

    @property
    def twice(self) -> tuple[Where, ...]:
        """Keys that are written a second time in their mapping."""
        return tuple(self._twice)

    def place(self, path: Where) -> Place:
        """The row of a path, or of the nearest thing around it; entries of a list are called by their id."""
        around = next((path[:size] for size in range(len(path), 0, -1) if path[:size] in self._rows), ())
        return Place(self.name, row=self._rows.get(around, 1), column=self._label(path) or None)

    def _label(self, path: Where) -> str:
        parts: list[str] = []
        value: Any = self.data
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                value = None
            if isinstance(step, str):
                parts.append(step)
            elif isinstance(value, Mapping):
                entry = cast("Mapping[str, Any]", value)
                parts.append(str(entry.get("id") or step + 1))
        return ".".join(parts)

    def _composed(self, text: str) -> Any:
        try:
            return yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.YAMLError as trouble:
            row, what, fix = _slip(trouble, text)
            raise Refused(Refusal("pack-not-yaml", Place(self.name, row=row), what, fix)) from None
        except RecursionError:
            raise Refused(self._too_deep(1)) from None

    def _value(self, node: Any, path: Where) -> Any:
        """A node's content. What an alias repeats is made once, so that no file grows in the reading."""
        if id(node) in self._made:
            return self._made[id(node)]
        row = node.start_mark.line + 1
        self._rows.setdefault(path, row)
        if len(path) > _DEEPEST:
            raise Refused(self._too_deep(row))
        if isinstance(node, yaml.ScalarNode):
            value: Any = None if node.style is None and node.value.lower() in _NOTHING else node.value
        elif isinstance(node, yaml.MappingNode):
            value = self._mapping(node, path)
        else:
            value = [self._value(each, (*path, at)) for at, each in enumerate(node.value)]
        self._made[id(node)] = value
        return value

    def _mapping(self, node: yaml.MappingNode, path: Where) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, value in node.value:
            row = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                what, fix = "A key is a list or a mapping.", "Write one word before the colon."
                raise Refused(Refusal("pack-not-yaml", Place(self.name, row=row), what, fix))
            here = (*path, key.value)
            if key.value in made:
                self._twice.append(here)
            self._rows[here] = row
            made[key.value] = self._value(value, here)
        return made

    def _too_deep(self, row: int) -> Refusal:
        what, fix = "Brackets or lines are nested deeper than any pack.", "Compare it with a pack that works."
        return Refusal("pack-not-yaml", Place(self.name, row=row), what, fix)


def _slip(trouble: yaml.YAMLError, text: str) -> tuple[int, str, str]:
    """The row of what the parser could not read, in words for people, and how to mend it."""
    if not isinstance(trouble, yaml.MarkedYAMLError):
        at = getattr(trouble, "position", None)  # a sign that no YAML may hold
        return text.count("\n", 0, at) + 1 if isinstance(at, int) else 1, *_ANY_SLIP
    said = f"{trouble.context or ''}: {trouble.problem or ''}"
    for words, where_it_began, what, fix in _SLIPS:
        if words in said:
            mark = (where_it_began and trouble.context_mark) or trouble.problem_mark
            return mark.line + 1 if mark else 1, what, fix
    return trouble.problem_mark.line + 1 if trouble.problem_mark else 1, *_ANY_SLIP
