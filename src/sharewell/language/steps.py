"""The next steps that a sentence gives, apart from the words its finding rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sharewell.language.clauses import clauses, parts
from sharewell.language.codes import REASONS
from sharewell.language.matching import shipped_matcher
from sharewell.language.model import Span
from sharewell.language.numbers import Place

_JOINING = re.compile(
    r"^[\s,;:–—]*(?:(?:so|but|and|then|therefore|pero|y|e|así\s+que|así|entonces|luego)(?:\s+|,\s*))*",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:should|must|ought\s+to|needs?\s+to|ha(?:s|ve)\s+to|had\s+better|will|please|let['’]?s)\s+"
    r"(?!never|not\b|always|be\b|fail|struggle|stop|have\b)\w+"
    r"|\b(?:deb(?:e|es|en|ería|erías|erían|erá|erán)|tienen?\s+que|tienes\s+que|hay\s+que|conviene|necesitan?|vamos\s+a"
    r"|va\s+a|toca|ha\s+de)\s+(?!ser\b|dejar)\w+(?:ar|er|ir)(?:l[aeo]s?|se)?\b",
    re.IGNORECASE,
)
_ASKING = ("ctl", "low", "wrg")  # reasons whose words themselves command, forecast or ask
_BEGINS = re.compile(
    r"^(?:add|answer|ask|attend|bring|build|call|come|complete|contact|copy|correct|describe|do|edit|email|explain"
    r"|finish|fix|hand|highlight|learn|measure|meet|organi[sz]e|plan|practi[cs]e|prepare|present|proofread|read|record"
    r"|redo|repeat|resubmit|retake|return|review|revise|rewrite|send|set|share|solve|speak|study|talk|turn|visit|write"
    r"|acaba|contesta|copia|describe|estudia|haz|habla|llama|mide|organiza|pide|prepara|resuelve|reescribe|termina|ven)"
    r"\s+\w",
    re.IGNORECASE,
)


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
    except where asking is the finding.
    """
    at = part[0]
    for span in sorted(spans, key=lambda one: one.start):
        if span.start < part[1] and at < span.end:
            whole = span.criterion in REASONS and span.criterion not in _ASKING
            if whole and (asked := _ASKED.search(sentence, *part)):
                yield _bare(sentence[asked.start() : part[1]])
                return
            yield from _from_verb(sentence[at : max(at, span.start)], tongue)
            at = max(at, span.end)
    yield from _from_verb(sentence[at : max(at, part[1])], tongue)


def _from_verb(text: str, tongue: str) -> Iterator[str]:
    bare = _bare(text)
    if says_next(bare, tongue):
        asked = _ASKED.search(bare)
        yield bare[asked.start() if asked else 0 :]


def rests_on(place: Place, spans: Sequence[Span]) -> bool:
    """Whether a finding rests on words of this place."""
    return any(span.start < place[1] and place[0] < span.end for span in spans)


def says_next(text: str, tongue: str) -> bool:
    """Whether something is to be done next: a pattern of the packs, a verb that asks for it, an imperative."""
    if shipped_matcher(tongue).shows("next-step", text):
        return True
    return _ASKED.search(text) is not None or _BEGINS.match(text) is not None


def _bare(text: str) -> str:
    """Without the word that joined it to what came before, and without a comma at the end."""
    return _JOINING.sub("", text).strip().rstrip(",;:–—").strip()
