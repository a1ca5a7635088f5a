"""The lens: a text, or many short ones, read sentence by sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from sharewell.language.fold import whole_letters
from sharewell.language.heads import load
from sharewell.language.hearing import (
    SILENT,
    Heard,
    answers,
    framing_probabilities,
    gather,
    hear,
    heard_again,
)
from sharewell.language.model import Reading, SentenceReading, Span
from sharewell.language.moves import Move
from sharewell.language.own import OwnCriteria
from sharewell.language.packs import Pack
from sharewell.language.sentences import sentence_spans
from sharewell.language.spans import merged, spans_for
from sharewell.language.summary import summarise
from sharewell.language.tongue import said_tongue, tongue

BATCH = 2048  # sentences heard together: so many that most find fifteen others of their length for the nets
PASSAGE = 320  # characters up to which a short text is heard as one; longer ones sentence by sentence
Kept = dict[tuple[str, str | None], SentenceReading]  # readings by sentence and language
Judge = Callable[
    [Sequence[str], Sequence[str | None]], list[SentenceReading]
]  # sentences and their languages


def read(
    text: str,
    lang: str | None = None,
    packs: Sequence[Pack] = (),
    *,
    fast: bool = False,
    threads: int = 1,
    kept: Kept | None = None,
) -> Reading:
    """Read a text sentence by sentence.

    Args:
        text: plain text; Markdown, HTML and DOCX go through `sharewell.language.sources` first.
        lang: "en" or "es", with a region or without; None lets each sentence speak for itself, or else the text.
        packs: criteria of one's own, beside those that are shipped.
        fast: patterns and n-grams only (about ten times as fast, less sure).
        threads: threads of the sentence encoder.
        kept: for a text that is read again as it changes, with the same packs and speed: the readings of its
            sentences as it stood, which are not judged anew; afterwards those of the text as it stands.

    Returns:
        The sentences in order with offsets in `text`, and a summary. An empty text has no sentences.

    Cost: about 1.4 ms a sentence on one core, after a second for loading.
    """
    (reading,) = read_many([text], lang, packs, fast=fast, threads=threads, kept=kept)
    return reading


def read_many(
    texts: Sequence[str],
    lang: str | Sequence[str | None] | None = None,
    packs: Sequence[Pack] = (),
    *,
    fast: bool = False,
    threads: int = 1,
    kept: Kept | None = None,
) -> list[Reading]:
    """Read many texts as `read` reads each, their sentences in one batch; `lang`: of all, or of each.

    Cost: a call has some 25 ms of its own; a sentence takes 1.4 ms (`fast`: 0.15 ms). Memory: two thousand sentences
    and the readings.
    """
    places = [sentence_spans(text) for text in texts]
    sentences = [text[start:end] for text, spans in zip(texts, places, strict=True) for start, end in spans]
    said = [lang] * len(texts) if lang is None or isinstance(lang, str) else lang
    langs = _tongues(texts, places, said)
    judge = partial(_in_batches, partial(_judge, packs=packs, fast=fast, threads=threads))
    judged = iter(judge(sentences, langs) if kept is None else _judge_new(sentences, langs, judge, kept))
    readings: list[Reading] = []
    for text, spans in zip(texts, places, strict=True):
        heard = tuple(_moved(next(judged), start) for start, _ in spans)
        readings.append(Reading(text, heard, summarise(heard)))
    return readings


def read_passages(
    texts: Sequence[str],
    langs: Sequence[str | None] | None = None,
    packs: Sequence[Pack] = (),
    *,
    fast: bool = False,
    threads: int = 1,
) -> Iterator[SentenceReading]:
    """Read many short texts, each as one unit, lazily and in batches.

    A text of more than 320 characters in several sentences is read sentence by sentence, and the most telling
    one speaks for it: deficit before asset before neutral, the surer the better.
    """
    judge = partial(_in_batches, partial(_judge, packs=packs, fast=fast, threads=threads))
    for first in range(0, len(texts), BATCH):
        batch = texts[first : first + BATCH]
        said = langs[first : first + BATCH] if langs is not None else [None] * len(batch)
        parts = [_parts(text) for text in batch]
        units = [text[start:end] for text, places in zip(batch, parts, strict=True) for start, end in places]
        tongues = [lang for lang, places in zip(said, parts, strict=True) for _ in places]
        readings = iter(judge(units, tongues))
        for text, places in zip(batch, parts, strict=True):
            heard = [_moved(next(readings), start) for start, _ in places]
            told = heard[0] if len(heard) == 1 else max(heard, key=_telling)
            yield told if told.text == text else replace(told, start=0, end=len(text), text=text)


def _tongues(
    texts: Sequence[str], places: Sequence[Sequence[tuple[int, int]]], said: Sequence[str | None]
) -> list[str | None]:
    """The language of each sentence: its text's, or where nobody says it, its own words' or the text's around it."""
    langs: list[str | None] = []
    for text, spans, one in zip(texts, places, said, strict=True):
        around = one or tongue(text)
        langs += [one or tongue(text[start:end], around) for start, end in spans]
    return langs


