"""An archive of comments: comments and sentences a second through `sharewell lens report`, and what ten million take.

    python bench/lens_archive.py [--comments 20000] [--processes 2] [--full]

Makes an archive from the sentences of the training folder (two a comment, of 40 schools with 12 writers each), cuts
it into parts as the command does, and counts it, by wall clock and by the processor time of the workers.
"""

from __future__ import annotations

import argparse
import csv
import resource
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from sharewell.language.archive import added, count, report
from sharewell.language.archive_parts import Columns, parts_of
from sharewell.language.labelled import read_labelled
from sharewell.scale import map_partitions

ROOT = Path(__file__).parents[1]
COLUMNS = Columns("comment", "teacher", ("school", "subject"))
TEN_MILLION = 10_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--comments", type=int, default=20_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--full", action="store_true", help="the full lens, not patterns and n-grams alone")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.csv"
        write(path, options.comments)
        start = time.perf_counter()
        parts = list(parts_of(path, COLUMNS, fast=not options.full, size=path.stat().st_size // 16))
        cut = time.perf_counter() - start
        measure(parts, options, cut)


def write(path: Path, comments: int) -> None:
    """Comments of two sentences each."""
    rows = read_labelled(sorted((ROOT / "data/language/train").rglob("*.jsonl")))
    sentences = cycle([row.text.replace("\n", " ") for row in rows])
    with path.open("w", encoding="utf-8", newline="") as target:
        out = csv.writer(target)
        out.writerow(["school", "subject", "teacher", "comment"])
        for number, text in enumerate(islice(zip(sentences, sentences, strict=False), comments)):
            school = number % 40
            out.writerow(
                [f"S{school}", ("Art", "Music")[number % 2], f"t{school}-{number % 13}", " ".join(text)]
            )


def measure(parts: list, options: argparse.Namespace, cut: float) -> None:
    """Count, and say how fast it was."""
    wall = time.perf_counter()
    counted = map_partitions(count, parts, processes=options.processes)
    wall = time.perf_counter() - wall
    cpu = resource.getrusage(resource.RUSAGE_CHILDREN if options.processes > 1 else resource.RUSAGE_SELF)
    used = cpu.ru_utime + cpu.ru_stime
    table = report(added(part.tallies for part in counted), COLUMNS.by)
    sentences, texts = table["sentences"][0], table["texts"][0]
    kind = "full lens" if options.full else "patterns and n-grams"
    print(f"{kind}: {texts} comments, {sentences} sentences in {len(parts)} parts, cut in {cut:.2f} s")
    print(f"by the clock, {options.processes} processes: {sentences / wall:.0f} sentences a second")
    print(f"by processor time, loading included: {sentences / used:.0f} sentences a second and core")
    hours = TEN_MILLION * used / texts / 3600
    print(f"ten million such comments: {hours:.1f} hours of one core, {hours / 32:.2f} of 32")
    print(f"peak memory of a worker: {cpu.ru_maxrss // 1024} MB; rows of the report: {table.height}")


if __name__ == "__main__":
    main()
