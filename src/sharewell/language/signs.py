"""The signs of a next step: one rule for what a suggestion repeats and for what a summary says is there.

A step is asked for, arranged, begun with a verb that asks, asked as a kind question, or named with its time. It is
none where the words demand an effort or an attitude, forecast, threaten, or only say who or what.
"""

from __future__ import annotations

import re
from functools import cache

from sharewell.language import step_forms_en, step_forms_es
from sharewell.language.fold import fold
from sharewell.language.numbers import Place, word_starts
from sharewell.language.packs import shared
from sharewell.language.verdicts import WORDS as CONDEMNING
from sharewell.language.verdicts import condemns

_ASKED = {"en": step_forms_en.ASKED, "es": step_forms_es.ASKED}
_PLANNED = {"en": step_forms_en.PLANNED, "es": step_forms_es.PLANNED}
_NAMED = {"en": step_forms_en.NAMED, "es": step_forms_es.NAMED}
_KINDLY = {"en": step_forms_en.KINDLY, "es": step_forms_es.KINDLY}
_NO_STEP = {"en": step_forms_en.NO_STEP, "es": step_forms_es.NO_STEP}
_JOINING = re.compile(
    r"^[\s,;:–—\-(]*(?:(?:so|but|and|then|therefore|hence|thus|yet|(?:which|that|this)\s+is\s+why|pero|y|e|así\s+que|así"
    r"|entonces|luego|por\s+(?:eso|ello|lo\s+que|lo\s+tanto|tanto)|de\s+ahí|de\s+modo\s+que|conque)(?:\s+|,\s*))*",
    re.IGNORECASE,
)
_EXCLAIMS = re.compile(r"[\s¡¿]*(?:qué|cuánt[oa]s?|cómo)\s", re.IGNORECASE)  # by its accent: "Qué pena"
_HEADING = re.compile(r"\s*\w+\s*:")
_FOLLOWS = re.compile(  # what follows from a finding, or stands in brackets beside it
    r"^\s*\((?=\w+\s+\w+\s+\w)|^[\s,;:–—\-(]*(?:and\s+|y\s+)?(?:so|therefore|hence|thus|(?:which|that|this)\s+is\s+why|así\s+que|por\s+(?:eso|lo\s+que|lo\s+tanto)|de\s+ahí)\b",
    re.IGNORECASE,
)
_LONE_CLOSE = re.compile(r"[^()]*\)")
_IS_PAST = re.compile(
    r"\b(?:was|were|did|had|never|failed|missed|skipped|ignored|refused|late|rude|always|cannot|\w+n['’]t|fue|fueron|era|eran"
    r"|estaba|nunca|no|siempre|tarde)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_]+")
