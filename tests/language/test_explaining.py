"""Why a sentence is heard as it is: its criterion's words, or its reason's own, which the lens passes."""

from __future__ import annotations

import pytest

from sharewell.language import read, read_many
from sharewell.language.codes import REASONS, Framing
from sharewell.language.explaining import explained
from sharewell.language.model import SentenceReading, Span
from sharewell.language.packs import read_pack, shipped
from sharewell.language.whys import WHYS

SURE = 0.8
OWN = """
pack: ours
language: en
criteria: [{id: ours-rank, name: Ranks rivers, why: We rank no rivers., source: our vote, patterns: [better river]}]
"""


def heard(reason: str, lang: str = "en", criterion: str | None = None) -> SentenceReading:
    framing = REASONS[reason].framing
    probability: dict[Framing, float] = {"asset": 0.0, "deficit": 0.0, "neutral": 0.0, framing: 1.0}
    return SentenceReading(
        start=0,
        end=9,
        text="As it is.",
        lang=lang,
        framing=framing,
        probability=probability,
        unsure=False,
        reason=reason,
        spans=(Span(0, 5, criterion or reason),),
        level=None,
        informative=(),
        controlling=False,
        criteria=(),
    )


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_reason_says_why_in_one_sentence_that_is_not_its_name(lang: str) -> None:
    assert list(WHYS[lang]) == list(REASONS)
    assert len(set(WHYS[lang].values())) == len(REASONS)
    for code, why in WHYS[lang].items():
        assert why.index(".") == len(why) - 1, code
        assert len(why.split()) >= 6, code
        assert REASONS[code].name.lower() not in why.lower(), code


@pytest.mark.parametrize("fast", [True, False])
@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_lens_passes_what_it_says_of_reasons(lang: str, fast: bool) -> None:
    marked = [
        finding.text
        for reading in read_many(list(WHYS[lang].values()), lang, fast=fast)
        for finding in reading.findings
        if finding.probability["deficit"] >= SURE
    ]
    assert marked == []


@pytest.mark.parametrize("reason", REASONS)
def test_where_no_criterion_is_met_the_reason_says_why(reason: str) -> None:
    assert explained(heard(reason), ()) == (WHYS["en"][reason], "", ())
    assert explained(heard(reason, "es"), ()) == (WHYS["es"][reason], "", ())
    assert explained(heard(reason, "fr"), ())[0] == WHYS["en"][reason]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_criterion_that_is_met_says_why_and_where_from(lang: str) -> None:
    for pack in shipped(lang):
        for one in pack.criteria:
            assert one.reason is not None
            told = explained(heard(one.reason, lang, criterion=one.id), ())
            assert told == (one.why, one.source, ())


def test_a_criterion_of_ones_own_comes_first() -> None:
    pack = read_pack(OWN, "ours.yaml")
    (reading,) = read("Ours is the better river.", packs=[pack], fast=True).sentences
    assert explained(reading, [pack]) == ("We rank no rivers.", "our vote", ("Ranks rivers",))


def test_words_of_another_reason_do_not_say_why() -> None:
    criterion = next(one for pack in shipped("en") for one in pack.criteria if one.reason == "abs")
    why, source, _ = explained(heard("beh", criterion=criterion.id), ())
    assert (why, source) == (WHYS["en"]["beh"], "")
    assert explained(heard("abs", criterion=criterion.id), ())[0] == criterion.why
