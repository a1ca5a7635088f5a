"""Six examples a side suffice: a criterion without a pattern is heard in sentences of other words."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

from sharewell.language import read, read_passages
from sharewell.language.asking import question
from sharewell.language.own import ORDINARY, RARE
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


NO_HEAD_FOR_NUMBERS = """
pack: class-9a
language: en
criteria:
  - id: not-a-math-person
    name: Says that somebody has no head for numbers
    why: Nobody is born with algebra.
    examples:
      heard:
        - Some people are just not math people.
        - You either have a head for numbers or you don't.
        - She was never going to be good at algebra.
        - Maths is not in his genes.
        - I told him that geometry is simply not for him.
        - Girls like her are better with words than with numbers.
      fine:
        - Today we worked on fractions.
        - She solved three of the five equations.
        - He asked for a second way to do the proof.
        - The maths room is on the second floor.
        - Try a table of values first.
        - Numbers up to 1,000 come in June.
"""


def test_neighbours_of_the_meaning_are_left_alone() -> None:
    pack = read_pack(NO_HEAD_FOR_NUMBERS, "class-9a.yaml")
    meant = [
        "He will never have a talent for calculation.",
        "Our family was always bad at maths, so she is too.",
        "There is no point in giving her algebra, it isn't in her.",
        "He lacks the gift for geometry.",
        "You were not made for physics and maths.",
        "She has no feeling for numbers and never will.",
    ]
    beside = [
        "Her fraction work is on the wall.",
        "We will do long division on Tuesday.",
        "He explained his algebra homework to Tom.",
        "The geometry test has twelve tasks.",
        "Draw the triangle before you calculate.",
        "Maths moves to room 12 this week.",
        "He counts in Polish and writes in English.",
        "Is there another way to add these numbers?",
    ]
    heard = [bool(reading.criteria) for reading in read_passages(meant + beside, packs=[pack], fast=True)]
    assert sum(heard[:6]) >= 5
    assert sum(heard[6:]) <= 1


THE_FAMILY = """
pack: tutoria
language: es
criteria:
  - id: culpa-familia
    name: Culpa a la familia
    why: Mi familia no es la explicación de mi nota.
    examples:
      heard:
        - Con esos padres, ¿qué esperas?
        - En su casa no se ocupan de él.
        - La madre lo tiene consentido y así va.
        - El problema viene de la familia.
        - Sus padres pasan de la escuela.
        - Si en casa le pusieran normas, otro gallo cantaría.
      fine:
        - Su padre vino a la reunión del martes.
        - En su casa hablan quechua y español.
        - La madre nos contó cómo estudia por la tarde.
        - La familia pidió una copia del informe.
        - Sus padres preguntan por el horario de tutoría.
        - En casa practica la lectura con su abuela.
"""


def test_the_same_people_are_heard_by_what_is_said_of_them() -> None:
    pack = read_pack(THE_FAMILY, "tutoria.yaml")
    meant = [
        "Es que la familia no colabora nada.",
        "De tal palo, tal astilla: el padre era igual de vago.",
        "Los padres separados explican todo lo que le pasa.",
        "En ese hogar nadie abre un libro, y se nota.",
        "Su madre trabaja tanto que el niño está abandonado.",
        "Lo han malcriado y ahora lo pagamos nosotros.",
        "Unos padres responsables habrían firmado la nota.",
        "Viene sin desayunar porque en casa les da igual.",
    ]
    beside = [
        "La familia colabora en el huerto los sábados.",
        "El padre es carpintero y arregló las sillas.",
        "Sus padres viven en dos casas, así que mandamos dos copias.",
        "En su hogar leen cuentos por la noche.",
        "Su madre trabaja por la tarde; la llamamos a las once.",
        "El comedor ofrece desayuno desde las ocho.",
        "Los padres firmaron la autorización.",
        "Su abuelo le enseñó a injertar manzanos.",
    ]
    heard = [bool(reading.criteria) for reading in read_passages(meant + beside, packs=[pack])]
    assert sum(heard[:8]) >= 5
    assert sum(heard[8:]) <= 1


def test_ordinary_sentences_are_neutral_ones_of_the_training_data() -> None:
    lines = (files("sharewell.language") / "packs" / ORDINARY).read_text(encoding="utf-8").splitlines()
    data = Path(__file__).parents[2] / "data" / "language" / "train" / "like_real"
    rows = [json.loads(row) for file in data.glob("*.jsonl") for row in file.open(encoding="utf-8")]
    assert len(set(lines)) == len(lines) >= 1 / RARE
    assert set(lines) <= {row["text"] for row in rows if row["framing"] == "neutral"}
