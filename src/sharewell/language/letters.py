"""English or Spanish by the letters of words that no list knows: pairs of letters, as in any guess of a language.

Each pair is worth the logarithm of how much more often it stands in words of the one language than of the other
(naive Bayes over distinct words, as a rare word must be told by its letters). `bench/tongue.py` makes the table from
the labelled sentences and measures it on those kept out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import log

EDGE = "`"  # stands before the first and after the last letter of a word
ALPHABET = f"{EDGE}abcdefghijklmnopqrstuvwxyz"
WORTH = "ihgfedcba.ABCDEFGHI"  # from nine thirds of a nat for English to nine for Spanish
WORDS = re.compile(rb"[a-z]+")
SEEN_BEFORE = 2  # of every pair, so that none decides alone

# One row for each first letter, one column for each second, in the order of ALPHABET.
TABLE = (
    "aBbA.Baab..fa.aaAB.bacBiAb.",
    "DdCADA..adHgABBAAEBCba.ibbB",
    "fBic.bbbcAaaaecaacAcca.cagA",
    "fCbaa.baaDaibaABccagbCaaaid",
    "gDfdi.fifAacibgFecbie.egafe",
    "ad.AefbCe.HhaABB.A..a..i.dE",
    "e.abaai.a.bAcb.aaa.fiaacbfa",
    "iCdcbccii.bbcccAea.ifCaeaha",
    "haheededdcacfhhcdchgi.bdbib",
    "bCAABAaacbEfaAcAbCA..b.cccC",
    "bDcaaCbabBacaaaAaaabaBcaaba",
    "hefbeifcfgbdidigeafiddagaga",
    "bA.AbaaBdacia.bA.Def.aBdaiC",
    "fAAbc.ead.acdi.CAaeicAbfagb",
    "ABhAAaBfc..icAiBeD.bA.BhbfD",
    "GeBAaca.adEh.AAhaE.EaibicaB",
    "gBdEe.cai.cd.da.iAAgbBafAga",
    "acbBaaabAbaacaabaaAabBbaaaa",
    "aBbAa.c.fAAiDA.AbEBcAaahaiD",
    ".BbAc.BAi.bifbeA.adia.Aicid",
    "iCfid.fdiacbgeeBea.iiAchaiB",
    "bB.AADacbBEc.abAaCaabaCcBCB",
    "fBbaaaaaaAbacaeCabccbEbaaea",
    "iiedeibaigacieiieaiidaacadb",
    "e.abafcabAaaaaaAAAab.cBaaba",
    "i.ghgaeecgcdehe.gAeidCdeaBc",
    "CEaGbgaEceaabaaE.DbbbCabafd",
)


def spanish_letters(folded: bytes) -> int:
    """How much more a folded text looks Spanish (above 0) than English (below), in thirds of a nat."""
    return sum(_WORTH[pair] for word in WORDS.findall(folded) for pair in pairs(word.decode()))


def pairs(word: str) -> Iterable[str]:
    """The pairs of letters of a word, its edges among them."""
    return (first + second for first, second in pairwise(f"{EDGE}{word}{EDGE}"))


def table(english: Iterable[str], spanish: Iterable[str]) -> list[str]:
    """The rows of `TABLE` from the words of both languages."""
    counted = [Counter(pair for word in set(words) for pair in pairs(word)) for words in (english, spanish)]
    return ["".join(_worth(counted, first + second) for second in ALPHABET) for first in ALPHABET]


def _worth(counted: Sequence[Counter[str]], pair: str) -> str:
    share = [(one[pair] + SEEN_BEFORE) / (one.total() + SEEN_BEFORE * len(ALPHABET) ** 2) for one in counted]
    most = len(WORTH) // 2
    return WORTH[max(-most, min(most, round(3 * log(share[1] / share[0])))) + most]


_WORTH = {
    first + second: WORTH.index(worth) - len(WORTH) // 2
    for first, row in zip(ALPHABET, TABLE, strict=True)
    for second, worth in zip(ALPHABET, row, strict=True)
}
