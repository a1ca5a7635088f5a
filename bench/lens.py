"""The lens: sentences a second (full, and patterns with n-grams only), and quality on the part kept aside.

    python bench/lens.py [data/language/train] [--peer]

Speed is measured on one thread over the sentences of the training folder, in batches, by wall clock and by
processor time; `--peer` times `alex` beside it, where Node and alex are installed. Quality is that of the
shipped heads on one group of near-duplicates in ten, which the training command never learns from; the folders of
the data are told apart.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from sharewell.language.evaluation import evaluate, told
from sharewell.language.labelled import Labelled, read_labelled
from sharewell.language.lens import read, read_passages
from sharewell.language.train.data import groups, held_out

ROOT = Path(__file__).parents[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "data/language/train")
    parser.add_argument("--peer", action="store_true")
    options = parser.parse_args()
    rows = parts_of(options.folder)
    texts = [row.text for part in rows.values() for row in part]
    rate("full lens", texts, fast=False)
    rate("patterns and n-grams", texts * 4, fast=True)
    typing(texts)
    if options.peer:
        alex(texts)
    quality(rows)
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def rate(name: str, texts: list[str], *, fast: bool) -> None:
    """Sentences a second after a first call that loads what every language needs."""
    list(read_passages(texts[:: len(texts) // 8], fast=fast))
    wall, cpu = time.perf_counter(), time.process_time()
    list(read_passages(texts, fast=fast))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    by = f"{len(texts) / wall:.0f} a second by the clock, {len(texts) / cpu:.0f} by processor time"
    print(f"{name}: {len(texts)} sentences, {by}")


def typing(texts: list[str]) -> None:
    """Milliseconds for a comment of three sentences, read as a whole after every key."""
    comment = " ".join(texts[:3])
    spent = []
    for _ in range(20):
        start = time.perf_counter()
        read(comment)
        spent.append(1000 * (time.perf_counter() - start))
    print(f"a comment of three sentences: {sorted(spent)[len(spent) // 2]:.0f} ms (median of {len(spent)})")


def alex(texts: list[str]) -> None:
    """The peer, as a process over one file with a sentence a paragraph."""
    command = shutil.which("alex")
    if command is None:
        print("alex is not installed")
        return
    with tempfile.NamedTemporaryFile("w", suffix=".md", encoding="utf-8") as page:
        page.write("\n\n".join(texts))
        page.flush()
        start = time.perf_counter()
        subprocess.run([command, "--quiet", page.name], check=False, capture_output=True)
        print(
            f"alex: {len(texts) / (time.perf_counter() - start):.0f} sentences a second, its start included"
        )


def quality(rows: Mapping[str, Sequence[Labelled]]) -> None:
    """The figures of the model card: of all that is kept aside, and of what each folder gave to it."""
    everything = [row for part in rows.values() for row in part]
    texts = [row.text for row in everything]
    out = held_out(texts, groups(texts))
    aside = {row.id for row, kept in zip(everything, out, strict=True) if kept}
    for name, part in {"all": everything, **rows}.items():
        for fast in (False, True):
            print(f"\nKept aside, {name}, {'patterns and n-grams only' if fast else 'full lens'}:")
            figures = evaluate([row for row in part if row.id in aside], fast=fast)
            print(told(figures))
            print(json.dumps(figures))


def parts_of(folder: Path) -> dict[str, tuple[Labelled, ...]]:
    """The labelled sentences of each folder that holds any, in the order in which the training command reads them."""
    folders = sorted({path.parent for path in folder.rglob("*.jsonl")})
    return {part.name: read_labelled(sorted(part.glob("*.jsonl"))) for part in folders}


if __name__ == "__main__":
    main()
