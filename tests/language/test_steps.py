"""What counts as a next step, by one rule for suggestions and summaries; what is none; and that it stays whole."""

from __future__ import annotations

import pytest

from sharewell.language import Span, suggest
from sharewell.language.lens import read
from sharewell.language.signs import bare, begins_with_errand, says_next
from sharewell.language.steps import staying
from sharewell.language.summary import carries_next_step

FINDING = {"en": "He is lazy", "es": "Es un vago"}
STEPS = (
    ("en", "could you ring home before the holidays?"),
    ("en", "why not record the explanation instead of writing it?"),
    ("en", "I am going to ask her to lead the warm-up"),
    ("en", "we have asked the librarian to put a box of comics aside"),
    ("en", "I would like him to greet the guests"),
    ("en", "his seat moves to the front from tomorrow"),
    ("en", "a short book on horses is waiting for her at the desk"),
    ("en", "the school nurse is going to explain the forms at the gate"),
    ("en", "her mother has promised to read with her every evening"),
    ("en", "she'll rehearse with the puppet"),
    ("en", "have her draw the circuit before wiring it"),
    ("en", "grab the small spanner and undo the outer ring"),
    ("en", "before you hand in the next draft, read it aloud to someone"),
    ("en", "if you want to go on, practise scales slowly"),
    ("en", "my suggestion is to cut the text into strips and order them"),
    ("en", "one thing to work on: saying how the answer came about"),
    ("en", "he would be better served by building the model"),
    ("en", "we begin with songs and pictures"),
    ("es", "que empiece otra vez con la recta"),
    ("es", "reescribir el método para que otro lo siga"),
    ("es", "pídele que dibuje el circuito antes de montarlo"),
    ("es", "le voy a pedir que dirija el calentamiento"),
    ("es", "volveremos a explicar las proporciones con recetas"),
    ("es", "su tutora llamará a casa"),
    ("es", "hemos pedido a la bibliotecaria que aparte unos cómics"),
    ("es", "si quieres seguir, practica las escalas despacio"),
    ("es", "la idea es pararlo tras cada paso"),
    ("es", "¿puedes venir antes para preparar el material?"),
)
NO_STEPS = (
    ("en", "Keep it up!"),
    ("en", "keep up the good work"),
    ("es", "Sigue así."),
    ("en", "he will never amount to anything"),
    ("en", "he should try harder"),
    ("en", "you must stop being lazy"),
    ("en", "they will keep falling behind"),
    ("en", "could he be any lazier?"),
    ("en", "zero effort again"),
    ("en", "the score fell by 6.2 points"),
    ("en", "or you will stay in at break"),
    ("es", "nunca llegará a nada"),
    ("es", "acabará en la calle"),
    ("es", "tienes que esforzarte"),
    ("es", "no lee ni leerá"),
    ("es", "le da todo igual"),
    ("es", "hasta ahora ha sido un desastre"),
)


@pytest.mark.parametrize(("lang", "step"), STEPS)
@pytest.mark.parametrize(
    "frame", ["{finding}; {step}", "{finding}. {step}", "{finding} – {step}", "{step} {finding}."]
)
def test_a_step_of_any_form_stays_whole(lang: str, step: str, frame: str) -> None:
    ended = step if step.endswith("?") else f"{step}."
    text = frame.format(finding=FINDING[lang], step=ended)
    at = text.index(FINDING[lang])
    said = suggest(text, "trt", lang, [Span(at, at + len(FINDING[lang]), "x")])
    assert said is not None
    assert step.rstrip(".?") in said
    assert FINDING[lang] not in said


@pytest.mark.parametrize(("lang", "words"), NO_STEPS)
def test_a_forecast_a_demand_and_a_threat_are_no_steps(lang: str, words: str) -> None:
    assert not says_next(words, lang)


@pytest.mark.parametrize(("lang", "step"), STEPS)
def test_a_text_that_gives_a_step_is_not_told_that_it_lacks_one(lang: str, step: str) -> None:
    reading = read(f"{FINDING[lang]}. {step[:1].upper()}{step[1:]}", lang, fast=True)
    assert carries_next_step(reading.sentences)
    assert not any(
        "not yet what next" in words or "todavía no qué sigue" in words for words in reading.summary.words
    )


@pytest.mark.parametrize(
    ("text", "finding", "kept", "left"),
    [
        ("He is lazy. Redo question 3 by Friday, or you will stay in.", "lazy", "Redo question 3 by Friday", "stay in"),
        ("He is a born loser. Beat his own time by May.", "own", "Beat his own time by May", "loser"),
        ("He is a weak student (swap seats, then retry the quiz).", "weak student", "swap seats, then retry the quiz",
         "weak"),
    ],
)  # fmt: skip
def test_a_step_stays_without_a_threat_and_with_its_bracket(
    text: str, finding: str, kept: str, left: str
) -> None:
    at = text.index(finding)
    said = suggest(text, "trt", "en", [Span(at, at + len(finding), "x")])
    assert said is not None
    assert kept in said
    assert left not in said


def test_a_pledge_to_rescue_is_repeated_in_no_part() -> None:
    text = "Our volunteers will save these children and give them a future."
    at = text.index("save")
    said = suggest(text, "sav", "en", [Span(at, text.index(" a future"), "saviour")])
    assert said is not None
    assert "future" not in said


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("es", "Qué cabeza hueca"),
        ("es", "Un desastre de redacción"),
        ("es", "Un chico sin luces"),
        ("es", "Lee como un bebé"),
        ("es", "no se puede esperar nada de él"),
        ("en", "Unable to focus for love nor money"),
        ("en", "Refuses to write"),
        ("en", "so shanice doesnt even try"),
        ("en", "Struggles to read"),
    ],
)
def test_a_judgement_is_no_errand_by_the_form_of_its_first_word(lang: str, words: str) -> None:
    assert not says_next(words, lang)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("es", "Une los puntos"),
        ("es", "una página al día"),
        ("es", "Sal al patio"),
        ("en", "Luis to bring the map"),
    ],
)
def test_an_errand_that_looks_like_one_of_those_stays_one(lang: str, words: str) -> None:
    assert says_next(words, lang)


@pytest.mark.parametrize("text", ["Mark: 17", "Mark: ", "Plan:"])
def test_a_heading_is_no_errand_wherever_it_is_asked(text: str) -> None:
    assert not begins_with_errand(text, "en")
    assert not begins_with_errand(bare(text), "en")


def test_the_last_of_a_list_stays_with_it() -> None:
    sentence = "Que Eneko practique la tabla del 7 y la del 8, 10 min al día, es un vago."
    at = sentence.index("es un vago")
    assert staying(sentence, "es", [Span(at, at + 10, "x")]) == [
        "Que Eneko practique la tabla del 7 y la del 8, 10 min al día"
    ]