_QUESTION = re.compile(r"\?[\"'”’»)]*$")
_THREAT = re.compile(
    r"[\s,;]+(?:or\s+else\b|otherwise\b|or\s+(?:you|he|she|they|I|we|there)(?:['’](?:ll|re)|\s+(?:will|can|may|shall|call|stay"
    r"|lose|fail|go|get|repeat|are|is))\b|o\s+(?:si\s+no|llamo|llamaremos|te\s+qued\w+|se\s+qued\w+|suspend\w+|repetir\w+)\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_THREATENS = re.compile(
    r"\b(?:if|unless|one\s+more|once\s+more|next\s+time|or|si|como|o)\b.*\b(?:lose\s+(?:your|his|her|their|the)|detention|stay\s+(?:in|behind)"
    r"|(?:call(?:ing)?|ring|phone|tell)\s+(?:your|his|her|their)\s+(?:father|mother|parents|dad|mum|mom)"
    r"|out\s+of\s+(?:my|the|this)|expel\w*|punish\w*|consequences|repeat\s+the\s+(?:year|grade)|kicked|throw\w*\s+(?:you|him|her)"
    r"|llam\w+\s+a\s+(?:tu|su|sus|tus)\s+(?:padres?|madre)|castig\w+|expuls\w+|sin\s+recreo|repet\w+\s+curso)\b",
    re.IGNORECASE | re.DOTALL,
)
_VERDICTS = {"en": "verdict", "es": "juicio"}
_OTHERS = {"en": "others", "es": "otros"}
_THAN = {
    "en": r"(?:than|below|behind|beneath|under|unlike|compared\s+(?:with|to)|where|of\s+all)",
    "es": r"(?:que|debajo\s+de|detrás\s+de|comparad[oa]\s+con|respecto\s+[ad]e?)",
}
_TELLS_OF = {
    "en": re.compile(
        r"\b(?:is|are|was|were|am|has|have|had|does|do|did|never|not|no|none|nothing|nobody|always|too|so|such|as|typical"
        r"|lacks?|fails?|failed|without|can|cannot|could|would|will|everyone|usual|zero|worse|worst|poor|below|behind"
        r"|(?:do|does|did|is|are|was|were|has|have|had|ca|wo|could|would)nt)\b|n['’]t\b|!$"
        r"|^(?:he|she|they|you|i|we|it|his|her|their|your|my|what|how|why|who|this|that|these|those)\b"
        # Somebody named, or a kind of people, who does something.
        r"|(?-i:\b[A-ZÀ-Þ][\w’'-]+)\s+(?!(?:says|asks|wants|suggests|recommends|advises|offers|meets|visits|starts|runs|leads"
        r"|teaches|sees|plans|books|brings|signs|expects|needs|sends|calls|takes|plays|joins|helps|keeps)\b)(?-i:[a-z]{2,}(?<!s)s)\s+\w|^the\s+(?:[A-Za-z]+\s+){0,2}(?:kids|boys|girls|children|pupils"
        r"|students|parents|families|people|lot|team|men|women)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(?:es|son|era|eran|está|están|estaba|tienen?|ha|han|hay|nunca|jamás|no|ni|nada|nadie|siempre|muy|tan|tanto"
        r"|demasiado|sin|sabe|saben|quiere|quieren|puede|hace|carece|falta|peor|típico|como|cero|mal|mala|malo)\b|!$"
        r"|[^\W\d_]{2,}(?:ste|steis|ó|aron|ieron|aban?|ían?)\b"
        r"|^(?:él|ella|ellos|ellas|su|sus|tu|tus|este|esta|qué|cómo|quién|yo|tú)\b",
        re.IGNORECASE,
    ),
}


def says_next(text: str, tongue: str) -> bool:
    """Whether words say what comes next. Cost: some 20 microseconds a clause."""
    words = without_threat(bare(text))
    step = (
        asks_for(words, tongue) is not None
        or begins_with_errand(words, tongue)
        or is_asked_kindly(words, tongue)
        or is_ahead(words, tongue)
        or (_FOLLOWS.match(text) is not None and is_note(words, tongue))
    )
    return step and not is_no_step(words, tongue)


def asks_for(text: str, tongue: str, start: int = 0, end: int | None = None) -> Place | None:
    """Where the first words stand that ask for something to be done, wherever they stand in the place."""
    return _ASKED[tongue].search(text, start, end)


def is_planned(text: str, tongue: str, start: int = 0, end: int | None = None) -> Place | None:
    """Where the first words stand that say what is arranged or to be done by whomever: "is booked", "se repetirá"."""
    return _PLANNED[tongue].search(text, start, end)


def is_ahead(text: str, tongue: str) -> bool:
    """Whether something is planned, or named as a thing that comes next and is not told as past: "a re-sit"."""
    if is_planned(text, tongue):
        return True
    return (
        _NAMED[tongue].search(text) is not None
        and _IS_PAST.search(text) is None
        and not has_verdict(text, tongue)
    )


def begins_with_errand(text: str, tongue: str) -> bool:
    """Whether the words begin with a verb that asks: "redo question 6", "Suban las notas"; "Mark: 17" is a heading."""
    if _HEADING.match(text):
        return False
    if tongue == "en":
        return step_forms_en.BEGINS.match(text) is not None
    if _EXCLAIMS.match(text):
        return False
    begun = step_forms_es.BEGINS.match(fold(text).decode()) or step_forms_es.HANGING.match(text)
    return begun is not None


