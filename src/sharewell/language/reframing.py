"""A way to say it from strength that keeps the truth: every fact, every next step, no invented strength."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sharewell.language.clauses import clauses, parts
from sharewell.language.codes import REASONS
from sharewell.language.facts import Fact, facts_of, keeps_facts, missing_facts
from sharewell.language.model import Span
from sharewell.language.moves import ASKED, MOVES, MOVES_FOR, QUESTIONS, SAID, Move
from sharewell.language.names import SMALL_WORDS
from sharewell.language.numbers import NUMBER_WORDS, Place
from sharewell.language.steps import RESCUING, is_touched, rests_on, staying, staying_inside
from sharewell.language.tongue import served_tongue
from sharewell.language.topics import topics
from sharewell.language.verdicts import condemns

_WORD_AFTER = re.compile(r"\s+([^\W\d_][\w’'\-]*)")
_WORDS_AFTER = 3  # at most so many words say what a figure counts
_LINKS = (
    "at|on|by|of|in|to|for|from|a|la|las|los|el|de|del|en|por|para|al|con|with|the|since|between|instead|until|desde"
    "|entre|hasta"
)
_IN_WORDS = re.compile(r"[^\W\d_]{3}")  # a date or a unit: it says itself what it counts
_TELLS = (  # verbs after a figure: what is counted ends there
    "is are was were has have had does did do will would can could should may might must es son era eran está están "
    "estaba fue fueron ha han hay behind below above than"
)
_ENDS_PHRASE = (SMALL_WORDS | frozenset(_TELLS.split())) - frozenset(_LINKS.split("|"))
_IS_YEAR = re.compile(r"(?:1[89]|20)\d\d(?:\s?[-–/]\s?\d{2,4})?")
_NEAR = re.compile(rf"(?:[\s,]+(?:{_LINKS}|and|y|e|&)){{0,2}}[\s,]+", re.IGNORECASE)
_GAP = re.compile(r"\s{2,}|[\n\t]")
_DANGLING = re.compile(rf"(?:\s+(?:{_LINKS}))+$", re.IGNORECASE)
_QUOTES = "“”«». "

# What is to be done for others: in a sentence of rescue it is the finding over again, and no next step.
_PLEDGE = re.compile(
    r"(?!.*(?<!\w)(?:meet|ask|invite|call|visit|agree|talk|listen|discuss|reun|pregunt|invit|escuch|visit|acord))(?:.*(?<!\w)"
    r"(?:we(?:['’]ll)?(?!\w).*(?<!\w)(?:them|their|him|her|these|those)|(?:give|bring|teach|help|save|lift|show|rescue|free|feed"
    r"|change|make|train|raise|build)\s+(?:\w+\s+)?(?:them|their|him|her|these|those)|(?:les|los|las)\s+[^\W\d_]+remos"
    r"|vamos\s+a\s+[^\W\d_]+r(?:les|los|las|\s+a)|(?:dar|enseñar|llevar|sacar|ayudar|salvar)(?:les|los|las)"
    r"|(?:give|bring|offer|restore|spread)\s+(?:\w+\s+){0,2}(?:hope|light|joy|dignity|futures?|smiles?|happiness|relief)"
    r"|(?:dar|llevar|devolver|ofrecer|regalar)[^\W\d_]*\s+(?:\w+\s+){0,2}(?:esperanzas?|luz|alegría|dignidad|futuro"
    r"|sonrisas?|felicidad))(?!\w))",
    re.IGNORECASE,
)
_TOO_SHORT = 2  # words: what is left of a pledge, "will lift"
Reword = Callable[[str], str]
Passes = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the learner, from their own evidence; empty where nothing is known.

    Attributes:
        shown: what they have shown, in words that fit after a colon ("explains each step of a proof").
        ready: what is ready next.
        interests: what they enjoy.
    """

    shown: Sequence[str] = ()
    ready: Sequence[str] = ()
    interests: Sequence[str] = ()

    def unsaid(self, text: str) -> Known:
        """What of it the text does not say yet, in these very words."""
        said = text.casefold()

        def left(things: Sequence[str]) -> tuple[str, ...]:
            return tuple(thing for thing in things if thing.casefold() not in said)

        return Known(left(self.shown), left(self.ready), left(self.interests))


