"""What of a sentence stays word for word: its statements of fact and its next steps, apart from a finding's words.

A part that the finding does not touch stays whole where it holds a figure, a date, a code, a mark or a quote, or says
that something is to be done. What is kept is not called a step or a fact, so that the net may be wide: the words that
ask for something need only serve where no date and no figure stands beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sharewell.language.clauses import clauses, is_torn, parts
from sharewell.language.codes import REASONS
from sharewell.language.facts import facts_of, telling
from sharewell.language.model import Span
from sharewell.language.names import SMALL_WORDS
from sharewell.language.numbers import Place
from sharewell.language.signs import (
    asks_for,
    bare,
    begins_with_errand,
    compares,
    has_verdict,
    is_asked_kindly,
    is_no_step,
    is_note,
    is_planned,
    judges,
    names_others,
    says_next,
    shown,
    threatens,
    unled,
    without_threat,
)
from sharewell.language.verdicts import condemns, forecasts

_HANGS_ON = re.compile(r"^(?:that|because|since|than|of|as|que|porque|ya\s+que|de)\s+", re.IGNORECASE)
_UNDER = re.compile(  # a clause begins that hangs on another
    r"(?<=\s)(?:that|because|since|whose|who|which|when|so|que|porque|cuy[oa]|cuando)\s+", re.IGNORECASE
)
_HANGING = SMALL_WORDS - {"there", "here", "yes", "no", "sí", "again"} | frozenset(
    [
        "below",
        "behind",
        "above",
        "under",
        "far",
        "much",
        "given",
        "had",
        "fue",
        "fueron",
        "era",
        "eran",
        "ha",
        "han",
        "sigue",
        "siendo",
        "tan",
    ]
)
_LAST_WORD = re.compile(r"(?:^|[\s,]+)([^\W\d_]+)[\s,]*$")
_OPENS = re.compile(  # what says when, where or with whom the step that follows is taken
    r"^[\s(]*(?:(?:so|but|and|then|yet|pero|y|así\s+que)\s+)?(?:before|after|once|when|whenever|if|as|until|while|to|by|for|in|at|on"
    r"|with|during|this|from|next|first|instead|rather|over|antes|después|cuando|si|una\s+vez|en|hasta|mientras|para|al|con"
    r"|desde|esta|la\s+próxima|durante|tras|a\s+partir)\s",
    re.IGNORECASE,
)
_ADDS = re.compile(r"^\s*(?:and|or|y|e|o|then)\s", re.IGNORECASE)
_GOES_ON = re.compile(  # a bracket and a reason belong to what is said before them
    r"\(|(?:because|since|after|when|if|unless|porque|aunque|cuando|si|después)\s", re.IGNORECASE
)
_ENDS_LIST = re.compile(  # the last of what is counted or named, in small letters: "and spelling."
    r"(?:and|or|y|e|o|u)\s+(?:(?:the|el|la|los|las)\s+)?[^\W\d_]{2,}(?:\s+[^\W\d_]{2,})?\s*[.!?;]?\s*$",
    re.IGNORECASE,
)
_AND_DID = re.compile(  # what else was done by who is told of before: "and skipped the rinse"
    r"(?:and|y|e)\s+(?!refus|ignor|fail|complain|whin|sulk|disrupt|molest|interrump|insult)(?:(?-i:[a-z]+ed|left|took|made|wrote|gave"
    r"|got|lost|forgot|broke|came|went|put|did|had|sent|brought"
    r"|(?!lack|wast|fail|distract|annoy|bother|hit|hurt|bull)[a-z]{2,}[a-rt-z]s(?=\s+(?:the|an?|his|her|their|it|to|with|at|on|in)\s))|[^\W\d_]{2,}(?:ó|aron|ieron|aba|aban|ía|ían))\s+\w",
    re.IGNORECASE,
)
_MIXES = re.compile(  # what is taken for what says something of the work, though no figure stands there
    r"(?<!\w)(?:mix(?:es|ed|ing)?\s+up|(?:muddl|confus)(?:es?|ed|ing)|confund[^\W\d_]+|mezcla[^\W\d_]*)\s+\w",
    re.IGNORECASE,
)
_OWN_WORD = re.compile(
    r"(?<!\w)(?!(?:the|and|for|with|from|los|las|una|por|con|del|para)\b)[^\W\d_]{3,}", re.IGNORECASE
)
_ANY_WORD = re.compile(r"[^\W\d_]+")
_HEADING = 6  # words that name what stands after a colon
_ASKING = ("ctl", "low", "wrg")  # reasons whose words themselves command, forecast or ask
RESCUING = frozenset(["sav", "slv", "fix", "fnd", "hie"])  # reasons whose loudest words are the gift itself
_LOWERS = re.compile(
    r"should|must|ought|can\b|could|may\b|might|will\b|would|['’]ll|better|deb|pued|podr", re.IGNORECASE
)


def staying(sentence: str, tongue: str, spans: Sequence[Span]) -> list[str]:
    """What stays, clause by clause, in order; without spans nobody knows what may, and only next steps do."""
    kept: list[str] = []
    for clause in clauses(sentence):
        inside = list(staying_inside(sentence, clause, tongue, spans))
        text = without_threat(sentence[slice(*clause)]).strip(" ;")
        apart = bool(spans) and not is_touched(clause, spans) and not _is_verdict(text, tongue)
        kept += [text] if apart and (inside or is_note(text, tongue)) else inside
    return kept


def staying_inside(sentence: str, clause: Place, tongue: str, spans: Sequence[Span]) -> Iterator[str]:
    """What stays of one clause: a next step from the part that says it up to the finding's words, a fact its part."""
    begun: int | None = None
    leads: int | None = (
        None  # where what belongs to the next part begins: a heading, the first of a list, a when
    )
    before: int | None = None  # where the part before begins, if it may stay
    ahead, end = False, clause[0]
    threat = threatens(sentence[slice(*clause)])
    places = parts(sentence, clause)
    free = set() if threat else _conditions(sentence, places, tongue, spans)
    for place in places:
        text, touched = sentence[slice(*place)], is_touched(place, spans) and place not in free
        if leads is None and begun is None and not touched and (adds := _ADDS.match(text)):
            leads = _listed_before(sentence, place[0], place[0] + adds.end())
        if leads is None and begun is None and not touched and (text.startswith("(") or _ADDS.match(text)):
            leads = before
        whole = (place[0] if leads is None else leads, place[1])
        step = not touched and not threat and says_next(text, tongue)
        stays = step or (not touched and bool(spans) and _is_statement(sentence, whole, tongue))
        goes_on = stays or (not touched and _goes_on(sentence, place, tongue, ahead))
        if begun is not None and not goes_on:
            yield shown(sentence[begun:end])
            begun, ahead = None, False
        if stays and begun is None:
            begun = whole[0]
        before = None if touched or judges(text, tongue) else whole[0]
        leads = whole[0] if begun is None and before is not None and _leads(sentence, place) else None
        ahead = begun is not None and (ahead or step or text.rstrip().endswith(":"))
        if touched:
            left = list(_beside(sentence, place, tongue, spans))
            if left and sentence[slice(*place)].rstrip(" ,;:–—-(").endswith(left[-1]):
                begun, ahead = sentence.rindex(left.pop(), *place), True  # it may go on in the next part
            yield from left
        end = place[1]
    if begun is not None:
        yield shown(sentence[begun:end])


