"""What is asked, how surely, and that it is the same at every door."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from lsprotocol import types
from pygls.workspace import TextDocument
from typer.testing import CliRunner, Result

from sharewell.cli.lens_findings import Finding, suggestion_for
from sharewell.cli.lens_formats import WRITERS
from sharewell.cli.lsp import Ranges, diagnostic
from sharewell.cli.main import app
from sharewell.language import Span, load_pack, read
from sharewell.language.asking import asks, is_unsure, question, wordings
from sharewell.language.codes import REASONS, reasons_of
from sharewell.language.heads import Heads, load
from sharewell.language.hearing import asked_of, decide
from sharewell.language.model import SentenceReading
from sharewell.language.reframing import Known
from sharewell.web.feedback.hearing import hear

HEADS = load("full")
BETWEEN = (HEADS.settings["ask"] + HEADS.settings["mark"]) / 2
PACK = (
    "pack: ours\nlanguage: any\ncriteria:\n  - {id: quaint, name: Quaint, why: We say what we saw.,"
    " patterns: ['quaint|pintoresco']}\n"
)
LAZY = "He is a lazy boy and everyone else has finished already."


def reading(deficit: float, other: str = "neutral", heads: Heads = HEADS) -> SentenceReading:
    """A sentence heard with this probability of deficit, the rest on `other`."""
    rest = {"asset": 0.0, "neutral": 0.0, other: 1 - deficit}
    row = np.array([rest["asset"], deficit, rest["neutral"]])
    (framing,), (unsure,) = decide(row[None], heads)
    return SentenceReading(
        start=5,
        end=5 + len(LAZY),
        text=LAZY,
        lang="en",
        framing=framing,
        probability={"asset": row[0], "deficit": row[1], "neutral": row[2]},
        unsure=bool(unsure),
        reason={"deficit": "trt", "asset": "str", "neutral": "fct"}[framing],
        spans=(Span(13, 17, "trt"),),
        level=None,
        informative=(),
        controlling=False,
        criteria=(),
        asked="trt" if asked_of(row[None], heads)[0] else None,
    )


def finding(heard: SentenceReading) -> Finding:
    place = (1, 1, 1, 9)
    return Finding("a.md", 1, 1, 1, 57, place, heard, "Why.", "", suggestion_for(heard), ())


def test_between_asset_and_deficit_the_likelier_is_said() -> None:
    below = HEADS.settings["ask"] - 0.01
    close, clear, less = reading(0.52, "asset"), reading(0.65, "asset"), reading(below, "asset")
    assert (close.framing, clear.framing, less.framing) == ("deficit", "deficit", "asset")
    assert (is_unsure(close), is_unsure(clear)) == (True, False)
    assert not asks(less)


def test_a_deficit_that_is_likely_and_not_marked_is_a_question() -> None:
    heard = reading(BETWEEN)
    assert heard.framing == "neutral"
    assert asks(heard)
    assert is_unsure(heard)
    assert "?" in (question(heard) or "")
    assert finding(heard).title == REASONS["trt"].name
    assert finding(heard).label == f"Not sure: {REASONS['trt'].name}?"


def test_unsure_between_asset_and_neutral_asks_nothing() -> None:
    low = HEADS.settings["ask"] / 2
    row = np.array([0.5 - low / 2, low, 0.5 - low / 2])
    assert decide(row[None], HEADS)[1].all()
    assert not asked_of(row[None], HEADS).any()
    assert not asks(replace(reading(low), unsure=True))


def test_what_is_marked_is_no_question() -> None:
    heard = reading(0.9)
    assert asks(heard)
    assert not is_unsure(heard)
    assert finding(heard).label == REASONS["trt"].name


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_every_form_writes_a_question(form: str) -> None:
    out = io.StringIO()
    WRITERS[form]([finding(reading(BETWEEN))], out, ["a.md"])
    said = out.getvalue()
    assert LAZY in said or form in ("sarif", "github")
    if form == "text":
        assert "Not sure: a fixed label? [trt]" in said
        assert "It rests on: “lazy”" in said
    elif form == "github":
        assert said.startswith("::notice ")
    elif form == "sarif":
        (result,) = json.loads(said)["runs"][0]["results"]
        assert (result["level"], result["ruleId"]) == ("note", "lens/trt")
    else:
        assert '"asked": "trt"' in said


def test_an_own_criterion_in_a_neutral_sentence_has_a_question_with_its_facts(tmp_path: Path) -> None:
    pack = tmp_path / "ours.yaml"
    pack.write_text(PACK, encoding="utf-8")
    for text, start in (
        ("Your quaint market opens at 7:30.", "You agreed"),
        ("El mercado pintoresco abre a las 7:30.", "La clase eligió"),
    ):
        (heard,) = read(text, packs=[load_pack(pack)]).sentences
        assert heard.framing == "neutral"
        assert asks(heard)
        assert not is_unsure(heard)
        said = question(heard) or ""
        assert said.startswith(start)
        assert "7:30" in said
        (mark,) = hear(text, [load_pack(pack)]).marks
        assert mark.question == said
        assert not mark.unsure


def test_what_is_known_is_named_once() -> None:
    known = Known(shown=["Explains each step.", "plots points"])
    asked = [s for s in read("He is lazy. She is a lazy girl. They are lazy boys.").sentences if asks(s)]
    first, second, third = wordings(asked, known=known)
    assert first == "Here is where you excel: Explains each step."
    assert second == "Here is where you excel: plots points."
    assert third == "Here is where you excel: [something you have seen go well, and when]."
    assert wordings(asked[:1], known=known, text="You say why: explains EACH step. He is lazy.") == [second]


def test_wordings_leave_nothing_to_ask() -> None:
    (heard,) = read(LAZY).sentences
    (wording,) = wordings([heard])
    assert wording
    assert not any(map(asks, read(wording, fast=True).sentences))
    assert wordings([replace(heard, asked=None)]) == [None]


@pytest.fixture
def unmarked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lens that marks nothing: whatever deficit it hears is in the band where it asks."""
    for mode in ("full", "fast"):
        monkeypatch.setitem(cast("dict[str, float]", load(mode).settings), "mark", 1.1)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["lens", *map(str, arguments)])


