"""Every form of a word, for `lack~` in a pattern, in the language of its pack."""

from __future__ import annotations

from sharewell.language.fold import fold
from sharewell.language.inflect_en import english_forms
from sharewell.language.inflect_es import spanish_forms


def forms(word: str, language: str = "en") -> tuple[str, ...]:
    """All forms of a dictionary word, folded and sorted: `forms("carry")` has carries, carried, carrying, carry.

    `language` is the pack's: en, es, or any, which has the forms of both.
    """
    made: set[str] = set()
    if language in ("en", "any"):
        made |= english_forms(fold(word).decode())
    if language in ("es", "any"):
        made |= spanish_forms(word.casefold())
    return tuple(sorted(made))
