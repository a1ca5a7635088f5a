"""Whether a sentence is English or Spanish, by its small words: enough to choose patterns, no more."""

from __future__ import annotations

from sharewell.language.fold import fold

_SPANISH = frozenset(
    b"el la los las un una unos unas de del y que en a al por para con sin se su sus es son esta este lo "
    b"le les no mas como pero muy ha han he tu te mi me nos si ya fue era hay ser cuando donde quien "
    b"nuestro nuestra nuestros nuestras todo todos toda todas entre desde hasta sobre porque tiene "
    b"tienen puede pueden o ni ellos ella ellas el nosotros usted ustedes dos alumno alumna alumnos "
    b"ninos nino nina hijo hija".split()
)
_ENGLISH = frozenset(
    b"the an of and to in is are was were be been that this these those it its for with on at by from as "
    b"his her their our your my he she they we you i not but or if so do does did has have had will "
    b"would can could should what which who when where how there all one two more than then them him us "
    b"me am about".split()
)


def tongue(text: str) -> str:
    """`"es"` or `"en"`: Spanish letters and small words against English ones; English when undecided."""
    words = fold(text).replace(b"'", b" ").split()
    words = [word.strip(b'.,;:!?"()[]-*_') for word in words]
    spanish = sum(word in _SPANISH for word in words) + 2 * any(char in "ñ¿¡áéíóúÑ" for char in text)
    english = sum(word in _ENGLISH for word in words)
    return "es" if spanish > english else "en"
