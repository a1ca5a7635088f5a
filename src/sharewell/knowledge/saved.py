"""Models as JSON: the same model gives the same bytes; numbers come back as they were."""

from __future__ import annotations

import dataclasses
import json
import math
from pathlib import Path
from typing import Any, Final

import numpy as np

from sharewell.evidence import Place, Refusal, Refused
from sharewell.knowledge.logistic import LogisticModel, Penalty
from sharewell.knowledge.logistic_features import Easiness
from sharewell.knowledge.tracing_model import BktModel

FORMAT: Final = "sharewell-knowledge"
VERSION: Final = 1
Model = BktModel | LogisticModel
KINDS: Final[dict[str, type[BktModel] | type[LogisticModel]]] = {"bkt": BktModel, "logistic": LogisticModel}


def save_model(model: Model, path: Path) -> None:
    """Write a model; NaN (no standard error) is null."""
    kind = next(name for name, of in KINDS.items() if isinstance(model, of))
    content = {"format": FORMAT, "version": VERSION, "model": kind, **_plain(model)}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")


def load_model(path: Path) -> Model:
    """Read a model.

    Raises:
        Refused: there is no such file, or it is no model of this version.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as trouble:
        raise _refused(path, f"It cannot be opened ({trouble.strerror}).") from trouble
    except ValueError as trouble:
        raise _refused(path, "It is not JSON.") from trouble
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise _refused(path, "It is no model of knowledge.")
    if content.get("version") != VERSION or content.get("model") not in KINDS:
        raise _refused(path, f"It has version {content.get('version')}; version {VERSION} is read here.")
    try:
        return _model(KINDS[content["model"]], content)
    except (KeyError, TypeError, ValueError) as trouble:
        raise _refused(path, f"It is not whole ({type(trouble).__name__}: {trouble}).") from trouble


def _refused(path: Path, what: str) -> Refused:
    how = "Fit one with sharewell knowledge fit RESPONSES --model bkt --out MODEL.json."
    return Refused(Refusal("no-model", Place(str(path)), what, how))


def _plain(model: Model | Easiness | Penalty) -> dict[str, Any]:
    return {field.name: _value(getattr(model, field.name)) for field in dataclasses.fields(model)}


def _value(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return _value(value.tolist())
    if isinstance(value, (list, tuple)):
        return [_value(part) for part in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (Easiness, Penalty)):
        return _plain(value)
    return value


def _model(kind: type[BktModel] | type[LogisticModel], content: dict[str, Any]) -> Model:
    shapes = _shapes(kind, content)
    given: dict[str, Any] = {}
    for field in dataclasses.fields(kind):
        value = content[field.name]
        if field.name in shapes:
            value = np.array(value, np.float64).reshape(shapes[field.name])
        elif field.name == "usual":
            value = Easiness(
                value["overall"], np.array(value["skills"], float), np.array(value["items"], float)
            )
        elif field.name == "penalty":
            value = Penalty(**value)
        elif isinstance(value, list):
            value = tuple(str(name) for name in value)
        given[field.name] = value
    return kind(**given)


def _shapes(
    kind: type[BktModel] | type[LogisticModel], content: dict[str, Any]
) -> dict[str, tuple[int, ...]]:
    k = len(content["skills"])
    if kind is BktModel:
        c = len(content["item_classes"])
        p = 2 + 3 * c
        return {
            "theta": (k, p),
            "covariance": (k, p, p),
            "class_responses": (k, c),
            "learners": (k,),
            "log_likelihood": (k,),
            "typical": (p,),
            "typical_covariance": (p, p),
        }
    g, s, m = len(content["general"]), 7, len(content["items"])
    return {
        "general": (g,),
        "by_skill": (k, s),
        "by_item": (m,),
        "item_of_skill": (k,),
        "general_covariance": (g, g),
        "skill_covariance": (k, s, s),
        "cross_covariance": (k, s, g),
        "item_variance": (m,),
        "responses": (k,),
    }
