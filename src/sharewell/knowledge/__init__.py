"""What a learner has shown, and what they are ready to learn next."""

from typing import TYPE_CHECKING

from sharewell.knowledge.model import CHOSEN, LATER, PIECES, READY, SHOWN, Rule, Shown
from sharewell.knowledge.rule import counts, own_target, what_is_shown

if TYPE_CHECKING:
    from sharewell.knowledge.calibration import Quality, quality
    from sharewell.knowledge.fringe import graph_of, in_blocks, outer_fringe
    from sharewell.knowledge.known import known_now
    from sharewell.knowledge.logistic import LogisticModel, fit_logistic, predict_logistic
    from sharewell.knowledge.ready import ready_from_gradebook, ready_from_table
    from sharewell.knowledge.responses import lay_out
    from sharewell.knowledge.saved import load_model, save_model
    from sharewell.knowledge.suggest import suggest_links
    from sharewell.knowledge.tracing_model import BktModel, fit_bkt
    from sharewell.knowledge.tracing_predict import Tracker, predict_bkt

# Loaded when first asked for: the rule alone needs no numba and no SciPy.
_LATER_LOADED = {
    "BktModel": "tracing_model",
    "LogisticModel": "logistic",
    "Quality": "calibration",
    "Tracker": "tracing_predict",
    "fit_bkt": "tracing_model",
    "fit_logistic": "logistic",
    "graph_of": "fringe",
    "in_blocks": "fringe",
    "known_now": "known",
    "lay_out": "responses",
    "load_model": "saved",
    "outer_fringe": "fringe",
    "predict_bkt": "tracing_predict",
    "predict_logistic": "logistic",
    "quality": "calibration",
    "ready_from_gradebook": "ready",
    "ready_from_table": "ready",
    "save_model": "saved",
    "suggest_links": "suggest",
}


def __getattr__(name: str) -> object:
    if name not in _LATER_LOADED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATER_LOADED[name]}"), name)


__all__ = [
    "CHOSEN",
    "LATER",
    "PIECES",
    "READY",
    "SHOWN",
    "BktModel",
    "LogisticModel",
    "Quality",
    "Rule",
    "Shown",
    "Tracker",
    "counts",
    "fit_bkt",
    "fit_logistic",
    "graph_of",
    "in_blocks",
    "known_now",
    "lay_out",
    "load_model",
    "outer_fringe",
    "own_target",
    "predict_bkt",
    "predict_logistic",
    "quality",
    "ready_from_gradebook",
    "ready_from_table",
    "save_model",
    "suggest_links",
    "what_is_shown",
]
