"""Predicting with knowledge tracing: each response before it is seen, and what is known after it."""

# numba infers the types of compiled functions from their calls.
# pyright: reportMissingParameterType=false
from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numba
import numpy as np
from numpy.typing import NDArray

from sharewell.knowledge.predictions import Predictions
from sharewell.knowledge.responses import Responses
from sharewell.knowledge.tracing import FIRST_LEARN, FORGET, PRIOR, after
from sharewell.knowledge.tracing_errors import log_odds
from sharewell.knowledge.tracing_model import BktModel

Floats = NDArray[np.float64]

STEP: Final = 1e-3  # in log-odds: parameters are moved by it to see how predictions follow
Z_95: Final = 1.959963984540054
TINY: Final = 1e-12


def predict_bkt(model: BktModel, responses: Responses, *, intervals: bool = False) -> Predictions:
    """P(correct) of each response from those before its question, and P(known) after it.

    An item with several skills is answered with the mean of the log-odds that its skills give: each skill's
    guess and slip were learned on all its items, those with further skills too, so a product would count the
    further skills twice. Its P(known) is that of the skill least surely known. A skill never seen in fitting
    starts as the typical skill, a class of items never seen as the skill's own mix of classes.

    Args:
        responses: laid out with the model's skills and item classes first.
        intervals: also 95 % intervals, from how sure the parameters are (delta method in log-odds, gradients by
            central differences of the whole pass). Not in them: that a probability is no certainty.

    Cost: one pass, about 40 ns a response and skill; with intervals 2 (2 + 3c) passes more.
    """
    known_skills, c = len(model.skills), len(model.item_classes)
    skill = np.minimum(responses.skill, known_skills).astype(np.int32)
    classes = responses.item_class[responses.response_of_link]
    blank = c - 1 if model.item_classes[-1] == "" else c
    classes = np.where(classes < 0, blank, np.minimum(classes, c)).astype(np.int32)
    log = (responses.student, responses.question, responses.correct, responses.skill_start)
    where = (responses.skill, skill, classes, len(responses.skills))
    theta = np.vstack([model.theta, model.typical])
    correct, known = _trace(*log, *where, _with_any_class(theta, model.class_responses))
    p_correct, p_known, weakest = _combine(responses.skill_start, correct, known)
    if not intervals:
        return Predictions(p_correct, p_known)
    covariance = np.concatenate([model.covariance, model.typical_covariance[None]])
    spread_correct, spread_known = np.zeros(len(skill)), np.zeros(len(skill))
    gradients = [_slopes(log, where, theta, model.class_responses, i) for i in range(theta.shape[1])]
    usable = np.nan_to_num(covariance[skill])
    for i, (by_correct, by_known) in enumerate(gradients):
        for j, (also_correct, also_known) in enumerate(gradients):
            spread_correct += by_correct * usable[:, i, j] * also_correct
            spread_known += by_known * usable[:, i, j] * also_known
    unknown = np.asarray(np.isnan(covariance).all(axis=(1, 2)))[skill]
    spread_correct[unknown] = spread_known[unknown] = np.nan
    share = np.diff(responses.skill_start)
    of_row = np.add.reduceat(spread_correct, responses.skill_start[:-1]) / share**2
    return Predictions(
        p_correct, p_known, *_interval(p_correct, of_row), *_interval(p_known, spread_known[weakest])
    )


def _interval(p: Floats, variance: Floats) -> tuple[Floats, Floats]:
    odds, half = log_odds(np.clip(p, TINY, 1.0 - TINY)), Z_95 * np.sqrt(np.maximum(variance, 0.0))
    return 1.0 / (1.0 + np.exp(half - odds)), 1.0 / (1.0 + np.exp(-half - odds))


def _with_any_class(theta: Floats, seen: Floats) -> Floats:
    """Parameters with a class more at the end: any item of the skill, in the mix of classes that it was met."""
    c = (theta.shape[1] - FIRST_LEARN) // 3
    counts = np.vstack([seen, seen.sum(axis=0)]) + TINY
    mix = counts / counts.sum(axis=1, keepdims=True)
    parts = [theta[:, :FIRST_LEARN]]
    for k in range(3):
        part = theta[:, FIRST_LEARN + k * c : FIRST_LEARN + (k + 1) * c]
        parts += [part, (part * mix).sum(axis=1, keepdims=True)]
    return np.hstack(parts)


def _slopes(
    log: tuple[Any, ...], where: tuple[Any, ...], theta: Floats, seen: Floats, i: int
) -> tuple[Floats, Floats]:
    """How the log-odds of P(correct) and P(known) follow parameter i's log-odds, for each link."""
    ends: list[tuple[Floats, Floats]] = []
    for sign in (1.0, -1.0):
        moved = theta.copy()
        inside = (moved[:, i] > 0.0) & (moved[:, i] < 1.0)
        odds = log_odds(moved[inside, i]) + sign * STEP
        moved[inside, i] = 1.0 / (1.0 + np.exp(-odds))
        correct, known = _trace(*log, *where, _with_any_class(moved, seen))  # pyright: ignore[reportCallIssue]
        ends.append((log_odds(np.clip(correct, TINY, 1 - TINY)), log_odds(np.clip(known, TINY, 1 - TINY))))
    (up_correct, up_known), (down_correct, down_known) = ends
    return (up_correct - down_correct) / (2 * STEP), (up_known - down_known) / (2 * STEP)


