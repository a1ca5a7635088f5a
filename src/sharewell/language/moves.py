"""The four moves, and the questions that open each finding: words of a colleague, English and Spanish."""

from __future__ import annotations

from typing import Literal

Move = Literal["excel", "learned", "enjoy", "goal"]

MOVES: dict[str, dict[Move, str]] = {
    "en": {
        "excel": "“Here is where you excel: {strength}.”",
        "learned": "“Can you tell me what you learned from this?”",
        "enjoy": "“What do you enjoy learning about?”",
        "goal": "“Let's set a goal that grows this: {goal}.”",
    },
    "es": {
        "excel": "«Aquí es donde destacas: {strength}».",
        "learned": "«¿Me cuentas qué aprendiste con esto?»",
        "enjoy": "«¿Qué te gusta aprender?»",
        "goal": "«Pongámonos una meta que haga crecer esto: {goal}».",
    },
}

ASKED: dict[str, dict[Move, str]] = {
    "en": {
        "excel": "something you have seen go well, and when",
        "goal": "the next thing within reach",
    },
    "es": {
        "excel": "algo que hayas visto salir bien, y cuándo",
        "goal": "lo siguiente que está al alcance",
    },
}

MOVES_FOR: dict[str, tuple[Move, ...]] = {
    "cmp": ("excel", "goal"),
    "blm": ("excel", "learned"),
    "trt": ("excel", "enjoy"),
    "abs": ("excel", "goal"),
    "beh": ("excel", "learned"),
    "wrg": ("learned",),
    "ctl": ("enjoy", "goal"),
    "gap": ("excel", "goal"),
    "low": ("excel", "goal"),
    "fix": ("excel", "enjoy"),
    "lng": ("excel",),
    "emp": ("excel",),
    "tox": ("excel",),
}

QUESTIONS: dict[str, dict[str, str]] = {
    "en": {
        "cmp": "Could this say what this learner shows now, next to what they showed before?",
        "blm": "What in the task, the timetable or the room could change, and what was seen and when?",
        "trt": "What was seen, and when, that would tell more than a label?",
        "abs": "What can they do already that the next step could build on?",
        "beh": "What was seen, when and where, and what was the learner after?",
        "wrg": "Could the question begin with what was tried and what was found?",
        "ctl": "Could the choice stay with the learner: what would they like to try, and why?",
        "gap": "What moved, for whom, and what did the school change to make it move?",
        "low": "What is the next thing within reach, and what would make it reachable?",
        "fix": "What do these people already do well, and what could the system change?",
        "sav": "What do they bring, and what do you hope to learn from them?",
        "hie": "What does each place do well that the other could learn from?",
        "slv": "Who knows this place best, and what would each side work on at home?",
        "fnd": "How could the work end with something both sides made and learned?",
        "lng": "Which languages are there to build on, and who could help both sides hear each other?",
        "emp": "What exactly went well, so that it can be done again?",
        "tox": "What is true here, and what exactly went well?",
        "own": "You agreed to say this in another way: how could it begin?",
    },
    "es": {
        "cmp": "¿Podría decir qué muestra ahora, al lado de lo que mostraba antes?",
        "blm": "¿Qué podría cambiar en la tarea, el horario o el aula, y qué se vio y cuándo?",
        "trt": "¿Qué se vio, y cuándo, que diga más que una etiqueta?",
        "abs": "¿Qué sabe hacer ya, y qué paso se puede apoyar en ello?",
        "beh": "¿Qué se vio, cuándo y dónde, y qué buscaba?",
        "wrg": "¿Podría la pregunta empezar por lo que se probó y lo que se descubrió?",
        "ctl": "¿Podría quedar la decisión en quien aprende: qué le gustaría probar, y por qué?",
        "gap": "¿Qué avanzó, para quién, y qué cambió la escuela para que avanzara?",
        "low": "¿Qué sabe hacer ya, y cuál sería su próximo paso?",
        "fix": "¿Qué hacen ya bien estas personas, y qué cambiará el sistema?",
        "sav": "¿Qué aportan, y qué esperáis aprender de ellas?",
        "hie": "¿Qué hace bien cada lugar que el otro pueda aprender?",
        "slv": "¿Quién conoce mejor el lugar, y en qué trabajaría cada parte en su casa?",
        "fnd": "¿Cómo podría acabar el trabajo con algo que ambas partes hicieron y aprendieron?",
        "lng": "¿Con qué lenguas se puede construir, y quién ayudaría a que ambas partes se entiendan?",
        "emp": "¿Qué salió bien exactamente, para poder repetirlo?",
        "tox": "¿Qué es cierto aquí, y qué salió bien exactamente?",
        "own": "La clase eligió otras palabras: ¿qué comienzo se le ocurre?",
    },
}

SAID: dict[str, dict[str, str]] = {
    "en": {
        "opening": "It could open: {move}",
        "kept": "This stays as it is: {facts}",
        "words": "“{words}”",
        "record": "For the record: {facts}",
    },
    "es": {
        "opening": "Podría empezar así: {move}",
        "kept": "Esto se queda como está: {facts}",
        "words": "«{words}»",
        "record": "Para que conste: {facts}",
    },
}
