"""Criteria packs: what they hold, and how a YAML file becomes one, or a list of all that must be mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import yaml

from sharewell.evidence.refusals import Place, Refusal, Refused
from sharewell.language.codes import FRAMINGS, REASONS, Framing
from sharewell.language.patterns import PatternError, compile_pattern

MOVES = ("excel", "learned", "enjoy", "goal")
EXAMPLES_THAT_SUFFICE = 6
LANGUAGES = ("en", "es", "any")


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
    moves: tuple[str, ...]


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
        what = f"The pack could not be read ({trouble.__class__.__name__})."
        fix = "Check the name of the file, and save it as UTF-8 text."
        raise Refused(Refusal("unreadable-pack", Place(str(path)), what, fix)) from None
    return read_pack(text, str(path))


def read_pack(text: str, name: str, *, lists: Mapping[str, Sequence[str]] | None = None) -> Pack:
    """Read a pack from YAML text; `name` is how refusals call it. Raises Refused."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as trouble:
        mark = getattr(trouble, "problem_mark", None)
        place = Place(name, row=mark.line + 1 if mark else None)
        fix = "Compare the line with a pack that works; indentation and colons matter."
        raise Refused(Refusal("pack-not-yaml", place, "This is not YAML.", fix)) from None
    if not isinstance(data, dict):
        fix = "Begin with `pack:`, `title:`, `language:` and `criteria:`."
        raise Refused(Refusal("pack-empty", Place(name), "The file holds no pack.", fix))
    return _Reader(name, cast("dict[str, Any]", data), lists).pack()


class _Reader:
    """Walks the parsed YAML once and collects what must be mended."""

    def __init__(self, name: str, data: dict[str, Any], lists: Mapping[str, Sequence[str]] | None) -> None:
        self.name, self.data, self.refusals = name, data, list[Refusal]()
        self.language = str(data.get("language", ""))
        if self.language not in LANGUAGES:
            self._refuse("language", f'"{self.language}" is not a language of packs.', "Write en, es or any.")
        base = "es" if self.language == "es" else "en"
        self.own_lists = {str(key): self._texts(value, f"lists.{key}") for key, value in self._map("lists")}
        self.lists = {**(shared(base).lists if lists is None else lists), **self.own_lists}
        self.known_signs = set[str]() if lists is not None else {sign.id for sign in shared(base).signs}

    def pack(self) -> Pack:
        signs = tuple(self._sign(entry, at) for at, entry in enumerate(self._items("signs"), 1))
        self.known_signs |= {sign.id for sign in signs}
        criteria = tuple(self._criterion(entry, at) for at, entry in enumerate(self._items("criteria"), 1))
        ids = [criterion.id for criterion in criteria]
        for twice in sorted({known for known in ids if ids.count(known) > 1}):
            self._refuse(f"criteria.{twice}", "Two criteria have this id.", "Give each its own.")
        if not criteria and not signs and not self.own_lists:
            self._refuse("criteria", "The pack has no criteria.", "Add at least one.")
        if self.refusals:
            raise Refused(self.refusals)
        return Pack(
            id=str(self.data.get("pack", Path(self.name).stem)),
            title=str(self.data.get("title", "")),
            language=self.language,
            version=int(self.data.get("version", 1)),
            criteria=criteria,
            lists=self.own_lists,
            signs=signs,
        )

    def _sign(self, entry: dict[str, Any], at: int) -> Sign:
        where = f"signs.{entry.get('id', at)}"
        return Sign(
            id=self._text(entry, "id", where),
            why=self._text(entry, "why", where),
            patterns=self._patterns(entry, where),
        )

    def _criterion(self, entry: dict[str, Any], at: int) -> Criterion:
        where = f"criteria.{entry.get('id', at)}"
        examples = entry.get("examples")
        sides = cast("dict[str, Any]", examples) if isinstance(examples, dict) else {}
        heard = self._texts(sides.get("heard"), f"{where}.examples.heard")
        fine = self._texts(sides.get("fine"), f"{where}.examples.fine")
        patterns = self._patterns(entry, where)
        if not patterns and min(len(heard), len(fine)) < EXAMPLES_THAT_SUFFICE:
            self._refuse(
                where,
                f"No pattern, and {len(heard)} and {len(fine)} examples.",
                f"Give at least {EXAMPLES_THAT_SUFFICE} sentences it is heard in and as many fine ones.",
            )
        return Criterion(
            id=self._text(entry, "id", where),
            name=self._text(entry, "name", where),
            why=self._text(entry, "why", where),
            source=str(entry.get("source", "")),
            framing=self._framing(entry, where),
            reason=self._choice(entry.get("reason"), REASONS, f"{where}.reason"),
            patterns=patterns,
            unless=self._known(entry, "unless", self.known_signs, where),
            heard=heard,
            fine=fine,
            moves=self._known(entry, "moves", set(MOVES), where),
        )

    def _framing(self, entry: dict[str, Any], where: str) -> Framing:
        framing = entry.get("framing", "deficit")
        if framing not in FRAMINGS:
            self._refuse(
                f"{where}.framing", f'"{framing}" is no framing.', "Write asset, deficit or neutral."
            )
        return cast("Framing", framing)

    def _patterns(self, entry: dict[str, Any], where: str) -> tuple[str, ...]:
        patterns = self._texts(entry.get("patterns"), f"{where}.patterns")
        for pattern in patterns:
            try:
                compile_pattern(pattern, self.lists)
            except PatternError as trouble:
                self._refuse(
                    f"{where}.patterns", f"{trouble}.", "See the table of patterns in the reference."
                )
        return patterns

    def _known(self, entry: dict[str, Any], key: str, known: set[str], where: str) -> tuple[str, ...]:
        named = self._texts(entry.get(key), f"{where}.{key}")
        for name in named:
            self._choice(name, known, f"{where}.{key}")
        return named

    def _choice(self, value: Any, known: Mapping[str, Any] | set[str], where: str) -> str | None:
        if value is not None and value not in known:
            self._refuse(where, f'"{value}" is not known here.', f"Choose from: {', '.join(sorted(known))}.")
        return value

    def _text(self, entry: dict[str, Any], key: str, where: str) -> str:
        value = str(entry.get(key) or "").strip()
        if not value:
            self._refuse(where, f"`{key}` is missing.", f"Write `{key}:` and a few words.")
        return value

    def _texts(self, value: Any, where: str) -> tuple[str, ...]:
        if value is None:
            return ()
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list):
            self._refuse(where, "This should be a list.", "Write one entry a line, each after a dash.")
            return ()
        return tuple(str(entry).strip() for entry in cast("list[Any]", value))

    def _map(self, key: str) -> list[tuple[Any, Any]]:
        value = self.data.get(key)
        return list(cast("dict[Any, Any]", value).items()) if isinstance(value, dict) else []

    def _items(self, key: str) -> list[dict[str, Any]]:
        value = self.data.get(key)
        entries = cast("list[Any]", value) if isinstance(value, list) else []
        return [cast("dict[str, Any]", entry) for entry in entries if isinstance(entry, dict)]

    def _refuse(self, where: str, what: str, fix: str) -> None:
        self.refusals.append(Refusal("pack-not-usable", Place(self.name, column=where), what, fix))
