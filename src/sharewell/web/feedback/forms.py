"""What people write: a draft with what was suggested for it, and a class's criterion."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from sharewell.language.moves import ASKED
from sharewell.language.sources import one_line_end
from sharewell.web.classes.models import Class
from sharewell.web.feedback.criteria import EXAMPLES
from sharewell.web.feedback.hearing import LONGEST
from sharewell.web.feedback.models import Text

BRACKETS: Final = tuple(f"[{asked}]" for said in ASKED.values() for asked in said.values())
MOST_COUNTED: Final = 500


class Written(forms.CharField):
    """Several lines, their ends as browsers show them: so places and lengths are the same on both sides."""

    def to_python(self, value: Any) -> str:
        return one_line_end(str(super().to_python(value)))


class Draft(forms.Form):
    """A text on its way. `suggested` and `taken` count what was offered while it was written."""

    body = Written(
        max_length=LONGEST, strip=False, required=False,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "spellcheck": "true", "dir": "auto"}),
    )  # fmt: skip
    suggested = forms.IntegerField(
        min_value=0, max_value=MOST_COUNTED, required=False, widget=forms.HiddenInput
    )
    taken = forms.IntegerField(min_value=0, max_value=MOST_COUNTED, required=False, widget=forms.HiddenInput)

    def is_ours(self) -> bool:
        """Whether the words are the writer's own, so that others may be put in their place."""
        return True

    def counts(self) -> dict[str, int]:
        """How many suggestions were offered and taken: no more taken than offered."""
        suggested = self.cleaned_data.get("suggested") or 0
        return {"suggested": suggested, "taken": min(self.cleaned_data.get("taken") or 0, suggested)}

    def to_send(self) -> str | None:
        """The text without blank ends; None, with what to mend, where it is empty or has brackets to fill."""
        body = self.cleaned_data["body"].strip()
        if not body:
            self.add_error("body", "Write something first.")
        elif left := [asked for asked in BRACKETS if asked in body]:
            self.add_error("body", f"Write in the place of {left[0]} what only you have seen.")
        else:
            return body
        return None


class Feedback(Draft):
    """Feedback, and the class that it is about."""

    klass = forms.ChoiceField(label="About")

    def __init__(self, classes: list[Class], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.classes = {str(klass.pk): klass for klass in classes}
        self.fields["klass"].choices = [(key, klass.title) for key, klass in self.classes.items()]  # pyright: ignore[reportAttributeAccessIssue]
        self.fields["body"].label = "What you want to say"

    def chosen(self) -> Class:
        """The class that was chosen; the first one where none was."""
        return self.classes.get(self.cleaned_data.get("klass", "")) or next(iter(self.classes.values()))


class Answer(Draft):
    """A learner's answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = "What did you learn?"
        self.fields["body"].widget.attrs["rows"] = 3


class Together(Draft):
    """A text for the class to read."""

    title = forms.CharField(label="Title", max_length=200, required=False)
    kind = forms.ChoiceField(
        label="It is", choices=[(kind.value, kind.label) for kind in (Text.Kind.PARTNERS, Text.Kind.OURS)]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = "The text"

    def is_ours(self) -> bool:
        """What partners wrote stands as they wrote it."""
        return self.cleaned_data.get("kind") != Text.Kind.PARTNERS.value


class Proposal(forms.Form):
    """A criterion: its name, why, and examples, one a line."""

    name = forms.CharField(label="Name", max_length=80, help_text="Short, as it will stand beside a text.")
    why = forms.CharField(label="Why it matters to us", max_length=300)
    heard = Written(
        label="Sentences it should be heard in", max_length=4_000,
        help_text=f"One on each line, at least {EXAMPLES}. Vary the words: it listens for what they mean.",
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
    )  # fmt: skip
    fine = Written(
        label="Sentences that are fine", max_length=4_000,
        help_text=f"One on each line, at least {EXAMPLES}, on the same things.",
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
    )  # fmt: skip
    texts = Written(
        label="Texts to try it on", max_length=LONGEST, required=False,
        help_text="Paste what you like; nothing of it is kept. Left empty: what the class reads together.",
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )  # fmt: skip

    def clean_heard(self) -> list[str]:
        return self._examples("heard")

    def clean_fine(self) -> list[str]:
        return self._examples("fine")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        both = [line for line in said.get("heard", ()) if line in said.get("fine", ())]
        if both:
            self.add_error("fine", f"“{both[0]}” stands on both sides: keep it on one.")
        return said

    def _examples(self, side: str) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data[side].splitlines() if line.strip()]
        if len(set(lines)) < EXAMPLES:
            raise ValidationError(f"These are {len(set(lines))} different sentences. {EXAMPLES} are needed.")
        return list(dict.fromkeys(lines))
