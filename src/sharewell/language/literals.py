"""What must stand letter for letter: quotes, e-mail and web addresses, codes of standards, equations, marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sharewell.language.numbers import Place

_FILE = r"(?:docx?|odt|pdf|xlsx?|pptx?|txt|csv|jpe?g|png|mp[34]|zip|exe|html?|py|ipynb|js|java)"
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”«»]+|[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+"
    r"|(?<![\w.@])(?:[\w\-]+\.)+(?:org|com|net|edu|gov|es|eu|uk|mx|info|io)(?:/[^\s<>\"“”«»]*)?(?![\w])"
    rf"|(?<![\w.@/])[\w\-]+\.{_FILE}(?!\w)"
)
_SAYS_ADDRESS = re.compile(
    r"[@:.](?:(?<=@)|(?<=:)//|(?<=www\.)|(?<=\.)(?:org|com|net|edu|gov|es|eu|uk|mx|info|io)(?!\w)"
    rf"|(?<=\w\.){_FILE}(?!\w))"
)
_CODE = re.compile(
    r"(?<![\w.])(?:[A-Z][A-Za-z]*|\d+)(?:[.\-](?:[A-Z][A-Z0-9]*|\d+))*(?:[.](?:[A-Z][A-Z0-9]*|\d+))(?:[.\-][A-Za-z0-9]+)*"
    r"(?:\([A-Za-z0-9]{1,4}\))*(?!\w)|\bMP\d\b"
)
_SAYS_CODE = re.compile(r"\.[A-Z\d]|MP\d")
_MARK = re.compile(
    r"(?<![\w.])[A-F](?:[+\-−](?!\w)|\*(?![\w*]))|(?<!\w)(?:[A-F]['’]s|[BCDF]s)(?!\w)|(?<=[a-z\d] )[AE]s(?!\w)"
    r"|(?<!\w)As(?=(?:,| and| or| &) [BCDF]s)|\b(?:[Gg]rade|[Mm]ark|[Aa]n?|[Nn]ota)\s+[A-F][+\-−*]?(?![\w'’*])"
)
_SAYS_MARK = re.compile(r"[A-F](?<!\w.)s?(?!\w)")
_GRADE = re.compile(
    r"(?<![\w.,:/+\-−])\d{1,2}(?:[.,]\d)?[+\-−](?=[\s,.;:)]|$)(?!\s+(?:\d|(?:to|and|or|a|y|o)\s+\d))"
)
_CALLED = re.compile(  # what is called by a letter: "set B", "grupo C"
    r"(?<!\w)(?:[Gg]roup|[Ss]et|[Cc]lass|[Rr]oom|[Bb]lock|[Tt]eam|[Ss]ection|[Ff]orm|[Pp]art|[Oo]ption|[Bb]and|[Tt]ype|[Ll]evel"
    r"|[Gg]rupo|[Cc]lase|[Aa]ula|[Ss]ala|[Bb]loque|[Ee]quipo|[Tt]urno|[Ss]ección|[Oo]pción|[Tt]ipo|[Nn]ivel|[Mm]esa)\s"
    r"[A-HJ-Z]\d?(?![\w'’.+*-])"
    r"|(?<!\w)(?:[Aa]nexo|[Aa]nnex|[Aa]ppendix|[Pp]art|[Pp]arte|[Cc]hapter|[Cc]apítulo|[Aa]ct|[Aa]cto|[Uu]nit|[Uu]nidad|[Tt]ema"
    r"|[Bb]ook|[Ll]ibro|[Tt]omo|[Vv]olume|[Nn]ivel|[Ll]evel|[Tt]ier|[Ss]tage|[Ff]ase|[Pp]hase|[Tt]ype|[Tt]ipo)\s"
    r"(?:[IVX]{2,5}|[IVX])(?![\w'’])"
)
_SAYS_CALLED = re.compile(r"\s(?:[A-HJ-Z]\d?|[IVX]+)(?!\w)")
_SAYS_GRADE = re.compile(r"\d[+\-−]")
# What is learned to read and write: "the letter b", "la s", "b and d"; "s, a, t, p".
_SOUND = r"[b-df-hj-np-tv-xz]"
_LETTER = re.compile(
    rf"(?<!\w)(?:the|la|letters?|letras?|sounds?|sonidos?)\s({_SOUND}(?:(?:\s?[/,]\s?|\s(?:and|or|y|from|de\s+la)\s)"
    rf"{_SOUND})*)"
    r"(?![\w'’])|(?<![\w'’])([a-z](?:,\s?[a-z]){2,})(?![\w'’])"
)
_SAYS_EQUATION = re.compile(r"[=<>≤≥≈]")
_TERM = r"(?:\d(?:[\w²³^]|[.,](?=\d))*|[A-Za-zπ][²³]?(?![\w’'])|[A-Za-z]?\([^()\n]{1,16}\))"
_OPERATOR = r"\s?[+\-−–*/×÷·^=<>≤≥≈]\s?[+\-−]?"
_EQUATION = re.compile(rf"(?<![\w.]){_TERM}(?:{_OPERATOR}{_TERM})+")
_QUOTE = re.compile(
    r"“[^”“]*”|”[^”“\n]*”(?!\w)|„[^“”„]*[“”]|«[^«»]*»|‹[^‹›]*›|(?<!\w)\"[^\"\n]*\"(?!\w)"
    r"|``[^`\n]+(?:``|'')|`[^`\n]+[`´](?!\w)|‘‘[^‘’\n]+’’|''[^'\n]+''|‘[^‘’]*(?:’\w[^‘’]*)*’(?!\w)"
    # One mark on both sides, which is an apostrophe too: it opens before a word and closes after one.
    r"|(?<![\w'])'(?=[^\W_])[^'\n]*(?:(?<=\w)'\w[^'\n]*)*'(?!\w)"
    r"|(?<![\w’])’(?=[^\W_])[^’‘\n]*(?:(?<=\w)’\w[^’‘\n]*)*(?<!\s)’(?!\w)"
)
_QUOTE_MARKS = "“”„«»‹›\"`'‘’"
_CLOSING = ".,;:!?)]'’*_"


def addresses(sentence: str) -> Iterator[Place]:
    """Places of e-mail and web addresses and names of files, without the stop of the sentence after them."""
    if not _SAYS_ADDRESS.search(sentence):
        return
    for match in _ADDRESS.finditer(sentence):
        yield match.start(), match.start() + len(match.group().rstrip(_CLOSING))


def codes(sentence: str) -> Iterator[Place]:
    """Places of the codes of standards: CCSS.ELA-LITERACY.RL.4.3, 6.RP.A.3, 111.7(b)(3)(A), MP3."""
    if _SAYS_CODE.search(sentence):
        for match in _CODE.finditer(sentence):
            yield match.span()


def equations(sentence: str) -> Iterator[Place]:
    """Places of equations and inequalities, with the spaces in them: "3x + 2 = 11", "x > 4"."""
    if _SAYS_EQUATION.search(sentence):
        for match in _EQUATION.finditer(sentence):
            if _SAYS_EQUATION.search(match.group()):
                yield match.span()


def marks(sentence: str) -> Iterator[Place]:
    """Places of marks that are letters or have a sign behind them: B+, F's, "a D", "a 6-"; and of letters learned."""
    if _SAYS_GRADE.search(sentence):
        for match in _GRADE.finditer(sentence):
            yield match.span()
    if _SAYS_CALLED.search(sentence):
        for match in _CALLED.finditer(sentence):
            yield match.span()
    for match in _LETTER.finditer(sentence):
        yield match.span(match.lastindex or 0)
    if not _SAYS_MARK.search(sentence):
        return
    for match in _MARK.finditer(sentence):
        yield match.span()


def quotes(sentence: str) -> Iterator[Place]:
    """Places of quotes with their marks; a sentence that is a quote as a whole is no quote in itself."""
    if not any(sign in sentence for sign in _QUOTE_MARKS):
        return
    for match in _QUOTE.finditer(sentence):
        around = sentence[: match.start()] + sentence[match.end() :]
        if any(char.isalnum() for char in match.group()) and any(char.isalnum() for char in around):
            yield match.span()
