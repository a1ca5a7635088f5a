"""Made-up learners for tests and for the picture in the README: nobody in here is real."""
# ruff: noqa: E501

from __future__ import annotations

from datetime import date

from sharewell.evidence import Place, Refusal
from sharewell.plan.model import (
    Known,
    Later,
    LearnerPlan,
    NotNeeded,
    PacketPlan,
    PacketTask,
    Piece,
    Plan,
    Ready,
    Rule,
    StillToShow,
    Win,
)

STATEMENTS = {
    "7.RP.A.1": "Compute unit rates associated with ratios of fractions, including ratios of lengths, areas and "
    "other quantities measured in like or different units.",
    "7.RP.A.2": "Proportional relationships",
    "7.RP.A.3": "Percent problems",
    "7.NS.A.1": "Adding and subtracting integers",
    "7.NS.A.2": "Multiplying integers",
    "7.NS.A.3": "Real-world problems with rational numbers",
    "7.G.A.1": "Scale drawings",
    "7.G.A.2": "Drawing triangles from given measures",
    "7.G.B.6": "Area, surface area and volume",
    "7.EE.A.1": "Expanding linear expressions",
    "7.EE.A.2": "Understand that rewriting an expression in different forms in a problem context can shed light on the "
    "problem and how the quantities in it are related.",
    "7.EE.B.4": "Two-step equations",
    "7.SP.A.1": "Samples that speak for a population",
    "7.SP.B.3": "Comparing two data sets",
    "7.SP.C.5": "Probability as a number from 0 to 1",
    "7.SP.C.8": "Compound events",
    "6.RP.A.1": "Ratio language",
    "6.RP.A.2": "Unit rates",
    "6.RP.A.3": "Ratio tables",
    "6.NS.C.5": "Integers on the line",
    "6.G.A.1": "Area of polygons",
}


def piece(title: str, points: float, possible: float, day: date | None) -> Piece:
    return Piece(title.lower().replace(" ", "-"), title, points, possible, day)


def known(standard: str, *evidence: Piece) -> Known:
    return Known(standard, STATEMENTS[standard], evidence)


RATIO_POSTER = piece("Ratio tables poster", 19, 20, date(2026, 11, 17))
JUICE = piece("Juice mix project", 27, 30, date(2026, 10, 6))
RATES = piece("Unit rates quiz", 8, 10, date(2026, 9, 18))
NUMBER_LINE = piece("Number line from our street", 9, 10, date(2026, 9, 9))
CHECK = piece("Integers check-in", 7.5, 10, date(2026, 9, 25))
POLYGONS = piece("Tiles of the town hall", 18, 20, date(2026, 10, 20))
PLAN = piece("Plan of my room", 16, 20, date(2026, 10, 29))
SURVEY = piece("Lunch survey", 14, 20, date(2026, 11, 3))

