"""The facts of a sentence (figures, dates, names, standards, marks), and whether a new wording keeps them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sharewell.language.fold import fold

_NUMBER = re.compile(
    r"(?<![\w.])[$€£]?\d+(?:[.,:/\-]\d+)*\w*[º°]?%?(?:\s?(?:%|°C|kg|km|cm|mm|am|pm|a\.m\.|p\.m\.)(?!\w))?"
)
_STANDARD = re.compile(
    r"\b(?:[A-Z]{1,5}[.\-])*(?:[A-Z]{1,4}|\d{1,2})(?:[.\-][A-Z0-9]{1,4}){1,5}[a-z]?\b|\bMP\d\b"
)
_MARK = re.compile(
    r"\b[A-F][+\-](?!\w)|\b[A-F](?:'s|’s)(?!\w)|(?:grade|mark|an?|nota)\s+(?P<mark>[A-F][+\-]?)(?![\w'’])"
)
_WHEN = re.compile(
    r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august"
    r"|september|october|november|december|today|tomorrow|yesterday|tonight|lunes|martes|miércoles|jueves|viernes"
    r"|sábado|domingo|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    r"|hoy|ayer|mañana)s?\b",
    re.IGNORECASE,
)
_MAY = re.compile(r"\bMay\b(?=\s+\d)|(?<=\d )May\b|(?<=in )May\b|(?<=by )May\b")
_NAME = re.compile(
    r"(?<![\w])(?:(?:Mr|Mrs|Ms|Dr|Miss|Sr|Sra|Prof)\.?\s+)?[A-ZÁÉÍÓÚÑ][\w’'\-]*[\wáéíóúñ](?:\s+(?:de|del|of)\s+[A-ZÁÉÍÓÚÑ]\w+|\s+[A-ZÁÉÍÓÚÑ][\w’'\-]*\w)*"
)
_NUMBER_WORD = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|half|twice"
    r"|third|quarter|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|quince|veinte|treinta|mitad)\b",
    re.IGNORECASE,
)
_OPENERS = frozenset(
    [
        "i",
        "i'm",
        "i've",
        "i'll",
        "he",
        "she",
        "they",
        "we",
        "you",
        "it",
        "this",
        "that",
        "these",
        "those",
        "the",
        "a",
        "an",
        "my",
        "your",
        "his",
        "her",
        "their",
        "our",
        "its",
        "if",
        "when",
        "while",
        "why",
        "what",
        "where",
        "who",
        "how",
        "which",
        "no",
        "not",
        "nobody",
        "nothing",
        "never",
        "please",
        "dear",
        "after",
        "before",
        "since",
        "because",
        "although",
        "even",
        "with",
        "without",
        "from",
        "for",
        "in",
        "on",
        "at",
        "as",
        "by",
        "to",
        "of",
        "and",
        "but",
        "or",
        "so",
        "yes",
        "there",
        "here",
        "once",
        "every",
        "each",
        "all",
        "most",
        "many",
        "some",
        "few",
        "both",
        "do",
        "does",
        "did",
        "is",
        "are",
        "was",
        "were",
        "be",
        "can",
        "could",
        "will",
        "would",
        "should",
        "may",
        "might",
        "must",
        "let",
        "lets",
        "let's",
        "let’s",
        "don't",
        "has",
        "have",
        "had",
        "english",
        "spanish",
        "french",
        "german",
        "math",
        "maths",
        "el",
        "la",
        "los",
        "las",
        "un",
        "una",
        "unos",
        "unas",
        "si",
        "no",
        "sí",
        "mi",
        "tu",
        "su",
        "sus",
        "tus",
        "al",
        "del",
        "en",
        "con",
        "sin",
        "por",
        "para",
        "de",
        "y",
        "o",
        "pero",
        "que",
        "qué",
        "cómo",
        "cuál",
        "cuándo",
        "dónde",
        "quién",
        "como",
        "cuando",
        "aunque",
        "porque",
        "hay",
        "es",
        "son",
        "eres",
        "este",
        "esta",
        "estos",
        "estas",
        "ese",
        "esa",
        "nunca",
        "siempre",
        "todo",
        "todos",
        "nadie",
        "nada",
        "ni",
        "ya",
        "muy",
        "más",
        "menos",
        "cada",
        "le",
        "les",
        "lo",
        "me",
        "te",
        "se",
    ]
)
_VERB = re.compile(
    r"\s(?:is|was|has|had|can|cannot|can't|will|won't|does|doesn't|did|didn't|never|still|always|needs|gets|got|reads"
    r"|writes|knows|says|keeps|works|struggles|lacks|fails|seems|tries|talks|shows|wants|makes|takes|finds|asks|\w+ed"
    r"|es|está|tiene|sabe|ha|no|va|puede|lee|escribe|sigue|necesita|quiere|hace|sacó|\w+ó|\w+aba)\b"
)
_NOUN_ENDINGS = (
    "s",
    "ing",
    "ed",
    "ion",
    "ty",
    "ness",
    "ment",
    "body",
    "one",
    "thing",
    "ly",
    "less",
    "ful",
    "ent",
    "ant",
)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a new wording must keep, and where it stands."""

    start: int
    end: int
    text: str


