"""The lens runs over the project's own words: templates and documentation (patterns and n-grams)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from sharewell.language import read, read_many, shipped
from sharewell.language.ignoring import silences
from sharewell.language.sources import prose_of

ROOT = Path(__file__).parents[2]
SURE = 0.8
ABOUT_DEFICIT_WORDS = ("language", "lens")  # these pages quote what the lens listens for


def own_texts() -> list[Path]:
    pages = [*ROOT.glob("docs/**/*.md"), *ROOT.glob("src/sharewell/**/*.html"), ROOT / "README.md"]
    pages += ROOT.glob("src/sharewell/**/README.md")
    names = {page: page.relative_to(ROOT).as_posix() for page in pages}
    return [page for page, name in names.items() if not any(word in name for word in ABOUT_DEFICIT_WORDS)]


def own_strings() -> list[Path]:
    """Modules of the doors, but for those that quote: the demo's letters, and what is said of deficit words."""
    modules = [*ROOT.glob("src/sharewell/web/**/*.py"), *ROOT.glob("src/sharewell/cli/*.py")]
    return [path for path in modules if "demo" not in path.name and "migrations" not in path.parts]


@pytest.mark.parametrize("module", own_strings(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_the_program_says_passes(module: Path) -> None:
    """Messages, labels and hints: every string of four words and more that is no docstring."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    told = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
    said = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    texts = [text for text in said if len(text.split()) >= 4 and text not in told]
    criteria = {criterion.id for pack in shipped("en") for criterion in pack.criteria}
    heard = [
        sentence.text
        for reading in read_many(texts, "en", fast=True)
        for sentence in reading.findings
        if sentence.probability["deficit"] >= SURE
        and any(span.criterion in criteria for span in sentence.spans)
    ]
    assert heard == []


@pytest.mark.parametrize("page", own_texts(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_our_own_words_pass(page: Path) -> None:
    """No sentence of ours in which both the heads are sure of deficit and a criterion's own words stand."""
    prose = prose_of(page)
    silence = silences(page.read_text(encoding="utf-8"))
    criteria = {criterion.id for pack in shipped("en") for criterion in pack.criteria}
    heard = [
        sentence.text
        for sentence in read(prose.text, "en", fast=True).findings
        if sentence.probability["deficit"] >= SURE
        and any(span.criterion in criteria for span in sentence.spans)
        and not silence.covers(prose.place(sentence.start)[0], [sentence.reason])
    ]
    assert heard == []
