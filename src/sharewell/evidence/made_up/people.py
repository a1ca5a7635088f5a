"""Made-up people: names from many places, each with the language spoken at home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

# language: share of homes, given names, family names
_HOMES: Final[dict[str, tuple[float, str, str]]] = {
    "en": (
        0.44,
        "Amara Ben Chloe Darius Ella Finn Grace Hudson Imani Jack Keira Liam Maya Noah Olive Parker Quinn "
        "Ruby Silas Tessa Uriah Violet Wyatt Zoe",
        "Abbott Bell Carter Dawson Ellis Foster Grant Hayes Irving Jackson Keller Lawson Mitchell Nash Owens "
        "Porter Reed Sawyer Turner Whitfield",
    ),
    "es": (
        0.2,
        "Alejandra Bruno Camila Diego Elena Felipe Gabriela Hugo Inés Joaquín Lucía Mateo Natalia Óscar "
        "Paula Rafael Sofía Tomás",
        "Aguilar Benítez Castillo Delgado Espinoza Fuentes Guerrero Herrera Ibarra Jiménez Morales Navarro "
        "Ortega Peña Ramírez Salazar",
    ),
    "vi": (
        0.06,
        "An Bảo Chi Dũng Giang Hạnh Khoa Linh Minh Ngọc Phúc Thảo",
        "Bùi Đặng Hồ Lê Ngô Nguyễn Phạm Trần Vũ",
    ),
    "ar": (
        0.06,
        "Amina Bilal Dalia Faris Hana Idris Jamila Karim Layla Nabil Rania Samir Yusuf Zahra",
        "Abboud Bazzi Darwish Farouk Haddad Khalil Mansour Nasser Rahal Saleh",
    ),
    "uk": (
        0.05,
        "Andrii Bohdan Daryna Hanna Iryna Kateryna Lesia Maksym Nazar Oksana Petro Sofiia Taras Yaryna",
        "Bondar Hrytsenko Kovalenko Lysenko Melnyk Petrenko Savchuk Shevchuk Tkachenko",
    ),
    "so": (
        0.05,
        "Abdi Asha Ayaan Fadumo Hodan Ifrah Khalid Liban Nasra Sahra Warsame Zakaria",
        "Abdullahi Aden Ali Farah Hassan Jama Mohamed Nur Warsame Yusuf",
    ),
    "pt": (
        0.05,
        "Afonso Beatriz Caio Duarte Helena Isabela Joana Leonor Miguel Rui Tainá Vasco",
        "Almeida Barbosa Cardoso Ferreira Lopes Moreira Pereira Rocha Teixeira",
    ),
    "zh": (
        0.05,
        "Bowen Chenxi Haoran Jiayi Kexin Lan Meilin Ruoxi Siyu Wei Xinyi Zihan",
        "Chen Gao Huang Li Lin Song Wang Xu Zhang Zhou",
    ),
    "ht": (
        0.04,
        "Darline Fabiola Jean Kervens Lovely Mirlande Nadège Wilner",
        "Baptiste Desir Jean-Louis Pierre Toussaint",
    ),
}
_STAFF: Final = [
    "Rosalind Achterberg",
    "Malik Bowden",
    "Carmen Delacruz",
    "Tobias Ekström",
    "Priya Fernando",
    "Joanna Górska",
    "Samuel Hightower",
    "Leilani Kealoha",
    "Omar Lakhdar",
    "Beatrix Molnár",
    "Chidi Nwosu",
    "Aiko Okada",
    "Peter Quigley",
    "Noor Rahimi",
    "Ines Sandoval",
    "Thabo Tladi",
]


@dataclass(frozen=True, slots=True)
class Learner:
    """A made-up learner."""

    student_id: str
    name: str
    language: str
    grade: int
    family: int  # learners of one family are sisters and brothers


def learners(count: int, grades: tuple[int, ...], rng: np.random.Generator) -> list[Learner]:
    """`count` learners spread evenly over the grades; one in eight has a sister or brother at the school."""
    languages = list(_HOMES)
    shares = np.array([_HOMES[language][0] for language in languages])
    drawn = rng.choice(len(languages), size=count, p=shares / shares.sum())
    sibling = rng.random(count) < 1 / 8
    picks = rng.random((count, 2))
    made: list[Learner] = []
    alone = True  # whether the learner before this one has nobody yet: families here have one or two children
    seen: set[str] = set()
    for i in range(count):
        joins = bool(sibling[i]) and bool(made) and alone
        language = made[-1].language if joins else languages[int(drawn[i])]
        _, given, family = _HOMES[language]
        last = made[-1].name.rpartition(" ")[2] if joins else _pick(family.split(), picks[i, 0])
        name = _unused(given.split(), last, picks[i, 1], seen)
        family_id = made[-1].family if joins else i
        made.append(Learner(f"L{i + 1:05d}", name, language, grades[i % len(grades)], family_id))
        alone = not joins
    return made


def _pick(names: list[str], at: float) -> str:
    return names[int(at * len(names))]


def _unused(given: list[str], last: str, at: float, seen: set[str]) -> str:
    """A first name that makes a new full name, with a second one where all are taken."""
    start = int(at * len(given))
    ordered = given[start:] + given[:start]
    for second in ["", *ordered]:
        for first in ordered:
            name = " ".join(part for part in (first, second, last) if part)
            if name not in seen and first != second:
                seen.add(name)
                return name
    return f"{ordered[0]} {ordered[1]} {last}"


def guardian_name(learner: Learner, rng: np.random.Generator) -> str:
    """A grown-up of the learner's family."""
    _, given, _ = _HOMES[learner.language]
    first, _, last = learner.name.rpartition(" ")
    others = [name for name in given.split() if name not in first.split()]
    return f"{_pick(others, float(rng.random()))} {last}"


def staff_name(number: int) -> str:
    """The name of the staff's member `number`; past the sixteenth, names come again with a numeral."""
    again, at = divmod(number, len(_STAFF))
    return _STAFF[at] if not again else f"{_STAFF[at]} {again + 1}"
