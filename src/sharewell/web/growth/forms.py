"""What people fill in to bring scores in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError


class ScoresUpload(forms.Form):
    """A table of scores and, for a small school, the growth models of its state or district."""

    scores = forms.FileField(
        label="The scores",
        help_text="CSV, XLSX or Parquet, a row a student, subject and year: student_id, subject, year, grade, "
        "scale_score and, where the test states it, csem.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.parquet"}),
    )
    models = forms.FileField(
        label="Growth models of your state or district",
        help_text="For a school where fewer than 100 students take the same test: a file that sharewell growth "
        "percentiles --coefficients-out wrote. Without one, what was given before stays.",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".json"}),
    )
    compared_with = forms.CharField(
        label="Whose models these are",
        help_text="As families know it, such as the name of the district.",
        max_length=200,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for name in ("scores", "models"):
            file = found.get(name)
            if file and file.size > settings.UPLOAD_LARGEST_BYTES:
                largest = settings.UPLOAD_LARGEST_BYTES // 2**20
                self.add_error(name, f"The file is larger than {largest} MB. Bring in fewer years at a time.")
        if found.get("models") and not found.get("compared_with", "").strip():
            self.add_error("compared_with", ValidationError("Say whom the school is then compared with."))
        return found
