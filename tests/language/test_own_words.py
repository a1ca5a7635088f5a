"""The lens runs over the project's own words: templates, messages of the command, documentation."""

from __future__ import annotations

from pathlib import Path

import pytest

from sharewell.language import read
from sharewell.language.sources import prose_of

ROOT = Path(__file__).parents[2]
ABOUT_DEFICIT_WORDS = ("language", "lens")  # these pages quote what the lens listens for


def own_texts() -> list[Path]:
    pages = [*ROOT.glob("docs/**/*.md"), *ROOT.glob("src/sharewell/**/*.html"), ROOT / "README.md"]
    pages += ROOT.glob("src/sharewell/**/README.md")
    names = {page: page.relative_to(ROOT).as_posix() for page in pages}
    return [page for page, name in names.items() if not any(word in name for word in ABOUT_DEFICIT_WORDS)]


@pytest.mark.parametrize("page", own_texts(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_our_own_words_pass(page: Path) -> None:
    """Patterns and n-grams alone, where they are sure: a page of rules is not a comment to a learner."""
    reading = read(prose_of(page).text, fast=True)
    sure = [s.text for s in reading.findings if s.probability["deficit"] >= 0.8]
    assert sure == []
