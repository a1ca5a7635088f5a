"""What a text does as a whole, in words that teach its writer something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sharewell.language.clauses import clauses, parts
from sharewell.language.codes import FRAMINGS, INFORMATIVE
from sharewell.language.model import SentenceReading, Summary
from sharewell.language.signs import says_next
from sharewell.language.tongue import served_tongue

_WORDS = {
    "en": {
        "feed_up": "where to",
        "feed_back": "how it went",
        "feed_forward": "what next",
        "tells": "Tells {told}.",
        "tells-not": "Tells {told}, not yet {untold}.",
        "and": " and ",
        "strengths": "{n} of {all} sentences start from something people can do, know or decide.",
        "strengths-one": "One of {all} sentences starts from something people can do, know or decide.",
        "strengths-alone": "This sentence starts from something people can do, know or decide.",
        "ask": "{n} of {all} sentences may be heard as lack or fault in people; see the questions.",
        "ask-one": "One of {all} sentences may be heard as lack or fault in people; see the question.",
        "ask-alone": "This sentence may be heard as lack or fault in people; see the question.",
        "self": "It speaks of the person more than of the work: what was done, and how?",
        "plain": "Facts and arrangements, plainly said.",
        "empty": "Nothing to read yet.",
        "warm": "It is kind; what exactly went well?",
    },
    "es": {
        "feed_up": "hacia dónde",
        "feed_back": "cómo fue",
        "feed_forward": "qué sigue",
        "tells": "Dice {told}.",
        "tells-not": "Dice {told}, todavía no {untold}.",
        "and": " y ",
        "strengths": "{n} de {all} frases parten de algo que las personas pueden, saben o deciden.",
        "strengths-one": "Una de {all} frases parte de algo que las personas pueden, saben o deciden.",
        "strengths-alone": "Esta frase parte de algo que las personas pueden, saben o deciden.",
        "ask": "{n} de {all} frases se pueden oír como falta o culpa de personas; mira las preguntas.",
        "ask-one": "Una de {all} frases se puede oír como falta o culpa de personas; mira la pregunta.",
        "ask-alone": "Esta frase se puede oír como falta o culpa de personas; mira la pregunta.",
        "self": "Habla de la persona más que del trabajo: ¿qué hizo, y cómo?",
        "plain": "Hechos y acuerdos, dichos sin más.",
        "empty": "Todavía no hay nada que leer.",
        "warm": "Es amable; ¿qué salió bien exactamente?",
    },
}


def carries_next_step(sentences: Sequence[SentenceReading]) -> bool:
    """Whether a text says what comes next: as the heads hear it, or by the words of a part of a clause."""
    return any(
        "feed_forward" in sentence.informative or sentence.reason in ("nxt", "nxn") or _says_next(sentence)
        for sentence in sentences
    )


def _says_next(sentence: SentenceReading) -> bool:
    tongue = served_tongue(sentence.lang)
    text = sentence.text
    places = (part for clause in clauses(text) for part in parts(text, clause))
    return any(says_next(text[slice(*place)], tongue) for place in places)


def summarise(sentences: Sequence[SentenceReading]) -> Summary:
    """Counts of framings and of what informs, and up to three sentences for the writer."""
    framings = Counter(sentence.framing for sentence in sentences)
    informative = Counter(kind for sentence in sentences for kind in sentence.informative if sentence.level)
    return Summary(
        sentences=len(sentences),
        framings={framing: framings[framing] for framing in FRAMINGS},
        informative={kind: informative[kind] for kind in INFORMATIVE},
        words=tuple(_words(sentences)[:3]),
    )


def _words(sentences: Sequence[SentenceReading]) -> list[str]:
    spanish = sum(sentence.lang == "es" for sentence in sentences)
    said = _WORDS["es" if spanish * 2 > len(sentences) else "en"]
    if not sentences:
        return [said["empty"]]
    words: list[str] = []
    feedback = [sentence for sentence in sentences if sentence.level]
    strengths = sum(sentence.framing == "asset" for sentence in sentences)
    asked = sum(sentence.framing == "deficit" for sentence in sentences)
    if _is_feedback(feedback, len(sentences)):
        words.append(_tells(feedback, said, steps=carries_next_step(sentences), kind=not asked))
    if asked:
        words.append(_counted("ask", asked, len(sentences), said))
    if strengths:
        words.append(_counted("strengths", strengths, len(sentences), said))
    if feedback and sum(sentence.level == "self" for sentence in feedback) * 2 > len(feedback):
        words.append(said["self"])
    return [word for word in words if word] or [said["plain"]]


def _is_feedback(feedback: Sequence[SentenceReading], every: int) -> bool:
    """Whether what is not told may be missed: a notice with one errand in it is no feedback to a learner."""
    speaks = [sentence for sentence in feedback if sentence.reason != "quo"]
    return 2 * len(speaks) >= every > 0 or any(
        {"feed_up", "feed_back"} & {*sentence.informative} for sentence in speaks
    )


def _counted(form: str, n: int, every: int, said: dict[str, str]) -> str:
    """So many of so many sentences, in words that fit one alone and one of several."""
    ending = "" if n > 1 else "-one" if every > 1 else "-alone"
    return said[form + ending].format(n=n, all=every)


def _tells(feedback: Sequence[SentenceReading], said: dict[str, str], *, steps: bool, kind: bool) -> str:
    """What of the three is told, and what is not yet; where nothing is, that it is kind, if it may be said so."""
    given = {kind for sentence in feedback for kind in sentence.informative}
    if steps:
        given.add("feed_forward")
    told = [said[kind] for kind in INFORMATIVE if kind in given]
    untold = [said[kind] for kind in INFORMATIVE if kind not in given and kind != "feed_up"]
    if not told:
        return said["warm"] if kind and any(sentence.reason == "emp" for sentence in feedback) else ""
    form = said["tells-not"] if untold else said["tells"]
    return form.format(told=said["and"].join(told), untold=said["and"].join(untold))
