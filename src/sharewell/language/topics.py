"""What a judgement is about, in small letters: of "hopeless at long division", the long division.

No figure and no name says it, so that no fact does; yet without it nobody knows what to build on. It is sought in the
words a finding rests on and in what runs on behind them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sharewell.language.facts import facts_of
from sharewell.language.forms import Forms
from sharewell.language.names import SMALL_WORDS
from sharewell.language.numbers import Place
from sharewell.language.signs import has_verdict, names_others
from sharewell.language.verdicts import condemns

# Reasons of feedback to learners; what is said of peoples and gifts has no topic to build on ("lives in squalor").
_OF_LEARNING = frozenset(["cmp", "blm", "trt", "abs", "beh", "wrg", "ctl", "low"])
_MOST = 3  # words of a topic, beside those that link them
_WHOSE = {
    "en": r"\s+(?:(?:the|his|her|their|your|my|our)\s+)?",
    "es": r"\s+(?:(?:el|la|los|las|sus?|tus?|mis?)\s+)?",
}
_BEFORE = {  # what stands before a topic, and the words it begins with
    "en": (
        ("at in with about on for through throughout regarding", r"\w+"),
        ("comes came", r"\w+\s+to"),
        ("incapable ignorant unaware afraid scared terrified", r"\w+\s+of"),
        ("a an", r"\w+\s+\w+\s+of\s+an?"),  # "a shambles of a report"
        (
            "t cannot not never barely hardly unable fails",
            r"(?:(?:unable|fails)\s+to|\w+)\s+(?:even\s+|yet\s+)?(?:do|know|understand|grasp|master|manage|remember|learn|tell"
            r"|spell|solve|read|write|follow|pass)",
        ),
        ("no", r"\w+\s+(?:grasp|idea|clue|understanding|command|sense|knowledge)\s+(?:of|about)"),
        ("clue", r"\w+\s+about"),
        ("mix mixes mixed", r"\w+\s+up"),
        ("muddles muddled confuses confused", r"\w+"),
        ("fail fails failed flunk flunks flunked bomb bombs bombed tank tanks tanked", r"\w+"),
    ),
    "es": (
        ("en con para sobre durante", r"\w+"),
        ("cuanto hora tratándose nada idea", r"\w+\s+(?:de|al?)"),
        ("un una", r"\w+\s+\w+\s+de"),
        (
            "no",
            r"\w+\s+(?:se\s+)?(?:sabe|saben|sabes|domina|dominan|entiende|entienden|comprende|conoce|maneja|distingue"
            r"|aprende|recuerda|lee|escribe)(?:\s+(?:ni|bien|todavía|aún))?",
        ),
        ("nunca jamás", r"\w+\s+aprender[^\W\d_]+\s+a"),
        (
            "confunde confunden confundió suspender tronar reprobar catear aprobar desaprobar suspendió falló reprobó",
            r"\w+",
        ),
        ("*ando *iendo *yendo", r"\w+"),
    ),
}
_OTHERWISE = {  # a time with its word, a thing of somebody's that is something, "not a maths person"
    "en": (
        ("during after before", r"(?=\w+\s+\w)"),
        ("s his her their your my", r"\w+\s+(?=(?-i:[a-z’'-]+\s+){1,2}(?:is|are|was|were)(?!\w))"),
        ("not", r"\w+\s+(?:really\s+)?an?\s+(?=\w+\s+(?:person|brain)(?!\w))"),
    ),
    "es": (("su tu mi", r"\w+\s+(?=(?-i:[a-zñáéíóúü]+)\s+(?:es|está|son|era)(?!\w))"),),
}
_ABOUT = {
    tongue: Forms((*_OTHERWISE[tongue], *((words, form + _WHOSE[tongue]) for words, form in before)))
    for tongue, before in _BEFORE.items()
}
_WORD = re.compile(r"[^\W\d_][^\W\d_’'\-]*(?:[’'\-][^\W\d_]+)*")
_GOES_ON = re.compile(r"\s+(?:(?:of|to|de)\s+(?:(?:the|las?|los|el)\s+)?|del\s+)?")
_TIMES = frozenset(["during", "after", "before"])
_NO_TOPIC_LIST = (  # of idioms, places and attitudes: "in general", "with no effort", "in the head", "en serio"
    "mother father mum dad mom parents family families son daughter brother sister friend friends kid kids child "
    "children boy girl boys girls group gang teacher student pupil learner man woman people madre padre padres "
    "familia hijo hija hermano hermana niño niña niños alumno alumna alumnos chico chica gente persona effort "
    "attitude behaviour behavior life head way ways clouds world fact general spite terms case time times end "
    "bottom top back face mind brain brains nothing everything anything something least best worst last first "
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
    for begin, start in _ABOUT[tongue].each(sentence, *place):
        if begin < at:
            continue
        end = _end(sentence, start, place[1], facts)
        at = max(end, start)
        said = sentence[start:end]
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
