"""Made-up response logs whose parameters are known."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl

Parameters = tuple[float, float, float, float, float]  # prior, forget, learn, guess, slip


def traced_log(skills: dict[str, Parameters], *, students: int, length: int, seed: int) -> pl.DataFrame:
    """Responses of students who learn as Bayesian knowledge tracing says."""
    rng = np.random.default_rng(seed)
    rows: list[tuple[str, str, int, int]] = []
    for s in range(students):
        for skill, (prior, forget, learn, guess, slip) in skills.items():
            known = rng.random() < prior
            for t in range(length):
                right = rng.random() < (1 - slip if known else guess)
                rows.append((f"s{s:04d}", skill, int(right), t))
                known = rng.random() >= forget if known else rng.random() < learn
    return pl.DataFrame(rows, schema=["student_id", "skill_id", "correct", "order"], orient="row")


def item_log(
    *, students: int, seed: int, skills: int = 12, items: int = 300, length: int = 60
) -> pl.DataFrame:
    """Items of their own difficulty, some of two skills (written as two rows), and learning with practice."""
    world, rng = np.random.default_rng(0), np.random.default_rng(seed)
    first = world.integers(0, skills, items)
    second = np.where(world.random(items) < 0.2, (first + 1) % skills, -1)
    difficulty = world.normal(0, 1.2, items)
    rows: list[tuple[str, str, str, int, int]] = []
    for s in range(students):
        able, practice = rng.normal(0, 1), np.zeros(skills)
        for t in range(length):
            j = int(rng.integers(items))
            odds = able + 0.15 * practice[first[j]] - difficulty[j]
            right = int(rng.random() < 1 / (1 + np.exp(-odds)))
            for k in [first[j]] + ([second[j]] if second[j] >= 0 else []):
                rows.append((f"s{s:04d}", f"k{k:02d}", f"i{j:03d}", right, t))
                practice[k] += 1
    names = ["student_id", "skill_id", "item_id", "correct", "order"]
    return pl.DataFrame(rows, schema=names, orient="row")


def three_line_log(path: Path) -> pl.DataFrame:
    """A log in the layout of the tracing literature: for each student a count, the skills, the answers (gzipped)."""
    with gzip.open(path, "rt") as file:
        lines = [[int(x) for x in line.strip().split(",") if x] for line in file]
    found: list[tuple[int, int, int]] = []
    for s, (skills, right) in enumerate(zip(lines[1::3], lines[2::3], strict=True)):
        found.extend((s, k, y) for k, y in zip(skills, right, strict=False))
    return pl.DataFrame(found, schema=["student_id", "skill_id", "correct"], orient="row")


def rows(*given: Sequence[object], names: str = "student_id skill_id correct") -> pl.DataFrame:
    """A small log, row by row."""
    return pl.DataFrame(list(given), schema=names.split(), orient="row")
