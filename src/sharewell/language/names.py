"""Names of a sentence: people, places, schools, subjects, abbreviations; in every alphabet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sharewell.language.numbers import Place
from sharewell.language.verdicts import ALL_WORDS as CONDEMNING
from sharewell.language.vocabulary import WORD_ENDINGS, is_one_piece, is_rare, is_word, pack_words

_TOKEN = re.compile(r"[^\W\d_](?:[^\s!-&(-,./:-@\[-`{-~“”„«»‹›…¿¡–—;])*")
_LINK = re.compile(
    r"\s+(?:(?:de|del|da|do|dos|das|di|du|des|van|von|der|den|ter|la|le|las|los|el|al|bin|ibn|of|the)\s+){0,3}"
)
_AFTER_STOP = re.compile(rf"(?:\s+[a-z]{{2,4}}\.)?{_LINK.pattern}")  # "Univ. of Leeds", "Dr. phil. Sørensen"
_LONGEST_TITLE = 16  # characters, with the space after it
_DASHES = ("–", "—")  # without spaces: "Chapters IV–VI", "the Smith–Jones family"
_TITLE = re.compile(
    "mr|mrs|ms|mx|dr|dra|miss|sr|sra|srta|profa?|profe|st|d|dª|dña|don|doña|mª|sir|señora?|señorita|signora?|madame|monsieur"
    "|frau|herr|coach|nurse|principal|profesora?|maestr[oa]|fray|sor",
    re.IGNORECASE,
)
_ROLES = (  # written before a name in small letters: "la directora Ochoa", "aunt Rosa"
    "aunt(?:ie|y)?|uncle|grand(?:ma|pa)|counsell?or|captain|officer|professor|doctora?|directora?|orientadora?|psicólog[oa]"
    "|inspectora?|t[íi][oa]|abuel[oa]|seño|licenciad[oa]|ingenier[oa]"
)
_TITLED = re.compile(
    rf"(?<![\w'’])(?:{_TITLE.pattern}|{_ROLES})\.?\s$"
)  # in small letters: "sor Inés", "coach D'Amico"
_SURNAME_LINK = re.compile(r"(?<![\w'’])(?:van|von)\s(?:(?:de|den|der|het)\s)?$")  # "van der Berg is"
# Titles, kin and what is numbered or called by a name: part of the name that follows, words without one.
_BEFORE_NAME_LIST = (
    "pak bu bapak ibu mwalimu bwana mama baba papa nana lola lolo tata tatay nanay oga chief hajia alhaji malam "
    "mallam ustadh ustadha ustad ustaz ustazah sheikh shaikh imam mullah maulana rabbi pastor rev reverend father "
    "brother sister deacon elder auntie aunty aunt uncle grandma grandpa cik encik puan datuk sensei shri sri smt "
    "guru lama pandit engr eng ing lic arq ingeniero ingeniera licenciado licenciada arquitecta arquitecto doctor "
    "doctora captain officer professor teacher tía tío tia tio abuela abuelo hermano hermana padre madre seño taita "
    "amauta kuraka monsieur mlle mme pan pani khun thầy cô bác ato weyzero team unit class room year grade level "
    "question task page chapter lesson set group tier stage phase paper lake mount saint santa san unidad tema "
    "clase aula grupo equipo curso nivel grado pregunta ejercicio colegio escuela mtra mtro col min sgt capt prof "
    "gral mt ft pt wm no univ dept fco jr pa phil"
)
_BEFORE_NAME = frozenset(_BEFORE_NAME_LIST.split())
_DESCRIBE_LIST = (  # what is said of a person before the name, and is none
    "little young old big tall small clever bright lovely sweet good bad silly lazy typical happy sad quiet loud "
    "only even today tonight tomorrow dear poor"
)
_DESCRIBES = frozenset(_DESCRIBE_LIST.split())
_PLACED = frozenset(["te", "la", "el", "los", "las"])  # articles that open names of places and tongues
_RECORD = re.compile(
    r":|\s+(?:\d|(?:notes?|entry|entries|reports?|reviews?|forms?|scores?|tests?|data|plans?|meetings?|groups?|targets?"
    r"|levels?|referrals?|results?|check|file|log|papers?|grades?|informe|nota|prueba|plan|ficha|registro)(?!\w))"
)
_FROM_WHOM = re.compile(r"(?<!\w)(?:by|from|via|per|del?|al?|por)\s+$", re.IGNORECASE)
_NAME_BEFORE = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-Þ]\w+\s$")
_AFTER_NUMERAL = re.compile(
    r"\s*(?:$|[.,;:!?)(])|\s+(?:con|en|y|de|por|and|with|on|in|for|at|to|because|since|is|has|exam|test|class|grade|score"
    r"|quiz|course|final|midterm)\b"
)
_OWNER = re.compile(r"(?<!\w)(?:the|an?|our|my|his|her|their|your|el|la|un|una|del?|en)\s$", re.IGNORECASE)
_TO_WHERE = re.compile(r"(?<!\w)(?:at|from|to|of|by|near)\s+$", re.IGNORECASE)
_SHORTENED = re.compile(r"['’](?:s|re|ve|ll|d|m|t)$", re.IGNORECASE)
_SMALL = (
    "i he she they we you it this that these those the a an my your his her their our its if when while why what "
    "where who whose whom how which no not nobody nothing none never always please dear after before since because "
    "although though even only just with without from for in into on at as by to of off and but or so yes there "
    "here once every each all most many much some few both either neither another any other others such than then "
    "do does did don is are was were be been can could will would should may might must let lets has have had "
    "also again still too very more less now well until unless despite during about between among over under "
    "el la los las un una unos unas si sí mi tu su sus tus mis al del en con sin por para de y e o u pero que qué "
    "cómo cuál cuándo dónde quién como cuando donde quien aunque porque hay es son eres está están este esta estos "
    "aquí ahí allí "
    "estas ese esa eso esos esas esto aquel aquella nunca siempre todo todos toda todas nadie nada ni ya muy más "
    "menos cada le les lo me te se él ella ellos ellas nosotros usted ustedes también tampoco además así aún ser "
    "entre sobre desde hasta según hola querido querida "
    "meanwhile yesterday however perhaps maybe poor anyway afterwards otherwise instead "
    "ahora luego entonces después antes anoche ayer quizá quizás ojalá casi apenas solo sólo encima pobre "
    "vaya menudo menuda vamos venga ojo"
)
SMALL_WORDS = frozenset(_SMALL.split())
_VERB = re.compile(
    r"\s+(?:is|was|has|had|can|cannot|can't|will|won't|does|doesn't|did|didn't|never|still|always|needs|gets|got"
    r"|reads|writes|knows|says|keeps|works|struggles|lacks|fails|seems|tries|talks|shows|wants|makes|takes|finds|asks"
    r"|and\s+[A-Z]|y\s+[A-Z]|\w+ed|es|está|tiene|sabe|ha|no|va|puede|lee|escribe|sigue|necesita|quiere|hace|sacó"
    r"|\w+ó|\w+aba)\b"
)
# A word that ends in s and has a verb of one person after it is no plural: "Odalys has", "Luis no hace".
VERB_OF_ONE = re.compile(
    r"\s+(?:(?:never|still|always|also|only|just|often|really|simply|no|nunca|ya|se|le|les|lo|la|me|nos|siempre|también"
    r"|aún|sólo|solo)\s+){0,2}(?:is|was|has|hasn't|isn't|wasn't|does|doesn't|needs|gets|got|can't|cannot|reads|writes"
    r"|knows|says|keeps|works|struggles|lacks|fails|seems|tries|talks|shows|wants|makes|takes|finds|asks|scored|missed"
    r"|es|era|está|estaba|fue|va|ha|da|tiene|sabe|hace|puede|quiere|lee|escribe|trabaja|habla|necesita|sigue|llega|saca"
    r"|muestra|presenta|molesta|distrae|participa|falta|entrega|estudia|suspende|aprueba|entiende|viene|[^\W\d_]+ó"
    r"|[^\W\d_]+aba)(?!\w)"
)
_IS = re.compile(
    r"\s+(?:an?|the|so|too|not|just|never|always|been|got|such|a\s+bit|no)\s"
)  # "Kid's a slacker"
_ASIDE = re.compile(rf",[^,.;:!?]+,{_VERB.pattern}")  # "Bella, such a chatterbox, finished"
_ALSO_WORDS = frozenset(  # first names that the vocabulary knows as words
    ["luis", "inés", "ines", "milagros", "nieves", "rosa", "mia", "ben", "dan", "paz", "luz", "sol", "ming"]
)
_OPENING = " \"'“‘«(¿¡\t*_>#"
_AFTER_TITLE = re.compile(r"\.?\s+(?!(?:I|A|Y|O)\s)[A-ZÀ-ÖØ-Þ][^\s,.;:!?]*")
_NEXT_WORD = re.compile(r"\s+[^\W\d_]\w+")
_WORD_BEFORE = re.compile(r"[^\W\d_]{2,}['’\w]*\s+$")
_NEGATED = re.compile(r"n['’]t$", re.IGNORECASE)
_WORD_AND_STOP = re.compile(r"[^\W\d_]+(?=\.$)")
_IN_LIST = re.compile(
    r"(?:,\s+[A-ZÀ-ÖØ-Þ][\w’'-]+)*(?:,|,?\s+(?:and|y|e|&))\s+[A-ZÀ-ÖØ-Þ][\w’'-]+"
)  # "Ed, Flo and Gus"
_IN_WORD = re.compile(r"\w")
_SHOUTED = 4  # letters from which a word in capitals may be a word that is shouted, not an abbreviation


def names(sentence: str) -> Iterator[Place]:
    """Places of the names: "José Luis de la Cruz", "Ms. Hill", "O'Brien", "Łukasz", "李明", "IEP".

    A capital inside a sentence makes a name; the word that opens one is judged by what follows it and by how the
    vocabulary of the encoder writes it. A word of no known kind is a name: better kept than lost.
    """
    run: list[re.Match[str]] = []
    for token in _TOKEN.finditer(sentence):
        if not _is_name(sentence, token):
            continue
        if run and not _linked(sentence, run[-1], token):
            yield _whole(sentence, run)
            run = []
        run.append(token)
    if run:
        yield _whole(sentence, run)


def _whole(sentence: str, run: list[re.Match[str]]) -> Place:
    """A name with the title before it; of "Ana's" the name, of "at St. Jude's" all, as nothing there is owned."""
    start, words = run[0].start(), sentence[run[0].start() : run[-1].end()].rstrip("'’-")
    end = start + len(words)
    near = max(0, start - _LONGEST_TITLE)
    if before := _TITLED.search(sentence, near, start) or _SURNAME_LINK.search(sentence, near, start):
        start = before.start()
    if words.endswith(("'s", "’s")):
        owned = _NEXT_WORD.match(sentence, end)
        small = owned is not None and owned.group().strip().lower() in SMALL_WORDS
        house = owned is None or (small and _TO_WHERE.search(sentence, 0, start))
        end -= 0 if house else 2
    return start, end


def _linked(sentence: str, left: re.Match[str], right: re.Match[str]) -> bool:
    """Only a space, a link of surnames, or the full stop of a title or an initial stands between them."""
    between = sentence[left.end() : right.start()]
    if between.startswith("."):
        word = left.group()
        titled = _is_title(word) or len(word) == 1 or word.lower() in _BEFORE_NAME
        return titled and (between == "." or _AFTER_STOP.fullmatch(between, 1) is not None)
    return _LINK.fullmatch(between) is not None or between in _DASHES


def _is_title(word: str) -> bool:
    return _TITLE.fullmatch(word) is not None


def _is_name(sentence: str, token: re.Match[str]) -> bool:
    word = token.group()
    if word.isascii() and word.islower():
        return False  # most words: no further question
    word = word.rstrip("'’-")
    if word.upper() == word.lower():
        return True  # an alphabet without capitals, inside English or Spanish
    if word == word.lower():
        return False
    bare = _SHORTENED.sub("", word)
    opens = _opens_sentence(sentence, token.start())
    if _is_abbreviated(sentence, token, bare):
        return True
    if _NEGATED.search(word) or (
        bare.lower() in SMALL_WORDS and (opens or bare not in "ABCDEFGHJKLMNOPQRSTUVWXYZ")
    ):
        return word == bare and (
            (bare == "Will" and (not opens or _VERB.match(sentence, token.end()) is not None))
            or ((not opens or _is_title(bare) or bare.lower() in _PLACED) and _opens_title(sentence, token))
        )
    if word.isupper() and len(bare) > 1:
        return not _is_shouted(sentence, token, bare)
    return not opens or _opens_as_name(sentence, token, bare)


def _is_abbreviated(sentence: str, token: re.Match[str], bare: str) -> bool:
    """Whether capitals that would be a small word are none: "the EL students", "Algebra I."."""
    if bare == "I":
        return (
            _NAME_BEFORE.search(sentence, 0, token.start()) is not None
            and _AFTER_NUMERAL.match(sentence, token.end()) is not None
        )
    return (
        bare.isupper()
        and 1 < len(bare) < _SHOUTED
        and bare.lower() in SMALL_WORDS
        and _OWNER.search(sentence, 0, token.start()) is not None
        and not _is_shouted_with(sentence, token)
    )


def _is_shouted(sentence: str, token: re.Match[str], bare: str) -> bool:
    """Whether capitals only stress a word ("he is LAZY"): one that is known as it is, and stands for no record."""
    beside = _is_shouted_with(sentence, token)
    if not (len(bare) >= _SHOUTED or beside) or not is_word(bare.capitalize()):
        return False
    if beside or bare.lower() in pack_words():
        return True
    if _stands_before_name(sentence, token):
        return False  # "the STAR Reading test"
    called = _RECORD.match(sentence, token.end()) or _FROM_WHOM.search(sentence, 0, token.start())
    return called is None and is_one_piece(bare.lower())


def _is_shouted_with(sentence: str, token: re.Match[str]) -> bool:
    """Whether the word beside it is in capitals too and is a word, not an abbreviation: "GO HOME"."""
    beside = (_WORD_BEFORE.search(sentence, 0, token.start()), _NEXT_WORD.match(sentence, token.end()))
    words = (match.group().strip() for match in beside if match)
    return any(
        word.isupper() and (word.lower() in SMALL_WORDS or is_word(word.capitalize())) for word in words
    )


def _opens_title(sentence: str, token: re.Match[str]) -> bool:
    """Whether a small word with a capital belongs to the name after it: "La Rioja", "Don Nico", "Whose Shore"."""
    return token.group()[1:].islower() and _stands_before_name(sentence, token)


def _stands_before_name(sentence: str, token: re.Match[str]) -> bool:
    """Whether the next word has a capital and is no small word."""
    following = _NEXT_WORD.match(sentence, token.end())
    after = following.group().strip() if following else ""
    return after[:1].isupper() and after.lower() not in SMALL_WORDS


def _opens_sentence(sentence: str, start: int) -> bool:
    before = sentence[:start].rstrip(_OPENING)
    return not before or before[-1] in "!?:…\n•-–—;" or (before[-1] == "." and not _after_title(before))


def _after_title(before: str) -> bool:
    last = _WORD_AND_STOP.search(before)
    return last is not None and (
        _is_title(last.group()) or (len(last.group()) == 1 and last.group().isupper())
    )


def _opens_as_name(sentence: str, token: re.Match[str], bare: str) -> bool:
    """A first word that is a name shows it: a possessive, a verb, a second name, another mention, its spelling."""
    word, end = token.group(), token.end()
    if bare.lower() in CONDEMNING:
        return False
    if (
        _is_title(bare)
        or (len(bare) == 1 and sentence[end : end + 1] == ".")  # an initial
        or (word.endswith(("'s", "’s")) and not (is_word(bare) and _IS.match(sentence, end)))
        or any(part[0].isupper() for part in bare.split("-")[1:] if part)  # "Ana-Lucía"
        or _is_said_again(sentence, bare)
        or (len(bare) < _SHOUTED and _IN_LIST.match(sentence, end))
    ):
        return True
    if _opens_longer_name(sentence, token, bare):
        return True
    lower = bare.lower()
    if lower in _ALSO_WORDS or (
        # Of two forms of the past one after the other the first is no verb: "Ofsted judged us".
        _VERB.match(sentence, end) and (lower.endswith("ed") or not lower.endswith(WORD_ENDINGS))
    ):
        return True
    if _ASIDE.match(sentence, end) and lower not in pack_words() and not lower.endswith(WORD_ENDINGS):
        return True
    if lower.endswith("s") and lower not in pack_words() and VERB_OF_ONE.match(sentence, end):
        return True
    return not is_word(bare)


def _opens_longer_name(sentence: str, token: re.Match[str], bare: str) -> bool:
    """Whether the name after a first word is longer by it: "Mavis Orr", "Pak Yosef", "Oga Emeka signed", "Unit B"."""
    following = _AFTER_TITLE.match(sentence, token.end())
    if following is None:
        return False
    if bare.lower() in _BEFORE_NAME or not is_word(bare) or is_rare(bare):
        return True
    # One who does something, and who is not described, asked or greeted: the word before is a title.
    said = (
        bare.endswith(("ly", "mente"))
        or bare.lower() in _DESCRIBES
        or bare.lower() in pack_words()
        or following.group().isupper()
    )
    return not said and VERB_OF_ONE.match(sentence, following.end()) is not None


def _is_said_again(sentence: str, bare: str) -> bool:
    """Whether the word stands in the sentence twice, as a whole, in the same letters."""
    times, at = 0, sentence.find(bare)
    while at >= 0 and times < 2:
        end = at + len(bare)
        inside = (at > 0 and _IN_WORD.match(sentence, at - 1)) or _IN_WORD.match(sentence, end)
        times += not inside
        at = sentence.find(bare, at + 1 if inside else end)
    return times > 1
