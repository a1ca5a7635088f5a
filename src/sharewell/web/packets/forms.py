"""What people fill in about packets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from sharewell.web.choices.models import Kind, Offer, QualityRule
from sharewell.web.classes.models import Standard
from sharewell.web.packets.selectors import Category, Choice

MOST_PIECES: Final = 9
MOST_MINUTES: Final = 600
NOT_CHOSEN: Final = ("", "Not said")
A_DAY = {"type": "date"}


class EssentialStandards(forms.Form):
    """Which standards are essential, and how many pieces show each."""

    another = forms.CharField(
        label="Another standard, by its code",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "standards", "autocomplete": "off"}),
        help_text="One that no task of this class shows yet: a conversation or a project can.",
    )

    def __init__(self, choices: Sequence[Choice], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        for choice in choices:
            self.fields[f"on-{choice.standard}"] = forms.BooleanField(
                label=choice.standard, required=False, initial=choice.needed is not None
            )
            self.fields[f"needed-{choice.standard}"] = forms.IntegerField(
                label=f"Pieces for {choice.standard}",
                min_value=1,
                max_value=MOST_PIECES,
                initial=choice.needed or choice.by_rule,
            )

    def rows(self) -> Iterator[tuple[Choice, Any, Any]]:
        """Each standard with its two fields."""
        for choice in self.choices:
            yield choice, self[f"on-{choice.standard}"], self[f"needed-{choice.standard}"]

    def clean_another(self) -> str:
        code = self.cleaned_data["another"].strip()
        if code and not Standard.objects.filter(code=code).exists():
            raise ValidationError("The school has no standard with this code. Choose one of the list.")
        return code

    def needed(self) -> dict[str, int]:
        """Standard → pieces, of those that are essential."""
        given = self.cleaned_data
        chosen = {
            choice.standard: given[f"needed-{choice.standard}"]
            for choice in self.choices
            if given[f"on-{choice.standard}"]
        }
        return {given["another"]: 1, **chosen} if given["another"] else chosen


class EvidenceRules(forms.Form):
    """What packets keep, and what kind of evidence each category of the gradebook gives."""

    not_only_choice = forms.BooleanField(
        label=QualityRule.Asks.NOT_ONLY_CHOICE.label,
        help_text="Each standard is shown by something else too.",
        required=False,
    )
    written_or_spoken = forms.BooleanField(
        label=QualityRule.Asks.WRITTEN_OR_SPOKEN.label, help_text="For each standard.", required=False
    )

    def __init__(
        self, choices: Sequence[Choice], categories: Sequence[Category], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.categories = categories
        self.fields["signed"] = forms.MultipleChoiceField(
            label="I sign off on",
            choices=[(choice.standard, _named(choice)) for choice in choices],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        for category in categories:
            self.fields[f"kind-{category.name}"] = forms.ChoiceField(
                label=f"{category.name} ({category.tasks} {'task' if category.tasks == 1 else 'tasks'})",
                choices=[NOT_CHOSEN, *Kind.choices],
                initial=category.kind,
                required=False,
            )

    def kind_fields(self) -> list[Any]:
        """The fields of the categories."""
        return [self[f"kind-{category.name}"] for category in self.categories]

    def asked(self) -> set[tuple[str, str]]:
        """The rules that were chosen, each with its standard or ""."""
        given, asks = self.cleaned_data, QualityRule.Asks
        chosen = {(asks.SIGNED.value, standard) for standard in given["signed"]}
        if given["not_only_choice"]:
            chosen.add((asks.NOT_ONLY_CHOICE.value, ""))
        if given["written_or_spoken"]:
            chosen.add((asks.WRITTEN_OR_SPOKEN.value, ""))
        return chosen

    def kinds(self) -> dict[str, str]:
        """Category → kind, where one was said."""
        given = {category.name: self.cleaned_data[f"kind-{category.name}"] for category in self.categories}
        return {category: kind for category, kind in given.items() if kind}


class NewOffer(forms.Form):
    """Another way to show something."""

    form = forms.ChoiceField(label="It is", choices=Offer.Form.choices)
    title = forms.CharField(label="What to do", max_length=300)
    kind = forms.ChoiceField(label="Kind of evidence", choices=Kind.choices)
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=MOST_MINUTES, initial=20)
    pieces = forms.IntegerField(
        label="Pieces of evidence for each", min_value=1, max_value=MOST_PIECES, initial=1
    )
    group = forms.CharField(
        label="Group",
        max_length=100,
        required=False,
        help_text="At most one task of a group enters a packet: give substitutes for one another the same name.",
    )
    from_day = forms.DateField(
        label="Not before the week of", required=False, widget=forms.DateInput(attrs=A_DAY)
    )

    def __init__(self, choices: Sequence[Choice], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standards"] = forms.MultipleChoiceField(
            label="It shows",
            choices=[(choice.standard, _named(choice)) for choice in choices],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose at least one standard that it shows."},
        )


class TaskAsOption(forms.Form):
    """How a task of the gradebook enters packets."""

    minutes = forms.IntegerField(
        label="Minutes of doing it again",
        min_value=1,
        max_value=MOST_MINUTES,
        required=False,
        help_text="Where it is scored and does not show enough yet. Empty: as long as the first time.",
    )
    kind = forms.ChoiceField(
        label="Kind of evidence",
        choices=[("", "As its category"), *Kind.choices],
        required=False,
    )
    group = forms.CharField(
        label="Group",
        max_length=100,
        required=False,
        help_text="At most one task of a group enters a packet, with the substitutes that have the same name.",
    )
    from_day = forms.DateField(
        label="Not before the week of", required=False, widget=forms.DateInput(attrs=A_DAY)
    )


class OwnTime(forms.Form):
    """What a learner has time for."""

    minutes_per_week = forms.IntegerField(
        label="Minutes a week", min_value=5, max_value=MOST_MINUTES, help_text="For all classes together."
    )
    weeks = forms.IntegerField(label="For how many weeks", min_value=1, max_value=18, initial=3)


def _named(choice: Choice) -> str:
    return f"{choice.standard} {choice.statement}" if choice.statement else choice.standard
