"""Whether a sentence is English or Spanish: by its code, its small words, or else the letters of all its words."""

from __future__ import annotations

import re
from itertools import repeat

from sharewell.language.fold import fold
from sharewell.language.letters import spanish_letters

TONGUES = ("en", "es")
_CODE = re.compile(r"\s*([a-z]{2,3})(?:[-_][\w\-]*)?\s*", re.IGNORECASE | re.ASCII)
_LONGER = {"eng": "en", "spa": "es"}
_SPANISH_WORDS = frozenset(
    b"el la los las un una unos unas de del y que en a al por para con sin se su sus es son esta este lo "
    b"le les no mas como pero muy ha han he tu te mi me nos si ya fue era hay ser cuando donde quien "
    b"nuestro nuestra nuestros nuestras todo todos toda todas entre desde hasta sobre porque tiene "
    b"tienen puede pueden o ni ellos ella ellas el nosotros usted ustedes dos alumno alumna alumnos "
    b"ninos nino nina hijo hija hoy ayer aqui clase clases deberes tarea tareas nada nadie bien mal cada "
    b"nunca siempre".split()
)
_ENGLISH_WORDS = frozenset(
    b"the an of and to in is are was were be been that this these those it its for with on at by from as "
    b"his her their our your my he she they we you i not but or if so do does did has have had will "
    b"would can could should what which who when where how there all one two more than then them him us "
    b"me am about today here never always nothing nobody well".split()
)
_EITHER = frozenset(b"a has he me no sin son".split())  # words of both tell nothing
_SPANISH = {**dict.fromkeys(_SPANISH_WORDS - _EITHER, 1), **dict.fromkeys(_ENGLISH_WORDS - _EITHER, -1)}
_LETTERS = frozenset("ñ¿¡áéíóúÑ")


def said_tongue(lang: str | None) -> str | None:
    """The language of a code as people write it ("es-MX", "ES", "en_US"): lower case, without its region.

    None where nothing was said or it is no code (BCP 47): then the text speaks for itself.
    """
    found = _CODE.fullmatch(lang or "")
    code = found[1].lower() if found else None
    return _LONGER.get(code, code) if code else None


def served_tongue(lang: str) -> str:
    """The language of packs and words that serves a text's: Spanish, or English where there are none in its own."""
    return "es" if lang == "es" else "en"


def tongue(text: str, around: str | None = None) -> str:
    """`"es"` or `"en"`: Spanish letters and small words against English ones; where they are undecided, `around`,
    the language of the text in which a sentence stands ("No thanks."), or else the letters of its words.
    """
    folded = fold(text)
    words = [word.strip(b'.,;:!?"()[]-*_') for word in folded.replace(b"'", b" ").split()]
    spanish = sum(map(_SPANISH.get, words, repeat(0))) + 2 * (not _LETTERS.isdisjoint(text))
    if spanish:
        return "es" if spanish > 0 else "en"
    return around or ("es" if spanish_letters(folded) > 0 else "en")
