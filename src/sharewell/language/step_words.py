"""The words that ask for something to be done next, in English and Spanish; and those that only look like it.

What the packs' sign of a next step is for (taking a finding back) may be wide; what is repeated as a step of the
writer's may not: "they will go on drifting apart" forecasts, "he won't answer for anything" is no errand.
"""

from __future__ import annotations

import re
from functools import cache

from sharewell.language.fold import fold
from sharewell.language.packs import shared

_EN_VERBS = (
    "add answer approach arrange ask attach attempt attend bring build call cancel carry change check choose "
    "circle cite clean collect colour color combine come compare complete consider consult contact continue "
    "convert copy correct count cover create cut decide define describe design discuss do draft draw edit "
    "email encourage ensure estimate explain explore fill find finish fix focus follow get give go hand help "
    "highlight hold identify include invite join keep label learn leave let link list listen look make mark "
    "match measure meet mention monitor move name note number observe offer open order organise organize "
    "outline pack paint pair paste phone pick plan point post practice practise prepare present print "
    "proofread provide pull push put quote raise read record reconsider redo refactor refer rehearse remember "
    "remind remove rename repeat rephrase replace reply report reread research resubmit retake retry retest "
    "return review revise revisit rewrite ring rotate round rule run save schedule see select send separate "
    "set share shorten show sign simplify sit sketch solve sort spend spell split stand start state stay step "
    "stop strengthen study submit summarise summarize support swap switch take talk tell test tidy time trace "
    "transfer translate trim try tune turn type underline update upload use vary visit wait walk wash watch "
    "weigh wipe work write"
)
# Stems, without accents; the form for one close person, "-a", says what is done as well ("trabaja poco").
_ES_AR = (
    "acab adapt agend alarg anot anad aplic apliqu apoy apunt avis ayud baj busc busqu calcul cambi cit coloc "
    "coloqu complet compar comprob comprueb compr confirm consult cont cuent contact contest copi cort dibuj "
    "dict ech ensay entreg entregu entren envi esper estudi explic expliqu firm grab habl identific "
    "identifiqu intent invit justific justifiqu lim llam llev mand marc marqu mejor mir mont nombr numer "
    "observ orden organiz organic pas plante practic practiqu pregunt prepar present prob prueb realiz realic "
    "record recuerd recort redact reforz refuerc refuerz regal registr repas report respet revis sac saqu "
    "senal separ subray termin tom trabaj traslad us utiliz utilic verific verifiqu visit empez empiez empiec "
    "cruz cierr"
)
_ES_ER = (
    "le escrib recog recoj incluy resolv resuelv vuelv volv repit repet elig elij sub compart describ mid ped "
    "pid corrij correg divid permit"
)
_ES_OWN = (
    "haz haga hagan hagamos hacer pon ponga pongan pongamos poner ven venga vengan ten tenga traiga traigan "
    "trae traer rehaz rehaga rehacer anade anadir anada anadan corrige di diga sal incluir"
)
_VERBS = "|".join(_EN_VERBS.split())
_DAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july|august"
    r"|september|october"
    r"|november|december|tomorrow|half[\s-]term|easter|christmas"
)
# A duty, whose verb may be any; not what people say of themselves ("I have to say") nor of a kind ("who have to").
_DUTY = (
    r"\b(?:should|must|ought\s+to|needs?\s+to|(?<!who )(?<!that )(?<!which )(?<!I )ha(?:s|ve)\s+to"
    r"|(?:had|'d|’d)\s+better)\s+"
    r"(?:\w+ly\s+|also\s+|now\s+)?(?!never\b|not\b|always\b|be\b|fail|struggle|have\b|say\b|admit\b"
    r"|know\b|think\b|feel\b"
    r"|see\s+that\b|expect\b|matter\b|blame\b|go\s+wrong\b|hear\b|wonder\b|live\b|an?\b|the\b|his\b"
    r"|her\b|their\b)[^\W\d_]+"
)
_ASKED_EN = (
    rf"{_DUTY}"
    r"|(?:\bwill|(?<=\w)['’]ll|\bshall)\s+(?:now\s+|also\s+|then\s+)?"
    r"(?:practi[cs]e|work|meet|review|retry|redo|try|use|focus|add|begin|start|attend|retake|resubmit"
    r"|bring|send|call|ring"
    r"|email|write|read|complete|finish|hand|submit|present|check|revise|revisit|visit|share|sit|hold"
    r"|book|ask|plan|discuss"
    r"|support|receive|continue|set|look\s+at|go\s+(?:over|through|back)|move\s+on|report|repeat"
    r"|rewrite|prepare|record)\b"
    r"(?!\s+(?:in\s+your\s+face|in\s+a|for\s+nothing|themsel))"
    r"|\b(?:can|may|could|might)\s+(?:now\s+|also\s+|then\s+)?(?:redo|retake|resubmit|retry|revise"
    r"|hand|try|add|practi[cs]e|include|use)\b"
    r"|\b(?:please|kindly)\s+(?!d\b)\w+|\blet['’]s\s+(?!face\b|be\b|not\b|say\b)\w+"
    r"|\bwould\s+benefit\s+from\b|\b(?:I|we)(?:['’]d|\s+would)?\s+(?:suggest|recommend|advise)\b"
    r"|\brecommended\s+(?:that|to)\b"
    r"|\bneeds?\s+(?:(?:more|some|extra|further|regular)\s+)?(?:practice|revision|support\s+with|help\s+with)\b"
    r"|\bnext\s+(?:steps?|lesson|session|target|goal|task|time\b(?=,|\s+(?:we|you|try|use|start|begin|add)))"
    r"|\b(?:next|this|coming)\s+(?:week|term|year|month)\b,?\s+(?:we|I|he|she|they|you)(?:\s+will|['’]ll)\b"
    rf"|\b(?:due|by)\s+(?:on\s+|the\s+)?(?:{_DAY}|next\s+\w+|end\s+of|\d)(?![\w'])"
    r"|\b(?:goal|target|plan|action|homework|follow-up|next)\s*:\s|\b(?:goal|target|plan"
    r"|aim)\s+is\s+to\b|\bto\s+do\s*:"
)
_ASKED_ES = (
    r"\b(?:deb(?:e|es|en|ería|erías|erían|erá|erán|emos)|tienen?\s+que|tienes\s+que|hay\s+que|conviene|convendría"
    r"|necesitan?|necesitas|vamos\s+a|va\s+a|van\s+a|toca|ha\s+de|podrías?|puede|puedes|habría\s+que"
    r"|tendrá\s+que|habrá\s+que)"
    r"\s+(?!ser\b|estar\b|dejar\b|decir|tener\b|haber\b|tragar|dar\w*\s+vergüenza|aguantar|sentar|aprobar\b|salir\b"
    r"|llegar\b|ver\b|creer\b|callar\b"
    r"|empezar\s+de\s+cero|valer\b)\w+(?:ar|er|ir)(?:l[aeo]s?|se|me|nos)?\b"
    r"|\b(?:seguiremos|practicaremos|trabajaremos|repasaremos|empezaremos|practicamos|repasamos|reforzaremos)\b"
    r"|\b(?:se\s+(?:acuerda|recomienda|propone|solicita|ruega|sugiere)|recomiendo|recomendamos|sugiero"
    r"|sugerimos|propongo"
    r"|proponemos|acordamos)\b"
    r"|\bpróxim[oa]s?\s+(?:pasos?|clase|vez|sesión|visita|meta|objetivo)\b|\b(?:siguiente"
    r"|nuevo)\s+(?:paso|objetivo|reto)\b"
    r"|\b(?:antes\s+del|para\s+el|hasta\s+el|a\s+más\s+tardar)\s+(?:próximo\s+)?(?:lunes|martes"
    r"|miércoles|jueves|viernes|sábado"
    r"|domingo|día|\d)"
    r"|\b(?:puede|podrá|pueden|podrán)\s+(?:recuperar|entregar|repetir|presentarse|corregir)"
    r"|\bpor\s+favor\b|(?<!\w)(?:meta|objetivo|tarea|plan|pendiente)\s*:\s"
)
_ASKED = {
    tongue: re.compile(source, re.IGNORECASE) for tongue, source in (("en", _ASKED_EN), ("es", _ASKED_ES))
}
# Without a date: what is arranged, in the passive or with a verb of plans; and what only comes after something else.
_ARRANGED_EN = (
    "planned|booked|scheduled|arranged|due|agreed|recommended|advised|requested|required|postponed|pending|assigned"
    "|proposed|suggested|allowed|referred|invited|organi[sz]ed|reserved|appointed|expected(?!\\s+(?:to\\s+fail|of\\b))"
)
_PLANNED_EN = (
    rf"\b(?:is|are|be|been|gets?)\s+(?:\w+ly\s+|now\s+|still\s+|also\s+|to\s+be\s+)?(?:{_ARRANGED_EN})\b"
    r"|\b(?:to|will|shall|must|can|may)\s+be\s+(?:\w+ly\s+)?(?!asham|blam|expected\s+to\s+fail|lef?t|spoil|disappoint|tired"
    r"|scar|embarrass|bor|tru?st)(?:re-?)?\w{2,}(?:ed|en|wn|ught|nt|ne|de|ut|ld|ad)\b"
    r"|\b(?:was|were)\s+(?:agreed|recommended|advised|decided|proposed|suggested|requested)\b|\bto\s+follow\b|\bwould\s+(?:help|be\s+(?:good|useful|worth\w*))\s+to\b|\bworth\s+\w+ing\b|\bwaiting\s+list\b"
    r"|\bagreed\s+(?:to|that|on)\b|\bthere\s+will\s+be\b|\bgoing\s+to\s+(?:re\w+|try|work|practi[cs]e|meet|use|start)\b"
    rf"|\b(?:[A-Z]\w+\s+to|(?:is|are)\s+to)\s+(?:re-?)?(?:{_VERBS})\b"
)
_NAMED_EN = (
    r"\b(?:re-?(?:sit|take|test|submission|write|draft|teach|teaching|assessment)s?|follow-?ups?|catch-?up|deadlines?"
    r"|appointments?|referrals?|tutoring|tutorials?|mentor(?:s|ing)?|remedial|counsell?ing|home\s+visits?|review\s+(?:date|meeting)"
    r"|(?:support|action|learning)\s+plan|corrections?\s+of|revision\s+(?:of|list|session)s?|(?:further|extra|more)\s+"
    r"(?:work|practice|sessions?|reading|support|help|lessons?)|practi[cs]e\s*:|pending|to\s+be\s+\w+"
    r"|next\s+\w+\s+(?:is|are|will)|(?:starts?|begins?|takes?\s+place)\s+(?:on|at|from|in))\b"
)
_PLANNED_ES = (
    r"\bse\s+(?:l[eoa]s?\s+)?(?!fracas|acabar|rendir)\w+rán?\b|\bqued[ae]n?\s+(?:pendientes?|citad|convocad|fijad|por\s+\w+r\b)"
    r"|\b(?:está|están|es|son|será|serán|sido)\s+(?:\w+mente\s+)?(?:previst|programad|citad|convocad|fijad|acordad|planificad"
    r"|pendiente|recomendable|aconsejable|aplazad|invitad|evaluad|valorad|derivad|atendid)"
    r"|\bpendientes?\s+(?:de|la|el|los|las|que)\b|\bfaltan?\s+por\s+\w+r\b|\ben\s+trámite\b|\bde\s+plazo\b|\bnos\s+vemos\b"
    r"|\b(?:se\s+)?(?:acordó|acuerda|recomienda|propone|solicita|ruega|sugiere|aconseja|convoca|cita|aplaza)\s+\w"
    r"|(?<!no\s)(?<!nunca\s)\b(?:habrá|deberán?|tendrán?\s+que|comenzarán?|empezarán?|volverán?\s+a|presentarán?|entregarán?"
    r"|recuperarán?|repetirán?|asistirán?|recibirán?|trabajarán?|revisar(?:án?|emos)|har(?:án?|emos)|veremos|practicarán?)\b"
)
_NAMED_ES = (
    r"\b(?:recuperación|reentrega|refuerzo|seguimiento|tutorías?|reunión\s+con|cita\s+con|derivación|valoración\s+por"
    r"|repaso\s+de|corrección\s+de|revisión\s+de|entrega\s+de|nuev[oa]\s+(?:prueba|entrega|versión|intento|examen)|segund[oa]\s+"
    r"(?:versión|entrega|intento)|plan\s+de|visita\s+a)\b"
)
_PLANNED = {
    tongue: re.compile(source) for tongue, source in (("en", _PLANNED_EN), ("es", f"(?i:{_PLANNED_ES})"))
}
_NAMED = {
    tongue: re.compile(source, re.IGNORECASE) for tongue, source in (("en", _NAMED_EN), ("es", _NAMED_ES))
}
_IS_PAST = re.compile(
    r"\b(?:was|were|did|had|never|failed|missed|skipped|ignored|refused|fue|fueron|era|eran|estaba|nunca)\b",
    re.IGNORECASE,
)
_LEAD_EN = (
    r"(?:(?:please|kindly|then|now|also|first|next|either|just|only|next\s+time|do|always|so|and|or"
    r"|instead|again|still"
    r"|once\s+more|to|in\s+future|for\s+\w+day)\s*,?\s+){0,2}"
)
_BEGINS_EN = re.compile(
    rf"^{_LEAD_EN}(?:re-?)?(?:{_VERBS})(?![\w'’-])(?!\s+(?:is|are|was|were|has|had|have|of\s+course"
    r"|you\s+will\s+see)\b)",
    re.IGNORECASE,
)
_BEGINS_ES = re.compile(
    r"^(?:(?:por\s+favor|ahora|luego|despues|tambien|mejor|y|o)\s*,?\s+)?(?!reporto\b)"
    rf"(?:(?:{'|'.join(_ES_AR.split())})(?:ar|[aeo](?:n|mos|d)?|ue(?:n|mos)?)"
    rf"|(?:{'|'.join(_ES_ER.split())})(?:er|ir|e|a(?:n|mos)?|ed|id|i)|{'|'.join(_ES_OWN.split())})"
    r"(?:me|nos|l[aeo]s?|se|te){0,2}\s+(?!mal\b|todo\b|poc[oa]\b|nada\b|nunca\b|jamas\b|siempre\b|peor\b|sin\b"
    r"|demasiado\b|muy\b"
    r"|tarde\b|apenas\b|pero\b|y\s+no\b)\w",
    re.IGNORECASE,
)
_BEGINS = {"en": _BEGINS_EN, "es": _BEGINS_ES}
_NO_STEP = re.compile(
    # A clause that says which or what, and idioms in which nothing is asked.
    r"^(?:who|whom|which|whose|what|than|as\s+(?:you|can|could|one)|for\s+who|whoever|quien|lo\s+que"
    r"|que\s+(?!la\b|el\b))\b"
    r"|^(?:look\s+at\s+(?:him|her|them|you|it)|take\s+(?:it|that)\s+from|see\s+(?:it|what)"
    r"|tell\s+me\s+about|make\s+no\s+mistake"
    r"|give\s+or\s+take|hay\s+que\s+(?:ver|decir|reconocer|admitir))\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"\?[\"'”’»)]*$")
_ASKS_KINDLY = re.compile(
    r"^¿?(?:can|could|would|will|shall)\s+(?:you|we|he|she|they|I)\b|^¿?(?:why\s+not|how\s+about"
    r"|what\s+if|puedes?|podrías?"
    r"|pueden|podrían|por\s+qué\s+no|y\s+si)\b",
    re.IGNORECASE,
)


_VERDICTS = {"en": "verdict", "es": "juicio"}
_TELLS_OF = {
    "en": re.compile(
        r"\b(?:is|are|was|were|am|has|have|had|does|do|did|never|not|no|none|nothing|nobody|always|too|so|such|as|typical"
        r"|lacks?|fails?|failed|without|can|cannot|could|would|will|everyone|usual)\b|n['’]t\b|!$"
        r"|^(?:he|she|they|you|i|we|it|his|her|their|your|my|what|how|why|who|this|that|these|those)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(?:es|son|era|eran|está|están|estaba|tienen?|ha|han|hay|nunca|jamás|no|ni|nada|nadie|siempre|muy|tan|tanto"
        r"|demasiado|sin|sabe|saben|quiere|quieren|puede|hace|carece|falta|peor|típico|como)\b|!$"
        r"|[^\W\d_]{2,}(?:ste|steis|ó|aron|ieron|aban?|ían?)\b"
        r"|^(?:él|ella|ellos|ellas|su|sus|tu|tus|este|esta|qué|cómo|quién|yo|tú)\b",
        re.IGNORECASE,
    ),
}


def asks_for(text: str, tongue: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
    """The first words that ask for something to be done, wherever they stand in the place."""
    return _ASKED[tongue].search(text, start, len(text) if end is None else end)


def is_planned(text: str, tongue: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
    """The first words that say that something is arranged or to be done by whomever: "is booked", "se repetirá"."""
    return _PLANNED[tongue].search(text, start, len(text) if end is None else end)


def is_ahead(text: str, tongue: str) -> bool:
    """Whether something is planned, or named as a thing that comes next and is not told as past: "a re-sit"."""
    if is_planned(text, tongue):
        return True
    return _NAMED[tongue].search(text) is not None and _IS_PAST.search(text) is None


def begins_with_errand(text: str, tongue: str) -> bool:
    """Whether the words begin with a verb that asks: "redo question 6", "Suban las notas"."""
    return _BEGINS[tongue].match(fold(text).decode() if tongue == "es" else text) is not None


def is_no_step(text: str) -> bool:
    """Whether the words ask for nothing to be done, whatever verbs are in them: a question that is no request."""
    return is_question(text) or _NO_STEP.search(text) is not None


def is_question(text: str) -> bool:
    """Whether it is a question that is no kind request."""
    return _QUESTION.search(text) is not None and _ASKS_KINDLY.search(text) is None


def is_note(text: str, tongue: str) -> bool:
    """Whether a clause by itself is a note of something to do or done, and tells nothing of anyone: "Nurse booked."

    It has words of its own, no verb that says what someone is or does not do, and no word of a verdict.
    """
    words = re.findall(r"[^\W\d_]+", text.lower())
    telling = _TELLS_OF[tongue].search(text) is not None or is_question(text)
    return len(words) > 1 and not telling and _verdicts(tongue).isdisjoint(words)


@cache
def _verdicts(tongue: str) -> frozenset[str]:
    """What people are called, by the packs' own list."""
    return frozenset(word.strip("~*").lower() for word in shared(tongue).lists[_VERDICTS[tongue]])
