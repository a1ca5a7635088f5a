"""Made-up students whose scores grow: seeded, so that every test sees the same ones."""

from __future__ import annotations

import numpy as np
import polars as pl


def simulate(
    students: int = 400,
    grades: range = range(3, 7),
    last_year: int = 2025,
    seed: int = 1,
    subject: str = "MATH",
    step: float = 1.0,
) -> pl.DataFrame:
    """A long table of the last `len(grades)` years: everyone of every grade in every year."""
    rng = np.random.default_rng(seed)
    parts: list[pl.DataFrame] = []
    for cohort in range(-len(grades) + 1, len(grades)):
        ability = rng.normal(size=students)
        for back in range(len(grades)):
            place = len(grades) - 1 - back - cohort
            if not 0 <= place < len(grades):
                continue
            raw = 500 + 30 * place + 40 * (ability + rng.normal(scale=0.5, size=students))
            parts.append(
                pl.DataFrame(
                    {
                        "student_id": [f"{cohort + len(grades):02d}-{i:04d}" for i in range(students)],
                        "subject": [subject] * students,
                        "year": [last_year - back] * students,
                        "grade": [grades[place]] * students,
                        "scale_score": np.round(raw / step) * step,
                    }
                )
            )
    return pl.concat(parts)