@numba.njit(cache=True)
def _trace(student, question, correct, start, name, skill, item_class, names, theta):
    """P(correct) before and P(known) after, for each link; a question's rows see only earlier questions."""
    n, links = len(student), len(skill)
    c = (theta.shape[1] - FIRST_LEARN) // 3
    p_correct, p_known = np.empty(links), np.empty(links)
    now, whose = np.empty(names), np.full(names, -1, np.int32)
    a = 0
    while a < n:
        b = a + 1
        while b < n and question[b] == question[a]:
            b += 1
        for k in range(start[a], start[b]):
            of, s, item = name[k], skill[k], item_class[k]
            if whose[of] != student[a]:
                whose[of] = student[a]
                now[of] = theta[s, PRIOR]
            guess, slip = theta[s, FIRST_LEARN + c + item], theta[s, FIRST_LEARN + 2 * c + item]
            p_correct[k] = now[of] * (1.0 - slip) + (1.0 - now[of]) * guess
        for i in range(a, b):
            for k in range(start[i], start[i + 1]):
                of, s, item = name[k], skill[k], item_class[k]
                now[of] = after(
                    now[of],
                    correct[i] == 1,
                    theta[s, FIRST_LEARN + item],
                    theta[s, FORGET],
                    theta[s, FIRST_LEARN + c + item],
                    theta[s, FIRST_LEARN + 2 * c + item],
                )
                p_known[k] = now[of]
        a = b
    return p_correct, p_known


@numba.njit(cache=True)
def _combine(start, correct, known):
    """From links to rows: mean log-odds of P(correct), least P(known), and which link that is."""
    n = len(start) - 1
    p_correct, p_known, weakest = np.empty(n), np.empty(n), np.empty(n, np.int64)
    for i in range(n):
        a, b = start[i], start[i + 1]
        weakest[i] = a
        for k in range(a + 1, b):
            if known[k] < known[weakest[i]]:
                weakest[i] = k
        p_known[i] = known[weakest[i]]
        if b - a == 1:
            p_correct[i] = correct[a]
        else:
            odds = 0.0
            for k in range(a, b):
                odds += np.log(correct[k] / (1.0 - correct[k]))
            p_correct[i] = 1.0 / (1.0 + np.exp(-odds / (b - a)))
    return p_correct, p_known, weakest


class Tracker:
    """Knowledge tracing as responses come in: O(1) each, and the same figures as `predict_bkt` on the whole log.

    Holds one number a learner and skill met; `known` may be saved and given back.
    """

    def __init__(self, model: BktModel, known: dict[tuple[str, str], float] | None = None) -> None:
        self.known: dict[tuple[str, str], float] = dict(known or {})
        self._code = {name: k for k, name in enumerate(model.skills)}
        self._class = {name: k for k, name in enumerate(model.item_classes)}
        self._theta = _with_any_class(np.vstack([model.theta, model.typical]), model.class_responses)
        self._c = len(model.item_classes) + 1

    def p_known(self, student: str, skill: str) -> float:
        """P(known) now."""
        before = self._theta[self._code.get(skill, -1), PRIOR]
        return self.known.get((student, skill), float(before))

    def p_correct(self, student: str, skills: Sequence[str], item_class: str = "") -> float:
        """P(correct) of an item with these skills, before it is answered."""
        correct = np.empty(len(skills))
        for k, skill in enumerate(skills):
            p = self.p_known(student, skill)
            _, _, guess, slip = self._of(skill, item_class)
            correct[k] = p * (1.0 - slip) + (1.0 - p) * guess
        return float(_combine(np.array([0, len(skills)]), correct, correct)[0][0])

    def update(self, student: str, skills: Sequence[str], correct: bool, item_class: str = "") -> float:
        """Take in one response; returns P(known) of the skill that is least surely known."""
        for skill in skills:
            learn, forget, guess, slip = self._of(skill, item_class)
            before = self.p_known(student, skill)
            self.known[student, skill] = after(before, bool(correct), learn, forget, guess, slip)
        return min(self.p_known(student, skill) for skill in skills)

    def _of(self, skill: str, item_class: str) -> tuple[float, float, float, float]:
        """Learn, forget, guess and slip of a skill with a class of items."""
        theta, c = self._theta[self._code.get(skill, -1)], self._c
        item = self._class.get(item_class, c - 1)
        return (
            theta[FIRST_LEARN + item],
            theta[FORGET],
            theta[FIRST_LEARN + c + item],
            theta[FIRST_LEARN + 2 * c + item],
        )
