"""What is asked of a sentence: framing, reason, level, information and control; a net answers all at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sharewell.language.codes import FRAMINGS, INFORMATIVE, REASONS

NO_LEVEL = "none"
LEVEL_CLASSES = (NO_LEVEL, "task", "process", "self-regulation", "self")
YES_NO = ("no", "yes")
TASKS: Mapping[str, tuple[str, ...]] = {
    "framing": FRAMINGS,
    "reason": tuple(REASONS),
    "level": LEVEL_CLASSES,
    **dict.fromkeys((*INFORMATIVE, "controlling"), YES_NO),
}
WIDTH = sum(len(classes) for classes in TASKS.values())


def columns(task: str) -> slice:
    """Where the classes of a task stand."""
    names = list(TASKS)
    start = sum(len(TASKS[name]) for name in names[: names.index(task)])
    return slice(start, start + len(TASKS[task]))


def log_softmax(logits: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    """Log-probabilities within each task."""
    out = np.empty_like(logits, dtype=np.float32)
    for task in TASKS:
        at = columns(task)
        lead = logits[:, at] - logits[:, at].max(axis=1, keepdims=True)
        out[:, at] = lead - np.log(np.exp(lead).sum(axis=1, keepdims=True))
    return out
