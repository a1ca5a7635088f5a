"""The history behind each response as numbers: what logistic knowledge tracing looks at.

Best-LR (Gervet, Koedinger, Schneider and Mitchell 2020): item, skills, and counts of right and wrong answers of the
learner in all, with the skill and with the item; with recency (decayed means, last answer) and spacing (Pavlik,
Eglington and Harrell-Williams 2021), and how far past answers stood above what their items usually get.

Every figure comes from questions before the response's own: rows of one question share their history.
"""

# numba infers the types of compiled functions from their calls.
# pyright: reportMissingParameterType=false
from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numba
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from sharewell.knowledge.responses import Responses

Floats = NDArray[np.float64]

GENERAL: Final = (
    "bias",
    "student right",
    "student wrong",
    "item right",
    "item wrong",
    "student lately .7",
    "student lately .9",
    "student last",
    "spacing",
    "skill is new",
    "student above expected lately",
    "student above expected",
    "skill right",
    "skill wrong",
    "skill lately .7",
    "skill lately .9",
    "skill last",
    "skill above expected",
)
BY_SKILL: Final = ("bias", "right", "wrong", "lately .7", "lately .9", "last", "spacing")

_G: Final = len(GENERAL)
_S: Final = len(BY_SKILL)
_FEW_ITEM: Final = 5.0  # responses of an item that weigh as much as its skill
_FEW_SKILL: Final = 5.0
_FEW_STUDENT: Final = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Easiness:
    """Shares of right answers in the log that was fitted, shrunk where there are few: overall, by skill, by item."""

    overall: float
    skills: Floats
    items: Floats


def easiness(responses: Responses) -> Easiness:
    """Means of a log; an item's is drawn to its first skill's, a skill's to the overall mean."""
    right = responses.correct.astype(np.float64)
    overall = float(right.mean())
    link = responses.response_of_link
    n = np.bincount(responses.skill, minlength=len(responses.skills))
    total = np.bincount(responses.skill, right[link], minlength=len(responses.skills))
    skills = (total + _FEW_SKILL * overall) / (n + _FEW_SKILL)
    has = responses.item >= 0
    item, count = responses.item[has], len(responses.items)
    of_skill = skills[responses.skill[responses.skill_start[:-1]]][has]
    times = np.bincount(item, minlength=count)
    prior = (np.bincount(item, of_skill, minlength=count) + overall) / (times + 1.0)
    items = (np.bincount(item, right[has], minlength=count) + _FEW_ITEM * prior) / (times + _FEW_ITEM)
    return Easiness(overall, skills, items)


def features(responses: Responses, usual: Easiness, *, after: bool = False) -> csr_array:
    """One row a response: the general columns, seven columns a skill (shared by a row's skills), one an item.

    Args:
        responses: with the skills and items of `usual` first; further ones have no columns of their own.
        usual: of the log that was fitted.
        after: the history with the response's question in it, towards a new item of the same skills.

    Returns:
        shape (n, 18 + 7 skills + items).

    Cost: O(links), about 0.2 s for 224,218 responses.
    """
    skills, items = len(usual.skills), len(usual.items)
    data, column, start = _rows(
        responses.student, responses.question, responses.item, responses.correct, responses.skill,
        responses.skill_start, len(responses.skills), len(responses.items), usual.overall, usual.skills,
        usual.items, after,
    )  # fmt: skip
    shape = (len(responses), _G + _S * skills + items)
    return csr_array((data, column, start), shape=shape)


@numba.njit(cache=True)
def _fade(sums, weights, y):
    """One more answer in the means that forget at .7 and .9 an answer."""
    sums[0] = 0.7 * sums[0] + y
    weights[0] = 0.7 * weights[0] + 1.0
    sums[1] = 0.9 * sums[1] + y
    weights[1] = 0.9 * weights[1] + 1.0


@numba.njit(cache=True)
def _lately(total, weight, overall):
    """A decayed mean, less the overall mean, and 0 where there is no answer yet."""
    return (total - overall * weight) / (weight + 1.0)


