"""Criteria packs: what they hold, and how a YAML file becomes one, or a list of all that must be mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast, get_args

from sharewell.evidence.refusals import Place, Refusal, Refused, in_reading_order
from sharewell.language.codes import FRAMINGS, REASONS, Framing
from sharewell.language.marked import Marked, Where
from sharewell.language.moves import Move
from sharewell.language.patterns import PatternError, compile_pattern
from sharewell.language.tongue import served_tongue

EXAMPLES_THAT_SUFFICE = 6
LANGUAGES = ("en", "es", "any")
SIDES = ("heard", "fine")
_CRITERION_KEYS = (
    "id",
    "name",
    "why",
    "source",
    "framing",
    "reason",
    "patterns",
    "unless",
    "examples",
    "moves",
)
_QUOTES = "A text with a colon, a bracket or a hash in it wants quotes around it."


@dataclass(frozen=True, slots=True)
class Sign:
    """Something a sentence does whatever its framing (mentions a word, takes a next step): guards name it."""

    id: str
    why: str
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing to listen for. `patterns` or `examples` may be empty, not both."""

    id: str
    name: str
    why: str
    source: str
    framing: Framing
    reason: str | None
    patterns: tuple[str, ...]
    unless: tuple[str, ...]
    heard: tuple[str, ...]
    fine: tuple[str, ...]
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """A named set of criteria in one language, with the word lists and signs its patterns use."""

    id: str
    title: str
    language: str
    version: int
    criteria: tuple[Criterion, ...]
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    signs: tuple[Sign, ...] = ()


@cache
def shared(language: str) -> Pack:
    """The word lists and signs that every pack of a language may use."""
    source = files("sharewell.language") / "packs" / f"shared.{language}.yaml"
    return read_pack(source.read_text(encoding="utf-8"), f"shared.{language}.yaml", lists={})


@cache
def shipped(language: str) -> tuple[Pack, ...]:
    """The packs that come with the lens, in one language, by name."""
    folder = files("sharewell.language") / "packs"
    names = sorted(
        entry.name
        for entry in folder.iterdir()
        if entry.name.endswith(f".{language}.yaml") and not entry.name.startswith("shared.")
    )
    return tuple(read_pack((folder / name).read_text(encoding="utf-8"), name) for name in names)


