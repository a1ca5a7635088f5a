"""The lens runs over the project's own words: templates and documentation (patterns and n-grams)."""

from __future__ import annotations

from pathlib import Path

import pytest

from sharewell.language import read, shipped
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
