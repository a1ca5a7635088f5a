"""A way to say it from strength that keeps the truth: every fact, every next step, no invented strength."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sharewell.language.facts import Fact, keeps_facts, missing_facts
from sharewell.language.matching import shipped_matcher
from sharewell.language.model import Span
from sharewell.language.moves import ASKED, MOVES, MOVES_FOR, QUESTIONS, SAID, Move

_CLAUSE = re.compile(r"[^.;!?…]+[.;!?…]*")
_WORDS_AFTER = re.compile(r"^(?:\s+[\w’'\-%]+){0,3}")
_QUOTES = "“”«». "
Reword = Callable[[str], str]
Passes = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the learner, from their own evidence; empty where nothing is known.

    Attributes:
        shown: what they have shown, in words that fit after a colon ("explains each step of a proof").
        ready: what is ready next.
        interests: what they enjoy.
    """

    shown: Sequence[str] = ()
    ready: Sequence[str] = ()
    interests: Sequence[str] = ()


def suggest(
    sentence: str, reason: str, lang: str, spans: Sequence[Span] = (), known: Known | None = None
) -> str | None:
    """A question to a colleague and a way to begin, with every fact and next step of the sentence.

    Args:
        sentence: as written.
        reason: code of the guide; codes without a question (a plain fact, say) give None.
        lang: "es" for Spanish, anything else for English.
        spans: words the reading rests on, with offsets in `sentence`; a step inside them is not repeated.
        known: the learner's evidence; without it the suggestion asks the writer for the strength.
    """
    tongue = "es" if lang == "es" else "en"
    question = QUESTIONS[tongue].get(reason)
    if question is None:
        return None
    parts = [question]
    if moves := MOVES_FOR.get(reason):
        parts.append(SAID[tongue]["opening"].format(move=_move(moves, tongue, known or Known())))
    steps = _next_steps(sentence, tongue, spans)
    parts += [SAID[tongue]["step"].format(step=step) for step in steps]
    if left := missing_facts(sentence, " ".join(parts)):
        phrases = dict.fromkeys(_phrase(sentence, fact, spans) for fact in left)
        parts.append(SAID[tongue]["kept"].format(facts="; ".join(phrases)))
    return " ".join(parts)


def reworded(original: str, suggestion: str, reword: Reword | None, passes: Passes) -> str:
    """The freer wording of `reword`, if it keeps every fact and `passes` the lens; else the suggestion."""
    if reword is None:
        return suggestion
    wording = reword(f"{original}\n\n{suggestion}").strip()
    return wording if wording and keeps_facts(original, wording) and passes(wording) else suggestion


def rewrite(
    sentence: str, reason: str, lang: str, spans: Sequence[Span] = (), known: Known | None = None
) -> str | None:
    """A wording to put in the sentence's place: an opening from strength, then all of it that may stay.

    Clauses that the finding does not rest on stay word for word; what is a fact in the others follows. The
    arguments are those of `suggest`. None where no move fits the reason, or where a fact could not be kept.
    """
    tongue = "es" if lang == "es" else "en"
    if not (moves := MOVES_FOR.get(reason)):
        return None
    opening = _move(moves, tongue, known or Known()).strip(_QUOTES)
    kept = [match.group().strip() for match in _CLAUSE.finditer(sentence) if not _rests_on(match, spans)]
    parts = [_sentence(part) for part in (opening, *kept)]
    left = missing_facts(sentence, " ".join(parts))
    names = [fact.text for fact in left if fact.text[:1].isupper() and sentence.startswith(fact.text)]
    if names:
        parts[0] = f"{names[0]}: {parts[0]}"
    phrases: list[str] = []
    for fact in left:
        if fact in missing_facts(sentence, " ".join((*parts, *phrases))):
            phrases.append(_phrase(sentence, fact, spans))
    if phrases:
        parts.append(SAID[tongue]["record"].format(facts="; ".join(phrases)))
    wording = " ".join(parts)
    return wording if keeps_facts(sentence, wording) else None


def openings(known: Known, lang: str = "en") -> dict[Move, str]:
    """Sentences to begin feedback with: the moves that ask, and those that the learner's evidence can fill."""
    able: dict[Move, bool] = {
        "excel": bool(known.shown),
        "goal": bool(known.ready),
        "learned": True,
        "enjoy": True,
    }
    tongue = "es" if lang == "es" else "en"
    return {
        move: _sentence(_move((move,), tongue, known).strip(_QUOTES)) for move, fits in able.items() if fits
    }


def _sentence(words: str) -> str:
    """Words with a capital and a full stop."""
    words = words.strip()
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?", "…", ";")) else ".")


def _rests_on(clause: re.Match[str], spans: Sequence[Span]) -> bool:
    return any(span.start < clause.end() and clause.start() < span.end for span in spans)


def _move(moves: Sequence[Move], tongue: str, known: Known) -> str:
    """The first move that the evidence can fill; else the first one, asking for what it needs."""
    filled: dict[Move, Sequence[str]] = {
        "excel": known.shown,
        "goal": known.ready,
        "enjoy": known.interests,
        "learned": ("",),
    }
    able: Sequence[Move] = [move for move in moves if filled[move]] or moves
    asked = ASKED[tongue]
    return MOVES[tongue][able[0]].format(
        strength=known.shown[0] if known.shown else f"[{asked['excel']}]",
        goal=known.ready[0] if known.ready else f"[{asked['goal']}]",
    )


def _next_steps(sentence: str, tongue: str, spans: Sequence[Span]) -> list[str]:
    """Clauses that say what to do next and that the finding does not rest on."""
    matcher = shipped_matcher(tongue)
    return [
        match.group().strip()
        for match in _CLAUSE.finditer(sentence)
        if not _rests_on(match, spans) and "next-step" in matcher.hits(match.group().strip()).signs
    ]


def _phrase(sentence: str, fact: Fact, spans: Sequence[Span]) -> str:
    """A figure with the words that say what it counts, unless the finding rests on those words."""
    after = _WORDS_AFTER.match(sentence[fact.end :])
    end = fact.end + (after.end() if after else 0)
    touched = any(span.start < end and fact.start < span.end for span in spans)
    return sentence[fact.start : end] if fact.text[:1].isdigit() and not touched else fact.text
