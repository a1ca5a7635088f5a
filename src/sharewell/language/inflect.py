"""Every form of a word, for `lack~` in a pattern: English rules and the irregular words that packs use."""

from __future__ import annotations

_IRREGULAR = {
    "be": "be am is are was were been being 's 're 'm",
    "have": "have has had having 've",
    "do": "do does did done doing",
    "get": "get gets got gotten getting",
    "give": "give gives gave given giving",
    "make": "make makes made making",
    "take": "take takes took taken taking",
    "know": "know knows knew known knowing",
    "fall": "fall falls fell fallen falling",
    "find": "find finds found finding",
    "feel": "feel feels felt feeling",
    "leave": "leave leaves left leaving",
    "teach": "teach teaches taught teaching",
    "bring": "bring brings brought bringing",
    "learn": "learn learns learned learnt learning",
    "build": "build builds built building",
    "grow": "grow grows grew grown growing",
    "show": "show shows showed shown showing",
    "choose": "choose chooses chose chosen choosing",
    "go": "go goes went gone going",
    "come": "come comes came coming",
    "see": "see sees saw seen seeing",
    "say": "say says said saying",
    "tell": "tell tells told telling",
    "keep": "keep keeps kept keeping",
    "write": "write writes wrote written writing",
    "speak": "speak speaks spoke spoken speaking",
    "run": "run runs ran running",
    "lead": "lead leads led leading",
    "put": "put puts putting",
    "child": "child children",
    "ser": "ser es son era eran fue fueron sea sean soy eres somos",
    "estar": "estar esta estan estaba estaban este esten estuvo estoy estamos",
    "tener": "tener tiene tienen tenia tenian tuvo tenga tengan tengo tenemos",
    "poder": "poder puede pueden podia podian pueda puedan podria podrian puedo podemos",
    "hacer": "hacer hace hacen hacia hacian hizo hicieron haga hagan",
    "saber": "saber sabe saben sabia sabian sepa sepan",
    "querer": "querer quiere quieren queria querian quiso quiera",
    "ir": "ir va van iba iban fue fueron vaya",
    "dar": "dar da dan daba daban dio dieron damos dimos",
}
_VOWELS = "aeiou"


def forms(word: str) -> tuple[str, ...]:
    """All forms of a dictionary word, sorted: `forms("carry")` has carries, carried, carrying, carry."""
    if word in _IRREGULAR:
        return tuple(sorted(_IRREGULAR[word].split()))
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        made = {word, word[:-1] + "ies", word[:-1] + "ied", word + "ing"}
    elif word.endswith("e"):
        made = {word, word + "s", word + "d", word[:-1] + "ing"}
    elif word.endswith(("s", "x", "z", "ch", "sh")):
        made = {word, word + "es", word + "ed", word + "ing"}
    else:
        made = {word, word + "s", word + "ed", word + "ing"}
        if len(word) <= 4 and word[-1] not in _VOWELS + "wxy" and word[-2:-1] in _VOWELS:
            made |= {word + word[-1] + "ed", word + word[-1] + "ing"}
    return tuple(sorted(made))
