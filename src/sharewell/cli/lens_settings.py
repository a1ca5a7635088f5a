"""What the command line and `.sharewell.toml` say to the lens, checked: a setting that nobody reads is refused."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from sharewell.cli.lens_findings import Freer
from sharewell.evidence import Place, Refusal, Refused
from sharewell.language import Pack, load_pack, read
from sharewell.language.tongue import TONGUES, said_tongue

CONFIG = ".sharewell.toml"
FAIL_ON = ("deficit", "unsure", "never")
LONGEST_WAIT = 600  # seconds for one freer wording


@dataclass(frozen=True, slots=True)
class Settings:
    """What the command line and `.sharewell.toml` say; the command line wins."""

    packs: tuple[Pack, ...]
    columns: tuple[str, ...]
    lang: str | None
    fail_on: str | None
    fast: bool
    threads: int
    ignore: frozenset[str]
    freer: Freer | None
    ending: str | None = None  # by which files are read whatever their names

    def stops_at(self, asks: bool, unsure: bool, usual: str) -> bool:
        """Whether a finding ends the command with status 1; `usual`: the level where nobody chose one."""
        level = self.fail_on or usual
        return asks and level != "never" and (level == "unsure" or not unsure)


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: whether a value may stand there, and how it is written."""

    holds: Callable[[object], bool]
    written: str


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in cast("list[object]", value))


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_tongue(value: object) -> bool:
    return isinstance(value, str) and said_tongue(value) in TONGUES


def _is_wait(value: object) -> bool:
    return isinstance(value, int | float) and not _is_flag(value) and 0 < value <= LONGEST_WAIT


LENS = {
    "packs": Key(_is_texts, 'packs = ["class-7b.yaml"]'),
    "columns": Key(_is_texts, 'columns = ["remarks"]'),
    "lang": Key(_is_tongue, 'lang = "en" or lang = "es"'),
    "fail-on": Key(lambda value: value in FAIL_ON, 'fail-on = "deficit", "unsure" or "never"'),
    "ignore": Key(_is_texts, 'ignore = ["emp"]'),
    "fast": Key(_is_flag, "fast = true or fast = false"),
    "wording": Key(lambda value: isinstance(value, dict), "[lens.wording] with its own settings below"),
}
WORDING = {
    "endpoint": Key(_is_text, 'endpoint = "http://127.0.0.1:11434/v1"'),
    "model": Key(_is_text, 'model = "name-of-the-model"'),
    "key-from": Key(_is_text, 'key-from = "MODEL_KEY"'),
    "seconds": Key(_is_wait, f"seconds = 8 (at most {LONGEST_WAIT})"),
    "allow-elsewhere": Key(_is_flag, "allow-elsewhere = true or allow-elsewhere = false"),
}
FILE = {"lens": Key(lambda value: isinstance(value, dict), "[lens] with its settings below")}


def settings_beside(files: Sequence[Path], *said: Any) -> dict[Path, Settings]:
    """The settings of each file, `said` as for `settings_for`. Raises Refused with all that is wrong in any of them."""
    beside: dict[Path, Settings] = {}
    refusals: dict[Refusal, None] = {}
    for folder in dict.fromkeys(path.parent for path in files):
        try:
            beside[folder] = settings_for(folder, *said)
        except Refused as refused:
            refusals |= dict.fromkeys(refused.refusals)
    if refusals:
        raise Refused(list(refusals))
    return {path: beside[path.parent] for path in files}


def settings_for(
    folder: Path,
    packs: Sequence[Path],
    columns: Sequence[str],
    lang: str | None,
    fail_on: str | None,
    fast: bool,
    threads: int,
    ending: str | None = None,
) -> Settings:
    """Join the command line with the nearest `.sharewell.toml` in the folder or above it.

    Raises:
        Refused: a language that the lens does not read, or settings that are unknown or wrongly written.
    """
    if lang is not None and not _is_tongue(lang):
        what, fix = f"The lens does not read “{lang}”.", "Write --lang en or --lang es."
        raise Refused(Refusal("unknown-language", Place("--lang"), what, fix))
    base, table = _config(folder.resolve())
    loaded = tuple(load_pack(path) for path in [*packs, *(base / name for name in table.get("packs", []))])
    return Settings(
        packs=loaded,
        columns=tuple(columns) or tuple(table.get("columns", ())),
        lang=said_tongue(lang or table.get("lang")),
        fail_on=fail_on or table.get("fail-on"),
        fast=fast or table.get("fast", False),
        threads=threads,
        ignore=frozenset(name.lower() for name in table.get("ignore", ())),
        freer=_freer(table["wording"], loaded) if "wording" in table else None,
        ending=ending,
    )


def _config(folder: Path) -> tuple[Path, Mapping[str, Any]]:
    """Where the nearest settings stand, and their checked table; the folder and nothing where there are none."""
    for base in (folder, *folder.parents):
        path = base / CONFIG
        if path.is_file():
            return base, _checked(path)
    return folder, {}


def _checked(path: Path) -> Mapping[str, Any]:
    try:
        whole = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as trouble:
        said = f" ({trouble})" if isinstance(trouble, tomllib.TOMLDecodeError) else ""
        fix = 'Write it as in the reference, for example [lens] and fail-on = "deficit".'
        raise Refused(Refusal("bad-settings", Place(str(path)), f"This is not TOML{said}.", fix)) from None
    refusals = _wrong(whole, FILE, path, "")
    lens = cast("dict[str, Any]", whole.get("lens", {}))
    if isinstance(whole.get("lens"), dict):
        refusals += _wrong(lens, LENS, path, "lens")
        if isinstance(lens.get("wording"), dict):
            refusals += _wrong(lens["wording"], WORDING, path, "lens.wording")
    if refusals:
        raise Refused(refusals)
    return lens


def _wrong(table: Mapping[str, object], keys: Mapping[str, Key], path: Path, name: str) -> list[Refusal]:
    """A refusal for each setting of a table that is unknown, or that does not hold what it should."""
    refusals: list[Refusal] = []
    for key, value in table.items():
        where = Place(str(path), column=f"{name}.{key}" if name else key)
        if key not in keys:
            near = get_close_matches(key, keys, 1)
            what, fix = "There is no such setting.", f"The settings here are {', '.join(keys)}."
            fix = f"Did you mean {near[0]}? {fix}" if near else fix
            refusals.append(Refusal("unknown-setting", where, what, fix))
        elif not keys[key].holds(value):
            fix = f"Write {keys[key].written}."
            refusals.append(Refusal("bad-setting", where, "This setting cannot be used so.", fix))
    return refusals


def _freer(said: Mapping[str, Any], packs: Sequence[Pack]) -> Freer:
    """Freer wordings by the model of `[lens.wording]`. Raises Refused for one elsewhere."""
    from sharewell.web.local_model import SECONDS, endpoint, freer

    at = endpoint(
        said.get("endpoint", ""),
        said.get("model", ""),
        key=os.environ.get(said.get("key-from", ""), ""),
        elsewhere=said.get("allow-elsewhere", False),
        seconds=float(said.get("seconds", SECONDS)),
    )

    def passes(wording: str) -> bool:
        heard = read(wording, packs=packs)
        return not heard.findings and not any(sentence.criteria for sentence in heard.sentences)

    # Asked once for each: an editor's document is read at every change.
    return lru_cache(maxsize=1024)(lambda sentence, suggestion: freer(at, sentence, suggestion, passes))
