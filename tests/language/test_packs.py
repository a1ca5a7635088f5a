"""Packs: those shipped hold what they promise; what is wrong with one's own is told all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from sharewell.evidence import Refused
from sharewell.language.matching import shipped_matcher
from sharewell.language.packs import Pack, load_pack, read_pack, shared, shipped

CASES = [(pack, criterion) for lang in ("en", "es") for pack in shipped(lang) for criterion in pack.criteria]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_criterion_says_why_and_where_from(language: str) -> None:
    for pack in shipped(language):
        for criterion in pack.criteria:
            assert len(criterion.why) > 20, criterion.id
            assert criterion.source, criterion.id
            assert criterion.reason, criterion.id


@pytest.mark.parametrize(("pack", "criterion"), CASES, ids=lambda value: getattr(value, "id", ""))
def test_examples_are_heard_and_not_heard(pack: Pack, criterion) -> None:
    matcher = shipped_matcher(pack.language)
    for sentence in criterion.heard:
        assert criterion.id in {met.id for met, _ in matcher.hits(sentence).met}, sentence
    for sentence in criterion.fine:
        assert criterion.id not in {met.id for met, _ in matcher.hits(sentence).met}, sentence


def test_both_languages_have_the_same_packs_for_the_same_reasons() -> None:
    """Spanish hears observations without a criterion of its own, and a partner's strength as a community's."""
    english, spanish = (
        {(pack.id, criterion.reason) for pack in shipped(lang) for criterion in pack.criteria}
        for lang in ("en", "es")
    )
    assert {pack for pack, _ in spanish} == {"classroom", "leadership", "partnership", "reports"}
    assert english - spanish == {("reports", "obs"), ("partnership", "res")}
    assert spanish <= english


def test_no_criterion_stands_in_two_packs() -> None:
    for lang in ("en", "es"):
        ids = [criterion.id for pack in shipped(lang) for criterion in pack.criteria]
        patterns = [
            text for pack in shipped(lang) for criterion in pack.criteria for text in criterion.patterns
        ]
        assert len(ids) == len(set(ids))
        assert len(patterns) == len(set(patterns))


def test_both_languages_have_the_same_signs() -> None:
    assert {sign.id for sign in shared("en").signs} == {sign.id for sign in shared("es").signs}


def test_a_guard_takes_a_mention_back() -> None:
    matcher = shipped_matcher("en")
    assert "fixed-label" in {met.id for met, _ in matcher.hits("She is a lazy child.").met}
    mention = matcher.hits("We will stop calling her a lazy child.")
    assert "fixed-label" not in {met.id for met, _ in mention.met}
    assert "fixed-label" in {criterion.id for criterion in mention.guarded}


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "class.yaml"
    path.write_text(
        "pack: ours\nlanguage: fr\ncriteria:\n"
        "  - {id: a, name: A, patterns: ['<nobody>'], unless: [unheard-of]}\n"
        "  - {id: a, name: A again, why: because, examples: {heard: [one], fine: [two]}}\n",
        encoding="utf-8",
    )
    with pytest.raises(Refused) as refused:
        load_pack(path)
    told = " ".join(str(refusal) for refusal in refused.value.refusals)
    for part in ("fr", "<nobody>", "unheard-of", "`why` is missing", "Two criteria", "1 and 1 examples"):
        assert part in told, part


@pytest.mark.parametrize("text", ["", "just words", "a: [", "- 1\n- 2"])
def test_what_is_no_pack_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_pack(text, "x.yaml")


def test_a_pack_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        load_pack(tmp_path / "none.yaml")
