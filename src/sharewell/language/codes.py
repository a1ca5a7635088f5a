"""The guide's codes: three framings and thirty-three reasons, each with the words that explain it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Framing = Literal["asset", "deficit", "neutral"]
Level = Literal["task", "process", "self-regulation", "self"]
Informative = Literal["feed_up", "feed_back", "feed_forward"]

FRAMINGS: tuple[Framing, ...] = get_args(Framing)
LEVELS: tuple[Level, ...] = get_args(Level)
INFORMATIVE: tuple[Informative, ...] = get_args(Informative)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a sentence is heard as it is: a three-letter code, its framing, and a phrase for people."""

    code: str
    framing: Framing
    name: str


def _reasons(framing: Framing, names: dict[str, str]) -> tuple[Reason, ...]:
    return tuple(Reason(code, framing, name) for code, name in names.items())


REASONS: dict[str, Reason] = {
    reason.code: reason
    for reason in (
        *_reasons(
            "deficit",
            {
                "cmp": "compares with others",
                "blm": "places the cause in a person or a family",
                "trt": "a fixed label",
                "abs": "says only what is absent",
                "beh": "judges behaviour in general",
                "wrg": "asks first what went wrong",
                "ctl": "commands effort, or makes worth a condition",
                "gap": "the gap between groups is the story",
                "low": "lowers what may be hoped for",
                "fix": "people as something to repair",
                "sav": "rescue or pity",
                "hie": "ranks countries or cultures",
                "slv": "solves for a partner",
                "fnd": "giving money is the relationship",
                "lng": "a language as the obstacle",
            },
        ),
        *_reasons(
            "asset",
            {
                "str": "names a strength with its evidence",
                "grw": "names growth, from and to",
                "nxt": "a next step that builds on a strength",
                "lrn": "asks what was learned",
                "int": "asks about or uses an interest",
                "goal": "a goal that grows a strength",
                "agy": "choice, voice, decision",
                "res": "language, culture or circumstance as a resource",
                "mut": "learning from and with each other",
                "qf": "an open question first",
            },
        ),
        *_reasons(
            "neutral",
            {
                "fct": "a fact or a score",
                "nxn": "a plain next step",
                "pol": "a rule or a procedure",
                "obs": "what was seen, without judgement",
                "sys": "a need of the system",
                "quo": "speaks about deficit words",
                "emp": "kind, without information",
                "tox": "cheerful against the facts",
            },
        ),
    )
}


def reasons_of(framing: Framing) -> tuple[str, ...]:
    """The codes of one framing, in the guide's order."""
    return tuple(code for code, reason in REASONS.items() if reason.framing == framing)
