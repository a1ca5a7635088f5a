"""English or Spanish where nobody says which: the table of letters, and how many sentences are told rightly.

    python bench/tongue.py [FILE…]

Makes the table of `sharewell.language.letters` from three in four files of labelled sentences and prints it; then
counts, in the fourth files or in the files given, how many sentences are taken for the other language.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from sharewell.language.fold import fold
from sharewell.language.labelled import Labelled, read_labelled
from sharewell.language.letters import WORDS, table
from sharewell.language.tongue import tongue

DATA = Path(__file__).parents[1] / "data" / "language" / "train"
SHORT = 5  # words


def main() -> None:
    files = sorted(DATA.rglob("*.jsonl"))
    kept_out = [Path(name) for name in sys.argv[1:]] or files[::4]
    learned = read_labelled(file for place, file in enumerate(files) if place % 4)
    words = {
        lang: {word.decode() for row in learned if row.lang == lang for word in WORDS.findall(fold(row.text))}
        for lang in ("en", "es")
    }
    print("\n".join(table(words["en"], words["es"])))
    measure(read_labelled(kept_out))


def measure(rows: Sequence[Labelled]) -> None:
    for lang in ("en", "es"):
        for name, short in (("up to five words", True), ("longer", False)):
            some = [
                row
                for row in rows
                if row.lang == lang and (len(re.findall(r"\S+", row.text)) <= SHORT) is short
            ]
            wrong = sum(tongue(row.text) != lang for row in some)
            print(f"{lang}, {name}: {wrong} of {len(some)} taken for the other language")


if __name__ == "__main__":
    main()