def load_pack(path: Path) -> Pack:
    """Read a pack from a file. Raises Refused with everything that must be mended."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as trouble:
        what, fix = "There is no such file.", "Check the name of the pack."
        if isinstance(trouble, UnicodeDecodeError):
            what, fix = "This is not text in UTF-8.", "Save the pack as UTF-8 text."
        elif not isinstance(trouble, FileNotFoundError):
            what = f"The pack could not be read: {trouble.strerror}."
        raise Refused(Refusal("unreadable-pack", Place(str(path)), what, fix)) from None
    return read_pack(text, str(path))


def read_pack(text: str, name: str, *, lists: Mapping[str, Sequence[str]] | None = None) -> Pack:
    """Read a pack from YAML text; `name` is how refusals call it. Raises Refused."""
    return _Reader(Marked(text, name), lists).pack()


class _Reader:
    """Walks the parsed YAML once and collects what must be mended, each with its row."""

    def __init__(self, source: Marked, lists: Mapping[str, Sequence[str]] | None) -> None:
        self.source, self.data, self.refusals = source, source.data, list[Refusal]()
        for path in source.twice:
            self._refuse(path, f"`{path[-1]}` is written twice.", "Keep one of them.")
        self._keys(self.data, (), ("pack", "title", "language", "version", "lists", "signs", "criteria"))
        self.language = self._choice(self.data, "language", LANGUAGES, ()) or ""
        if "language" not in self.data:
            self._refuse((), "`language` is missing.", "Write `language:` and en, es or any.")
        base = served_tongue(self.language)
        self.lists = dict(shared(base).lists if lists is None else lists)
        self.own_lists = self._own_lists()
        self.known_signs = set[str]() if lists is not None else {sign.id for sign in shared(base).signs}

    def pack(self) -> Pack:
        signs = tuple(self._sign(entry, path) for entry, path in self._items("signs"))
        self.known_signs |= {sign.id for sign in signs}
        criteria = tuple(self._criterion(entry, path) for entry, path in self._items("criteria"))
        if not criteria and not signs and not self.own_lists:
            self._refuse(("criteria",), "The pack has no criteria.", "Add at least one.")
        title, version = self._line(self.data, "title", ()), self._version()
        known = self._line(self.data, "pack", ()) or Path(self.source.name).stem
        if self.refusals:
            raise Refused(in_reading_order(self.refusals))
        return Pack(known, title, self.language, version, criteria, self.own_lists, signs)

    def _version(self) -> int:
        written = self._line(self.data, "version", ()) or "1"
        if written.isascii() and written.isdigit() and len(written) < 10:
            return int(written)
        self._refuse(("version",), f'"{written}" is no whole number.', "Write version: 1, then 2, and so on.")
        return 0

    def _own_lists(self) -> dict[str, tuple[str, ...]]:
        value = self.data.get("lists")
        if not isinstance(value, dict):
            if value is not None:
                fix = "Write `name: [word, word]`, one list a line."
                self._refuse(("lists",), "These are not lists with names.", fix)
            return {}
        own = {key: self._texts(cast("dict[str, Any]", value), key, ("lists",)) for key in cast("Any", value)}
        self.lists |= own
        unusable = [key for key in own if not self._list_serves(key, own[key])]
        self.lists |= dict.fromkeys(unusable, ("word",))  # so that no pattern is refused for its list
        return own

    def _list_serves(self, key: str, entries: Sequence[str]) -> bool:
        """Each entry is tried by itself, for its row, and then the list."""
        tried = [
            self._compiles("_".join(entry.split()), ("lists", key, at))
            for at, entry in enumerate(entries)
            if entry
        ]
        return all(entries) and all(tried) and self._compiles(f"<{key}>", ("lists", key))

    def _sign(self, entry: dict[str, Any], path: Where) -> Sign:
        self._keys(entry, path, ("id", "why", "patterns"))
        patterns = self._patterns(entry, path)
        if not patterns:
            self._refuse(path, "`patterns` is missing.", "Give at least one pattern.")
        return Sign(self._needed(entry, "id", path), self._needed(entry, "why", path), patterns)

    def _criterion(self, entry: dict[str, Any], path: Where) -> Criterion:
        self._keys(entry, path, _CRITERION_KEYS)
        heard, fine = self._examples(entry, path)
        patterns = self._patterns(entry, path)
        on_each_side = [sum(map(bool, side)) for side in (heard, fine)]
        if not patterns and min(on_each_side) < EXAMPLES_THAT_SUFFICE:
            self._refuse(
                path,
                f"No pattern, and {on_each_side[0]} and {on_each_side[1]} examples.",
                f"Give at least {EXAMPLES_THAT_SUFFICE} sentences it is heard in and as many fine ones.",
            )
        return Criterion(
            id=self._needed(entry, "id", path),
            name=self._needed(entry, "name", path),
            why=self._needed(entry, "why", path),
            source=self._line(entry, "source", path),
            framing=cast("Framing", self._choice(entry, "framing", FRAMINGS, path) or "deficit"),
            reason=self._choice(entry, "reason", tuple(REASONS), path),
            patterns=patterns,
            unless=self._known(entry, "unless", sorted(self.known_signs), path),
            heard=heard,
            fine=fine,
            moves=cast("tuple[Move, ...]", self._known(entry, "moves", get_args(Move), path)),
        )

    def _examples(self, entry: dict[str, Any], path: Where) -> tuple[tuple[str, ...], tuple[str, ...]]:
        sides = entry.get("examples")
        here = (*path, "examples")
        if not isinstance(sides, dict):
            if sides is not None:
                self._refuse(
                    here, "The examples have no sides.", "Write `heard:` and `fine:`, each with a list."
                )
            return (), ()
        both = cast("dict[str, Any]", sides)
        self._keys(both, here, SIDES)
        heard, fine = (self._texts(both, side, here) for side in SIDES)
        seen = set[str]()
        for side, examples in zip(SIDES, (heard, fine), strict=True):
            for at, example in enumerate(examples):
                plain = " ".join(example.casefold().split())
                if plain and plain in seen:
                    fix = "Give another sentence: the same one twice teaches nothing."
                    self._refuse((*here, side, at), f'"{example}" is there twice.', fix)
                seen.add(plain)
        return heard, fine

    def _patterns(self, entry: dict[str, Any], path: Where) -> tuple[str, ...]:
        patterns = self._texts(entry, "patterns", path)
        for at, pattern in enumerate(patterns):
            if pattern:
                self._compiles(pattern, (*path, "patterns", at))
        return patterns

    def _compiles(self, pattern: str, path: Where) -> bool:
        try:
            compile_pattern(pattern, self.lists, self.language)
        except PatternError as trouble:
            self._refuse(path, f"{trouble}.", "See the table of patterns in the reference.")
            return False
        return True

    def _known(self, entry: dict[str, Any], key: str, known: Sequence[str], path: Where) -> tuple[str, ...]:
        named = self._texts(entry, key, path)
        for at, name in enumerate(named):
            if name and name not in known:
                self._unknown(name, known, (*path, key, at))
        return named

    def _choice(self, entry: dict[str, Any], key: str, known: Sequence[str], path: Where) -> str | None:
        value = self._line(entry, key, path)
        if value and value not in known:
            self._unknown(value, known, (*path, key))
        return value or None

    def _unknown(self, name: str, known: Sequence[str], path: Where) -> None:
        self._refuse(path, f'"{name}" is not known here.', f"Choose from: {', '.join(known)}.")

    def _needed(self, entry: dict[str, Any], key: str, path: Where) -> str:
        value = self._line(entry, key, path)
        if not value and not isinstance(entry.get(key), list | dict):
            self._refuse(path, f"`{key}` is missing.", f"Write `{key}:` and a few words.")
        return value

    def _line(self, entry: dict[str, Any], key: str, path: Where) -> str:
        """One text; nothing where the key is not there."""
        value = entry.get(key)
        if isinstance(value, list | dict):
            self._refuse((*path, key), f"`{key}` should be one text.", _QUOTES)
            return ""
        return str(value or "").strip()

    def _texts(self, entry: dict[str, Any], key: str, path: Where) -> tuple[str, ...]:
        """A list of texts, or one; an entry that is none is refused and stands as an empty one."""
        value = entry.get(key)
        if isinstance(value, dict):
            self._refuse(
                (*path, key),
                "This should be a list.",
                f"Write one entry a line, each after a dash. {_QUOTES}",
            )
            return ()
        entries = cast("list[Any]", value) if isinstance(value, list) else [] if value is None else [value]
        for at, each in enumerate(entries):
            if isinstance(each, list | dict):
                self._refuse((*path, key, at), "This entry is not one text.", _QUOTES)
            elif not str(each or "").strip():
                self._refuse((*path, key, at), "This entry is empty.", "Fill it in, or take its dash away.")
        return tuple("" if isinstance(each, list | dict) else str(each or "").strip() for each in entries)

    def _items(self, key: str) -> list[tuple[dict[str, Any], Where]]:
        """The entries of a list of mappings, each with its path. No id stands twice."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, list):
            self._refuse((key,), "This should be a list.", "Begin each entry with a dash and its `id:`.")
        items: list[tuple[dict[str, Any], Where]] = []
        ids = set[str]()
        for at, entry in enumerate(cast("list[Any]", value) if isinstance(value, list) else []):
            if not isinstance(entry, dict):
                self._refuse((key, at), "This entry has no keys.", "Begin it with a dash and its `id:`.")
                continue
            items.append((cast("dict[str, Any]", entry), (key, at)))
            name = str(cast("dict[str, Any]", entry).get("id") or "").strip()
            if name and name in ids:
                self._refuse((key, at, "id"), f"Two {key} have this id.", "Give each its own.")
            ids.add(name)
        return items

    def _keys(self, entry: dict[str, Any], path: Where, known: Sequence[str]) -> None:
        for key in entry:
            if key not in known:
                near = get_close_matches(key, known, 1)
                fix = f"Did you mean `{near[0]}`?" if near else f"The keys here are {', '.join(known)}."
                self._refuse((*path, key), f"`{key}` is no key of a pack.", fix)

    def _refuse(self, path: Where, what: str, fix: str) -> None:
        self.refusals.append(Refusal("pack-not-usable", self.source.place(path), what, fix))