def _listed_before(sentence: str, joint: int, after: int) -> int | None:
    """Where the fact begins that a joint ties to the one right after it: "5.1 and 5.3, means 47 and 51"."""
    facts = facts_of(sentence)
    if not any(fact.start == after for fact in facts):
        return None
    return next(
        (one.start for one in facts if one.end <= joint and not sentence[one.end : joint].strip()), None
    )


def _conditions(sentence: str, places: Sequence[Place], tongue: str, spans: Sequence[Span]) -> set[Place]:
    """When a step is taken and the step, where a criterion's words cross the comma between them and judge nobody."""
    free: set[Place] = set()
    for when, step in pairwise(places):
        crossed = any(span.start < when[1] and step[0] < span.end for span in spans)
        if crossed and _OPENS.match(sentence[slice(*when)]) and says_next(sentence[slice(*step)], tongue):
            both = sentence[when[0] : step[1]]
            free |= set() if has_verdict(both, tongue) or compares(both, tongue) else {when, step}
    return free


def _goes_on(sentence: str, place: Place, tongue: str, ahead: bool) -> bool:
    """Whether an untouched part belongs to what stays before it."""
    text = sentence[slice(*place)]
    if ahead:
        return not judges(text, tongue)
    if _ENDS_LIST.match(text) or _AND_DID.match(text):
        return not has_verdict(text, tongue) and not _is_verdict(text, tongue)
    return _GOES_ON.match(text) is not None or _is_fact_alone(sentence, place)


