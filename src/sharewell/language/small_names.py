"""Names that a hurried hand writes in small letters: by the title before them, or by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sharewell.language.names import SMALL_WORDS, VERB_OF_ONE
from sharewell.language.numbers import Place, words_in
from sharewell.language.vocabulary import WORD_ENDINGS, is_kept_capital, is_word, pack_words

_WORD = r"[a-zß-öø-ÿ](?:[a-zß-öø-ÿ]|['’-](?=[a-zß-öø-ÿ])){2,}(?![\w'’])"
_TITLE_LIST = (
    "mr mrs ms mx dr dra sra srta doña dña coach nurse principal aunt auntie uncle profe seño profesora profesor "
    "maestra maestro directora director tía tío"
)
_TITLES = frozenset(_TITLE_LIST.split())
_TITLED = re.compile(rf"(?<![\w'’.])(?:{'|'.join(sorted(_TITLES))})\.?\s+({_WORD})")
_ARE = r"(?=\s+(?:are|were|have|do|can|will|keep|never|always|son|eran|están|tienen|no|se)(?!\w))"
_DOES = (
    rf"(?={VERB_OF_ONE.pattern}|\s+(?:never|always|still|nunca|siempre)\s+[^\W\d_]+[sea](?!\w)"
    r"|\s+(?:doesnt|dont|cant|wont|isnt)\s)"
)
# Who opens a clause and does something, with another or alone, or in Spanish whom something befalls: "a kevin le".
_OPENS = re.compile(
    rf"({_WORD})(?:\s+(?:and|y|e)\s+({_WORD}){_ARE}|{_DOES})|[aA]\s+({_WORD})(?=\s+(?:no\s+)?(?:le|se|lo|la)\s)"
)
_KIN = re.compile(  # "my son radek", "mi hijo brayan"
    r"(?<!\w)(?:my|our|his|her|their|your|the|mi|nuestr[oa]|su|tu|el|la)\s+(?:(?:little|big|older|younger|new|twin)\s+)?(?:son"
    r"|daughter|brother|sister|cousin|nephew|niece|grandson|granddaughter|friend|mate|buddy|partner|twin|classmate|hij[oa]"
    r"|herman[oa]|prim[oa]|sobrin[oa]|niet[oa]|amig[oa]|compa[nñ]er[oa])(?:\s+(?:called|named|llamad[oa]))?,?\s+"
    rf"({_WORD})"
)
_ASIDE = re.compile(rf",\s+({_WORD}),(?={VERB_OF_ONE.pattern})")  # "the new nurse, mwangi, is"
_WITH = re.compile(  # "with emma on monday", not "with moody boys"
    rf"(?<!\w)(?:with|con)\s+({_WORD})(?=\s*(?:$|[.,;:!?)]|(?:and|y|e|or|o|ni|on|in|at|to|for|en|el|para|desde)\s))"
)
_PAIR = re.compile(rf"(?<![\w'’-])({_WORD})\s+(?:and|y|e|&)\s+(?=({_WORD}))")
_COLOUR = (
    "red|orange|yellow|green|blue|purple|pink|brown|black|white|gold|silver|turquoise|lime|rojo|roja|naranja|amarill[oa]"
    "|verde|azul|morad[oa]|rosa|marrón|negr[oa]|blanc[oa]|dorad[oa]|turquesa"
)
_LEVELS = frozenset(["nivel", "banda", "grupo", "mesa", "level", "band", "group", "table"])
_OF_LEVEL = "|".join(sorted(_LEVELS))
_LEVEL = re.compile(  # what is called by a colour: levels of reading, groups, tables
    rf"(?<!\w)(?:(?:{_OF_LEVEL})\s+(?:{_COLOUR})|(?:{_COLOUR})\s+(?:{_OF_LEVEL}))(?!\w)"
)
_JOINT = re.compile(r"[,.;:!?]\s+|\s(?:and|but|so|y|e|pero)\s+")
_SHORTENED = re.compile(r"['’](?:s|re|ve|ll|d|m|t)$")


def small_names(sentence: str) -> Iterator[Place]:
    """Places of names without capitals: "mr dunne says", "o'brien and deshawn are", "a kevin no le".

    A word that opens a clause as one who does something is a name where the vocabulary of the encoder does not know
    it in small letters; a rare word taken for one is said again in a suggestion and harms nothing. Cost: linear.
    """
    words = words_in(sentence)
    if not _LEVELS.isdisjoint(words):
        yield from (match.span() for match in _LEVEL.finditer(sentence))
    if not _TITLES.isdisjoint(words):
        yield from (match.span() for match in _TITLED.finditer(sentence) if _is_unknown(match.group(1)))
    for pattern in (_KIN, _ASIDE):
        yield from (match.span(1) for match in pattern.finditer(sentence) if _is_unknown(match.group(1)))
    yield from (
        match.span(1)
        for match in _WITH.finditer(sentence)
        if is_kept_capital(match.group(1)) and _is_unknown(match.group(1))
    )
    for match in _PAIR.finditer(sentence):
        # One of the two is surely a name, and so is the other: "samuel y dayana".
        both = match.group(1, 2)
        if any(map(is_kept_capital, both)) and all(map(_may_be_name, both)):
            yield from (match.span(1), match.span(2))
    for start in (0, *(joint.end() for joint in _JOINT.finditer(sentence))):
        if match := _OPENS.match(sentence, start):
            groups = range(1, _OPENS.groups + 1)
            yield from (match.span(group) for group in groups if match[group] and _is_unknown(match[group]))


def _may_be_name(word: str) -> bool:
    return _is_unknown(word) or not (
        word.endswith(("s", *WORD_ENDINGS)) or word in SMALL_WORDS or word in pack_words()
    )


def _is_unknown(word: str) -> bool:
    if _SHORTENED.search(word) or word in SMALL_WORDS or word in pack_words():
        return False
    return is_kept_capital(word) or not (word.endswith(WORD_ENDINGS) or is_word(word.capitalize()))
