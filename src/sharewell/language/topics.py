"""What a judgement is about, in small letters: of "hopeless at long division", the long division.

No figure and no name says it, so that no fact does; yet without it nobody knows what to build on. It is sought in the
words a finding rests on and in what runs on behind them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sharewell.language.facts import facts_of
from sharewell.language.names import SMALL_WORDS
from sharewell.language.numbers import Place
from sharewell.language.signs import has_verdict, names_others
from sharewell.language.verdicts import condemns

# Reasons of feedback to learners; what is said of peoples and gifts has no topic to build on ("lives in squalor").
_OF_LEARNING = frozenset(["cmp", "blm", "trt", "abs", "beh", "wrg", "ctl", "low"])
_MOST = 3  # words of a topic, beside those that link them
_OWNED = r"(?:(?:the|his|her|their|your|my|our)\s+)?"
_SUYO = r"(?:(?:el|la|los|las|sus?|tus?|mis?)\s+)?"
_ABOUT = {
    "en": re.compile(
        r"(?:(?<=['’]s)|(?<!\w)(?:his|her|their|your|my))\s+(?=(?:\w+\s+){1,2}(?:is|are|was|were)(?!\w))"
        r"|(?<!\w)(?:(?:mix(?:es|ed)?\s+up|muddl(?:es?|ed)|confus(?:es?|ed)|(?:will|['’]ll|to|not)\s+(?:fail|tank|flunk|bomb|pass))\s+"
        rf"{_OWNED}|(?:at|in|with|about|on|for|(?:incapable|ignorant|unaware|afraid|scared|terrified)\s+of)\s+{_OWNED}"
        r"|(?=(?:during|after|before)\s+\w)"
        r"|(?:n['’]t|cannot|not|never|barely|hardly|unable\s+to|fails?\s+to)\s+(?:even\s+|yet\s+)?(?:do|know|understand|grasp|master"
        rf"|manage|remember|learn|tell|spell|solve|read|write|follow)\s+{_OWNED}"
        rf"|no\s+(?:grasp|idea|clue|understanding|command|sense|knowledge)\s+(?:of|about)\s+{_OWNED}"
        r"|not\s+(?:really\s+)?an?\s+(?=\w+\s+(?:person|brain)(?!\w)))",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"(?<!\w)(?:(?:su|tu|mi)\s+(?=\w+\s+(?:es|está|son|era)(?!\w))"
        rf"|(?:confund[ei]\w*|suspender|tronar|reprobar|catear|aprobar|desaprobar)\s+{_SUYO}"
        rf"|(?:en|con|para|sobre|durante|(?:nada|idea)\s+de)\s+{_SUYO}"
        r"|no\s+(?:se\s+)?(?:sabe|saben|sabes|domina|dominan|entiende|entienden|comprende|conoce|maneja|distingue|aprende"
        rf"|recuerda|lee|escribe)\s+(?:ni\s+|bien\s+|todavía\s+|aún\s+)?{_SUYO})",
        re.IGNORECASE,
    ),
}
_WORD = re.compile(r"[^\W\d_][^\W\d_’'\-]*(?:[’'\-][^\W\d_]+)*")
_GOES_ON = re.compile(r"\s+(?:(?:of|to|de)\s+(?:(?:the|las?|los|el)\s+)?|del\s+)?")
_TIMES = frozenset(["during", "after", "before"])
_NO_TOPIC_LIST = (  # of idioms, places and attitudes: "in general", "with no effort", "in the head", "en serio"
    "effort attitude behaviour behavior life head way ways clouds world fact general spite terms case time times "
    "end bottom top back face mind brain brains nothing everything anything something least best worst last first "
    "home person order particular short place class classroom room school sight public trouble years ages age "
    "reason reasons charge front part doubt purpose luck use good example sake instance now once ever help "
    "manners respect interest care serio absoluto cabeza vida mundo nubes luna babia cuenta broma fondo cambio "
    "realidad ganas esfuerzo actitud edad clase casa interés respeto educación cuanto principio particular "
    "resumen vez día parte lugar aula colegio culpa embargo frecuencia ser estar comportarse portarse callarse "
    "comportar portar callar nada todo algo siempre más ejemplo empezar"
)
_ALSO_LATER = frozenset(
    ["time", "times", "class", "school", "life", "order", "age", "reason"]
)  # "circle time"
_NO_TOPIC = frozenset(_NO_TOPIC_LIST.split()) | (SMALL_WORDS - _TIMES)


def topics(sentence: str, reason: str, tongue: str, touched: Sequence[Place]) -> list[str]:
    """The topics of the touched places of a sentence, in order, each once; none that judges or names others.

    Cost: some 10 microseconds a place.
    """
    if reason not in _OF_LEARNING or not touched:
        return []
    facts = [(fact.start, fact.end) for fact in facts_of(sentence)]
    found = (topic for place in touched for topic in _in(sentence, place, tongue, facts))
    return list(dict.fromkeys(found))


def _in(sentence: str, place: Place, tongue: str, facts: Sequence[Place]) -> Iterator[str]:
    at = place[0]
    while match := _ABOUT[tongue].search(sentence, at, place[1]):
        end = _end(sentence, match.end(), place[1], facts)
        at = max(end, match.end(), match.start() + 1)
        said = sentence[match.end() : end]
        if said and not (condemns(said, tongue) or has_verdict(said, tongue) or names_others(said, tongue)):
            yield said


def _end(sentence: str, start: int, last: int, facts: Sequence[Place]) -> int:
    """Where the topic that begins here ends: at a fact, a small word, or after some words; at once if it is none."""
    end, at = start, start
    most = _MOST + (sentence[start:].split(" ", 1)[0].lower() in _TIMES)
    for _ in range(most):
        word = _WORD.match(sentence, at, last)
        if word is None or any(left < word.end() and at < right for left, right in facts):
            break
        lower = word.group().lower()
        if lower in (_NO_TOPIC if end == start or lower not in _ALSO_LATER else ()):
            break
        end = word.end()
        link = _GOES_ON.match(sentence, end, last)
        if link is None:
            break
        at = link.end()
    return end if sentence[start:end].lower() not in _TIMES else start
