"""Work marked done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from sharewell.web.classes.models import Task

MOST: float = 2  # times the points possible: room for extra credit, none for a slip of the hand


class WorkDone(forms.Form):
    """Points as in the gradebook, or a tick: the work shows what it is for, and has all its points."""

    points = forms.FloatField(label="Points", min_value=0, required=False)
    shown = forms.BooleanField(label="Shown in full", required=False)

    def __init__(self, task: Task, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.possible = task.points_possible or 0.0

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("shown"):
            data["points"] = self.possible
        points = data.get("points")
        if points is None:
            raise ValidationError("Write the points, or tick “shown in full”.")
        if points > MOST * self.possible:
            raise ValidationError(f"This task has {self.possible:g} points. Check the number.")
        return data
