"""Spanish verbs, nouns and adjectives: regular endings, changes of spelling and of stem, and irregular verbs.

Forms are folded (no accents), so that `trabaje` stands for trabaje and trabajé, `averigue` for averigüe.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from sharewell.language.fold import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Endings under stress (I, you, they), and the others: we, you all, vos, commands to several.
_NOW = {"ar": "o as a an", "er": "o es e en", "ir": "o es e en"}
_NOW_AFTER = {"ar": "amos ais as a ad", "er": "emos eis es e ed", "ir": "imos is i id"}
_WISH = {"ar": "e es en", "er": "a as an", "ir": "a as an"}
_WISH_AFTER = {"ar": "emos eis", "er": "amos ais", "ir": "amos ais"}
_WAS = {"ar": "aba abas abamos abais aban", "er": "ia ias iamos iais ian", "ir": "ia ias iamos iais ian"}
_PAST = {"ar": "e aste amos asteis", "er": "i iste imos isteis", "ir": "i iste imos isteis"}
_IF = "ra ras ramos rais ran se ses semos seis sen"
_FUTURE = "e as a emos eis an ia ias iamos iais ian"
_GENDERS = "o a os as"
_ENCLITICS = "me te se lo la le los las les nos os"

# Verbs whose stem changes under stress; in -ir verbs it changes once more before io, ie and a.
_E_IE = _words(
    """
    acertar acrecentar adquirir advertir alentar apretar arrepentir ascender asentir atender atravesar calentar cegar
    cerrar comenzar concernir confesar consentir convertir defender desalentar descender desmentir despertar
    desterrar digerir discernir divertir empezar encender encerrar encomendar enmendar ensangrentar entender enterrar
    escarmentar extender fregar gobernar helar herir hervir incensar inferir ingerir interferir invertir manifestar
    mentir merendar negar nevar pensar perder plegar preferir presentir quebrar querer recomendar referir regar
    requerir resentir reventar segar sembrar sentar sentir serrar sugerir temblar tender tentar transferir trascender
    tropezar verter
    """
)
_O_UE = _words(
    """
    absolver acordar acostar almorzar apostar aprobar avergonzar cocer colgar comprobar consolar contar costar
    demostrar descolgar descontar desaprobar devolver disolver doler dormir encontrar envolver esforzar forzar
    jugar llover moler morder morir mostrar mover poder poblar probar promover conmover recordar reforzar remover
    renovar reprobar resolver revolver rodar rogar soldar soler soltar sonar tostar torcer tronar volar volcar
    volver
    """
)
_E_I = _words(
    """
    competir concebir conseguir corregir derretir despedir elegir embestir expedir freir gemir impedir investir medir
    pedir perseguir proseguir regir reir rendir renir repetir seguir servir sonreir tenir vestir
    """
)
_PREFIXES = ("re", "des")
_ONLY_Z = ("coc", "cuec", "mec")  # cueza, meza: not as conozca


@dataclass(frozen=True, slots=True)
class _Odd:
    """What an irregular verb does not take from the rules; an empty part is made by them."""

    first: str = ""  # teng-o: also the stem of the subjunctive
    stress: str = ""  # tien-e
    past: str = ""  # tuv-e
    future: str = ""  # tendr-é
    command: str = ""  # ten
    gerund: str = ""  # pudiendo
    participle: str = ""  # hech-o
    was: str = ""  # ve-ía


_ODD = {
    "tener": _Odd("teng", "tien", "tuv", "tendr", "ten"),
    "venir": _Odd("veng", "vien", "vin", "vendr", "ven", "viniendo"),
    "poner": _Odd("pong", "", "pus", "pondr", "pon", participle="puest"),
    "hacer": _Odd("hag", "", "hic", "har", "haz", participle="hech"),
    "decir": _Odd("dig", "dic", "dij", "dir", "di", "diciendo", "dich"),
    "traer": _Odd("traig", past="traj"),
    "ducir": _Odd("duzc", past="duj"),
    "caer": _Odd("caig"),
    "valer": _Odd("valg", future="valdr"),
    "salir": _Odd("salg", future="saldr", command="sal"),
    "scribir": _Odd(participle="scrit"),
    "cubrir": _Odd(participle="cubiert"),
    "solver": _Odd(participle="suelt"),
    "volver": _Odd(participle="vuelt"),
}
_ODD_ALONE = {
    "poder": _Odd("", "", "pud", "podr", gerund="pudiendo"),
    "querer": _Odd("", "", "quis", "querr"),
    "saber": _Odd("sep", "", "sup", "sabr"),
    "caber": _Odd("quep", "", "cup", "cabr"),
    "andar": _Odd(past="anduv"),
    "oir": _Odd("oig", "oy"),
    "ver": _Odd("ve", participle="vist", was="ve"),
    "prever": _Odd("preve", participle="previst", was="preve"),
    "abrir": _Odd(participle="abiert"),
    "romper": _Odd(participle="rot"),
    "morir": _Odd(participle="muert"),
    "freir": _Odd(participle="frit"),
    "imprimir": _Odd(participle="impres"),
    "satisfacer": _Odd("satisfag", "", "satisfic", "satisfar", "satisfaz", participle="satisfech"),
}
_WHOLE = {
    "ser": "ser soy eres sos es somos sois son era eras eramos erais eran fui fuiste fue fuimos fuisteis fueron"
    " sea seas seamos seais sean sed siendo sido seres",
    "ir": "ir voy vas va vamos vais van iba ibas ibamos ibais iban fui fuiste fue fuimos fuisteis fueron"
    " vaya vayas vayamos vayais vayan ve id yendo ido irse",
    "haber": "haber he has ha hay hemos habeis han hube hubiste hubo hubimos hubisteis hubieron"
    " haya hayas hayamos hayais hayan habiendo habido",
    "estar": "estar estoy estas esta estamos estais estan estuve estuviste estuvo estuvimos estuvisteis estuvieron"
    " este estes estemos esteis esten estad estando estado",
    "dar": "dar doy das da damos dais dan di diste dio dimos disteis dieron de des demos deis den dad dando dado"
    " dada dados dadas darle darles darme darte darse dale dales dame",
}
_WHOLE_STEMS = {  # conditional past and future, imperfect of the verbs above
    "ser": ("fue", "ser", ""),
    "ir": ("fue", "ir", ""),
    "haber": ("hubie", "habr", "habia"),
    "estar": ("estuvie", "estar", "estaba"),
    "dar": ("die", "dar", "daba"),
}
# Nouns and adjectives that only end like verbs; the plural is theirs.
_NO_VERBS = _words(
    """
    alfiler auxiliar ayer azucar bachiller bar bienestar caracter collar dolar ejemplar escolar familiar hogar impar
    lider lugar mar militar mujer par particular pilar popular porvenir preescolar similar singular solar super taller
    titular tutelar curricular extracurricular malestar
    """
)
_NO_FEMININE = frozenset(
    ("sector", "factor", "motor", "perdon", "raton", "salon", "millon", "boton", "renglon")
)
_FEMININE_IN_A = (
    "dor",
    "tor",
    "sor",
    "lon",
    "ron",
    "ton",
    "eon",
    "chon",
    "zan",
    "tan",
    "lan",
    "man",
    "rin",
    "tin",
)


def spanish_forms(word: str) -> set[str]:
    """Forms of a dictionary word in lower case, folded: a verb in -ar, -er, -ir (or -se), a noun or an adjective."""
    plain = fold(word).decode()
    verb = plain.removesuffix("se") if plain.endswith(("arse", "erse", "irse")) else plain
    if verb.endswith(("ar", "er", "ir")) and verb not in _NO_VERBS and not _stressed_early(word):
        return {*_verb(verb), verb + "es"}  # los deberes, los saberes
    return _noun(plain, accented=_accent(word[-2:]))


def _accent(letters: str) -> bool:
    return any(
        unicodedata.combining(part) == 230 and part != "\u0303" and part != "\u0308"
        for part in unicodedata.normalize("NFD", letters)
    )


def _stressed_early(word: str) -> bool:
    """líder, carácter, póster: no verb is stressed before its last syllable."""
    return _accent(word.removesuffix("se")[:-2])


def _noun(word: str, *, accented: bool) -> set[str]:
    last = word[-1:]
    if last == "o":
        return {word[:-1] + ending for ending in _GENDERS.split()}
    if last == "z":
        return {word, word[:-1] + "ces"}
    if last in "aeiu":
        return {word, word + "s"} | ({word + "es"} if last == "i" or (last == "u" and accented) else set())
    if last == "s" and not accented and sum(letter in "aeiou" for letter in word) > 1:
        return {word}  # la crisis, las crisis
    made = {word, word + "es"}
    long = sum(letter in "aeiou" for letter in word) > 1
    feminine = word.endswith(_FEMININE_IN_A) or (word.endswith("es") and accented) or word == "senor"
    if feminine and long and word not in _NO_FEMININE and word not in ("interes", "estres"):
        made |= {word + "a", word + "as"}
    return made


def _verb(verb: str) -> set[str]:
    if verb in _WHOLE:
        past, future, was = _WHOLE_STEMS[verb]
        imperfect = _each(was, " s mos is n") if was else set[str]()
        return set(_WHOLE[verb].split()) | _each(past, _IF) | _each(future, _FUTURE) | imperfect
    odd, before = _oddity(verb)
    kind, stem = verb[-2:], verb[:-2]
    stress, weak = _changed(verb)
    if odd.stress:
        stress = before + odd.stress
    now = _spelt(stress, kind, _NOW[kind])
    wish = _spelt(stress, kind, _WISH[kind]) | _spelt(weak, kind, _WISH_AFTER[kind])
    if odd.first:
        first = before + odd.first
        now = _spelt(stress, kind, _NOW[kind].removeprefix("o ")) | {first + "o"}
        wish = _each(first, _WISH[kind] + " " + _WISH_AFTER[kind])
    command = before + odd.command if odd.command else stress + _NOW[kind].split()[2]
    polite = (
        before + odd.first + "a" if odd.first else next(iter(_spelt(stress, kind, _WISH[kind].split()[0])))
    )
    gerund = before + odd.gerund if odd.gerund else _gerund(weak, kind)
    participle = before + odd.participle if odd.participle else stem + ("ad" if kind == "ar" else "id")
    return (
        {verb, command, gerund}
        | now
        | wish
        | _spelt(stem, kind, _NOW_AFTER[kind])
        | _each(odd.was or stem, _WAS[kind])
        | (_strong_past(before + odd.past) if odd.past else _past(stem, weak, kind))
        | _each(before + odd.future if odd.future else verb, _FUTURE)
        | _each(participle, _GENDERS)
        | {form + tail for form in (verb, gerund, command, polite) for tail in _ENCLITICS.split()}
    )


def _oddity(verb: str) -> tuple[_Odd, str]:
    """What is irregular, and what stands before it: mantener is man- and tener."""
    if verb in _ODD_ALONE:
        return _ODD_ALONE[verb], ""
    for ending, odd in _ODD.items():
        if verb.endswith(ending):
            return odd, verb.removesuffix(ending)
    return _Odd(), ""


def _changed(verb: str) -> tuple[str, str]:
    """The stem under stress (piens-, cuent-, pid-), and before io, ie, a in -ir verbs (sint-, durm-, pid-)."""
    stem, kind = verb[:-2], verb[-2:]
    if verb == "oler":
        return "huel", stem
    for prefix in ("", *_PREFIXES):
        root = verb.removeprefix(prefix)
        if verb != prefix + root:
            continue
        if root in _E_I:
            weak = _last_vowel(stem, "e", "i")
            return weak, weak
        if root in _E_IE:
            vowel = "i" if root == "adquirir" else "e"
            return _last_vowel(stem, vowel, "ie"), _last_vowel(stem, vowel, "i") if kind == "ir" else stem
        if root in _O_UE:
            vowel = "u" if root == "jugar" else "o"
            return _last_vowel(stem, vowel, "ue"), _last_vowel(stem, vowel, "u") if kind == "ir" else stem
    return stem, stem


def _last_vowel(stem: str, old: str, new: str) -> str:
    head, found, tail = stem.rpartition(old)
    return head + new + tail if found else stem


def _spelt(stem: str, kind: str, endings: str) -> set[str]:
    """Stem and endings, with the letters that keep the sound: busque, llegue, cruce, venza, dirija, siga, conozca."""
    return {_before(stem, kind, ending) + ending for ending in endings.split()}


def _before(stem: str, kind: str, ending: str) -> str:
    if kind == "ar" and ending[0] == "e":
        for old, new in (("c", "qu"), ("g", "gu"), ("z", "c")):
            if stem.endswith(old):
                return stem[:-1] + new
    if kind != "ar" and ending[0] in "ao":
        if stem.endswith("qu"):
            return stem[:-2] + "c"
        if stem.endswith("c"):
            return stem[:-1] + ("zc" if stem[-2:-1] in tuple("aeiou") and stem not in _ONLY_Z else "z")
        if stem.endswith("gu"):
            return stem[:-1]
        if stem.endswith("g"):
            return stem[:-1] + "j"
    if kind == "ir" and stem.endswith("u") and _open(stem) and ending[0] in "aeo":
        return stem + "y"
    return stem


def _open(stem: str) -> bool:
    """le-er, ca-er, o-ir, constru-ir: y stands for i between vowels."""
    return stem.endswith(("a", "e", "o", "u")) and not stem.endswith(("gu", "qu"))


def _past(stem: str, weak: str, kind: str) -> set[str]:
    """trabajó, trabajara; comió, comiera; leyó, leyera; pidió, pidiera; rio, riera."""
    made = _spelt(stem, kind, _PAST[kind])
    if kind == "ar":
        return made | {stem + "o", stem + "aron"} | _each(stem + "a", _IF)
    glide = "y" if _open(weak) else "" if weak.endswith("i") else "i"
    return made | {weak + glide + "o", weak + glide + "eron"} | _each(weak + glide + "e", _IF)


def _strong_past(stem: str) -> set[str]:
    """tuvo, tuviera; hizo, hiciera; dijo, dijeron, dijera."""
    third = stem[:-1] + "zo" if stem.endswith("c") else stem + "o"
    glide = "" if stem.endswith("j") else "i"
    return _each(stem, "e iste imos isteis") | {third, stem + glide + "eron"} | _each(stem + glide + "e", _IF)


def _gerund(weak: str, kind: str) -> str:
    if kind == "ar":
        return weak + "ando"
    return weak + ("yendo" if _open(weak) else "endo" if weak.endswith("i") else "iendo")


def _each(stem: str, endings: str) -> set[str]:
    return {stem + ending for ending in endings.split(" ")}