ANA = LearnerPlan(
    student_id="ana",
    name="Ana García",
    language="es",
    classes=("Grade 7 Mathematics · Section B",),
    knows=(
        known("6.G.A.1", POLYGONS, PLAN),
        known("6.NS.C.5", NUMBER_LINE, CHECK),
        known("6.RP.A.1", RATES, JUICE, RATIO_POSTER),
        known("6.RP.A.2", RATES, JUICE),
        known("6.RP.A.3", RATES, JUICE, SURVEY, RATIO_POSTER),
        known("7.G.B.6", POLYGONS, PLAN),
        known("7.NS.A.1", NUMBER_LINE, CHECK),
        known("7.RP.A.1", RATES, JUICE, RATIO_POSTER),
        known("7.SP.A.1", SURVEY, JUICE),
    ),
    ready=(
        Ready("7.NS.A.2", STATEMENTS["7.NS.A.2"], ("7.NS.A.1",), 1, 2),
        Ready("7.RP.A.2", STATEMENTS["7.RP.A.2"], ("6.RP.A.2", "6.RP.A.3", "7.RP.A.1"), 0, 2),
        Ready("7.SP.B.3", STATEMENTS["7.SP.B.3"], ("7.SP.A.1",), 1, 2),
    ),
    later=(
        Later("7.G.A.1", STATEMENTS["7.G.A.1"], ("7.RP.A.2",)),
        Later("7.NS.A.3", STATEMENTS["7.NS.A.3"], ("7.NS.A.2",)),
        Later("7.RP.A.3", STATEMENTS["7.RP.A.3"], ("7.RP.A.2",)),
        Later("7.EE.A.2", STATEMENTS["7.EE.A.2"], ("7.NS.A.3",)),
    ),
    wins=(
        Win("first_shown", "Showed “Ratio tables” for the first time on 3 November 2026.", (SURVEY,)),
        Win(
            "best_score",
            "Best score yet: 19 of 20 on “Ratio tables poster” on 17 November 2026.",
            (RATIO_POSTER,),
        ),
        Win(
            "back_again",
            "Back after 2 pieces of work not handed in: 18 of 20 on “Tiles of the town hall”.",
            (POLYGONS,),
        ),
        Win(
            "longest_run",
            "5 pieces of work in a row that show the idea.",
            (JUICE, POLYGONS, PLAN, SURVEY, RATIO_POSTER),
        ),
    ),
    start_with="Ana García has shown “Ratio tables”: 19 of 20 on “Ratio tables poster” on 17 November 2026 and 27 of 30 on “Juice mix project” on 6 October 2026.",
    packet=PacketPlan(
        tasks=(
            PacketTask("t1", "Percent survey of your street", 35, ("7.RP.A.2", "7.RP.A.3"), 1),
            PacketTask("t2", "Integer quiz, second try", 20, ("7.NS.A.2",), 1),
            PacketTask("t3", "Scale drawing of the schoolyard", 20, ("7.G.A.1", "7.RP.A.2"), 2),
            PacketTask("t4", "Two classes, two data sets", 10, ("7.SP.B.3",), 2),
        ),
        minutes=85,
        everything_tasks=11,
        everything_minutes=310,
        attains=("7.G.A.1", "7.NS.A.2", "7.RP.A.2", "7.SP.B.3"),
        left=(
            StillToShow(
                "7.NS.A.3",
                STATEMENTS["7.NS.A.3"],
                "comes after “Multiplying integers”; no week is left for it",
            ),
            StillToShow(
                "7.EE.A.2",
                STATEMENTS["7.EE.A.2"],
                "no open task can show it: agree on another way, such as a conversation",
            ),
        ),
        not_needed=(
            NotNeeded("n1", "Worksheet 3: ratio tables", 30, "not needed: what it shows is already shown"),
            NotNeeded("n2", "Worksheet 4: unit rates", 30, "not needed: what it shows is already shown"),
            NotNeeded("n3", "Polygon homework", 25, "not needed: what it shows is already shown"),
            NotNeeded("n4", "Percent homework", 40, "not needed: the packet shows the same with less work"),
            NotNeeded("n5", "Proportion graph", 40, "not needed: the packet shows the same with less work"),
            NotNeeded("n6", "Integer worksheet", 30, "not needed: the packet shows the same with less work"),
            NotNeeded("n7", "Box plots by hand", 30, "not needed: the packet shows the same with less work"),
        ),
        proved_smallest=True,
    ),
)

EMPTY_PACKET = PacketPlan((), 0, 0, 0, (), (), (), True)


def learner(student_id: str, name: str, **fields: object) -> LearnerPlan:
    """A learner about whom nothing is known, but for `fields`."""
    blank: dict[str, object] = {
        "student_id": student_id,
        "name": name,
        "language": None,
        "classes": ("Grade 7 Mathematics · Section B",),
        "knows": (),
        "ready": (),
        "later": (),
        "wins": (),
        "start_with": f"Nothing of {name}’s is scored yet: begin by asking what {name} enjoys and already knows.",
        "packet": EMPTY_PACKET,
    }
    return LearnerPlan(**{**blank, **fields})  # type: ignore[arg-type]


