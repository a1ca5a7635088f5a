"""What a teacher may narrow a look for suggestions to."""

from __future__ import annotations

from typing import Any

from django import forms

from sharewell.web.links import selectors


class Among(forms.Form):
    """The standards that the tasks are compared with. Fewer of them, and the right ones: surer suggestions."""

    subject = forms.ChoiceField(label="Standards of", required=False)
    grade = forms.ChoiceField(label="Grade", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = {"subject": "all subjects", "grade": "all grades"}
        for name, known in (("subject", selectors.subjects()), ("grade", selectors.grades())):
            choices = [("", everything[name]), *((each, each) for each in known)]
            self.fields[name].choices = choices  # pyright: ignore[reportAttributeAccessIssue]
