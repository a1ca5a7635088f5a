"""The forms in which Spanish asks for something, arranges it, or names what is ahead.

The form for one close person ("repasa", "lee") is also what is told of another ("lee menos"): it needs a verb known
to ask, or an unmistakable form (an infinitive, a pronoun that hangs on: "pídele", "que" with a subjunctive).
The forms at the beginning of a clause are looked for in letters without accents.
"""

from __future__ import annotations

import re

from sharewell.language.forms import Forms

# Stems, without accents.
_AR_STEMS = (
    "acab acompan adapt agend alarg anim anot anad aplic apliqu apoy apunt avis ayud baj borr busc busqu calcul "
    "cambi cit coloc coloqu complet compar comprob comprueb compr confirm consult cont cuent contact contest copi "
    "cort cruz dedic dediqu dej dibuj dict ech empez empiez empiec ensay ensen entreg entregu entren envi esper "
    "estudi explic expliqu firm grab graf habl identific identifiqu intent invit justific justifiqu junt lim llam "
    "llev mand marc marqu mejor mir mont mostr muestr nombr numer observ orden organiz organic pas pint plante "
    "practic practiqu pregunt prepar present prob prueb realiz realic record recuerd recort redact reforz refuerc "
    "refuerz regal registr repas report respet revis rotul sac saqu senal sent sient separ subray termin tom "
    "trabaj traslad us utiliz utilic verific verifiqu visit cierr"
)
_AR = "|".join(_AR_STEMS.split())
_ER = (
    "le(?=[ae])|sig|escrib|reescrib|recog|recoj|incluy|resolv|resuelv|vuelv|volv|repit|repet|elig|elij|sub|compart|part|un|describ"
    "|mid|ped|pid|corrij|correg|divid|permit|ofrec|ofrezc|haz|hag|pon|pong|teng|veng|traig|sal|salg|dig|rehaz|rehag"
)
_OWN = "haz|pon|ven|ten|trae|rehaz|anade|corrige|di|da|demos|den|dad|sal|incluir|incluye|reune|reunid|sigue|se\\s+tu"
_NO_DEED = (
    r"(?!(?:ser|estar|dejar|decir|tener|haber|tragar|dar\w*\s+vergüenza|aguantar|sentar\s+cabeza|aprobar|salir|llegar"
    r"|tronar|reprobar|catear|jalar|desaprobar|hundir\w*|estrellar\w*|arruinar|ver\b|creer|callar\w*|empezar\s+de\s+cero|valer|fracasar|acabar|quedar\w*|perder\w*|suspender|costar|poder|saber"
    r"|entender|comprender|seguir|esforzar\w*|espabilar\w*|madurar|portar\w*|comportar\w*|atender|cambiar\s+de\s+actitud"
    r"|trabajar\s+más|estudiar\s+más|poner\s+más|poner\w*\s+las\s+pilas|querer|necesitar|conseguir|lograr|rendir)\b)"
)
_FORECAST = (
    r"(?:ser|estar|habr|tendr|podr|sabr|querr|fracasar|acabar|quedar|llegar|terminar|suspender|seguir|costar|perder"
    r"|conseguir|lograr|aprobar|aprender|pasar|dejar|cambiar|necesitar|repetir|caer|hundir|sufrir|olvidar|abandonar"
    r"|rendir|mejorar|entender|creer|salvar|rescatar|tronar|reprobar|catear|desaprobar|estrellar|arruinar)"
)
_NOUNS_AHEAD = (  # what a plan is named by, and the words that such a name begins with
    r"(?:meta|objetivo|tarea|plan|idea|propuesta|sugerencia|prioridad|recomendación|consejo|reto|acción|deberes"
    r"|pendiente|(?:próxim|siguiente|nuev|primer)[oa]?(?:\s+\w+)?|para\s+(?:mejorar|casa|empezar)|en\s+casa)"
)
_BEGIN_NOUNS_AHEAD = (
    "meta objetivo tarea plan idea propuesta sugerencia prioridad recomendación consejo reto acción deberes pendiente "
    "próximo próxima siguiente nuevo nueva primer primero primera para en"
)
_DAY = r"(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo|día|\d)"
_NOT_DENIED = r"(?<!no\s)(?<!ni\s)(?<!nunca\s)"
_INFINITIVE = rf"\s+{_NO_DEED}\w+(?:ar|er|ir|ír)(?:l[aeo]s?|se(?:l[aeo]s?)?|me|nos|te)?\b"
_WISHED = r"\s+que\s+(?!no\b|deje|se\s+calle|espabile|madure)\w+"
ASKED = Forms(
    (
        # A duty, a wish, a chance, and what is to be done.
        (
            "debe debes deben debería deberías deberían deberá deberán debemos deberíamos conviene convendría necesita "
            "necesitan necesitas toca podr* pued* ayudaría quiero queremos quisiera pienso pensamos intentar mejor",
            rf"(?<!no\s)(?<!no\sse\s)(?<!no\sse\sle\s)\w+{_INFINITIVE}",
        ),
        ("tiene tienen tienes tenemos tendrá tendría hay habría habrá", rf"(?<!no\s)\w+\s+que{_INFINITIVE}"),
        ("va vamos van voy vas", rf"(?<!no\s)\w+\s+a{_INFINITIVE}"),
        ("ha trata", rf"(?<!no\s)\w+\s+de{_INFINITIVE}"),
        (
            "es sería será",
            rf"(?<!no\s)\w+\s+(?:mejor|bueno|buena\s+idea|hora\s+de|conveniente|útil){_INFINITIVE}",
        ),
        ("es", rf"(?<!no\s)\w+\s+(?:para|de){_INFINITIVE}"),
        ("hace", rf"(?<!no\s)\w+\s+falta{_INFINITIVE}"),
        ("me nos", rf"(?<!no\s)\w+\s+gustaría{_INFINITIVE}"),
        ("queda", rf"(?<!no\s)\w+\s+en{_INFINITIVE}"),
        (
            "conviene convendría propongo proponemos sugiero sugerimos recomiendo recomendamos mejor necesita para "
            "quiero queremos pido pedimos gustaría",
            rf"\w+{_WISHED}",
        ),
        ("le les", rf"\w+\s+(?:he|hemos)\s+pedido{_WISHED}"),
        ("es sería", rf"\w+\s+(?:bueno|importante|conveniente|hora\s+de){_WISHED}"),
        ("hace", rf"\w+\s+falta{_WISHED}"),
        ("idea plan meta objetivo paso", rf"\w+\s+es{_WISHED}"),
        (
            "conviene convendría ayudaría bastaría recomiendo recomendamos sugiero sugerimos propongo proponemos "
            "practicamos repasamos empezamos retomamos revisamos probamos acordamos",
            r"\w+",
        ),
        ("vendría", r"\w+\s+bien\b"),
        ("le", r"\w+\s+vendrá\s+bien\b"),
        ("puede podría", r"\w+\s+(?:ayudar|servir)\b"),
        # Plans of the writer's: the future of "I" and "we" whatever the verb, and what they have arranged.
        (
            "*aré *eré *iré *aremos *eremos *iremos",
            rf"{_NOT_DENIED}(?!{_FORECAST})\w{{2,}}[aei]r(?:é|emos)\b",
        ),
        (
            "he hemos ha",
            r"\w+\s+(?:ya\s+)?(?:pedido|acordado|quedado|reservado|fijado|concertado|prometido|ofrecido|citado|invitado"
            r"|solicitado|previsto|programado|propuesto|decidido|puesto|apuntado|preparado|hablado|encargado|organizado)\b",
        ),
        ("se", r"\w+\s+(?:acuerda|recomienda|propone|solicita|ruega|sugiere|aconseja)\b"),
        # What another will do, if it is a deed.
        ("*ará *erá *irá *arán *erán *irán", rf"{_NOT_DENIED}(?<!jamás\s)(?!{_FORECAST})\w{{2,}}[aei]rán?\b"),
        (
            "próximo próxima próximos próximas",
            r"\w+\s+(?:pasos?|clase|vez|sesión|visita|meta|objetivo|tarea|semana)\b",
        ),
        ("siguiente nuevo", r"\w+\s+(?:paso|objetivo|reto)\b"),
        (
            "antes para hasta desde a",
            r"(?:antes\s+del|para\s+el|hasta\s+el|desde\s+el|a\s+partir\s+del|a\s+más\s+tardar(?:\s+el)?)\s+(?:próximo\s+)?"
            rf"{_DAY}",
        ),
        ("puede podrá pueden podrán", r"\w+\s+(?:recuperar|entregar|repetir|presentarse|corregir)"),
        ("por", r"\w+\s+favor\b"),
        (_BEGIN_NOUNS_AHEAD, rf"{_NOUNS_AHEAD}(?:\s*:\s|\s+(?:es|será|sería)\s)"),
    )
)
PLANNED = Forms(
    (
        ("se", r"\w+\s+(?:l[eoa]s?\s+)?(?!fracas|acabar|rendir|quedar|perder|hundir)\w+rán?\b"),
        (
            "queda quedan quede queden",
            r"\w+\s+(?:pendientes?|citad|convocad|fijad|apuntad|invitad|por\s+\w+r\b)",
        ),
        (
            "está están es son será serán sido",
            r"\w+\s+(?:\w+mente\s+)?(?:previst|programad|citad|convocad|fijad|acordad|planificad|pendiente|recomendable"
            r"|aconsejable|aplazad|invitad|evaluad|valorad|derivad|atendid|reservad|apuntad)",
        ),
        ("pendiente pendientes", r"\w+\s+(?:de|la|el|los|las|que)\b"),
        ("falta faltan", r"\w+\s+por\s+\w+r\b"),
        ("en", r"\w+\s+trámite\b"),
        ("de", r"\w+\s+plazo\b"),
        ("nos", r"\w+\s+vemos\b"),
        ("le les te os", r"\w+\s+esperan?\b"),
        (
            "acordó acuerda recomienda propone solicita ruega sugiere aconseja convoca cita aplaza",
            r"\w+\s+\w",
        ),
        ("habrá deberá deberán", r"(?<!no\s)(?<!nunca\s)\w+"),
        ("tendrá tendrán", r"(?<!no\s)(?<!nunca\s)\w+\s+que\b"),
    )
)
NAMED = re.compile(
    r"\b(?:recuperación|reentrega|refuerzo|seguimiento|tutorías?|reunión\s+con|cita\s+con|derivación|valoración\s+por"
    r"|repaso\s+de|corrección\s+de|revisión\s+de|entrega\s+de|nuev[oa]\s+(?:prueba|entrega|versión|intento|examen)"
    r"|segund[oa]\s+(?:versión|entrega|intento|oportunidad)|plan\s+de|visita\s+a|mañana(?!\s+(?:de|del)\b)|(?:desde|a\s+partir\s+de|hasta(?!\s+ahora))\s+"
    r"(?:ahora|mañana|la\s+semana|el\s+próximo|la\s+próxima)|(?:la\s+semana|el\s+mes|el\s+curso|el\s+trimestre)\s+que\s+viene"
    r"|(?<!\w\s)(?:una?|dos|tres|\d+)\s+[^\W\d_]+\s+(?:al\s+día|(?:cada|por)\s+(?:día|noche)|(?:por|a\s+la)\s+semana)"
    r"|cada\s+(?:mañana|tarde|noche|lunes|martes|miércoles|jueves|viernes)|dos\s+veces\s+(?:por|a\s+la)\s+semana)\b",
    re.IGNORECASE,
)
_CLITIC = r"(?:me|nos|l[aeo]s?|se|te){0,2}"
_NOT_AFTER = (
    r"(?!mal\b|todo\b|poc[oa]\b|nada\b|nunca\b|jamas\b|siempre\b|peor\b|sin\b|demasiado\b|muy\b|tarde\b|apenas\b|pero\b"
    r"|y\s+no\b|menos\b|como\b|dificultad|falta\b|carencias\b|bajo\b|problemas\b)"
)
BEGINS = re.compile(
    r"^(?:(?:por\s+favor|ahora|luego|despues|tambien|mejor|y|o|primero|entonces|otra\s+vez|de\s+momento|esta\s+vez"
    r"|la\s+proxima\s+vez|a\s+lo\s+mejor|quizas?|tal\s+vez|antes\s+de\s+nada|manana)\s*,?\s+){0,2}"
    # An infinitive, a hortative, a subjunctive after "que", or the imperative of a verb that asks.
    r"(?:(?!(?:lugar|mujer|taller|ayer|deber|poder|hogar|par|ser|estar|haber|tener|saber|mar|bar|ir|sur|a\s|calor|amor|mejor|peor|color"
    r"|llegar|tratar|por|tercer|primer|azar|hablar\s+por|pesar|familiar|regular|escolar|particular|popular|similar)\b)"
    rf"[a-z]{{2,}}(?:ar|er|ir){_CLITIC}(?=\s+(?!no\b|mal\b)\w)"
    rf"|que\s+(?:(?:me|nos|l[aeo]s?|se|te)\s+){{0,2}}(?!(?:es|esta|estan|son|hace|tiene|sabe|puede|quiere|parece|debe|lee|le|no|ni|la|el|los|las|un|una|nadie|todo|cree|viene|sale|depende|pierde|entiende|atiende|vive|dice|nunca|siempre|se|pase|callen?|espabile)\b)[a-z]{{2,}}(?:e|a|en|an)\b"
    rf"|(?:{_AR})(?:[aeo](?:n|mos|d)?|ue(?:n|mos)?){_CLITIC}\s+{_NOT_AFTER}\w"
    rf"|(?!una\s)(?:{_ER})(?:e|a(?:n|mos)?|ed|id|i|ele|ela|elo|eles){_CLITIC}\s+{_NOT_AFTER}\w"
    rf"|(?:{_OWN}){_CLITIC}\s+{_NOT_AFTER}\w"
    rf"|(?:dejemos|demos|hagamos|pongamos|vayamos|probemos|busquemos|veamos|demo|pongamo|hagamo|dejemo){_CLITIC}\b"
    r"|(?:ensen|muestr|expliqu|dej|d|pid|dig|pong|d|regal|prest|acompan|anim|ayud)(?:a|e|i)(?:l[aeo]s?|sel[aeo]s?|me|nos)\b)",
    re.IGNORECASE,
)
# An imperative on which a pronoun hangs: the accent says that it does. "Pídele", "muéstraselo", "déjenlo".
HANGING = re.compile(
    r"^(?:y\s+|luego\s+|ahora\s+)?[^\W\d_]*[áéíó][^\W\d_]*(?<!ndo)(?:me|nos|l[aeo]s?|se(?:l[aeo]s?))\b(?<!ndolo)(?<!ndole)(?<!ndola)(?<!ndose)(?<!ndoles)(?<!ndolos)(?<!ndolas)",
    re.IGNORECASE,
)
KINDLY = re.compile(
    r"^(?:quizás?|tal\s+vez|a\s+lo\s+mejor)\s+(?:[^\W\d_]+\s+)?(?:pued|podrí|deberí)\w+(?!.*\bno\b)"
    r"|^¿?(?:puedes?|podrías?|pueden|podrían|podemos|podríamos|podría|(?:le|te|os|les)\s+(?:importaría|gustaría|parece\s+si)"
    r"|y\s+si|qué\s+tal\s+si|qué\s+te\s+parece|probamos|por\s+qué\s+no\s+(?:lo\s+|la\s+|le\s+|te\s+|se\s+)?"
    r"(?:prueb|pued|grab|us|empiez|haces\s+(?:un|el|la|los|las)|intent|busc|cambi|ped|pid|prob|escrib|lees\s+(?:un|el|la)|dibuj|inviti?|ponemos|dejamos|pones|apunt))\w*\b",
    re.IGNORECASE,
)
NO_STEP = re.compile(
    r"^¡?(?:sig(?:ue|a|an|amos)|segu(?:id|ir)|contin[uú](?:a|e|en|ad))\s+(?:siempre\s+)?así[\s!.…]*$"
    r"|^(?:quien|lo\s+que|que\s+(?:es|está|son|no|nunca|ya)\b)|^hay\s+que\s+(?:ver|decir|reconocer|admitir)\b"
    r"|\besf(?:uer|or)z\w*|\bactitud\b|\bpórtat|\bportarse|\bespabil\w+|\bmadur(?:ar|a|e)\b|\bdej(?:a|ar|e|en)\s+de\s+ser"
    r"|\bpon(?:er|te|erse|ga)?\s+(?:las\s+pilas|de\s+(?:tu|su)\s+parte)|\bpreste?a?r?\s+(?:más\s+)?atención|\bvergüenza\b"
    r"|\b(?:trabaj|estudi)\w+\s+más\b|^o\s+(?:llamo|te|le|se)\b|\btan\s+(?:vag|perezos|descuidad|floj|torp)",
    re.IGNORECASE,
)
