"""Words that pass a judgement or forecast a failure, which a suggestion does not say again beside the facts.

They are stronger than the packs' own list, in which words stand that are said of work too ("average", "problem"): a
clause with one of these is no statement of fact, and of it the bare facts alone stay. They are no part of what the
heads look at.
"""

from __future__ import annotations

import re

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
_A = r"(?<!\w)an?\s+(?:(?:real|total|complete|utter|absolute|constant|bit\s+of\s+a)\s+)?"
_UNA = r"(?<!\w)una?\s+(?:(?:verdader[oa]|auténtic[oa]|completo|total)\s+)?"
_PHRASES = {
    "en": re.compile(
        rf"{_A}(?:disaster|mess|joke|disgrace|danger|zoo|failure|embarrassment|burden|liability|waste|lost\s+cause|basket"
        r"\s+case|goldfish|dead\s+weight|pain)(?!\w)|(?<!\w)(?:lost\s+cause|dead\s+weight|waste\s+of\s+space|good\s+for"
        r"\s+nothing|(?:know|knows|knew|has|have|had|does|do|did|learns?|learned)\s+nothing|be\s+bothered"
        r"|(?:acts?|acted|acting|behaves?|behaved|behaving)\s+like|like\s+an?\s+(?:toddler|baby|infant|idiot|animal)s?"
        r"|(?:drag|let|bring|pull)(?:s|ged|ging|ting)?\s+(?:(?:the|our|this)\s+\w+|us|everyone|everybody|them)\s+down"
        r"|hold(?:s|ing)?\s+(?:(?:the|our|this)\s+\w+|us|everyone|everybody)\s+back|(?:the|its|our|their)\s+(?:worst|weakest"
        r"|slowest|laziest|poorest))(?!\w)",
        re.IGNORECASE,
    ),
    "es": re.compile(
        rf"{_UNA}(?:desastre|vergüenza|caso\s+perdido|calamidad|pesadilla|peligro|lastre|carga|cero\s+a\s+la\s+izquierda"
        r"|decepción|basura|fracaso)(?!\w)|(?<!\w)(?:la|el|los|las)\s+pobres?(?!\w)|(?<!\w)(?:l[ao]s?|el)\s+peor(?:es)?(?!\w)"
        r"|(?<!\w)(?:no\s+(?:vale|valen|sirve|sirven|da|dan)\s+para\s+(?:nada|más)|no\s+tienen?\s+(?:arreglo|remedio)"
        r"|no\s+(?:sabe|saben|hace|hacen)\s+nada|(?:se\s+porta|se\s+comporta|actúa)n?\s+como|frenan?\s+(?:a|al)"
        r"|arrastran?\s+(?:a|al))(?!\w)",
        re.IGNORECASE,
    ),
}
# What somebody will come to; what is only denied ("will not fall behind") forecasts no failure.
_FUTURE = (
    r"(?:(?:will|shall|['’]ll|gonna|going\s+to|bound\s+to|sure\s+to|doomed\s+to|destined\s+to|likely\s+to)\s+"
    r"(?:(?:only|just|still|always|soon|surely|certainly|probably|all|definitely)\s+){0,2})"
)
_FORECAST = {
    "en": re.compile(
        rf"(?<!\w){_FUTURE}(?:fail|tank|flunk|flop|bomb|crash|sink|drown|struggle|suffer|lose|drop|slip|fall|end\s+up|ruin"
        r"|wreck|regret|amount|get\s+nowhere|go\s+nowhere|embarrass|disappoint|burn\s+out|quit|give\s+up|waste|drag|crumble"
        r"|come\s+(?:last|bottom)|miss\s+out|cost\s+us)(?!\w)|(?<!\w)(?:(?:will|shall|['’]ll)\s+(?:\w+\s+)?never|never\s+will"
        r"|never\s+going\s+to|no\s+way\s+(?:will|is|are|can)|no\s+chance)(?!\w)"
        r"|(?<!\w)(?:won['’]?t|will\s+not|['’]ll\s+not|not\s+going\s+to|cannot\s+ever)\s+(?:even\s+|ever\s+)?(?:pass|make\s+it|reach|get"
        r"|finish|manage|survive|learn|cope|graduate|amount|improve|change|understand|catch\s+up|achieve|succeed|last|ever"
        r"|be\s+(?:able|ready)|qualify)(?!\w)",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"(?<!\w)(?:(?<!no\s)v(?:a|an|as|amos|ais)\s+a\s+(?:suspender|fracasar|tronar|reprobar|catear|jalar|hundir|perder|acabar"
        r"|caer|repetir\s+curso|quedar|arruinar|abandonar|desaprobar|estrellar)(?:se)?|no\s+v(?:a|an|as|amos)\s+a\s+(?:llegar|aprobar"
        r"|pasar|conseguir|lograr|poder|aprender|mejorar|cambiar|salir|ser|servir|entender|terminar|acabar)"
        r"|(?:nunca|jamás)\s+(?:l[aeo]s?\s+|se\s+)?[^\W\d_]+rán?|(?<!no\s)(?:suspender|fracasar|reprobar|tronar|acabar|perder"
        r"|hundir|abandonar|desaprobar)(?:án?|ás)|no\s+(?:llegar|aprobar|pasar|conseguir|lograr|podr|aprender|mejorar|cambiar"
        r"|sabr)(?:án?|ás))(?!\w)",
        re.IGNORECASE,
    ),
}


def condemns(text: str, tongue: str) -> bool:
    """Whether words pass a judgement that is none of a piece of work alone. Cost: some microseconds a clause."""
    return not WORDS[tongue].isdisjoint(words_in(text)) or _PHRASES[tongue].search(text) is not None


def forecasts(text: str, tongue: str) -> bool:
    """Whether words foretell that somebody fails: "will tank the exam", "no va a llegar a nada"."""
    return _FORECAST[tongue].search(text) is not None
