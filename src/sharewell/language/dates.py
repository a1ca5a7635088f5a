"""Dates and days of a sentence, each whole: "Friday, March 14, 2025", "del 3 al 5 de mayo", "next week"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sharewell.language.numbers import NUMBER_WORD, NUMBER_WORDS, Place, word_starts, words_in
from sharewell.language.sentences import SHORT_MONTHS

_DAYS = (
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|lunes|martes|miércoles|miercoles|jueves|viernes"
    "|sábado|sabado|domingo"
)
_DAY = rf"(?:(?:{_DAYS})s?|(?-i:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.?(?=,?\s+\w|:))"
_MONTHS = (
    "january|february|april|june|july|august|september|october|november|december|enero|febrero|marzo|abril|mayo"
    "|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre"
)
_SHORT = (
    r"(?-i:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?|march|may"  # a month beside a number alone
)
_MONTH = rf"(?:{_MONTHS}|{_SHORT})"
_NUMBER = (
    r"(?:\d{1,2}(?:st|nd|rd|th|\.?[ºo]|ro|er)?(?![\w:/]|[.,]\d)"
    rf"|(?:{NUMBER_WORD})(?:[\s-]+(?:y\s+)?(?:{NUMBER_WORD}))?)"
)
_SPAN = (
    rf"{_NUMBER}(?:(?:\s*[–-]\s*|\s+(?:to|and|y|al?|through|until)\s+(?:the\s+|el\s+)?|\s*,\s+){_NUMBER})*"
)
_YEAR = r"(?:,?\s+(?:(?:of|de|del)\s+(?:año\s+)?)?(?:\d{4}(?:[-–/]\d{2,4})?|['’]\d{2})(?![\w:]|[.,]\d))"
_EACH = r"(?:(?:next|last|this|every|each|pr[óo]xim[oa]|pasad[oa]|est[ea]|cada|todos los)\s+)"
_FIRST = rf"{_EACH}?(?:{_DAY}\b\.?,?\s+(?:the\s+|el\s+)?(?:día\s+)?)?"
_SPELL = "week|weekend|month|year|term|semester|trimester|morning|afternoon|semana|mes|año|curso|trimestre|semestre"
_SEASONS = "autumn|summer|winter|primavera|verano|otoño|invierno"
_NOW = "today|tomorrow|yesterday|tonight|hoy|ayer|anteayer|mañana|noon|midnight|mediodía|medianoche"
_SAYS_DATE = frozenset(
    [
        *(day + plural for day in _DAYS.split("|") for plural in ("", "s")),
        *["mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"],
        *_MONTHS.split("|"),
        *SHORT_MONTHS,
        *["march", "may"],
        *_SPELL.split("|"),
        *_SEASONS.split("|"),
        *_NOW.split("|"),
    ]
)
_BEGINS_DATE = frozenset(
    [
        *_SAYS_DATE,
        *NUMBER_WORDS,
        *[
            "next",
            "last",
            "this",
            "every",
            "each",
            "próximo",
            "próxima",
            "proximo",
            "proxima",
            "pasado",
            "pasada",
            "esta",
            "este",
            "cada",
            "todos",
            "in",
            "en",
            "dentro",
        ],
    ]
)
_FORMS = (
    rf"{_FIRST}{_MONTH}\s+(?:the\s+)?{_SPAN}{_YEAR}?",
    rf"{_FIRST}{_SPAN}\s+(?:of\s+|de\s+)?{_MONTH}{_YEAR}?",
    rf"{_MONTH}{_YEAR}",
    rf"{_EACH}?{_DAY}\b(?:\s+(?:the\s+|el\s+)?(?:día\s+)?\d{{1,2}}(?:st|nd|rd|th)?(?![\w:/%]|[.,]\d))?"
    r"(?:\s+(?:que viene|pasado|próximo))?",
    rf"{_EACH}(?:{_MONTHS}|{_SPELL})",
    rf"(?:{_SPELL})\s+(?:que viene|pasad[oa]|próxim[oa])",
    rf"(?:in|en|dentro de)\s+(?:an?|una?)\s+(?:{_SPELL})",
    rf"(?:{_MONTHS}|{_SEASONS})(?:\s+(?:de\s+)?\d{{4}}(?![\w:]|[.,]\d))?",
    r"(?-i:(?<=\w )(?:March|May)|(?<=[a-z] )(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)",
    _NOW,
)
_DATE = re.compile(rf"(?<![\w@])(?:{'|'.join(_FORMS)})(?![\w@])", re.IGNORECASE)


def dates(sentence: str) -> Iterator[Place]:
    """Places of the dates in words, in English and Spanish orders; those in figures alone are numbers.

    A month that is a verb as well (may, march) is one where a number stands beside it or where it is written as a
    month in the middle of the sentence. Cost: linear in practice.
    """
    # The pattern is tried only where a date may begin, and only where a word says that there is one.
    if _SAYS_DATE.isdisjoint(words_in(sentence)):
        return
    end = 0
    for start, word in word_starts(sentence):
        if start < end or not (word in _BEGINS_DATE or word[0].isdecimal()):
            continue
        if match := _DATE.match(sentence, start):
            end = match.end()
            yield match.span()