@pytest.mark.usefixtures("unmarked")
def test_a_question_is_shown_at_every_door_and_fails_only_where_that_is_wanted(tmp_path: Path) -> None:
    note, rows = tmp_path / "note.txt", tmp_path / "rows.jsonl"
    note.write_text(LAZY, encoding="utf-8")
    rows.write_text(json.dumps({"id": 1, "text": LAZY}) + "\n", encoding="utf-8")
    result = run(note)
    assert result.exit_code == 0
    assert "Not sure: " in result.output
    assert "?" in result.output
    assert run(note, "--fail-on", "unsure").exit_code == 1
    stream = (rows, "--format", "jsonl", "--fail-on")
    answer = json.loads(run(*stream, "deficit").output)
    assert run(*stream, "deficit").exit_code == 0
    assert run(*stream, "unsure").exit_code == 1
    assert answer["framing"] != "deficit"
    assert answer["asked"] in reasons_of("deficit")
    assert "?" in answer["suggestion"]
    silent = tmp_path / "note.md"
    silent.write_text(f"<!-- sharewell-lens: ignore {answer['asked']} -->\n{LAZY}\n", encoding="utf-8")
    assert run(silent, "--fail-on", "unsure").exit_code == 0
    (mark,) = hear(LAZY).marks
    assert mark.unsure
    assert "?" in mark.question
    assert mark.title == REASONS[answer["asked"]].name


def test_an_own_criterion_fails_a_stream_too(tmp_path: Path) -> None:
    pack, rows = tmp_path / "ours.yaml", tmp_path / "rows.jsonl"
    pack.write_text(PACK, encoding="utf-8")
    rows.write_text(
        json.dumps({"id": 1, "text": "Your quaint market opens at 7:30."}) + "\n", encoding="utf-8"
    )
    result = run(rows, "--format", "jsonl", "--pack", pack, "--fail-on", "deficit")
    assert json.loads(result.output)["suggestion"].startswith("You agreed")
    assert result.exit_code == 1


def test_an_editor_shows_a_question_as_a_hint() -> None:
    document = TextDocument("file:///a.md", LAZY)
    asked, marked = (diagnostic(finding(reading(p)), Ranges(document)) for p in (BETWEEN, 0.9))
    assert asked.severity == types.DiagnosticSeverity.Hint
    assert asked.message.startswith("Not sure: ")
    assert asked.code == "trt"
    assert marked.severity == types.DiagnosticSeverity.Information
    assert not marked.message.startswith("Not sure")
