"""Made-up standards in our own words: four subjects, three grades, ten each, and what builds on what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from sharewell.evidence.model import HIERARCHY, PREREQUISITES, STANDARDS, Standards, empty


@dataclass(frozen=True, slots=True)
class Topic:
    """A standard: its code, a few words for task titles, and the codes that it builds on."""

    code: str
    label: str
    statement: str
    before: tuple[str, ...]


SUBJECTS: Final = {"MA": "Mathematics", "SC": "Science", "EN": "English", "HI": "History"}
GRADES: Final = (6, 7, 8)
CLASS_TITLES: Final = {
    ("MA", 6): "Mathematics 6", ("MA", 7): "Mathematics 7", ("MA", 8): "Pre-Algebra 8",
    ("SC", 6): "Earth Science 6", ("SC", 7): "Life Science 7", ("SC", 8): "Physical Science 8",
    ("EN", 6): "English 6", ("EN", 7): "English 7", ("EN", 8): "English 8",
    ("HI", 6): "Ancient Worlds 6", ("HI", 7): "World Encounters 7", ("HI", 8): "Modern History 8",
}  # fmt: skip

# label | statement | what it builds on: numbers of this list, or codes of another grade
_TEXT: Final[dict[tuple[str, int], str]] = {
    ("MA", 6): """
Ratios in words|Say how two quantities compare with a ratio, and read a ratio that someone else wrote.|
Ratio tables|Fill in and extend a table of equal ratios.|1
Unit rates|Find how much there is for one, and use it to decide.|2
Percents of an amount|Take a percent of an amount with a bar, a table or a rate.|3
Dividing by fractions|Divide by a fraction and show with a drawing what the answer counts.|
Numbers below zero|Place positive and negative numbers on a line and compare them.|
Four quadrants|Plot and read points in all four quadrants.|6
Letters for numbers|Write an expression for a situation and find its value.|
Equal expressions|Tell when two expressions always give the same value, and why.|8
One-step equations|Solve an equation of one step and test the answer in the story.|8,5
""",
    ("MA", 7): """
Proportional tables|Tell from a table or graph whether two quantities are proportional.|MA.6.3
Constant of proportionality|Find and explain the number that ties two proportional quantities together.|1
Proportions in equations|Write a proportional relationship as an equation and use it.|2
Percent change|Solve problems on tax, tips, discounts and growth.|MA.6.4,2
Adding below zero|Add and subtract positive and negative numbers and show it on a line.|MA.6.6
Multiplying below zero|Multiply and divide positive and negative numbers and say why the sign comes out so.|5
Combining like terms|Add, factor and expand linear expressions.|MA.6.9,6
Two-step equations|Solve equations of two steps from a story.|MA.6.10,7
Scale drawings|Read and make drawings to scale.|2
Chance|Give the chance of an event and compare it with what happened.|
""",
    ("MA", 8): """
Slope|Find the slope of a line and say what it means in the story.|MA.7.2
Lines as equations|Write the equation of a line from a graph, a table or two points.|1,MA.7.3
Equations with both sides|Solve linear equations with the unknown on both sides.|MA.7.8
Two lines at once|Solve two linear equations together and read the answer from the graph.|2,3
What a function is|Tell whether a rule is a function and read its inputs and outputs.|2
Exponent rules|Use the rules of whole-number exponents.|
Very large, very small|Write and compare numbers with powers of ten.|6
Square roots|Find and place square roots between whole numbers.|6
The right triangle|Use the theorem on right triangles to find a length.|8
Scatter plots|Read a scatter plot, draw a line through it and use it with care.|2
""",
    ("SC", 6): """
Rock stories|Read from rocks and layers how a place changed.|
Moving plates|Use evidence to explain how plates move and what follows.|1
Water on the move|Trace water through air, land and sea, and what drives it.|
Weather in the making|Explain tomorrow's weather from masses of air.|3
Uneven heat|Explain why places differ in climate.|4
Resources underground|Say why a resource is where it is, and what using it costs.|1
Earth, moon, sun|Model phases, eclipses and seasons.|
Gravity's pull|Explain with gravity how bodies move in the solar system.|7
Natural hazards|Use records to judge a hazard and plan for it.|2,4
Fair tests|Plan a test that changes one thing at a time.|
""",
    ("SC", 7): """
Cells everywhere|Show by observation that living things are made of cells.|
Inside a cell|Explain how the parts of a cell work together.|1
Bodies as systems|Argue from evidence that a body is made of systems that need one another.|2
Food from light|Explain how plants make food from light, water and air.|2
Energy in food webs|Follow matter and energy through an ecosystem.|4
Sharing resources|Predict what happens when a resource runs short.|5
Passing on traits|Model how traits pass from parents to young.|2
Changing genes|Explain what a change in a gene may do.|7
Fit to live|Explain how a population changes over generations.|7,6
Reading data plots|Choose and read the right graph for biological data.|SC.6.10
""",
    ("SC", 8): """
Atoms and molecules|Model what substances are made of.|
New substances|Tell from properties whether a reaction took place.|1
Nothing is lost|Show that mass stays the same in a reaction.|2
Heat and particles|Explain changes of state by the motion of particles.|1
Pushes and pulls|Predict motion from the forces on a body.|SC.6.8
Equal and opposite|Use the third law to solve a design problem.|5
Moving energy|Relate energy of motion to mass and speed.|5
Stored energy|Explain how energy is stored and set free.|7
Waves|Describe waves and how they carry energy.|7
Signals|Argue why digital signals carry information reliably.|9
""",
    ("EN", 6): """