@numba.njit(cache=True)
def _rows(student, question, item, correct, skill, start, skills, items, overall, of_skill, of_item, after):
    n, known_skills, known_items = len(student), len(of_skill), len(of_item)
    most = n * (_G + 1) + len(skill) * _S
    data, column = np.empty(most), np.empty(most, np.int32)
    begins = np.empty(n + 1, np.int64)
    # Of each skill (and, in the last place, of the student): counts, decayed means, last answer, above expected.
    right, wrong = np.zeros(skills + 1), np.zeros(skills + 1)
    sums, weights = np.zeros((skills + 1, 2)), np.zeros((skills + 1, 2))
    last, above, met = np.zeros(skills + 1), np.zeros(skills + 1), np.zeros(skills + 1, np.int64)
    lately_above, lately_weight = 0.0, 0.0
    item_right, item_wrong, item_whose = np.zeros(items), np.zeros(items), np.full(items, -1, np.int32)
    whose = np.full(skills + 1, -1, np.int32)
    me = skills
    at, place, a = 0, 0, 0
    general = np.empty(_G)
    while a < n:
        b = a + 1
        while b < n and question[b] == question[a]:
            b += 1
        who = student[a]
        if whose[me] != who:
            place, lately_above, lately_weight = 0, 0.0, 0.0
        place += 1
        for k in range(start[a], start[b] + 1):
            s = skill[k] if k < start[b] else me
            if whose[s] != who:
                whose[s] = who
                right[s] = wrong[s] = last[s] = above[s] = 0.0
                sums[s] = 0.0
                weights[s] = 0.0
                met[s] = 0
        for i in range(a, b):
            j = item[i]
            if j >= 0 and item_whose[j] != who:
                item_whose[j] = who
                item_right[j] = item_wrong[j] = 0.0
        for moment in range(2):
            if moment == 1:  # the question's answers enter the history
                mean, expected = 0.0, 0.0
                for i in range(a, b):
                    y, j = float(correct[i]), item[i]
                    usual = 0.0
                    for k in range(start[i], start[i + 1]):
                        s = skill[k]
                        usual += of_skill[s] if s < known_skills else overall
                    usual /= start[i + 1] - start[i]
                    if j >= 0 and j < known_items:
                        usual = of_item[j]
                    mean += y / (b - a)
                    expected += usual / (b - a)
                    for k in range(start[i], start[i + 1]):
                        s = skill[k]
                        right[s] += y
                        wrong[s] += 1.0 - y
                        _fade(sums[s], weights[s], y)
                        last[s] = 2.0 * y - 1.0
                        above[s] += y - usual
                        met[s] = place
                    if j >= 0 and (i == a or item[i - 1] != j):
                        item_right[j] += y
                        item_wrong[j] += 1.0 - y
                right[me] += mean
                wrong[me] += 1.0 - mean
                _fade(sums[me], weights[me], mean)
                last[me] = 2.0 * mean - 1.0
                above[me] += mean - expected
                lately_above = 0.9 * lately_above + mean - expected
                lately_weight = 0.9 * lately_weight + 1.0
            if (moment == 1) != after:
                continue
            for i in range(a, b):
                begins[i] = at
                j, m = item[i], start[i + 1] - start[i]
                general[:] = 0.0
                general[0] = 1.0
                general[1] = np.log1p(right[me])
                general[2] = np.log1p(wrong[me])
                if j >= 0 and not after:
                    general[3] = np.log1p(item_right[j])
                    general[4] = np.log1p(item_wrong[j])
                general[5] = _lately(sums[me, 0], weights[me, 0], overall)
                general[6] = _lately(sums[me, 1], weights[me, 1], overall)
                general[7] = last[me]
                general[10] = lately_above / (lately_weight + 2.0)
                general[11] = above[me] / (right[me] + wrong[me] + _FEW_STUDENT)
                from_here = at + _G
                for k in range(start[i], start[i + 1]):
                    s = skill[k]
                    since = np.log1p(float(place - met[s])) if met[s] > 0 else 0.0
                    own = (
                        1.0,
                        np.log1p(right[s]),
                        np.log1p(wrong[s]),
                        _lately(sums[s, 0], weights[s, 0], overall),
                        _lately(sums[s, 1], weights[s, 1], overall),
                        last[s],
                        since,
                    )
                    general[8] += since / m
                    general[9] += (1.0 if met[s] == 0 else 0.0) / m
                    for f in range(1, 6):
                        general[11 + f] += own[f] / m
                    general[17] += above[s] / (right[s] + wrong[s] + 2.0) / m
                    if s < known_skills:
                        for f in range(_S):
                            data[from_here] = own[f] / m
                            column[from_here] = _G + _S * s + f
                            from_here += 1
                for f in range(_G):
                    data[at + f] = general[f]
                    column[at + f] = f
                at = from_here
                if j >= 0 and j < known_items and not after:
                    data[at] = 1.0
                    column[at] = _G + _S * known_skills + j
                    at += 1
        a = b
    begins[n] = at
    return data[:at], column[:at], begins