def is_asked_kindly(text: str, tongue: str) -> bool:
    """Whether it is a question that asks for a deed: “Could you ring home?”, “¿y si lo grabas?”."""
    return _QUESTION.search(text) is not None and _KINDLY[tongue].search(text) is not None


def is_no_step(text: str, tongue: str) -> bool:
    """Whether the words ask for nothing to be done, whatever verbs are in them: a question that is no request."""
    return is_question(text, tongue) or _NO_STEP[tongue].search(text) is not None


def is_question(text: str, tongue: str) -> bool:
    """Whether it is a question that is no kind request."""
    return _QUESTION.search(text) is not None and not is_asked_kindly(text, tongue)


def is_note(text: str, tongue: str) -> bool:
    """Whether a clause by itself is a note of something to do or done, and tells nothing of anyone: "Nurse booked."

    It has words of its own, no verb that says what someone is or does not do, and no word of a verdict.
    """
    words = _WORDS.findall(text)
    telling = _TELLS_OF[tongue].search(text) is not None or is_no_step(text, tongue)
    return len(words) > 1 and not telling and not has_verdict(text, tongue)


def without_threat(text: str) -> str:
    """A step without what is threatened if it is not done: "redo it, or you will stay in"."""
    return _THREAT.sub("", text)


def bare(text: str) -> str:
    """Without the word that joined it to what came before, and without a comma or half a bracket.

    A colon at the end stays: it tells a heading ("Mark:") from an errand.
    """
    joined = _JOINING.match(text)
    words = text[joined.end() if joined else 0 :].strip().rstrip(",;–—-(").strip()
    return words.replace(")", "", 1) if _LONE_CLOSE.match(words) else words


def unled(text: str) -> str:
    """Bare words to be said by themselves: no colon without what it leads to."""
    return bare(text).rstrip(" :")


def shown(text: str) -> str:
    """Words to be said by themselves, and no threat."""
    return without_threat(unled(text))


def threatens(clause: str) -> bool:
    """Whether a clause says what is done to somebody if they do not do as they are told."""
    return _THREATENS.search(clause) is not None


def judges(text: str, tongue: str) -> bool:
    """Whether words say of somebody what they are called."""
    return condemns(text, tongue) or (
        has_verdict(text, tongue) and _TELLS_OF[tongue].search(text) is not None
    )


def names_others(text: str, tongue: str) -> bool:
    """Whether those are named whom somebody is compared with."""
    return _others(tongue).search(text) is not None


def compares(text: str, tongue: str) -> bool:
    """Whether words set somebody against others or against what is called normal: "behind the rest of the class"."""
    return _against(tongue).search(text) is not None


@cache
def _against(tongue: str) -> re.Pattern[str]:
    """Others not far after a word that compares."""
    return re.compile(rf"\b{_THAN[tongue]}\s+(?:[\w’']+\s+){{0,4}}?{_others(tongue).pattern}", re.IGNORECASE)


@cache
def _others(tongue: str) -> re.Pattern[str]:
    """Those who are compared with, by the packs' own list, and the norm."""
    words = "|".join(map(re.escape, shared(tongue).lists[_OTHERS[tongue]]))
    return re.compile(rf"\b(?:{words}|normal\w*)\b", re.IGNORECASE)


def has_verdict(text: str, tongue: str) -> bool:
    """Whether a word that people are called by is there, though it may be said of a thing: "problem 6"."""
    return not _verdicts(tongue).isdisjoint([word for _, word in word_starts(text)])


@cache
def _verdicts(tongue: str) -> frozenset[str]:
    """What people are called, by the packs' own list and by the stronger one."""
    listed = (word.strip("~*").lower() for word in shared(tongue).lists[_VERDICTS[tongue]])
    return CONDEMNING[tongue].union(listed)
