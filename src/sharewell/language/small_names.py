"""Names that a hurried hand writes in small letters: by the title before them, or by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from sharewell.language.names import SMALL_WORDS, VERB_OF_ONE
from sharewell.language.numbers import Place
from sharewell.language.vocabulary import WORD_ENDINGS, is_word, pack_words

_WORD = r"[a-zß-öø-ÿ](?:[a-zß-öø-ÿ]|['’-](?=[a-zß-öø-ÿ])){2,}(?![\w'’])"
_TITLED = re.compile(rf"(?<![\w'’.])(?:mr|mrs|ms|mx|dr|dra|sra|srta|doña|dña)\.?\s+({_WORD})")
# Who opens a clause and does something, alone, with another, or in Spanish as whom something befalls: "a kevin le".
_OPENS = re.compile(
    rf"(?:^|[,.;:!?]\s+)(?:({_WORD})(?:\s+(?:and|y|e)\s+({_WORD})(?=\s+(?:are|were|have|do|can|will|keep|never|always|son"
    r"|eran|están|tienen|no|se)(?!\w))"
    rf"|(?={VERB_OF_ONE.pattern}|\s+(?:never|always|still|nunca|siempre)\s+[^\W\d_]+[sea](?!\w)|\s+(?:doesnt|dont|cant|wont|isnt)\s))|[aA]\s+({_WORD})(?=\s+(?:no\s+)?(?:le|se|lo|la)\s))"
)
_COLOUR = (
    "red|orange|yellow|green|blue|purple|pink|brown|black|white|gold|silver|turquoise|lime|rojo|roja|naranja|amarill[oa]"
    "|verde|azul|morad[oa]|rosa|marrón|negr[oa]|blanc[oa]|dorad[oa]|turquesa"
)
_LEVEL = re.compile(  # what is called by a colour: levels of reading, groups, tables
    rf"(?<!\w)(?:(?:nivel|banda|grupo|mesa|level|band|group|table)\s+(?:{_COLOUR})|(?:{_COLOUR})\s+(?:level|band|group"
    r"|table))(?!\w)"
)
_SHORTENED = re.compile(r"['’](?:s|re|ve|ll|d|m|t)$")


def small_names(sentence: str) -> Iterator[Place]:
    """Places of names without capitals: "mr dunne says", "o'brien and deshawn are", "a kevin no le".

    A word that opens a clause as one who does something is a name where the vocabulary of the encoder does not know
    it in small letters; a rare word taken for one is said again in a suggestion and harms nothing. Cost: linear.
    """
    yield from (match.span() for match in _LEVEL.finditer(sentence))
    for match in chain(_TITLED.finditer(sentence), _OPENS.finditer(sentence)):
        for group, word in enumerate(match.groups(), 1):
            if word and _is_unknown(word):
                yield (match.start() if match.re is _TITLED else match.start(group)), match.end(group)


def _is_unknown(word: str) -> bool:
    if _SHORTENED.search(word) or word in SMALL_WORDS or word in pack_words() or word.endswith(WORD_ENDINGS):
        return False
    return not is_word(word.capitalize())
