"""What people fill in about themselves and others."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from sharewell.web.access.models import Person, Role

ALREADY_TAKEN = "Someone has this sign-in name already. Choose another one."


class SignIn(forms.Form):
    """Name and password."""

    username = forms.CharField(
        label="Sign-in name", max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )  # fmt: skip
    password = forms.CharField(
        label="Password", max_length=1000, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip


class NewPassword(forms.Form):
    """A password to come."""

    password = forms.CharField(
        label="New password", max_length=1000, strip=False,
        help_text="At least ten characters; several words you can remember are best.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password


class ChangePassword(NewPassword):
    """The present password, and the one to come."""

    current = forms.CharField(
        label="Present password", max_length=1000, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    field_order = ["current", "password"]  # noqa: RUF012

    def clean_current(self) -> str:
        if not self.person.check_password(self.cleaned_data["current"]):
            raise ValidationError("This is not your present password. Type it again.")
        return self.cleaned_data["current"]


class Theme(forms.ModelForm):
    """Light, dark, or as the device says."""

    class Meta:
        model = Person
        fields = ("theme",)
        widgets: ClassVar = {"theme": forms.RadioSelect}
        labels: ClassVar = {"theme": "Colours"}


class NewPerson(forms.Form):
    """Someone who joins the school."""

    name = forms.CharField(label="Name", max_length=200)
    username = forms.CharField(
        label="Sign-in name", max_length=200, help_text="For example their e-mail address. Nothing is sent to it.",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )  # fmt: skip
    role = forms.ChoiceField(
        label="Role",
        # Learners and families are tied to a learner: they get their sign-in on the learner's line instead.
        choices=[(role.value, role.label) for role in (Role.TEACHER, Role.LEADER, Role.ADMINISTRATOR)],
    )

    def clean_username(self) -> str:
        username = self.cleaned_data["username"]
        if Person.objects.filter(username=username).exists():
            raise ValidationError(ALREADY_TAKEN)
        return username