Words from context|Work out a word from the words around it.|
Main idea|Say the main idea of a text and the details that carry it.|1
Quoting evidence|Back a claim with a line from the text.|2
Character and plot|Show how a character changes as the plot moves.|2
Narrator's view|Explain whose eyes a story is told through.|4
Paragraphs that hold|Write a paragraph with a point, support and a close.|
Telling a story|Write a story with a turn and details of the senses.|6
Explaining a topic|Write to explain, with headings and facts.|6,2
Sentence sense|Join and punctuate sentences so that they read well.|
Speaking up|Share an idea in a discussion and build on another's.|
""",
    ("EN", 7): """
Strong evidence|Choose the lines that support an idea best.|EN.6.3
Themes|Follow a theme through a text.|1,EN.6.4
Word choice|Explain what a chosen word does to meaning and tone.|EN.6.1
Points of view|Compare how two characters see the same event.|EN.6.5,2
Weighing an argument|Tell a claim from its reasons and judge whether they hold.|1
Writing an argument|Write a claim with reasons, evidence and an answer to the other side.|5,EN.6.6
Dialogue and pacing|Write dialogue that moves a story on.|EN.6.7
Research notes|Gather notes from several sources and name them.|EN.6.8
Phrases and clauses|Place phrases and clauses so that meaning is clear.|EN.6.9
Presenting|Present findings with eye contact and a clear order.|EN.6.10
""",
    ("EN", 8): """
Inference|Say what a text implies and show the lines that make you think so.|EN.7.1
Two texts, one theme|Compare how two texts treat a theme.|EN.7.2,1
Irony and analogy|Explain figures of speech in context.|EN.7.3
Structure|Explain why a text is built as it is.|1
Sound reasoning|Find where an argument leaves out or bends evidence.|EN.7.5
Argument essay|Write an argument that weighs both sides fairly.|EN.7.6,5
Literary essay|Write on literature with woven quotations.|2,EN.7.6
Research question|Ask, narrow and answer a research question.|EN.7.8
Active and passive|Choose voice and mood for effect.|EN.7.9
Discussion leader|Lead a discussion so that everyone is heard.|EN.7.10
""",
    ("HI", 6): """
Maps and place|Use a map to explain why people settled where they did.|
Timelines|Put events in order and say which led to which.|
First farmers|Explain how farming changed life.|1
River cities|Compare early cities on rivers.|3
Laws and rulers|Explain what early laws tell about those who lived by them.|4
Greece and citizens|Describe who took part in the Greek city and who did not.|5
Rome's reach|Explain how Rome held together so wide an empire.|5,1
Beliefs that travelled|Trace how a religion or idea spread.|2
Reading a source|Say who made a source, when and why.|
Artifacts|Draw a careful conclusion from an object.|9
""",
    ("HI", 7): """
Trade routes|Explain what moved along a trade route besides goods.|HI.6.1
Empires compared|Compare how two empires ruled.|HI.6.7
Faith and power|Explain how belief and government shaped each other.|HI.6.8
Plague and change|Explain how a disease changed a society.|1
New learning|Explain what was new in the arts and sciences of the Renaissance.|1
Voyages|Tell the voyages from more than one side.|1
Two sources, one event|Compare two accounts of one event.|HI.6.9
Conquest and resistance|Explain how people met conquest.|6,7
Enslavement|Explain how the Atlantic slave trade worked and how people resisted it.|6
Claims from evidence|Write a claim about the past with evidence for it.|7
""",
    ("HI", 8): """
Causes of revolution|Weigh the causes of a revolution.|HI.7.10
Founding papers|Explain ideas in founding documents and whom they left out.|1
Steam and cities|Explain how industry changed work and home.|
Reformers|Explain how people organised for change.|2,3
Civil war|Explain what divided a nation and what the war decided.|2
Rebuilding|Judge what reconstruction gave and what it withheld.|5
On the move|Explain why people migrate and what they meet.|3
World at war|Explain how a local conflict became a world war.|
Rights movements|Compare the means of two movements for rights.|4
Corroborating|Check one source against others.|HI.7.7
""",
}


def topics(subject: str, grade: int, count: int) -> list[Topic]:
    """The first `count` standards of a subject and grade; past the tenth, each comes in a new setting."""
    lines = [line.split("|") for line in _TEXT[subject, grade].strip().splitlines()]
    made: list[Topic] = []
    for i in range(count):
        again, at = divmod(i, len(lines))
        label, statement, before = lines[at]
        code = f"{subject}.{grade}.{i + 1}"
        if again:
            earlier = f"{subject}.{grade}.{i + 1 - len(lines)}"
            setting = f"{statement.rstrip('.')}, in a new setting ({again + 1})."
            made.append(Topic(code, f"{label} {again + 1}", setting, (earlier,)))
        else:
            wanted = [
                part if "." in part else f"{subject}.{grade}.{part}" for part in before.split(",") if part
            ]
            made.append(Topic(code, label, statement, tuple(wanted)))
    return made


def standards_of(offered: dict[tuple[str, int], list[Topic]]) -> Standards:
    """The standards of all subjects and grades that are taught; prerequisites only among those."""
    codes = {topic.code for taught in offered.values() for topic in taught}
    rows = [
        (topic.code, topic.statement, SUBJECTS[subject], str(grade))
        for (subject, grade), taught in offered.items()
        for topic in taught
    ]
    edges = [
        (before, topic.code)
        for taught in offered.values()
        for topic in taught
        for before in topic.before
        if before in codes
    ]
    return Standards(
        standards=pl.DataFrame(rows, schema=STANDARDS, orient="row").sort("standard"),
        prerequisites=pl.DataFrame(edges, schema=PREREQUISITES, orient="row").sort("before", "after"),
        hierarchy=empty(HIERARCHY),
    )
