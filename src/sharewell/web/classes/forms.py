"""What people fill in about classes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from sharewell.web.classes.models import Class, Import, Standard

BY_FILE = ""


class Upload(forms.Form):
    """A file, and where it goes."""

    file = forms.FileField(
        label="The file",
        help_text="As your gradebook exports it: OneRoster (zip), Canvas, Moodle, PowerTeacher Pro, or a plain table.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.zip,.xlsx,.parquet,.json,.txt,.tsv"}),
    )
    into = forms.ChoiceField(label="It belongs to", required=False)
    blank_is_missing = forms.BooleanField(
        label="An empty cell means that work is still to come (otherwise: not graded yet)", required=False
    )

    def __init__(self, classes: list[Class], may_whole_school: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [(str(klass.pk), klass.title) for klass in classes]
        whole = [("school", "The whole school"), ("standards", "The school's standards (CASE or a table)")]
        choices = (
            [(BY_FILE, "The classes named in the file"), *mine] if classes or not may_whole_school else []
        )
        into = self.fields["into"]
        into.choices = choices + (whole if may_whole_school else [])  # pyright: ignore[reportAttributeAccessIssue]

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
        into, blank = self.cleaned_data["into"], self.cleaned_data["blank_is_missing"]
        if into == "standards":
            return {"kind": Import.Kind.STANDARDS, "whole_school": True}
        if into == "school":
            return {"whole_school": True, "blank_is_missing": blank}
        return {"klass": Class.objects.get(pk=int(into)) if into else None, "blank_is_missing": blank}


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
