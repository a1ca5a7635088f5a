"""Packs: those shipped hold what they promise; what is wrong with one's own is told all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from sharewell.evidence import Refused
from sharewell.language.matching import Matcher, shipped_matcher
from sharewell.language.packs import Criterion, Pack, load_pack, read_pack, shared, shipped

CASES = [(pack, criterion) for lang in ("en", "es") for pack in shipped(lang) for criterion in pack.criteria]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_criterion_says_why_and_where_from(language: str) -> None:
    for pack in shipped(language):
        for criterion in pack.criteria:
            assert len(criterion.why) > 20, criterion.id
            assert criterion.source, criterion.id
            assert criterion.reason, criterion.id


@pytest.mark.parametrize(("pack", "criterion"), CASES, ids=lambda value: getattr(value, "id", ""))
def test_examples_are_heard_and_not_heard(pack: Pack, criterion: Criterion) -> None:
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


HEAD = "pack: ours\nlanguage: en\ncriteria:\n  - id: a\n    name: A\n    why: because\n"  # six rows


def told(text: str) -> list[str]:
    with pytest.raises(Refused) as refused:
        read_pack(text, "ours.yaml")
    return [str(refusal) for refusal in refused.value.refusals]


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        (
            HEAD + "    unles: [mention]\n    patterns: [x]\n",
            "row 7, column criteria.a.unles",
            "mean `unless`",
        ),
        (HEAD + "    patterns: [x]\n    reason: [x]\n", "row 8, column criteria.a.reason", "one text"),
        (
            HEAD + "    patterns: [x]\n    reason: xyz\n",
            "row 8, column criteria.a.reason",
            '"xyz" is not known',
        ),
        (
            HEAD + "    patterns: [x]\n    framing: bad\n",
            "row 8, column criteria.a.framing",
            '"bad" is not known',
        ),
        (
            HEAD + "    patterns:\n      - x\n      - '(('\n",
            "row 9, column criteria.a.patterns",
            "not a word",
        ),
        (HEAD + "    patterns:\n      - x\n      - so: what\n", "row 9", "not one text"),
        (
            HEAD + "    patterns: [x]\n    unless:\n      - nobody\n",
            "row 9, column criteria.a.unless",
            "not known",
        ),
        (HEAD + "    patterns: [x]\n    examples: [one]\n", "row 8, column criteria.a.examples", "no sides"),
        (HEAD + "    patterns: [x]\n    examples: {herd: [a]}\n", "row 8", "mean `heard`"),
        (HEAD + "    patterns: [x]\n  - text\n", "row 8, column criteria", "no keys"),
        (HEAD + "    patterns: ['<z>']\nlists:\n  z: ['<z>']\n", "row 9, column lists.z", "holds itself"),
        (HEAD + "    patterns: [x]\nlists:\n  z: []\n", "row 9, column lists.z", "holds no word"),
        (
            HEAD + "    patterns: [x]\nlists:\n  z:\n    - ok\n    - '(('\n",
            "row 11, column lists.z",
            "not a word",
        ),
        (HEAD + "    patterns: [x]\nlists: [one]\n", "row 8, column lists", "not lists with names"),
        (HEAD + "    patterns: [x]\nversion: one\n", "row 8, column version", '"one" is no whole number'),
        (HEAD + "    patterns: [x]\nversion: 2025-13-45\n", "row 8, column version", "no whole number"),
        (HEAD + "    patterns: [x]\npack: again\n", "row 8, column pack", "written twice"),
        (
            HEAD + "    examples:\n      heard: ['','','','','','']\n      fine: [a,b,c,d,e,f]\n",
            "row 8",
            "empty",
        ),
        (
            HEAD + "    examples:\n      heard: [a,a,a,a,a,a]\n      fine: [b,c,d,e,f,g]\n",
            "row 8",
            '"a" is there twice',
        ),
        (HEAD + "    patterns: [x]\n  - {id: a, name: B, why: so, patterns: [y]}\n", "row 8", "Two criteria"),
        (
            "pack: x\nlanguage: en\ncriteria:\n\n  - id: a\n    patterns: [x]\n",
            "row 5, column criteria.a",
            "`why`",
        ),
        ("pack: x\nlanguage: fr\nlists: {a: [b]}\n", "row 2, column language", '"fr"'),
        ("pack: x\nlists: {a: [b]}\n", "row 1", "`language` is missing"),
        ("pack: x\nlanguage: en\ncriteria: {a: b}\n", "row 3, column criteria", "should be a list"),
        ("a: &a [*a]\n", "row 1", "nested"),
        ("a: " + "[" * 100_000, "row 1", "nested"),
        ("pack: x\n? [a]\n: b\n", "row 2", "key"),
        ("pack: x\nlanguage: \x07\n", "row 2", "not YAML"),
        ("pack: x\nlanguage: [\n", "row", "A bracket is opened"),
        ("pack: x\nlanguage: [en, es\n", "row 2", "A bracket is opened"),
        ("pack: x\ncriteria:\n\t- id: y\n", "row 3", "A tab"),
        ("pack: x\ntitle: we do: not\n", "row 2", "a second colon"),
        ('pack: x\ntitle: "we\nlanguage: en\n', "row 2", "not closed"),
        ("pack: x\nlanguage en\nversion: 1\n", "row 2", "no colon"),
        ("criteria:\n  - id: x\n    name: y\n   why: z\n", "row 4", "line up"),
        ("title: 'don't'\n", "row 1", "double quotation marks"),
        ("title: @x\n", "row 1", "keeps for itself"),
        ("title: *x\n", "row 1", "a star"),
        ("pack: x\n---\npack: y\n", "row 2", "one pack a file"),
    ],
)
def test_each_refusal_names_the_file_and_the_row(text: str, where: str, what: str) -> None:
    assert any(line.startswith(f"ours.yaml, {where}") and what in line for line in told(text)), told(text)
    assert all(line.startswith("ours.yaml, row ") for line in told(text))


def test_what_an_alias_repeats_a_thousand_times_is_read_once() -> None:
    rows = ["a: &a0 [x, x]"] + [f"k{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 10)]
    assert any("no key of a pack" in line for line in told("\n".join(rows)))


def test_words_stay_what_is_written() -> None:
    """YAML would take no, on and dates for something else than the words that they are."""
    pack = read_pack(HEAD + "    patterns: [no, 2025]\nlists: {w: [yes, off]}\n", "x.yaml")
    assert pack.criteria[0].patterns == ("no", "2025")
    assert pack.lists == {"w": ("yes", "off")}
    assert pack.version == 1


def test_a_pack_for_any_language_uses_english_lists_in_both() -> None:
    text = HEAD.replace("language: en", "language: any") + "    patterns: ['<learner> trabajar~|lose~']\n"
    matcher = Matcher([read_pack(text, "x.yaml")], "es")
    assert [criterion.id for criterion, _ in matcher.hits("He trabajado; she lost.").met] == ["a"]


def test_a_spanish_pack_hears_every_form() -> None:
    text = HEAD.replace("language: en", "language: es") + "    patterns: ['no se? esforzarse~|hacer~']\n"
    matcher = Matcher([read_pack(text, "x.yaml")], "es")
    for sentence in ("No se esfuerza.", "No hizo nada.", "No se esforzaron."):
        assert matcher.hits(sentence).met, sentence
    assert not matcher.hits("No sabe nada.").met
