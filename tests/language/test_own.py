"""Six examples a side suffice: a criterion without a pattern is heard in sentences of other words."""

from __future__ import annotations

from sharewell.language import read, read_passages
from sharewell.language.asking import question
from sharewell.language.packs import read_pack

PACK = """
pack: class-7b
title: What class 7B listens for
language: any
criteria:
  - id: ranking-countries
    name: Puts one country above another
    why: We do not rank countries in our letters.
    examples:
      heard:
        - Our country is much more advanced than yours.
        - They still live like people did a hundred years ago.
        - In poor countries schools are worse than here.
        - We are a developed nation and can show them how it is done.
        - Their roads and schools cannot keep up with ours.
        - Civilised countries have solved this long ago.
      fine:
        - Our country has a long coast and yours has high mountains.
        - Their school year begins in February.
        - We both have trams in the city.
        - You grow coffee and we grow apples.
        - Which holidays do you celebrate?
        - Both schools have about three hundred pupils.
  - id: the-w-word
    name: Weird
    why: We agreed to say what surprised us.
    patterns: ["weird|strange ... food|clothes|customs"]
"""


def test_examples_alone_generalise_by_meaning() -> None:
    pack = read_pack(PACK, "class-7b.yaml")
    texts = [
        "Your nation is decades behind us in education.",
        "We come from a modern state, so we will explain to them how things should work.",
        "Backward places like that need our standards.",
        "Su país está mucho menos desarrollado que el nuestro.",
        "Our river is called the Elbe.",
        "How many pupils are in your class?",
        "The meeting is on Tuesday at four.",
        "What music do you listen to?",
    ]
    heard = ["ranking-countries" in reading.criteria for reading in read_passages(texts, packs=[pack])]
    assert sum(heard[:4]) >= 3
    assert not any(heard[4:])


def test_an_own_pattern_has_its_span() -> None:
    pack = read_pack(PACK, "class-7b.yaml")
    (reading,) = read("They eat weird food there.", packs=[pack]).sentences
    assert "the-w-word" in reading.criteria
    assert any(reading.text[s.start : s.end] == "weird food" for s in reading.spans)


def test_a_criterion_says_how_else_it_could_begin() -> None:
    pack = read_pack(PACK + "    moves: [enjoy]\n", "class-7b.yaml")
    (own,) = read_passages(["We ate weird food on Tuesday."], packs=[pack], fast=True)
    (plain,) = read_passages(
        ["We ate weird food on Tuesday."], packs=[read_pack(PACK, "class-7b.yaml")], fast=True
    )
    assert own.criteria == plain.criteria == ("the-w-word",)
    assert own.moves == ("enjoy",)
    assert "What do you enjoy learning about?" in (question(own) or "")
    assert "What do you enjoy learning about?" not in (question(plain) or "")
