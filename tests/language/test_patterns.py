"""The pattern language says what its table says, on any text, in linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.language.fold import fold
from sharewell.language.inflect import forms
from sharewell.language.patterns import PatternError, PatternSet, compile_pattern

LISTS = {"learner": ("she", "the class", "años")}


def found(pattern: str, text: str) -> str | None:
    patterns = PatternSet([compile_pattern(pattern, LISTS)])
    folded = fold(text)
    if patterns.present(folded) != [0]:
        return None
    start, end = patterns.where(0, folded)
    return text[start:end]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("behind", "Far Behind, again", "Behind"),
        ("behind", "behindhand", None),
        ("lack~ effort", "He lacked effort.", "lacked effort"),
        ("carec*", "Carecen de base", "Carecen"),
        ("far_behind|years_behind us", "Years  behind us", "Years  behind us"),
        ("<learner> is", "The class is loud", "The class is"),
        ("<learner>", "tres años", "años"),
        ("she ... wrong", "she did it all wrong", "she did it all wrong"),
        ("she ... wrong", "she did it so very much more wrong", None),
        ("she ..8 wrong", "she did it so very much more wrong", "she did it so very much more wrong"),
        ("very? good", "good!", "good"),
        ("very? good", "Very good.", "Very good"),
        ("^ why", "Why now?", "Why"),
        ("^ why", "And why now?", None),
        ("wrong $", "It is wrong.", "wrong"),
        ("wrong $", "wrong turn", None),
        ("# points", "42 points", "42 points"),
        ("está mal", "ESTA MAL", "ESTA MAL"),
        ("can't", "can’t", "can’t"),
        ("not * child", "not this child", "not this child"),
    ],
)
def test_the_table_of_patterns(pattern: str, text: str, expected: str | None) -> None:
    assert found(pattern, text) == expected


@pytest.mark.parametrize("bad", ["...", "<nobody> is", "a|b ]", "^", "("])
def test_what_cannot_be_read_is_said(bad: str) -> None:
    with pytest.raises(PatternError, match=r"word|list"):
        compile_pattern(bad, LISTS)


@given(st.text(max_size=200))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_no_pattern_explodes() -> None:
    patterns = PatternSet([compile_pattern("..12 a ..12 a ..12 a ..12 b", LISTS)])
    text = fold("a " * 20_000)
    start = time.process_time()
    assert patterns.present(text) == []
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("lack", "lack lacked lacking lacks"),
        ("carry", "carried carries carry carrying"),
        ("play", "play played playing plays"),
        ("lose", "lose loses losing lost"),
        ("think", "think thinking thinks thought"),
        ("begin", "began begin beginning begins begun"),
        ("forget", "forget forgets forgetting forgot forgotten"),
        ("admit", "admit admits admitted admitting"),
        ("plan", "plan planned planning plans"),
        ("listen", "listen listened listening listens"),
        ("offer", "offer offered offering offers"),
        ("travel", "travel traveled traveling travelled travelling travels"),
        ("agree", "agree agreed agreeing agrees"),
        ("die", "die died dies dying"),
        ("rewrite", "rewrite rewrites rewriting rewritten rewrote"),
        ("undo", "undid undo undoes undoing undone"),
        ("quiz", "quiz quizzed quizzes quizzing"),
        ("child", "child children"),
        ("relay", "relay relayed relaying relays"),
    ],
)
def test_english_forms(word: str, expected: str) -> None:
    assert forms(word) == tuple(expected.split())


@pytest.mark.parametrize(
    ("word", "some", "none"),
    [
        (
            "trabajar",
            "trabaja trabajo trabaje trabajaba trabajaron trabajara trabajaria trabajando trabajado",
            "trabajars",
        ),
        ("comer", "come como comio coma comia comieron comiera comera comiendo comido comamos", "comaba"),
        ("vivir", "vive vivimos vivio viva vivia vivieron viviera vivira viviendo vivido", "vivemos"),
        ("pensar", "piensa pensamos piense pensemos penso pensaba", "piensamos"),
        ("contar", "cuenta contamos cuenten contaron", "cuentamos"),
        ("pedir", "pide pedimos pida pidamos pidio pidieron pidiendo pedido", "pede pedio"),
        ("sentir", "siente sentimos sintio sintamos sintiendo", "sente sentio"),
        ("dormir", "duerme durmio durmamos durmiendo dormido", "dorme dormio"),
        ("buscar", "busca busque busco", "busce"),
        ("llegar", "llegue llega", "llege"),
        ("empezar", "empieza empiece empezo", "empieze"),
        ("conocer", "conozco conozca conoce", "conoco"),
        ("vencer", "venza vence", "vencza venca"),
        ("dirigir", "dirija dirige", "diriga"),
        ("seguir", "sigue siga siguio siguiendo", "sego sigua"),
        ("construir", "construye construyo construimos construyeron", "construio"),
        ("leer", "lee leyo leyendo leyeron leido", "leio"),
        ("hacer", "hace hizo hicieron haga hara haria hecho haz", "hacio hacido hacera"),
        ("decir", "dice dijo dijeron digamos dicho diciendo", "dijieron decio"),
        ("mantener", "mantiene mantuvo mantenga mantendra", "mantenio"),
        ("proponer", "propone propuso proponga propuesto", "proponido"),
        ("conducir", "conduzco condujo condujeron", "conducio"),
        ("escribir", "escribe escribio escrito escritas", "escribido"),
        ("volver", "vuelve volvio vuelto", "volvido"),
        ("ver", "ve veo vio veia visto vea", "via vido"),
        ("ser", "es son era fue sea sera siendo", "sers"),
        ("estar", "esta estuvo estaba este estara", "estars"),
        ("esforzarse", "esfuerza esforzo esforzarse esforzandose esfuercen", "esforzarses"),
        ("enseñar", "ensena enseno ensenando", "enseners"),
        ("reír", "rie rio riendo reimos", "riio"),
        ("ayudar", "ayudarle ayudale ayudandolo", "ayudars"),
    ],
)
def test_spanish_verbs(word: str, some: str, none: str) -> None:
    made = set(forms(word, "es"))
    assert set(some.split()) <= made
    assert made.isdisjoint(none.split())


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("vago", "vaga vagas vago vagos"),
        ("niño", "nina ninas nino ninos"),
        ("difícil", "dificil dificiles"),
        ("inteligente", "inteligente inteligentes"),
        ("capaz", "capaces capaz"),
        ("trabajador", "trabajador trabajadora trabajadoras trabajadores"),
        ("inglés", "ingles inglesa inglesas ingleses"),
        ("holgazán", "holgazan holgazana holgazanas holgazanes"),
        ("lección", "leccion lecciones"),
        ("crisis", "crisis"),
        ("país", "pais paises"),
        ("café", "cafe cafes"),
        ("líder", "lider lideres"),
        ("familiar", "familiar familiares"),
        ("mejor", "mejor mejores"),
    ],
)
def test_spanish_nouns_and_adjectives(word: str, expected: str) -> None:
    assert forms(word, "es") == tuple(expected.split())


@given(
    st.text(alphabet="abcdefghilmnoprstuvxyzñáéíóú", min_size=1, max_size=12),
    st.sampled_from(("en", "es", "any")),
)
def test_every_word_is_a_form_of_itself_and_folded(word: str, language: str) -> None:
    made = forms(word, language)
    assert fold(word).decode() in made
    assert all(form and form.isascii() and form == form.lower() for form in made)


def test_a_lemma_takes_the_language_of_its_pack() -> None:
    def heard(language: str, text: str) -> bool:
        return bool(PatternSet([compile_pattern("trabajar~|lose~", LISTS, language)]).present(fold(text)))

    assert heard("es", "Él no trabaja en clase.")
    assert not heard("en", "Él no trabaja en clase.")
    assert heard("en", "She lost her way.")
    assert heard("any", "She lost her way.")
    assert heard("any", "Él no trabaja en clase.")


def test_be_and_have_are_heard_when_drawn_together() -> None:
    assert found("she be~ behind", "She’s behind") == "She’s behind"
    assert found("we have~ lost", "we've lost") == "we've lost"


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        ({"z": ("<z>",)}, "holds itself"),
        ({"z": ("<y>",), "y": ("<z>",)}, "holds itself"),
        ({"z": ()}, "no word"),
        ({"z": ("<y>",) * 900, "y": ("word",) * 900}, "too many words"),
    ],
)
def test_lists_that_cannot_be_used_are_said(lists: dict[str, tuple[str, ...]], said: str) -> None:
    with pytest.raises(PatternError, match=said):
        compile_pattern("<z> now", lists)
