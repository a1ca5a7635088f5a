"""Words that pass a judgement or forecast a failure, which a suggestion does not say again beside the facts.

They are stronger than the packs' own list, in which words stand that are said of work too ("average", "problem"): a
clause with one of these is no statement of fact, and of it the bare facts alone stay. They are no part of what the
heads look at.
"""

from __future__ import annotations

from functools import lru_cache

from sharewell.language.forms import Forms
from sharewell.language.numbers import words_in

_ENGLISH = (
    "pathetic dire garbage rubbish trash crap hopeless useless worthless clueless gormless feckless spineless "
    "mindless brainless shameless lazy laziest idle stupid stupidest dumb dumbest dim-witted idiot idiots idiotic "
    "moron morons fool fools foolish dunce dunces imbecile imbeciles thug thugs brat brats bratty bully bullies "
    "liar liars slob slobs layabout layabouts slacker slackers shirker shirkers scrounger scroungers waster "
    "wasters wastrel loser losers quitter quitters troublemaker troublemakers underachiever underachievers "
    "nightmare nightmares savages feral appalling abysmal atrocious dreadful terrible horrible horrid awful "
    "woeful lamentable shameful disgraceful dismal lousy sloppy slapdash slovenly shoddy ignorant illiterate "
    "uncivilised uncivilized obnoxious insolent insufferable unbearable deadwood freeloader freeloaders lout "
    "louts yob yobs hooligan hooligans vandals delinquent delinquents unteachable incapable incompetent inept "
    "pitiful wretched nasty spiteful vicious disrespectful rude dishonest deceitful selfish spoilt arrogant "
    "conceited immature childish babyish scatterbrained airhead airheads whiny careless clumsy mediocre "
    "irresponsible unreliable apathetic unmotivated disruptive defiant manipulative lamest laughable ridiculous "
    "shocking embarrassing hapless thick-headed pea-brained crybaby crybabies nuisance menace dimwit dimwits "
    "dunderhead simpleton simpletons weakling weaklings parasite parasites"
)
_SPANISH = (
    "pésimo pésima pésimos pésimas malísimo malísima malísimos malísimas fatal fatales patético patética "
    "patéticos patéticas lamentable lamentables penoso penosa desastroso desastrosa horrible horribles horroroso "
    "horrorosa espantoso espantosa nefasto nefasta vergonzoso vergonzosa bochornoso bochornosa ridículo ridícula "
    "inútil inútiles incompetente incompetentes inepto inepta ineptos ineptas negado negada negados zoquete "
    "zoquetes tonto tonta tontos tontas bobo boba bobos bobas idiota idiotas imbécil imbéciles estúpido estúpida "
    "estúpidos estúpidas necio necia necios cretino vago vaga vagos vagas holgazán holgazana holgazanes haragán "
    "haragana haraganes flojo floja flojos flojas gandul gandula gandules perezoso perezosa perezosos pasota "
    "pasotas caradura sinvergüenza sinvergüenzas gamberro gamberra gamberros macarra macarras salvaje salvajes "
    "vándalo vándalos delincuente delincuentes maleducado maleducada maleducados maleducadas malcriado malcriada "
    "malcriados grosero grosera groseros insolente insolentes insoportable insoportables inaguantable "
    "inaguantables insufrible insufribles mentiroso mentirosa mentirosos tramposo tramposa tramposos egoísta "
    "egoístas irresponsable irresponsables mediocre mediocres ignorante ignorantes analfabeto analfabeta "
    "analfabetos incapaz incapaces torpe torpes zángano zánganos parásito parásitos chapuza chapucero chapucera "
    "conflictivo conflictiva conflictivos desmotivado desmotivada desganado desganada pobrecito pobrecita "
    "pobrecitos burro burra burros"
)
WORDS = {"en": frozenset(_ENGLISH.split()), "es": frozenset(_SPANISH.split())}
ALL_WORDS = WORDS["en"] | WORDS["es"]
_PHRASES = {
    "en": Forms(
        (
            (
                "a an",
                r"\w+\s+(?:(?:real|total|complete|utter|absolute|constant|bit\s+of\s+a)\s+)?(?:disaster|mess|joke|disgrace"
                r"|danger|zoo|failure|embarrassment|burden|liability|waste|lost\s+cause|basket\s+case|goldfish|pain)(?!\w)",
            ),
            ("lost dead", r"(?:lost\s+cause|dead\s+weight)(?!\w)"),
            ("waste good", r"(?:waste\s+of\s+space|good\s+for\s+nothing)(?!\w)"),
            (
                "know knows knew has have had does do did learn learns learned",
                r"\w+\s+nothing(?!\w)",
            ),
            ("be", r"\w+\s+bothered(?!\w)"),
            ("act acts acted acting behave behaves behaved behaving", r"\w+\s+like(?!\w)"),
            ("like", r"\w+\s+an?\s+(?:toddler|baby|infant|idiot|animal)(?!\w)"),
            (
                "drag drags dragged dragging let lets bring brings pull pulls",
                r"\w+\s+(?:(?:the|our|this)\s+\w+|us|everyone|everybody|them)\s+down(?!\w)",
            ),
            ("hold holds holding", r"\w+\s+(?:(?:the|our|this)\s+\w+|us|everyone|everybody)\s+back(?!\w)"),
            ("the its our their", r"\w+\s+(?:worst|weakest|slowest|laziest|poorest)(?!\w)"),
        )
    ),
    "es": Forms(
        (
            (
                "un una",
                r"\w+\s+(?:(?:verdader[oa]|auténtic[oa]|completo|total)\s+)?(?:desastre|vergüenza|caso\s+perdido|calamidad"
                r"|pesadilla|peligro|lastre|carga|cero\s+a\s+la\s+izquierda|decepción|basura|fracaso)(?!\w)",
            ),
            ("la el lo los las", r"\w+\s+(?:pobres?|peor(?:es)?)(?!\w)"),
            (
                "no",
                r"\w+\s+(?:(?:vale|valen|sirve|sirven|dan?)\s+para\s+(?:nada|más)|tienen?\s+(?:arreglo|remedio)"
                r"|(?:sabe|hace)n?\s+nada)(?!\w)",
            ),
            ("porta portan comporta comportan actúa actúan", r"\w+\s+como(?!\w)"),
            ("frena frenan arrastra arrastran", r"\w+\s+al?(?!\w)"),
        )
    ),
}
# What somebody will come to; what is only denied ("will not fall behind") forecasts no failure.
_FAILS = (
    r"(?:fail|tank|flunk|flop|bomb|crash|sink|drown|struggle|suffer|lose|drop|slip|fall|end\s+up|ruin|wreck|regret|amount"
    r"|get\s+nowhere|go\s+nowhere|embarrass|disappoint|burn\s+out|quit|give\s+up|waste|drag|crumble|come\s+(?:last|bottom)"
    r"|miss\s+out|cost\s+us)(?!\w)"
)
_SURELY = r"(?:(?:only|just|still|always|soon|surely|certainly|probably|all|definitely)\s+){0,2}"
_ARRIVES = (
    r"(?:even\s+|ever\s+)?(?:pass|make\s+it|reach|get|finish|manage|survive|learn|cope|graduate|amount|improve|change"
    r"|understand|catch\s+up|achieve|succeed|last|ever|be\s+(?:able|ready)|qualify)(?!\w)"
)
_FORECAST = {
    "en": Forms(
        (
            ("will shall ll gonna", rf"\w+\s+{_SURELY}(?:{_FAILS}|(?:\w+\s+)?never(?!\w)|not\s+{_ARRIVES})"),
            ("going bound sure doomed destined likely", rf"\w+\s+to\s+{_SURELY}{_FAILS}"),
            ("never", r"\w+\s+(?:will|going\s+to)(?!\w)"),
            ("no", r"\w+\s+(?:chance|way\s+(?:will|is|are|can))(?!\w)"),
            ("won wont", rf"won['’]?t\s+{_ARRIVES}"),
            ("not", rf"\w+\s+going\s+to\s+{_ARRIVES}"),
        )
    ),
    "es": Forms(
        (
            (
                "va van vas vamos vais",
                r"(?<!no\s)\w+\s+a\s+(?:suspender|fracasar|tronar|reprobar|catear|jalar|hundir|perder|acabar|caer"
                r"|repetir\s+curso|quedar|arruinar|abandonar|desaprobar|estrellar)(?:se)?(?!\w)",
            ),
            (
                "no",
                r"\w+\s+(?:va[ns]?|vamos)\s+a\s+(?:llegar|aprobar|pasar|conseguir|lograr|poder|aprender|mejorar|cambiar|salir"
                r"|ser|servir|entender|terminar|acabar)(?!\w)",
            ),
            (
                "no",
                r"\w+\s+(?:llegar|aprobar|pasar|conseguir|lograr|podr|aprender|mejorar|cambiar|sabr)(?:án?|ás)(?!\w)",
            ),
            ("nunca jamás", r"\w+\s+(?:l[aeo]s?\s+|se\s+)?[^\W\d_]+rán?(?!\w)"),
            (
                "suspender* fracasar* reprobar* tronar* acabar* perder* hundir* abandonar* desaprobar*",
                r"(?<!no\s)[^\W\d_]+r(?:án?|ás)(?!\w)",
            ),
        )
    ),
}

_KEPT = 256  # clauses in hand: each is asked several times on the way to a suggestion


@lru_cache(_KEPT)
def condemns(text: str, tongue: str) -> bool:
    """Whether words pass a judgement that is none of a piece of work alone. Cost: some microseconds a clause."""
    return not WORDS[tongue].isdisjoint(words_in(text)) or _PHRASES[tongue].search(text) is not None


def forecasts(text: str, tongue: str) -> bool:
    """Whether words foretell that somebody fails: "will tank the exam", "no va a llegar a nada"."""
    return _FORECAST[tongue].search(text) is not None
