"""What a packet says, in words: the one source of the PDF and of the version to read aloud."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sharewell.plan.model import LearnerPlan, PacketPlan, PacketTask, Plan, StillToShow
from sharewell.report.lead import lead
from sharewell.report.learner_view import already_there, by_week
from sharewell.report.standards import label
from sharewell.report.words import count, day, figure, listing, minutes, sentence

SHOWN_AT_MOST: Final = 18  # on paper; the page has them all


def packet_words(learner: LearnerPlan, plan: Plan, *, aloud: bool = False) -> dict[str, Any]:
    """Say everything that stands on one learner's packet: strings, numbers, lists and dictionaries alone.

    On paper a long statement is called by its code and first words; `aloud` it is said whole.
    """
    name = _whole if aloud else label
    work = learner.packet
    said = lead(learner)
    parts = ((said.before, False), (said.strength, True), (said.after, False))
    statements = plan.statements
    return {
        "title": f"Recovery packet for {learner.name}",
        "name": learner.name,
        "language": _language(learner.language),
        "met": " · ".join([*learner.classes, *([day(plan.as_of)] if plan.as_of else [])]),
        "lead": [{"text": text, "marked": marked} for text, marked in parts if text],
        "asked": f"{count(len(work.tasks), 'task')}, {minutes(work.minutes)}",
        "instead": _instead(work),
        "share": work.minutes / work.everything_minutes if work.everything_minutes else 1.0,
        "claim": claim(work),
        "terms": " ".join(under_which_terms(work)),
        "weeks": [
            {
                "title": f"Week {week}: {minutes(sum(task.minutes for task in tasks))}" if week else "",
                "tasks": [
                    {
                        "title": task.title,
                        "minutes": minutes(task.minutes),
                        "why": why(task, learner, plan, name),
                    }
                    for task in tasks
                ],
            }
            for week, tasks in by_week(work)
        ],
        "shown": [
            {"words": name(known.standard, known.statement), "count": str(len(known.evidence))}
            for known in learner.knows[:SHOWN_AT_MOST]
        ],
        "more_shown": f"and {len(learner.knows) - SHOWN_AT_MOST} more"
        if len(learner.knows) > SHOWN_AT_MOST
        else "",
        "to_sign": _standards(work.to_sign, statements, name),
        "left": _standards(work.left, statements, name),
        "not_needed": [
            {"why": sentence(reason), "tasks": tasks} for reason, tasks in _by_reason(work).items()
        ],
        "foot": _foot(plan),
    }


def under_which_terms(work: PacketPlan) -> list[str]:
    """What a packet rests on besides what is shown: the teacher's choice, the learner's time, its handing out."""
    said: list[str] = []
    if work.essential:
        said.append("It is about what the teacher chose as essential.")
    if work.minutes_per_week is not None:
        said.append(
            f"No week asks for more than {minutes(work.minutes_per_week)}, "
            "all classes together: the time that was said."
        )
    if work.handed_out:
        said.append("It was handed out: new evidence only makes it shorter.")
    return said


def in_short(task: PacketTask) -> str:
    """What kind of work it is, where that is known, from when it can be done, and what the teacher signs."""
    parts = [task.kind] if task.kind else []
    if task.offered:
        parts.append("instead of missed work")
    if task.week_from > 1 and task.week is None:
        parts.append(f"from week {task.week_from} on")
    if task.sign_off:
        parts.append("the teacher signs it off")
    return ", ".join(parts)


def claim(work: PacketPlan) -> str:
    """What kind of packet it is, and whether that is proved."""
    if not work.tasks:
        if work.left:
            return "No open task can show what is still to show. Below is why, and what would."
        return (
            "Nothing to make up: what is open is already shown."
            if work.everything_tasks
            else "Nothing to make up."
        )
    return f"{what_it_is(work)} Tick each task when it is handed in."


def what_it_is(work: PacketPlan) -> str:
    """The packet's promise, on page and paper: least work, or most in the time, and whether that is proved."""
    if any(task.week for task in work.tasks):
        what = (
            "What shows the most in the time there is."
            if work.left
            else "All that is still to show, week by week."
        )
    else:
        rest = "that open work can show" if work.left else "still to show"
        what = f"The least work that shows everything {rest}."
    proved = "Proved: no smaller packet shows as much."
    return f"{what} {proved if work.proved_smallest else 'A good packet, though not proved smallest.'}"


def why(task: PacketTask, learner: LearnerPlan, plan: Plan, name: Callable[[str, str], str] = label) -> str:
    """Why a task is in the packet: what it shows, what is already there, and what kind of work it is."""
    if not task.attains:
        return ""
    kind = f" {sentence(in_short(task))}" if in_short(task) else ""
    shows = f"Shows {listing(_quoted(name(one, plan.statements.get(one, ''))) for one in task.attains)}"
    already = already_there(task, learner)
    if not already:
        return f"{shows}.{kind}"
    return f"{shows}; {'one piece is' if already == 1 else f'{already} pieces are'} already there.{kind}"


def _standards(
    found: Sequence[StillToShow], statements: Mapping[str, str], name: Callable[[str, str], str]
) -> list[dict[str, str]]:
    return [
        {
            "words": name(one.standard, one.statement or statements.get(one.standard, "")),
            "why": sentence(one.why),
        }
        for one in found
    ]


def _quoted(name: str) -> str:
    return f"“{name}”"


def _whole(standard: str, statement: str) -> str:
    return statement.rstrip(".") or standard


def _by_reason(work: PacketPlan) -> dict[str, list[dict[str, str]]]:
    """Open work that is not asked for, under its reason, in the packet's order."""
    reasons: dict[str, list[dict[str, str]]] = {}
    for task in work.not_needed:
        reasons.setdefault(task.why, []).append({"title": task.title, "minutes": minutes(task.minutes)})
    return reasons


def _instead(work: PacketPlan) -> str:
    if work.everything_tasks <= len(work.tasks):
        return ""
    return f"instead of {count(work.everything_tasks, 'task')}, {minutes(work.everything_minutes)}"


def _language(language: str | None) -> str | None:
    """The two or three letters of a BCP 47 tag, for the reader's voice; none where it is no such tag."""
    first = (language or "").split("-")[0].split("_")[0].lower()
    return first if first.isascii() and first.isalpha() and len(first) in (2, 3) else None


def _foot(plan: Plan) -> str:
    pieces = count(plan.rule.needed, "piece")
    return f"Work counts from {figure(100 * plan.rule.threshold)} % of its points; {pieces} show a standard."