def _parts(text: str) -> list[tuple[int, int]]:
    """The whole text, or its sentences when it is long."""
    places = sentence_spans(text) if len(text) > PASSAGE else []
    return places if len(places) > 2 else [(0, len(text))]


def _telling(reading: SentenceReading) -> tuple[int, float]:
    rank = {"deficit": 2, "asset": 1, "neutral": 0}
    return rank[reading.framing], reading.probability[reading.framing]


def _judge_new(
    sentences: Sequence[str],
    langs: Sequence[str | None],
    judge: Judge,
    kept: Kept,
) -> list[SentenceReading]:
    """Readings of all sentences, of which only those that are not kept are judged; these alone are kept on."""
    said = list(zip(sentences, langs, strict=True))
    new = [one for one in dict.fromkeys(said) if one not in kept]
    judged = judge([sentence for sentence, _ in new], [lang for _, lang in new])
    known = kept | dict(zip(new, judged, strict=True))
    kept.clear()
    kept.update((one, known[one]) for one in said)
    return [known[one] for one in said]


def _in_batches(judge: Judge, sentences: Sequence[str], given: Sequence[str | None]) -> list[SentenceReading]:
    places = [slice(first, first + BATCH) for first in range(0, len(sentences), BATCH)]
    return [reading for place in places for reading in judge(sentences[place], given[place])]


def _judge(
    sentences: Sequence[str],
    given: Sequence[str | None],
    packs: Sequence[Pack],
    *,
    fast: bool,
    threads: int,
) -> list[SentenceReading]:
    sentences = [whole_letters(sentence) for sentence in sentences]
    langs = [said_tongue(said) or tongue(text) for said, text in zip(given, sentences, strict=True)]
    heads = load("fast" if fast else "full")
    evidence, hits = gather(sentences, langs, heads, fast=fast, threads=threads)
    framing = framing_probabilities(heads, evidence)
    if not fast:
        framing = heard_again(framing, evidence.features, sentences, heads.settings, threads=threads)
    heard = [
        said if any(map(str.isalnum, text)) else SILENT
        for said, text in zip(hear(evidence, heads, framing), sentences, strict=True)
    ]
    spans = spans_for(sentences, langs, heard, hits)
    own: Sequence[Sequence[Span]] = [()] * len(sentences)
    if packs:
        answered = None if fast else answers(evidence, heads)
        own = OwnCriteria(packs).spans(sentences, langs, answered, threads=threads)
    moves = {criterion.id: criterion.moves for pack in packs for criterion in pack.criteria}
    return [_reading(*parts, moves) for parts in zip(sentences, langs, heard, spans, own, strict=True)]


def _reading(
    text: str,
    lang: str,
    heard: Heard,
    spans: Sequence[Span],
    own: Sequence[Span],
    moves: Mapping[str, tuple[Move, ...]],
) -> SentenceReading:
    criteria = tuple(dict.fromkeys(span.criterion for span in own))
    return SentenceReading(
        start=0,
        end=len(text),
        text=text,
        lang=lang,
        framing=heard.framing,
        probability=heard.probability,
        unsure=heard.unsure,
        reason=heard.reason,
        spans=merged(own, spans),
        level=heard.level,
        informative=heard.informative,
        controlling=heard.controlling,
        criteria=criteria,
        asked=heard.asked,
        moves=tuple(dict.fromkeys(move for name in criteria for move in moves[name])),
    )


def _moved(reading: SentenceReading, by: int) -> SentenceReading:
    if not by:
        return reading
    spans = tuple(span.moved(by) for span in reading.spans)
    return replace(reading, start=reading.start + by, end=reading.end + by, spans=spans)