def suggest(
    sentence: str,
    reason: str,
    lang: str,
    spans: Sequence[Span] = (),
    known: Known | None = None,
    moves: Sequence[Move] = (),
) -> str | None:
    """A question to a colleague and a way to begin, with every fact and next step of the sentence.

    Args:
        sentence: as written.
        reason: code of the guide; codes without a question (a plain fact, say) give None.
        lang: "es" for Spanish, anything else for English.
        spans: words the reading rests on, with offsets in `sentence`; a step inside them is not repeated.
        known: the learner's evidence; without it the suggestion asks the writer for the strength.
        moves: those to choose from; without them, those that fit the reason.
    """
    tongue = served_tongue(lang)
    question = QUESTIONS[tongue].get(reason)
    if question is None:
        return None
    told = [question]
    if opening := _opening(reason, tongue, known, moves):
        told.append(SAID[tongue]["opening"].format(move=opening))
    said = SAID[tongue]
    stays = [words for words in staying(sentence, tongue, spans) if not _rescues(words, reason)]
    kept = [said["words"].format(words=_unquoted(words)) for words in stays]
    about = _topics(sentence, reason, tongue, spans, " ".join(kept))
    if kept := [*kept, *_phrases(sentence, " ".join((*told, *kept, *about)), spans), *about]:
        told.append(said["kept"].format(facts=_listed(kept)))
    whole = " ".join(told)
    even = _GAP.sub(" ", whole)  # marks that were left out of a text leave gaps, and a sentence may run on
    return whole if even == whole or missing_facts(sentence, even) else even


def _topics(sentence: str, reason: str, tongue: str, spans: Sequence[Span], wording: str) -> list[str]:
    """What the judgement is about, where the wording does not say it."""
    places = [place for clause in clauses(sentence) for place in parts(sentence, clause)]
    touched = [
        place for place in places if rests_on(place, spans) or condemns(sentence[slice(*place)], tongue)
    ]
    said = wording.casefold()
    return [topic for topic in topics(sentence, reason, tongue, touched) if topic.casefold() not in said]


def _rescues(words: str, reason: str) -> bool:
    if reason not in RESCUING or facts_of(words):
        return False
    return _PLEDGE.search(words) is not None or len(words.split()) <= _TOO_SHORT


def reworded(original: str, suggestion: str, reword: Reword | None, passes: Passes) -> str:
    """The freer wording of `reword`, if it keeps every fact and `passes` the lens; else the suggestion."""
    if reword is None:
        return suggestion
    wording = reword(f"{original}\n\n{suggestion}").strip()
    return wording if wording and keeps_facts(original, wording) and passes(wording) else suggestion


def rewrite(
    sentence: str,
    reason: str,
    lang: str,
    spans: Sequence[Span] = (),
    known: Known | None = None,
    moves: Sequence[Move] = (),
) -> str | None:
    """A wording to put in the sentence's place: an opening from strength, then all of it that may stay.

    Clauses that the finding does not rest on stay word for word; what is a fact in the others follows. The
    arguments are those of `suggest`. None where no move fits the reason, or where a fact could not be kept.
    """
    tongue = served_tongue(lang)
    opening = _opening(reason, tongue, known, moves)
    if opening is None:
        return None
    kept = [text for clause in clauses(sentence) for text in _staying(sentence, clause, tongue, spans)]
    said = [_sentence(part) for part in (opening.strip(_QUOTES), *kept)]
    left = missing_facts(sentence, " ".join(said))
    names = [
        fact.text
        for fact in left
        if fact.start == 0 and fact.text[:1].isupper() and not any(map(str.isdigit, fact.text))
    ]
    if names:
        said[0] = f"{names[0]}: {said[0]}"
    about = _topics(sentence, reason, tongue, spans, " ".join(said))
    if phrases := [*_phrases(sentence, " ".join((*said, *about)), spans), *about]:
        said.append(SAID[tongue]["record"].format(facts=_listed(phrases)))
    wording = " ".join(said)
    return wording if keeps_facts(sentence, wording) else None


def _staying(sentence: str, clause: Place, tongue: str, spans: Sequence[Span]) -> list[str]:
    """A clause word for word; of one that the finding rests on, its statements and next steps."""
    if is_touched(clause, spans) or condemns(sentence[slice(*clause)], tongue):
        return list(staying_inside(sentence, clause, tongue, spans))
    return [sentence[slice(*clause)].strip(" ;")]


def openings(known: Known, lang: str = "en") -> dict[Move, str]:
    """Sentences to begin feedback with: the moves that ask, and those that the learner's evidence can fill."""
    able: dict[Move, bool] = {
        "excel": bool(known.shown),
        "goal": bool(known.ready),
        "learned": True,
        "enjoy": True,
    }
    tongue = served_tongue(lang)
    return {
        move: _sentence(_move((move,), tongue, known).strip(_QUOTES)) for move, fits in able.items() if fits
    }