def facts_of(sentence: str) -> tuple[Fact, ...]:
    """Figures, number words, standards, marks, dates and names of a sentence, in order, without overlaps."""
    found: list[Fact] = []
    for pattern in (_STANDARD, _NUMBER, _MARK, _WHEN, _MAY, _NUMBER_WORD):
        found += [Fact(match.start(), match.end(), match.group()) for match in pattern.finditer(sentence)]
    found += _names(sentence)
    found.sort(key=lambda fact: (fact.start, -fact.end))
    kept: list[Fact] = []
    for fact in found:
        if not kept or fact.start >= kept[-1].end:
            kept.append(fact)
    return tuple(kept)


def _names(sentence: str) -> list[Fact]:
    """Capitalised words that are names: not the first word of a sentence unless nothing else explains it."""
    names: list[Fact] = []
    for match in _NAME.finditer(sentence):
        start, words = match.start(), match.group()
        while words and words.split()[0].lower().rstrip(".") in _OPENERS:
            rest = words.split(maxsplit=1)[1:]
            start += len(words) - len(rest[0]) if rest else len(words)
            words = rest[0] if rest else ""
        if not words or (words.isupper() and len(words) > 5):
            continue
        if _opens_sentence(sentence, start) and " " not in words and not _named_again(sentence, start, words):
            continue
        names.append(Fact(start, start + len(words), words))
    return names


def _opens_sentence(sentence: str, start: int) -> bool:
    before = sentence[:start].rstrip(" \"'“‘«(¿¡\t")
    return not before or before[-1] in ".!?:…\n•-–"


def _named_again(sentence: str, start: int, word: str) -> bool:
    """A first word that is a name shows it: a possessive, a verb of a third person, or another mention."""
    if word.endswith(("'s", "’s")) or sentence.count(word) > 1:
        return True
    return _VERB.match(sentence, start + len(word)) is not None and not word.lower().endswith(_NOUN_ENDINGS)


def missing_facts(original: str, wording: str) -> tuple[Fact, ...]:
    """The facts of `original` that `wording` does not carry (letter for letter, case and accents apart)."""
    said = b" " + fold(wording) + b" "
    return tuple(fact for fact in facts_of(original) if not _carries(said, fold(fact.text)))


def keeps_facts(original: str, wording: str) -> bool:
    """Whether every figure, date, mark, standard and name of `original` is in `wording`."""
    return not missing_facts(original, wording)


def _carries(said: bytes, fact: bytes) -> bool:
    """The fact stands in the text as a whole: 4 is not kept by 42."""
    start = said.find(fact)
    while start >= 0:
        before, after = said[start - 1 : start], said[start + len(fact) : start + len(fact) + 1]
        if not (before.isalnum() and fact[:1].isalnum()) and not (after.isalnum() and fact[-1:].isalnum()):
            return True
        start = said.find(fact, start + 1)
    return False
