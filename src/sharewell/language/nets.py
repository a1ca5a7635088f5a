"""Sentences heard by small transformers, their matrices kept as whole numbers.

One hears English and one all else; a deeper one, for all languages, hears again what they leave in doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sharewell.language.pieces import cutter
from sharewell.language.tasks import WIDTH, log_softmax

ENGLISH, OTHERS, AGAIN = "english.onnx", "others.onnx", "again.onnx"
INPUT, OUTPUT = "pieces", "logits"
_AT_ONCE = 16  # sentences: as many as stay in the cache


class Net:
    """A net with the pieces it knows, from one file.

    Sentences of one length go together, and what passes between the products is bounded once for all: what is
    said of a sentence does not hang on the others that are read with it.
    """

    def __init__(self, path: Path, threads: int = 1) -> None:
        # Loaded here: who reads with patterns and n-grams alone, or only asks for help, need not wait for it.
        from onnxruntime import InferenceSession
        from onnxruntime.capi.onnxruntime_pybind11_state import SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = threads
        self._session = InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._pieces = cutter(self._session.get_modelmeta().custom_metadata_map)

    def scores(self, sentences: Sequence[str]) -> NDArray[np.floating[Any]]:
        """(n, k) log-probabilities, task beside task.

        Cost: about .6 ms a sentence of seventeen words on one core, 1.4 ms by the deeper net; twice as much on a core
        without instructions for products of bytes.
        """
        out = np.empty((len(sentences), WIDTH), dtype=np.float32)
        cut = self._pieces.of(sentences)
        for batch in batches([len(one) for one in cut]):
            together = {INPUT: np.array([cut[one] for one in batch])}
            out[batch] = np.asarray(self._session.run([OUTPUT], together)[0])
        return log_softmax(out)


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """Places of sentences of one length, at most sixteen together."""
    order = sorted(range(len(lengths)), key=lambda one: lengths[one])
    alike = [list(group) for _, group in groupby(order, key=lambda one: lengths[one])]
    return [group[start : start + _AT_ONCE] for group in alike for start in range(0, len(group), _AT_ONCE)]


@cache
def shipped_net(name: str, threads: int = 1) -> Net:
    """ENGLISH, OTHERS or AGAIN as they come with the lens, each read once a process and number of threads."""
    with as_file(files("sharewell.language") / "heads" / name) as path:
        return Net(path, threads)