NOTHING_YET = learner("deja", "Deja Washington")
NOTHING_SHOWN = learner(
    "an",
    "Nguyễn Văn An",
    language="vi",
    start_with="Nguyễn Văn An’s strongest work so far is “Number line from our street”: 6 of 10.",
    ready=(
        Ready("6.NS.C.5", STATEMENTS["6.NS.C.5"], (), 0, 2),
        Ready("6.RP.A.1", STATEMENTS["6.RP.A.1"], (), 1, 1),
    ),
    later=(Later("7.NS.A.1", STATEMENTS["7.NS.A.1"], ("6.NS.C.5",)),),
    packet=PacketPlan(
        (PacketTask("t9", "Number line, second try", 15, ("6.NS.C.5",), None),),
        15,
        1,
        15,
        ("6.NS.C.5",),
        (),
        (),
        False,
    ),
)
ALL_SHOWN = learner(
    "layla",
    "ليلى حسن",
    language="ar",
    start_with="ليلى حسن has shown “Scale drawings”: 20 of 20 on “Plan of my room”.",
    knows=(known("7.G.A.1", PLAN, POLYGONS), known("6.G.A.1", POLYGONS)),
    packet=PacketPlan(
        (),
        0,
        3,
        90,
        (),
        (),
        tuple(
            NotNeeded(f"n{i}", f"Worksheet {i}", 30, "not needed: what it shows is already shown")
            for i in range(3)
        ),
        True,
    ),
)
LONG = "Understand that statistics can be used to gain information about a population by examining a sample of the population; generalizations about a population from a sample are valid only if the sample is representative of that population. Understand that random sampling tends to produce representative samples."
MANY = learner(
    "wang/../xm",
    "王小明",
    language="zh",
    classes=("Grade 7 Mathematics · Section B", "Grade 7 Science <A&B>"),
    start_with="王小明 has shown S.3: 9 of 10 on “Work 3”.",
    knows=tuple(
        Known(
            f"S.{i}",
            LONG if i % 2 else f"Idea {i}",
            (piece(f"Work {i}", 9, 10, date(2026, 9, 1 + i % 28)),) * (1 + i % 4),
        )
        for i in range(34)
    ),
    ready=tuple(
        Ready(f"R.{i}", LONG if i % 3 == 0 else "", tuple(f"S.{j}" for j in range(i % 5)), i % 2, 2)
        for i in range(8)
    ),
    later=tuple(Later(f"f3b2c1d0-9a8b-4c7d-8e6f-{i:012}", LONG, ("R.0", "R.1")) for i in range(14)),
    packet=PacketPlan(
        tuple(
            PacketTask(
                f"p {i}",
                f"A rather long title of a task that somebody typed in a hurry, number {i}",
                25,
                tuple(f"R.{j}" for j in range(i % 3 + 1)),
                None,
            )
            for i in range(9)
        ),
        225,
        30,
        900,
        tuple(f"R.{i}" for i in range(8)),
        (),
        tuple(
            NotNeeded(f"n{i}", f"Worksheet {i}", 30, "not needed: what it shows is already shown")
            for i in range(21)
        ),
        True,
    ),
)
CLASS = Plan(
    source="grade7-mathematics.csv",
    as_of=date(2026, 11, 20),
    rule=Rule(),
    learners=(ANA, ALL_SHOWN, MANY, NOTHING_SHOWN, NOTHING_YET),
    statements={**STATEMENTS, **{known.standard: known.statement for known in MANY.knows}},
    unlinked_tasks=("Warm-up 3", "Warm-up 4"),
    refused=(
        Refusal(
            "impossible-score",
            Place("grade7-mathematics.csv", 14, "points"),
            "The score “eleventy” is not a number.",
            "Write it in figures, such as 11.",
        ),
    ),
    cautions=(),
)
NOBODY = Plan("empty.csv", None, Rule(), (), {}, (), (), ())