def _beside(sentence: str, part: Place, tongue: str, spans: Sequence[Span]) -> Iterator[str]:
    """What stays of a part that a finding touches: what its words leave.

    Where no words of a criterion are known and the finding rests on the whole part, a next step is sought in all of
    it, except where asking is the finding. What is inside a quote stays with the quote.
    """
    at, words = part[0], bare(sentence[slice(*part)])
    guessed = any(span.criterion in REASONS for span in spans)
    if is_asked_kindly(words, tongue):
        if not guessed:
            yield words
        return
    telling = guessed or tongue != "en" or has_verdict(words, tongue) or names_others(words, tongue)
    if not telling and (errand := _errand(sentence, part, tongue)):
        yield from errand  # a criterion's words in what is to be done: "beat his own time"
        return
    for span in sorted(spans, key=lambda one: one.start):
        if span.start < part[1] and at < span.end:
            if span.criterion in REASONS and span.start <= at and part[1] <= span.end + 2:
                yield from _guessed(sentence, part, tongue, span.criterion)
                return
            yield from _left(sentence, (at, max(at, span.start)), tongue, opens=at == part[0], last=False)
            at = max(at, span.end)
    yield from _left(sentence, (at, max(at, part[1])), tongue, opens=at == part[0], last=True)


def _guessed(sentence: str, part: Place, tongue: str, reason: str) -> Iterator[str]:
    """What stays of a part that is only guessed to be the loudest: what tells nothing of anyone is not lost by it."""
    words = bare(sentence[slice(*part)])
    # A capital may make a name of the first word of all.
    if _is_verdict(words, tongue):
        yield from () if reason in _ASKING else _step_in(sentence, part, tongue)
    elif (
        reason not in RESCUING
        and is_note(words, tongue)
        and any(part[0] < fact.start < part[1] for fact in facts_of(sentence))
    ):
        yield words
    elif tongue == "en" and reason != "wrg" and (errand := _errand(sentence, part, tongue)):
        # In Spanish what asks one close person is what tells of another: "lee menos", "entrega tarde".
        yield from errand
    elif reason not in _ASKING and says_next(words, tongue) and not has_verdict(words, tongue):
        yield without_threat(words)
    elif reason == "low" or reason not in _ASKING:
        yield from _step_in(sentence, part, tongue, lowers=reason == "low")


def _step_in(sentence: str, place: Place, tongue: str, *, lowers: bool = False) -> Iterator[str]:
    """The step of a place, from the verb that asks for it on, or from the clause in which it is planned.

    Where expecting little is the finding (`lowers`), what someone should or can do is the finding itself.
    """
    if asked := asks_for(sentence, tongue, *place):
        if lowers and _LOWERS.search(sentence, *asked):
            return
        start = asked[0]
    elif planned := is_planned(sentence, tongue, *place):
        start = max((place[0], *(match.end() for match in _UNDER.finditer(sentence, place[0], planned[0]))))
    else:
        return
    step = _HANGS_ON.sub("", unled(sentence[start : place[1]]))
    if not is_no_step(step, tongue) and not (place[0] == 0 and is_no_step(sentence[slice(*place)], tongue)):
        yield without_threat(step)


