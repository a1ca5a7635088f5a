"""Numbers of a sentence, in figures and in words: whole, with sign, group, fraction, ratio and unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

Place = tuple[int, int]

CURRENCIES = "$€£¥₦₹₨₱₩₪₫₴₺₽₡₵₲฿"
FRACTIONS = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_PART = rf"[\w{FRACTIONS}{CURRENCIES}.,:/%‰°#&+@'’\-–−*_=<>≤≥±≈~^]"
# An age of reading is written with a semicolon: 7;4.
_RUN = re.compile(rf"(?:{_PART}|(?<=\d);(?=\d)|(?<=[\w)])\([A-Za-z0-9.+\-−*/^=]{{1,16}}\))+")
_DIGIT = re.compile(rf"[\d{FRACTIONS}]")
_SEAM = re.compile(
    r"[,:=](?=[^\W\d_])|(?<=[^\W\d_])[,:=]|--+"
)  # "score:5", "5,again", "rest--6": two words, not one number
_OPENS_NUMBER = re.compile(rf"[.\-–−+][{CURRENCIES}]?\.?[\d{FRACTIONS}]")
_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand "
    "thousands million millions billion billions dozen dozens half halves quarter quarters third thirds fourth "
    "fourths fifth fifths sixth sixths seventh sevenths eighth eighths ninth ninths tenth tenths eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth "
    "fiftieth sixtieth seventieth eightieth ninetieth hundredth hundredths thousandth thousandths millionth first "
    "second once twice thrice double triple couple pair pairs"
)
_SPANISH = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis dieciseis "
    "diecisiete dieciocho diecinueve veinte veintiuno veintiún veintiun veintiuna veintidós veintidos veintitrés "
    "veintitres veinticuatro veinticinco veintiséis veintiseis veintisiete veintiocho veintinueve treinta cuarenta "
    "cincuenta sesenta setenta ochenta noventa cien ciento quinientos quinientas setecientos setecientas "
    "novecientos novecientas mil miles millón millon millones decena decenas docena docenas centenar centenares "
    "millar millares mitad mitades medio media medios medias tercio tercios cuarto cuartos cuarta cuartas doble "
    "triple primer primero primera primeros primeras segundo segunda segundos segundas tercer tercero tercera "
    "terceros terceras quinto quinta quintos quintas sexto sexta sextos sextas séptimo séptima séptimos séptimas "
    "septimo septima octavo octava octavos octavas noveno novena novenos novenas décimo décima décimos décimas "
    "decimo decima undécimo undécima duodécimo duodécima vigésimo vigésima trigésimo trigésima centésimo centésima "
    "centésimas milésima milésimas par"
)
_HUNDREDS = [
    f"{unit}cient{end}s"
    for unit in ["dos", "tres", "cuatro", "seis", "ocho", "tre", "cinco", "siete", "nueve"]
    for end in "oa"
]
_TEENTHS = [
    f"{ten}{unit}{end}"
    for ten in ["decimo", "décimo", "vigésimo", "trigésimo"]
    for unit in ["primer", "segund", "tercer", "cuart", "quint", "sext", "séptim", "octav", "noven"]
    for end in ("", "o", "a")
]
NUMBER_WORDS = frozenset([*_ENGLISH.split(), *_SPANISH.split(), *_HUNDREDS, *_TEENTHS])
NUMBER_WORD = "|".join(sorted(NUMBER_WORDS, key=lambda word: (-len(word), word)))
_LIKENS = (
    r"-(?:faced|hearted|baked|witted|minded|rate|sided)\b"  # what a number is glued to and counts nothing
)
_ROMAN_LIST = "ii iii iv vii viii ix xi xii xiii xiv xv xvi xvii xviii xix xxi xxii xxiii xxiv"
_ROMANS = frozenset(_ROMAN_LIST.split())
_ROMAN = re.compile(
    rf"(?<![\w'’.-])(?:[^\W\d_]+\s)?(?:{_ROMAN_LIST.replace(' ', '|')})(?![\w'’-])"
)  # "scene iii"
_WORD = re.compile(rf"(?<![\w'’])(?:{NUMBER_WORD})(?![\w'’]|{_LIKENS})", re.IGNORECASE)
_WORD_RUN = re.compile(r"\w+")
_ONE_I = str.maketrans("İı", "ii")  # patterns that ignore case take these for an i; folding case does not
_KEPT = 64  # a sentence's words are asked for by its numbers and by its dates
_NO_NUMBER = re.compile(
    r"\bno one\b|(?<!\w)Once\b(?=,| \w+ (?!alumn|estud|punt))|(?<=at )once\b|\bTen (?=cuidado|paciencia)"
    r"|\b(?:au pair|half-wit(?:s|ted)?|(?:a la|sin|de|al|en) par)\b"
)
_MAY_BE_NONE = frozenset(["one", "once", "ten", "pair", "half", "par"])  # the numbers in those
_ARTICLE = r"(?:(?:an?|una?)\s+)?"
_WORDS_JOINED = re.compile(
    r"\s*-\s*|\s+(?:(?:and|y|e|of|out\s+of|in|to|al?|or|o|u|per|por|past|over|de\s+cada|de|con|point|coma|punto)\s+"
    rf"{_ARTICLE})?",
    re.IGNORECASE,
)
_DIGITS_JOINED = re.compile(
    r"\s+(?:of|out\s+of|in|to|al?|per|de\s+cada|de|sobre)\s+|\s*[/:×x–-]\s*", re.IGNORECASE
)
_MIXED = re.compile(rf"\s*-\s*|\s+(?:(?:and|y|e)\s+{_ARTICLE})?", re.IGNORECASE)
# One list of figures says one thing: "4a, 4b and 4d", "2, 4 y 7".
_LISTED = re.compile(r"\d[\d.,:/%]{0,8}[a-z]{0,2}(?!\w)")
_LIST_ALONE = 2  # figures after the first that make a list without an "and": "22, 31, 19"
_LIST_GOES_ON, _LIST_ENDS = re.compile(r",\s+"), re.compile(r",?\s+(?:and|or|y|o|e|u|&)\s+")
_FRACTION = re.compile(rf"\d+/\d+|[{FRACTIONS}]")
_OPENS_GROUPS, _GROUP = re.compile(r"(?:(?<![\d.,:/])\d{1,3}|\s\d{3})$"), re.compile(r"\d{3}(?!\d)")
_PLAIN = re.compile(rf"[{CURRENCIES}+\-−–]*[\d.,:/%{FRACTIONS}]+(?:\s\d{{3}})*")
_LABELS = (  # words that a figure after them says which one: "question 6", "aula 14"
    "units?|rooms?|rm\\.?|years?|ages?|aged|grades?|class|levels?|questions?|tasks?|pages?|pp?\\.|ch\\.|chapters?|lessons?|groups?|tiers?"
    "|stages?|phases?|papers?|exercises?|problems?|sections?|lines?|items?|parts?|weeks?|days?|periods?|tables?|sets?|steps?|slides?"
    "|cohorts?|bars?|wards?|bays?|lockers?|annex|appendix|tracks?|lanes?|gates?|floors?|labs?|books?|sessions?|rounds?|forms?"
    "|rows?|modules?|criteri(?:on|a)|seats?|desks?|bus|routes?|exs?\\.|figs?\\.|nos?\\.|n\\.?[º°]"
    "|unidad|temas?|aula|grupos?|cursos?|nivel|grados?|preguntas?|ejercicios?|páginas?|págs?\\.|capítulos?|lección"
    "|(?:avg|max|min|máx|mín|approx|aprox|prom)\\.|fases?|sesión|líneas?|actividad|láminas?|problemas?|apartados?"
    "|tablas?\\s+del|anexos?|taquillas?|pistas?|planta|piso|puerta|sala|bloques?|cohorte|promoción|fichas?|prácticas?"
    "|circular|folios?|tomos?|libros?|compás|compases|turno|salón"
    "|módulos?|criterios?|mesas?|autobús|ejs?\\.|edad|filas?|diapositivas?|núm\\.|expediente"
)
_BEFORE = re.compile(
    rf"(?:(?<![\w.-])(?:{_LABELS})\s(?:(?:n\.?[º°]|nos?\.|núm\.)\s)?(?=[\d#])|(?<![\w.])(?-i:(?:[A-Z]\.){{2,4}})\s"
    rf"|(?<![\w.])(?:[A-Z]{{1,2}})?[{CURRENCIES}]\s?|[<>≤≥≈~±−]\s?|(?<!\w)(?:minus|negative|menos|bajo)\s+"
    r"|(?<!\w)(?:an?|un|una)\s+(?=(?:half|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|hundred"
    r"|thousand|million|dozen|couple|pair|par|tercio|cuart[oa]|quint[oa]|sext[oa]|décim[oa]|millón|centenar|decena"
    r"|docena|millar)\b))",
    re.IGNORECASE,
)
_LEADS = re.compile(rf"{_LABELS}|minus|negative|menos|bajo|del|an?|una?|[A-Z]{{1,2}}", re.IGNORECASE)
_AHEAD = 24  # characters that a word before a number may need to be seen with it
_UNIT = re.compile(
    rf"(?<=['’′]\d)[\"”″]|(?<=['’′]1[01])[\"”″]|\s?(?:[%‰{CURRENCIES}]|°\s?[CFK]?|º\s?[CF]?)(?!\w)"
    r"|[\s-]+(?:per\s?cent|percentage\s+points?|percentiles?|por\s+ciento|points?|pts?|puntos?|marks?|degrees?|grados?"
    r"|kg|g|mg|[kcm]?m[²³]?|[mcd]?l|k?wh?|[km]?v|k?hz|[kmgt]b|mph|km/h|a\.\s?m\.|p\.\s?m\.|am|pm|h|s|hrs?|hours?"
    r"|horas?|min|minutes?|minutos?|sec|secs|terms?|semesters?|trimestres?|semestres?|seconds?|segundos?|days?|días?|weeks?|semanas?|months?|mes|meses|years?|años?|times|veces|vez|o['’]clock"
    r"|euros?|dollars?|dólares|cents?|céntimos?|pesos?|pounds?|miles?|met(?:er|re)s?|metros?|inch(?:es)?|feet|foot)"
    r"(?:-old)?(?![\w@])",
    re.IGNORECASE,
)
# What a number is glued to says what it counts: "12-item", "two-page", "40-minute".
_GLUED = re.compile(rf"(?!{_LIKENS})-(?!(?:and|to|or)\b)[^\W\d_]{{3,}}(?!\w)")


def numbers(sentence: str) -> Iterator[Place]:
    """Places of the numbers: "-5 %", "10 000 €", "3 1/2", "one in five", "treinta y uno", "the 2nd", "5.NF.A.1".

    Whatever holds a digit is whole (a code, a version, an hour), numbers that one phrase joins are one (42 of 60),
    and a word that is a number in one of its senses ("wait a second") is taken for one. Cost: linear.
    """
    apart = (_merged(sentence, _figures(sentence)), _merged(sentence, _words(sentence)))
    if not _ROMANS.isdisjoint(words_in(sentence)):
        yield from (match.span() for match in _ROMAN.finditer(sentence))
    for start, end in _in_lists(sentence, _merged(sentence, sorted([*apart[0], *apart[1]]))):
        yield _before(sentence, start), _after(sentence, end)


@lru_cache(_KEPT)
def words_in(sentence: str) -> tuple[str, ...]:
    """Each run of letters, figures and underscores, as one compares words without case."""
    if sentence.isascii():
        return tuple(_WORD_RUN.findall(sentence.lower()))
    return tuple(run.casefold() for run in _WORD_RUN.findall(sentence.translate(_ONE_I)))


def word_starts(sentence: str) -> Iterator[tuple[int, str]]:
    """Where each of the words begins, and the word."""
    starts = (run.start() for run in _WORD_RUN.finditer(sentence.translate(_ONE_I)))
    return zip(starts, words_in(sentence), strict=True)


def _merged(sentence: str, atoms: Iterable[Place]) -> list[Place]:
    """Neighbours that are one number as one place."""
    merged: list[Place] = []
    for atom in atoms:
        if merged and _joins(sentence, merged[-1], atom):
            merged[-1] = (merged[-1][0], max(merged[-1][1], atom[1]))
        else:
            merged.append(atom)
    return merged


def _in_lists(sentence: str, apart: list[Place]) -> Iterator[Place]:
    """Numbers one by one, but figures in a row up to an "and" and the one after it as one place."""
    at = 0
    while at < len(apart):
        last = reached = joined = at
        while reached + 1 < len(apart) and _LISTED.fullmatch(sentence, *apart[reached + 1]):
            between = sentence[apart[reached][1] : apart[reached + 1][0]]
            reached += 1
            if _LIST_ENDS.fullmatch(between):
                last = reached
                break
            if not _LIST_GOES_ON.fullmatch(between):
                break
            joined = reached
        if last == at and joined - at >= _LIST_ALONE:
            last = joined
        if not _LISTED.fullmatch(sentence, *apart[at]):
            last = at
        yield apart[at][0], apart[last][1]
        at = last + 1


def _figures(sentence: str) -> Iterator[Place]:
    if not _DIGIT.search(sentence):
        return
    for run in _RUN.finditer(sentence):
        if not _DIGIT.search(run.group()):
            continue
        start = run.start()
        address = "@" in run.group() or "://" in run.group()
        seams = [] if address else [seam.span() for seam in _SEAM.finditer(run.group())]
        for seam, after in (*seams, (len(run.group()),) * 2):
            if place := _trimmed(sentence, start, run.start() + seam):
                yield place
            start = run.start() + after


def _trimmed(sentence: str, start: int, end: int) -> Place | None:
    """Without the marks around it; a sign, a currency and a decimal point before the digits stay."""
    if not _DIGIT.search(sentence, start, end):
        return None
    while sentence[start] in "*_'’,:/=&" or (
        sentence[start] in ".-–−+" and not _opens_number(sentence, start)
    ):
        start += 1
    while sentence[end - 1] in ".,:;'’*_-–−/&=<>#@~":
        end -= 1
    return start, end


def _opens_number(sentence: str, at: int) -> bool:
    return _OPENS_NUMBER.match(sentence, at) is not None


def _words(sentence: str) -> Iterator[Place]:
    # Each word is looked up first: trying hundreds of alternatives at every letter costs a hundred times as much.
    if NUMBER_WORDS.isdisjoint(words_in(sentence)):
        return
    found = [start for start, word in word_starts(sentence) if word in NUMBER_WORDS]
    doubted = found and not _MAY_BE_NONE.isdisjoint(words_in(sentence))
    apart = [match.span() for match in _NO_NUMBER.finditer(sentence)] if doubted else []
    for match in (_WORD.match(sentence, start) for start in found):
        if match and not any(start < match.end() and match.start() < end for start, end in apart):
            yield match.span()


def _joins(sentence: str, left: Place, right: Place) -> bool:
    """Whether two numbers are one: a ratio, a range, a group of thousands, a mixed fraction, words in a row."""
    if right[0] < left[1]:
        return True
    between, one, other = sentence[left[1] : right[0]], sentence[slice(*left)], sentence[slice(*right)]
    figures = [_PLAIN.fullmatch(part) is not None for part in (one, other)]
    if all(figures):
        if between.isspace():
            mixed = _FRACTION.fullmatch(other)
            grouped = _OPENS_GROUPS.search(one) and _GROUP.match(other)
            return bool(mixed or grouped)
        return _DIGITS_JOINED.fullmatch(between) is not None
    if any(_DIGIT.search(part) for part in (one, other)):
        return any(figures) and not all(map(_DIGIT.search, (one, other))) and bool(_MIXED.fullmatch(between))
    return _WORDS_JOINED.fullmatch(between) is not None


def _before(sentence: str, start: int) -> int:
    head = max(0, start - _AHEAD)
    last = sentence[head:start].split()[-1:]
    if not last or (last[0].isalpha() and not _LEADS.fullmatch(last[0])):
        return start  # most numbers: no sign and no label stands before them
    window = sentence[head : start + _AHEAD]
    for match in _BEFORE.finditer(window):
        if match.end() == start - head:
            return head + match.start()
    return start


def _after(sentence: str, end: int) -> int:
    while unit := _UNIT.match(sentence, end) or _GLUED.match(sentence, end):
        end = unit.end()
    return end
