"""The next steps that a sentence gives, apart from the words its finding rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sharewell.language.clauses import clauses, parts
from sharewell.language.codes import REASONS
from sharewell.language.facts import facts_of
from sharewell.language.model import Span
from sharewell.language.numbers import Place
from sharewell.language.step_words import asks_for, begins_with_errand, is_no_step

_JOINING = re.compile(
    r"^[\s,;:–—]*(?:(?:so|but|and|then|therefore|pero|y|e|así\s+que|así|entonces|luego)(?:\s+|,\s*))*",
    re.IGNORECASE,
)
_ASKING = ("ctl", "low", "wrg")  # reasons whose words themselves command, forecast or ask


def next_steps(sentence: str, tongue: str, spans: Sequence[Span]) -> list[str]:
    """What is to be done next, clause by clause; of a clause that a finding rests on, from the step itself on."""
    steps: list[str] = []
    for clause in clauses(sentence):
        if spans and not rests_on(clause, spans):
            text = sentence[slice(*clause)].strip(" ;")
            steps += [text] if says_next(text, tongue) else []
        else:
            steps += steps_inside(sentence, clause, tongue, spans)
    return steps


def steps_inside(sentence: str, clause: Place, tongue: str, spans: Sequence[Span]) -> Iterator[str]:
    """The steps of one clause, each from the part that says it up to the words of the finding, or the end."""
    begun: int | None = None
    end = clause[0]
    for start, stop in parts(sentence, clause):
        if not rests_on((start, stop), spans):
            if begun is None and says_next(_bare(sentence[start:stop]), tongue):
                begun = start
        else:
            if begun is not None:
                yield _bare(sentence[begun:end])
                begun = None
            yield from _beside(sentence, (start, stop), tongue, spans)
        end = stop
    if begun is not None:
        yield _bare(sentence[begun:end])


def _beside(sentence: str, part: Place, tongue: str, spans: Sequence[Span]) -> Iterator[str]:
    """The step in a part that a finding touches: in what its words leave, from the verb that asks for it on.

    Where no words of a criterion are known and the finding rests on the whole part, the step is sought in all of it,
    except where asking is the finding. What is inside a quote stays with the quote.
    """
    at = part[0]
    for span in sorted(spans, key=lambda one: one.start):
        if span.start < part[1] and at < span.end:
            whole = span.criterion in REASONS and span.criterion not in _ASKING
            if whole and (asked := asks_for(sentence, tongue, *part)):
                step = _bare(sentence[asked.start() : part[1]])
                if not is_no_step(step):
                    yield step
                return
            yield from _from_verb(sentence, (at, max(at, span.start)), tongue, opens=at == part[0])
            at = max(at, span.end)
    yield from _from_verb(sentence, (at, max(at, part[1])), tongue, opens=at == part[0])


def _from_verb(sentence: str, place: Place, tongue: str, *, opens: bool) -> Iterator[str]:
    """The step in what a finding leaves of a part; a verb alone asks only where it opens the part."""
    if not sentence[slice(*place)].strip() or _is_inside_fact(sentence, place[0]):
        return
    bare = _bare(sentence[slice(*place)])
    asked = asks_for(bare, tongue)
    step = bare[asked.start() :] if asked else bare
    if (asked or (opens and begins_with_errand(bare, tongue))) and not is_no_step(step):
        yield step


def _is_inside_fact(sentence: str, at: int) -> bool:
    return any(fact.start < at < fact.end for fact in facts_of(sentence))


def rests_on(place: Place, spans: Sequence[Span]) -> bool:
    """Whether a finding rests on words of this place."""
    return any(span.start < place[1] and place[0] < span.end for span in spans)


def says_next(text: str, tongue: str) -> bool:
    """Whether something is to be done next: a verb that asks for it, an errand, a plan."""
    bare = _bare(text)
    if is_no_step(bare):
        return False
    return asks_for(bare, tongue) is not None or begins_with_errand(bare, tongue)


def _bare(text: str) -> str:
    """Without the word that joined it to what came before, and without a comma at the end."""
    return _JOINING.sub("", text).strip().rstrip(",;:–—").strip()