def _left(sentence: str, place: Place, tongue: str, *, opens: bool, last: bool) -> Iterator[str]:
    """What the words of a finding leave of a part; a verb alone asks only where it opens the part."""
    if not sentence[slice(*place)].strip() or _is_inside_fact(sentence, place[0]):
        return
    before, facts = place, telling(sentence)
    if not last:
        before = (place[0], _unhung(sentence, place))
    cut = sentence[before[1] : place[1]].split(None, 1)[:1]
    judged = _is_verdict(sentence[slice(*before)], tongue) or cut in (["of"], ["de"])  # "Room 118 is full"
    if _tells(sentence, before, facts) and not judged and not is_torn(sentence, before):
        asked = asks_for(sentence, tongue, *before)
        if asked and not _tells(sentence, (place[0], asked[0]), facts):
            before = (asked[0], before[1])
        yield _HANGS_ON.sub("", unled(sentence[slice(*before)]))
    else:
        yield from (opens and _errand(sentence, before, tongue)) or _step_in(sentence, before, tongue)


def _unhung(sentence: str, place: Place) -> int:
    """Where a place ends without what opens the finding's own clause at its end: "and she is", "below where a"."""
    end = place[1]
    while word := _LAST_WORD.search(sentence, place[0], end):
        if word.group(1).lower() not in _HANGING:
            break
        end = word.start()
    return end


def _errand(sentence: str, place: Place, tongue: str) -> list[str]:
    """The place where it begins with a verb that asks."""
    words = bare(sentence[slice(*place)])
    return [shown(words)] if begins_with_errand(words, tongue) and not is_no_step(words, tongue) else []


def _tells(sentence: str, place: Place, facts: Sequence[Place]) -> bool:
    """Whether one of these facts stands in the place, and beside it a word that says what of it."""
    at, rest = place[0], ""
    for start, end in facts:
        if place[0] <= start and end <= place[1]:
            rest, at = rest + sentence[at:start], end
    return at > place[0] and _OWN_WORD.search(rest + sentence[at : place[1]]) is not None


def _is_statement(sentence: str, place: Place, tongue: str) -> bool:
    """Whether a place tells a fact, or what two that are named have to do with each other, and judges nobody by it."""
    if _is_verdict(sentence[slice(*place)], tongue):
        return False
    if _tells(sentence, place, telling(sentence)) or _MIXES.search(sentence, *place):
        return True
    named = [fact for fact in facts_of(sentence) if place[0] <= fact.start and fact.end <= place[1]]
    return len(named) > 1 or (len(named) == 1 and ":" in sentence[place[0] : named[0].start])


def _is_verdict(text: str, tongue: str) -> bool:
    """Whether words judge, compare with others or forecast a failure: of them only the bare facts stay."""
    return compares(text, tongue) or condemns(text, tongue) or forecasts(text, tongue)


def _is_fact_alone(sentence: str, place: Place) -> bool:
    """Whether the place is a fact and small words, as the last one of a list is: "and Thursday", "y la del 8"."""
    at, rest, inside = place[0], "", False
    for fact in facts_of(sentence):
        if place[0] <= fact.start and fact.end <= place[1]:
            rest, at, inside = rest + sentence[at : fact.start], fact.end, True
    words = _ANY_WORD.findall(rest + sentence[at : place[1]])
    return inside and all(word.lower() in SMALL_WORDS for word in words)


def _leads(sentence: str, place: Place) -> bool:
    """Whether the place belongs to what follows: a heading ("Goal:"), the first of a list ("Tāne and"), a when."""
    text = sentence[slice(*place)].rstrip()
    heading = text.endswith(":") and len(text.split()) <= _HEADING
    return heading or _OPENS.match(text) is not None or _is_fact_alone(sentence, place)


def _is_inside_fact(sentence: str, at: int) -> bool:
    return any(fact.start < at < fact.end for fact in facts_of(sentence))


def rests_on(place: Place, spans: Sequence[Span]) -> bool:
    """Whether a finding rests on words of this place."""
    return any(span.start < place[1] and place[0] < span.end for span in spans)


def is_touched(place: Place, spans: Sequence[Span]) -> bool:
    """Whether a finding rests on the place, and does not merely run on into it: on most of it, or with most of it."""
    for span in spans:
        shared = min(span.end, place[1]) - max(span.start, place[0])
        if shared > 0 and (2 * shared >= span.end - span.start or 5 * shared >= 4 * (place[1] - place[0])):
            return True
    return False
