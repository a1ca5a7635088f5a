"""Labelled sentences of one's own: what is no label is refused by its row, and no row is half taken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sharewell.evidence import Refused
from sharewell.language.evaluation import evaluate, told
from sharewell.language.labelled import read_labelled

GOOD = {"text": "She is lazy.", "lang": "en", "framing": "deficit", "reason": "trt", "level": "self"}


def written(tmp_path: Path, *rows: object) -> Path:
    path = tmp_path / "own.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_what_is_given_is_read(tmp_path: Path) -> None:
    path = written(
        tmp_path, {**GOOD, "lang": "es-MX", "text": "Una línea\u2028y otra."}, {**GOOD, "reason": None}
    )
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n\r\n"))
    first, second = read_labelled([path])
    assert (first.text, first.lang, first.reason, first.informative) == (
        "Una línea\u2028y otra.",
        "es",
        "trt",
        None,
    )
    assert second.reason is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reason": "xyz"}, "reason 'xyz'"),
        ({"reason": "obs"}, "reason 'obs' is neutral, not deficit"),
        ({"reason": ["trt"]}, "reason ['trt']"),
        ({"framing": "bad"}, "framing 'bad'"),
        ({"framing": None}, "framing is missing"),
        ({"level": "person"}, "level 'person'"),
        ({"informative": ["feed_up", "feed_sideways"]}, "feed_sideways"),
        ({"informative": "feed_up"}, "informative 'feed_up'"),
        ({"controlling": "false"}, "controlling 'false'"),
        ({"lang": "Spanish"}, "lang 'Spanish'"),
        ({"lang": 3}, "lang 3"),
        ({"text": ""}, "text is missing"),
        ({"text": 5}, "text is missing"),
    ],
)
def test_what_is_no_label_is_refused_by_its_row(tmp_path: Path, change: dict[str, object], said: str) -> None:
    path = written(tmp_path, GOOD, {**GOOD, **change})
    with pytest.raises(Refused) as refused:
        read_labelled([path])
    (refusal,) = refused.value.refusals
    assert refusal.where.row == 2
    assert said in refusal.what


@pytest.mark.parametrize(
    ("raw", "row"),
    [
        (b"", None),
        (b"\n \n", None),
        (b'{"text": "ok"}\n{"text": "ni\xf1o"}\n', 2),
        (b"\xff\xfe{\x00", 1),
        (b"[" * 100_000, 1),
        (b"[1]", 1),
        (b'"text"', 1),
        (b'{"text": "\\ud83d", "framing": "neutral"}', 1),
    ],
)
def test_what_is_no_file_of_sentences_is_refused(tmp_path: Path, raw: bytes, row: int | None) -> None:
    path = tmp_path / "own.jsonl"
    path.write_bytes(raw)
    with pytest.raises(Refused) as refused:
        read_labelled([path])
    assert [(refusal.where.file, refusal.where.row) for refusal in refused.value.refusals] == [
        (str(path), row)
    ]


def test_nothing_to_measure_is_said() -> None:
    figures = evaluate([])
    assert figures["sentences"] == 0
    assert figures["macro_f1"] is figures["reason"] is figures["calibration_error"] is None
    assert "nothing to measure" in told(figures)
