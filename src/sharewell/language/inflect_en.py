"""English verbs and nouns: the rules of spelling, and the words that follow none."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Base, then past and participle where they are not made by rule.
_VERBS = """
arise arose arisen; awake awoke awoken; bear bore borne born; beat beaten; become became; befall befell befallen;
begin began begun; behold beheld; bend bent; bet betted; bid bade bidden; bind bound; bite bit bitten; bleed bled;
blow blew blown; break broke broken; breed bred; bring brought; broadcast; build built; burn burned burnt; burst;
buy bought; cast; catch caught; choose chose chosen; cling clung; come came; cost; creep crept; cut; deal dealt;
dig dug; draw drew drawn; dream dreamed dreamt; drink drank drunk; drive drove driven; dwell dwelt dwelled;
eat ate eaten; fall fell fallen; feed fed; feel felt; fight fought; find found; fit fitted; flee fled; fling flung;
fly flew flown; forbid forbade forbidden; forecast; forget forgot forgotten; forgive forgave forgiven;
forsake forsook forsaken; freeze froze frozen; get got gotten; give gave given; go went gone; grind ground;
grow grew grown; hang hung hanged; hear heard; hide hid hidden; hit; hold held; hurt; input inputted; keep kept;
kneel knelt kneeled; knit knitted; know knew known; lay laid; lead led; lean leaned leant; leap leaped leapt;
learn learned learnt; leave left; lend lent; let; lie lay lain lied; light lit lighted; lose lost; make made;
mean meant; meet met; mow mowed mown; offset; pay paid; plead pleaded pled; prove proved proven; put; quit quitted;
read; rid; ride rode ridden; ring rang rung; rise rose risen; run ran; saw sawed sawn; say said; see saw seen;
seek sought; sell sold; send sent; set; sew sewed sewn; shake shook shaken; shed; shine shone shined; shoot shot;
show showed shown; shrink shrank shrunk; shut; sing sang sung; sink sank sunk; sit sat; sleep slept; slide slid;
sling slung; slit; smell smelled smelt; sow sowed sown; speak spoke spoken; speed sped speeded; spell spelled spelt;
spend spent; spill spilled spilt; spin spun; spit spat; split; spoil spoiled spoilt; spread; spring sprang sprung;
stand stood; steal stole stolen; stick stuck; sting stung; stink stank stunk; strike struck stricken; string strung;
strive strove striven strived; swear swore sworn; sweep swept; swell swelled swollen; swim swam swum; swing swung;
take took taken; teach taught; tear tore torn; tell told; think thought; throw threw thrown; thrust;
tread trod trodden; understand understood; upset; wake woke woken; wear wore worn; weave wove woven; wed wedded;
weep wept; wet wetted; win won; wind wound; wring wrung; write wrote written
"""
# Words whose forms are all said here.
_WHOLE = """
be am is are was were been being s re m; have has had having ve; do does did done doing; can could; will would;
may might; shall should; child children; man men; woman women; person persons people; foot feet; tooth teeth;
goose geese; mouse mice; life lives; wife wives; knife knives; leaf leaves; shelf shelves; thief thieves; wolf wolves;
loaf loaves; half halves; calf calves; self selves; analysis analyses; basis bases; crisis crises; thesis theses;
hypothesis hypotheses; criterion criteria; phenomenon phenomena; good better best; bad worse worst; far further
farther furthest farthest; little less least; many more most; much more most
"""
_PREFIXES = ("re", "un", "over", "out", "under", "mis", "with", "fore", "up")
_ALONE = frozenset(("relay",))  # not to lay again: relayed
# Words of several syllables that are stressed on the last: its consonant doubles, as in a word of one syllable.
_STRESSED_LAST = _words(
    """
    abet abhor acquit admit allot annul befit begin commit compel concur confer control debug defer demur deter
    dispel embed emit entrap equip excel expel extol forbid forget incur infer input inter occur offset omit outwit
    overlap patrol permit prefer propel rebel rebut recap recommit recur refer regret remap remit repel replan resubmit
    sidestep submit transfer transmit unclog unpin unplug unwrap unzip upset handicap kidnap program zigzag
    """
)
_EITHER = frozenset(("benefit", "bias", "focus", "worship", "bus", "gas", "combat", "format"))
_ONE_SYLLABLE = re.compile(r"y?(?:[^aeiouy]*|[^aeiouy]*qu)[aeiou][^aeiouwxy]")
_ENDS_IN_L = re.compile(r".*[^aeiou][aeiou]l")  # travelled and traveled
_HISSES = ("s", "x", "z", "ch", "sh")


def _table(text: str) -> dict[str, tuple[str, ...]]:
    return {words[0]: tuple(words) for words in (entry.split() for entry in text.split(";"))}


_IRREGULAR, _SAID = _table(_VERBS), _table(_WHOLE)


def english_forms(word: str) -> set[str]:
    """Forms of a folded dictionary word, as a verb and as a noun."""
    if word in _SAID:
        return set(_SAID[word])
    for prefix in _PREFIXES:  # rewrote, undid, misunderstood
        root = word.removeprefix(prefix)
        if word == prefix + root and word not in _ALONE and (root in _IRREGULAR or root == "do"):
            return {prefix + form for form in english_forms(root)}
    return {word, *_with_s(word), *_with_ing(word), *(_IRREGULAR.get(word) or _with_ed(word))}


def _with_s(word: str) -> set[str]:
    if word.endswith("z") and _ONE_SYLLABLE.fullmatch(word):
        return {word + "zes"}
    if word.endswith(_HISSES):
        return {word + "es"}
    if word.endswith("y") and not _after_vowel(word):
        return {word[:-1] + "ies"}
    if word.endswith("o") and not _after_vowel(word):
        return {word + "es", word + "s"} if len(word) > 2 else {word + "es"}
    return {word + "s"}


def _with_ing(word: str) -> set[str]:
    if word.endswith("ie"):
        return {word[:-2] + "ying"}
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return {word[:-1] + "ing"}
    return {stem + "ing" for stem in _stems(word)}


def _with_ed(word: str) -> set[str]:
    if word.endswith("e"):
        return {word + "d"}
    if word.endswith("y") and not _after_vowel(word):
        return {word[:-1] + "ied"}
    return {stem + "ed" for stem in _stems(word)}


def _stems(word: str) -> tuple[str, ...]:
    """What stands before -ed and -ing: the last consonant once, twice, or either."""
    doubled = word + word[-1:]
    if word in _STRESSED_LAST:
        return (doubled,)
    if word in _EITHER or (_ENDS_IN_L.fullmatch(word) and not _ONE_SYLLABLE.fullmatch(word)):
        return (word, doubled)
    if _ONE_SYLLABLE.fullmatch(word):
        return (doubled,)
    return (word + "k",) if word.endswith("ic") else (word,)


def _after_vowel(word: str) -> bool:
    return word[-2:-1] in tuple("aeiou")