def _sentence(words: str) -> str:
    """Words with a capital and a full stop."""
    words = words.strip()
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?", "…")) else ".")


def _opening(reason: str, tongue: str, known: Known | None, moves: Sequence[Move]) -> str | None:
    """A move to begin with: of those given, else of those that fit the reason; None where there is none."""
    fitting = moves or MOVES_FOR.get(reason)
    return _move(fitting, tongue, known or Known()) if fitting else None


def _move(moves: Sequence[Move], tongue: str, known: Known) -> str:
    """The first move that the evidence can fill; else the first one, asking for what it needs."""
    filled: dict[Move, Sequence[str]] = {
        "excel": known.shown,
        "goal": known.ready,
        "enjoy": known.interests,
        "learned": ("",),
    }
    able: Sequence[Move] = [move for move in moves if filled[move]] or moves
    asked = ASKED[tongue]
    return MOVES[tongue][able[0]].format(
        strength=known.shown[0] if known.shown else f"[{asked['excel']}]",
        goal=known.ready[0] if known.ready else f"[{asked['goal']}]",
    )


def _unquoted(step: str) -> str:
    """A step to stand between quotation marks: one that is between them already loses its own."""
    return step[1:-1] if step[:1] + step[-1:] in ("“”", "«»", '""') else step


def _listed(phrases: Sequence[str]) -> str:
    """Phrases one after the other, with one full stop at the end."""
    listed = "; ".join(phrases)
    return listed if listed.rstrip("\"'”’»)").endswith((".", "!", "?", "…")) else f"{listed}."


def _phrases(sentence: str, wording: str, spans: Sequence[Span]) -> list[str]:
    """The facts that the wording lacks, in the sentence's words: those that stand side by side together."""
    lacking = set(missing_facts(sentence, wording))
    if not lacking:
        return []
    places: list[tuple[int, int]] = []
    words = [span for span in spans if span.criterion not in REASONS]
    facts = facts_of(sentence)
    for number, fact in enumerate(facts):
        if fact not in lacking:
            continue
        following = facts[number + 1].start if number + 1 < len(facts) else len(sentence)
        start, end = fact.start, _counted(sentence, fact, following, spans)
        if (
            places
            and _NEAR.fullmatch(sentence, places[-1][1], start)
            and (sentence[places[-1][1] : start].isspace() or not rests_on((places[-1][1], start), words))
        ):
            places[-1] = (places[-1][0], end)
        else:
            places.append((start, end))
    phrases = list(dict.fromkeys(sentence[start:end] for start, end in places))
    said = " ".join((wording, _listed(phrases)))
    for phrase in tuple(phrases):
        others = [other for other in phrases if other is not phrase]
        if any(phrase in other for other in others):
            without = " ".join((wording, _listed(others)))
            if not missing_facts(sentence, without):
                phrases, said = others, without
    return phrases + list(dict.fromkeys(fact.text for fact in missing_facts(sentence, said)))


def _counted(sentence: str, fact: Fact, following: int, spans: Sequence[Span]) -> int:
    """Where the words end that say what a figure counts: before another fact, a joint, or the finding's words."""
    end = fact.end
    if not _counts(fact.text):
        return end
    # Of a clause that the finding rests on as a whole, one word alone: what is counted, and no judgement after it.
    whole = [span for span in spans if span.criterion in REASONS]
    words = [span for span in spans if span.criterion not in REASONS]
    most = 1 if rests_on((fact.start, end), whole) else _WORDS_AFTER if fact.text[0].isdigit() else 2
    for _ in range(most):
        word = _WORD_AFTER.match(sentence, end, following)
        if word is None or word.group(1).lower() in _ENDS_PHRASE or rests_on((end, word.end()), words):
            break
        end = word.end()
    dangling = _DANGLING.search(sentence, fact.end, end)
    return dangling.start() if dangling else end


def _counts(fact: str) -> bool:
    """Whether it is a number that does not say itself what it counts, as a date or a measure does."""
    if fact[:1].isdigit():
        alone = (
            _IN_WORDS.search(fact) or any(map(str.isupper, fact)) or _IS_YEAR.fullmatch(fact)
        )  # a class 7C
        return not alone
    return re.split(r"[\s-]", fact.lower())[-1] in NUMBER_WORDS
