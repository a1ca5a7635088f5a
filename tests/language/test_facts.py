"""Facts are found, and a new wording that drops one is caught."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.language.facts import facts_of, keeps_facts, missing_facts


@pytest.mark.parametrize(
    ("sentence", "facts"),
    [
        (
            "Kwame scored 42 of 60 points on 6.RP.A.3 on Friday.",
            ["Kwame", "42 of 60 points", "6.RP.A.3", "Friday"],
        ),
        ("Retake by 4 May at 5:30 pm with Ms. Hill.", ["4 May", "5:30 pm", "Ms. Hill"]),
        ("F's fell from 54 to 19 in nine weeks.", ["F's", "54 to 19", "nine weeks"]),
        ("She got a B+ and 83% in Algebra.", ["a B+", "83%", "Algebra"]),
        ("Sacó un 4,5 en Lengua el 3 de marzo.", ["4,5", "Lengua", "3 de marzo"]),
        ("He ate ½ of it, 2 1/2 more and 3½ cups.", ["½", "2 1/2", "3½"]),
        ("One in five left; one hundred and five stayed.", ["One in five", "one hundred and five"]),
        ("Un tercio, veintiuno, mil y treinta y uno.", ["Un tercio", "veintiuno", "mil y treinta y uno"]),
        ("Uno de cada cinco llegó a las nueve y media.", ["Uno de cada cinco", "nueve y media"]),
        (
            "A dozen, zero, sixteen, a hundred; wait a second.",
            ["A dozen", "zero", "sixteen", "a hundred", "second"],
        ),
        (
            "La primera y el segundo; the 2nd, the twenty-first.",
            ["primera", "segundo", "2nd", "twenty-first"],
        ),
        ("It fell -5 points to −3°C, cost 10 000 € and $5.50.", ["-5 points", "−3°C", "10 000 €", "$5.50"]),
        ("See CCSS.MATH.CONTENT.5.NF.A.1 in 4.", ["CCSS.MATH.CONTENT.5.NF.A.1", "4"]),
        ("On CCSS.ELA-LITERACY.RL.4.3 and 111.7(b)(3)(A).", ["CCSS.ELA-LITERACY.RL.4.3", "111.7(b)(3)(A)"]),
        ("Ask ana.b@x.org or https://a.org/x?y=1.", ["ana.b@x.org", "https://a.org/x?y=1"]),
        ("He wrote “I can't do 4.2” and 'I give up'.", ["“I can't do 4.2”", "'I give up'"]),
        ("Ángela y José saw José Luis de la Cruz.", ["Ángela", "José", "José Luis de la Cruz"]),
        ("Jayden behind again.", ["Jayden"]),
        ("So Łukasz, Šimon, Øystein, Анна and 李明 left.", ["Łukasz", "Šimon", "Øystein", "Анна", "李明"]),
        ("Due Friday, March 14, 2025 at noon.", ["Friday, March 14, 2025", "noon"]),
        ("Entre el 12 de marzo de 2025 y el 3/4/2025.", ["12 de marzo de 2025", "3/4/2025"]),
        ("Task 4.2 by 14.03.2025 at 9:15 next week.", ["Task 4.2", "14.03.2025", "9:15", "next week"]),
        ("He is LAZY and the IEP is late.", ["IEP"]),
        ("Odalys has trouble, and Laos was poor.", ["Odalys", "Laos"]),
        ("Luis no hace nada; Inés se distrae.", ["Luis", "Inés"]),
        ("Will can't spell; ask Will and May.", ["Will", "Will", "May"]),
        ("Will you ask? Students never listen. Alumnos que no leen.", []),
        ("En La Rioja, El Picachito y Whose Shore.", ["La Rioja", "El Picachito", "Whose Shore"]),
        ("Don Efraín, Signora Cossutta y la Sra. Ruiz.", ["Don Efraín", "Signora Cossutta", "Sra. Ruiz"]),
        ("Mavis Orr wrote to Ane Lizarralde.", ["Mavis Orr", "Ane Lizarralde"]),
        ("Present: KO, RP. GO HOME NOW.", ["KO", "RP"]),
        ("As it is; Es un vago.", []),
        ("Straight As, As and Bs, two Ds.", ["As", "As", "Bs", "two", "Ds"]),
        (
            "A couple of posts, a pair of half-wits, un par de años.",
            ["A couple", "a pair", "un par"],
        ),
        ("From 3(x-4) to 3x-12, the rest--6 letters.", ["3(x-4)", "3x-12", "6"]),
        ("CPOMS entry of 4 May names Ms. Hill.", ["CPOMS", "4 May", "Ms. Hill"]),
        ("SOAP: lazy, VA 0.4 in KS2.", ["SOAP", "VA", "0.4", "KS2"]),
        ("He is LAZY and SO RUDE. STOP TALKING.", []),
        ("Pak Yosef saw him at 9.05.", ["Pak Yosef", "9.05"]),
        (
            "Tía Rosa vino; Ustadh Karim y Mwalimu Achieng no.",
            ["Tía Rosa", "Ustadh Karim", "Mwalimu Achieng"],
        ),
        ("Oga Emeka signed; lazy Kofi slept.", ["Oga Emeka", "Kofi"]),
        ("Lazy Kofi sleeps. Ask Ana to call.", ["Kofi", "Ana"]),
        ("Engr. Tunde left; Te Reo stayed.", ["Engr. Tunde", "Te Reo"]),
        ("Ana-Lucía isn't in Unit 4, p. 48.", ["Ana-Lucía", "Unit 4", "p. 48"]),
        (
            "He says ’late’, ‘‘no’’, ‹maybe›, „genug“ and `f(x)`.",
            ["’late’", "‘‘no’’", "‹maybe›", "„genug“", "`f(x)`"],
        ),
        ("It's the parents’ and teachers’ day.", []),
        (
            "A 40-minute lesson, a two-page letter, ₦15,000 for a 12 kW pump.",
            ["40-minute", "two-page", "₦15,000", "12 kW"],
        ),
        ("The half-hearted answer.", []),
        ("Careless: 3x + 2 = 11 gives x = 4, a 6- or an A*.", ["3x + 2 = 11", "x = 4", "6-", "an A*"]),
        ("In autumn 2025 or in a week.", ["autumn 2025", "in a week"]),
        ("Exercises 4a, 4b and 4d; 71, 64 and 58.", ["Exercises 4a, 4b and 4d", "71, 64 and 58"]),
        ("He is 6'2\" at age 15; see No. 0417.", ["6'2\"", "age 15", "No. 0417"]),
        ("Un vago, expediente n.º 417, criterio 3.", ["expediente n.º 417", "criterio 3"]),
        (
            "Lost calc.exe, essay_v2.docx and ex. 12b on Bus 42.",
            ["calc.exe", "essay_v2.docx", "ex. 12b", "Bus 42"],
        ),
        ("At P.S. 118 and Mt. Hebron.", ["P.S. 118", "Mt. Hebron"]),
        ("The 2:1 from the Univ. of Leeds.", ["2:1", "Univ. of Leeds"]),
        ("Says Dr. phil. Annika Sørensen.", ["Dr. phil. Annika Sørensen"]),
        ("Mª José y Fco. Javier; Dª Carmen.", ["Mª José", "Fco. Javier", "Dª Carmen"]),
        ("Was at St. Jude's until 2:30 pm, in Ana's room.", ["St. Jude's", "2:30 pm", "Ana"]),
        ("The EL students and he is SO lazy.", ["EL"]),
        ("Suspendió Mates I con sor Inés y la profe Maite.", ["Mates I", "sor Inés", "profe Maite"]),
        ("He reads like a child of 7;4, unlike St Columba's.", ["7;4", "St Columba's"]),
        ("She took the STAR Reading test with Ed, Flo and Gus.", ["STAR Reading", "Ed", "Flo", "Gus"]),
        ("Ofsted judged us, a second-rate school.", ["Ofsted"]),
        ("Cannot tell the letter b from d; knows s, a, t, p.", ["b from d", "s, a, t, p"]),
        ("deshawn never listens, yusuf is late.", ["deshawn", "yusuf"]),
        ("o'brien and mcallister are loud; mr dunne says so.", ["o'brien", "mcallister", "mr dunne"]),
        ("A kevin no le entra nada; doña nubia llega.", ["kevin", "doña nubia"]),
        ("van der Berg is late; so is Tim van Dijk.", ["van der Berg", "Tim van Dijk"]),
        ("Bella, such a gossip, finished Chapters IV–VI.", ["Bella", "Chapters IV–VI"]),
        ("Sadly, in short, finished; then we saw Act II scene iii.", ["Act II", "scene iii"]),
        ("Tues: sulky. Wed: calm.", ["Tues", "Wed"]),
        ("tyrone is late and shanice doesnt try; max. 18.", ["tyrone", "shanice", "max. 18"]),
        ("Habló la directora Ochoa con aunt Rosa.", ["directora Ochoa", "aunt Rosa"]),
        ("Va por el nivel azul; turquoise band, a red apple.", ["nivel azul", "turquoise band"]),
        (
            "my son radek and samuel y dayana; the nurse, mwangi, is new; mi companera lupita.",
            ["radek", "samuel", "dayana", "mwangi", "lupita"],
        ),
        (
            "In group C 22, 31, 19; see annex IV and la tabla del 4.",
            ["group C", "22, 31, 19", "annex IV", "tabla del 4"],
        ),
        ("Sit with emma on Monday, with moody boys, con mateo.", ["emma", "Monday", "mateo"]),
        ("Kid's a slob. Honestly Declan is late. Spoilt brat, that Aurelio.", ["Declan", "Aurelio"]),
        ("nobody never listens; lazy never works; the dog is wet.", []),
        ("Lazy and careless.", []),
        ("Lacks basics and never tries.", []),
        ("Why is this so bad?", []),
    ],
)
def test_facts(sentence: str, facts: list[str]) -> None:
    assert [fact.text for fact in facts_of(sentence)] == facts


def test_a_dropped_figure_is_named() -> None:
    assert [fact.text for fact in missing_facts("Ana got 4 of 42.", "Ana got 42.")] == ["4 of 42"]


def test_a_figure_inside_another_is_not_kept() -> None:
    assert not keeps_facts("4 quizzes are missing", "42 quizzes are missing")


@pytest.mark.parametrize(
    ("original", "wording"),
    [
        ("5 points", "2.5 points"),
        ("-5", "5"),
        ("5", "-5"),
        ("3°C", "3°F"),
        ("She has 20 years.", "She has 20 weeks."),
        ("4 of 5", "5 of 4"),
        ("one in five", "five"),
        ("five", "twenty-five"),
        ("March 14, 2025", "March 14"),
        ("March 14", "March 14, 2025"),
        ("Write to ana@x.org.", "Write to maria.ana@x.org."),
        ("Write to ana@x.org.", "Write."),
        ("Анна отстаёт", "Олег отстаёт"),
        ("Ask Ana.", "Ask Ana-María."),
        ("Ask José Luis de la Cruz.", "Ask José Luis Cruz."),
        ('He said "I give up".', 'He said "I go on".'),
        ("Use 6.RP.A.3.", "Use 6.RP.A.3b."),
    ],
)
def test_a_changed_fact_is_not_kept(original: str, wording: str) -> None:
    assert not keeps_facts(original, wording)


@given(st.text(alphabet="Ana 4,2.5%BMay'on:/-", max_size=60))
def test_a_text_keeps_its_own_facts(text: str) -> None:
    assert keeps_facts(text, text)
