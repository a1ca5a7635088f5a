"""Forms of speech looked up by the word they begin with: a clause costs a look at its words, not at every form."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from sharewell.language.numbers import Place, word_starts

_APOSTROPHES = ("'", "’")


class Forms:
    r"""Patterns, each with the words it may begin with.

    Args:
        table: pairs of words, apart by spaces, and of the pattern in which `\w+` stands for any of them first. In
            "podr*" and "*aré" the star stands for any letters. Case does not count.
        others: what begins with no word in particular, in the letters that it has; tried where none of those is.
    """

    def __init__(self, table: Iterable[tuple[str, str]], others: str | None = None) -> None:
        self._others = re.compile(others) if others else None
        self._forms: dict[str, list[re.Pattern[str]]] = defaultdict(list)
        for words, form in table:
            pattern = re.compile(form, re.IGNORECASE)
            for word in words.split():
                self._forms[word].append(pattern)
        self._openings = tuple(word[:-1] for word in self._forms if word.endswith("*"))
        self._endings = tuple(word[1:] for word in self._forms if word.startswith("*"))

    def search(self, text: str, start: int = 0, end: int | None = None) -> Place | None:
        """Where the first form that begins in the place stands, no further than its end: of "she'll read", all.

        Cost: some microseconds a clause.
        """
        last = len(text) if end is None else end
        if found := next(self.each(text, start, last), None):
            return found
        other = self._others.search(text, start, last) if self._others else None
        return other.span() if other else None

    def each(self, text: str, start: int, last: int) -> Iterator[Place]:
        """Where each form stands that begins with a word of its own, in order; those of two words may overlap."""
        before = 0
        for at, word in word_starts(text):
            if at >= last:
                break
            begin = before if text[at - 1 : at] in _APOSTROPHES else at
            if begin >= start:
                for form in self._of(word):
                    if match := form.match(text, at, last):
                        yield begin, match.end()
            before = begin

    def _of(self, word: str) -> Iterable[re.Pattern[str]]:
        """The forms that begin with the word itself, then with its first letters, then with its last."""
        forms = self._forms.get(word, ())
        if self._openings and word.startswith(self._openings):
            forms = chain(forms, *(self._forms[f"{one}*"] for one in self._openings if word.startswith(one)))
        if self._endings and word.endswith(self._endings):
            forms = chain(forms, *(self._forms[f"*{one}"] for one in self._endings if word.endswith(one)))
        return forms
