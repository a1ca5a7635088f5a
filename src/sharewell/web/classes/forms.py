"""What people fill in about classes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from sharewell.web.classes.models import Class, Import, Standard

Into = Import.Into


class Upload(forms.Form):
    """A file, and where it goes."""

    file = forms.FileField(
        label="The file",
        help_text=(
            "As your gradebook exports it: OneRoster, Canvas, Moodle, PowerTeacher Pro, or a plain table. "
            "Or a table that says which task shows which standard: task, standard, evidence, minutes."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.zip,.xlsx,.parquet,.json,.txt,.tsv"}),
    )
    into = forms.ChoiceField(label="It goes into")
    blank_is_missing = forms.BooleanField(
        label="An empty cell means work that is still to come",
        help_text="Otherwise an empty cell means: not graded yet.",
        required=False,
    )

    def __init__(self, classes: list[Class], may_whole_school: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.classes = {str(klass.pk): klass for klass in classes}
        mine = [(key, klass.title) for key, klass in self.classes.items()]
        choices = [*mine, (Into.NEW_CLASS.value, Into.NEW_CLASS.label), (Into.NAMED.value, Into.NAMED.label)]
        if may_whole_school:
            school = [(Into.SCHOOL.value, Into.SCHOOL.label), (Into.STANDARDS.value, Into.STANDARDS.label)]
            choices = [*school, *(choices if classes else [])]
        self.fields["into"].choices = choices  # pyright: ignore[reportAttributeAccessIssue]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LARGEST_BYTES:
            largest = settings.UPLOAD_LARGEST_BYTES // 2**20
            raise ValidationError(
                f"The file is larger than {largest} MB. Export one term or one class at a time."
            )
        return file

    def target(self) -> dict[str, Any]:
        """The keyword arguments for `import_start` that say where the file goes."""
        into = self.cleaned_data["into"]
        klass = self.classes.get(into)
        return {
            "into": Into.CLASS.value if klass else into,
            "klass": klass,
            "blank_is_missing": self.cleaned_data["blank_is_missing"],
        }


class NewLink(forms.Form):
    """A standard that a task gives evidence for."""

    standard = forms.CharField(
        label="Standard", max_length=200, widget=forms.TextInput(attrs={"list": "standards"})
    )
    evidence = forms.IntegerField(label="Pieces of evidence", min_value=1, max_value=9, initial=1)

    def clean_standard(self) -> str:
        code = self.cleaned_data["standard"].strip()
        if Standard.objects.exists() and not Standard.objects.filter(code=code).exists():
            raise ValidationError("The school has no standard with this code. Choose one of the list.")
        return code
