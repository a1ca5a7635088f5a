"""`sharewell lens` on every kind of file, in every format, with silence, settings, packs and exit status."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from tests.language.asking import LAZY, PLAIN, refusals, run


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.md"
    path.write_text(f"# Notes\n\n{PLAIN}\n\n- {LAZY}\n\n```\nHe is a lazy boy.\n```\n", encoding="utf-8")
    return path


def test_text_says_where_why_and_how_else(note: Path) -> None:
    result = run(note)
    assert result.exit_code == 1
    assert f"{note}:5:3" in result.output
    assert "?" in result.output
    assert result.output.count("lazy boy") >= 1
    assert ":8:" not in result.output  # code is not read


def test_the_level_of_findings_is_chosen(note: Path) -> None:
    assert run(note, "--fail-on", "never").exit_code == 0


def test_json(note: Path) -> None:
    whole = json.loads(run(note, "--format", "json").output)
    lazy = next(one for one in whole["sentences"] if "lazy" in one["text"])
    assert (lazy["line"], lazy["column"], lazy["framing"]) == (5, 3, "deficit")
    start, end, _ = lazy["spans"][0]
    assert lazy["text"][start:end] in LAZY
    assert whole["summary"]["framings"]["deficit"] == 1


def test_sarif_has_what_the_format_asks(note: Path) -> None:
    log = json.loads(run(note, "--format", "sarif").output)
    assert log["version"] == "2.1.0"
    (run_,) = log["runs"]
    rules = run_["tool"]["driver"]["rules"]
    for rule in rules:  # what code hosts ask of a rule
        assert all(rule[key]["text"] for key in ("shortDescription", "fullDescription", "help"))
    for result in run_["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 5
        assert result["message"]["text"]
    assert run_["results"]


def test_github(note: Path) -> None:
    (line,) = run(note, "--format", "github").output.splitlines()
    assert line.startswith(("::warning file=", "::notice file="))
    assert "line=5" in line


@pytest.mark.parametrize(
    "comment",
    ["<!-- sharewell-lens: ignore -->\n", "<!-- sharewell-lens: off -->\n\n"],
)
def test_silence(tmp_path: Path, comment: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"{comment}{LAZY}\n", encoding="utf-8")
    assert run(path).exit_code == 0


def test_silence_for_another_reason_does_not_silence(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{LAZY}  # sharewell-lens: ignore fnd\n", encoding="utf-8")
    assert run(path).exit_code == 1


def test_settings_file(note: Path) -> None:
    (note.parent / ".sharewell.toml").write_text('[lens]\nfail-on = "never"\n', encoding="utf-8")
    assert run(note).exit_code == 0
    assert run(note, "--fail-on", "deficit").exit_code == 1


def test_html_is_read_without_its_marks(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        f"<html><head><style>lazy {{}}</style></head><body><p>{PLAIN}</p>\n<p>He is a <b>lazy</b> boy &amp; "
        "everyone else has finished.</p></body></html>",
        encoding="utf-8",
    )
    sentences = json.loads(run(path, "--format", "json").output)["sentences"]
    assert [one["line"] for one in sentences] == [1, 2]
    assert sentences[1]["text"] == "He is a lazy boy & everyone else has finished."


def test_docx_paragraphs_are_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    ns = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    runs = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in (PLAIN, LAZY))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{ns}"><w:body>{runs}</w:body></w:document>'
        )
    sentences = json.loads(run(path, "--format", "json").output)["sentences"]
    assert [(one["line"], one["text"]) for one in sentences] == [(1, PLAIN), (2, LAZY)]


def test_csv_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'name,thoughts\nAna,"{PLAIN}"\nBo,"{LAZY}"\n', encoding="utf-8")
    assert "--column" in refusals(run(path))
    sentences = json.loads(run(path, "--column", "thoughts", "--format", "json").output)["sentences"]
    assert [one["line"] for one in sentences] == [2, 3]


def test_json_lines_stream(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    rows = [{"id": n, "text": text} for n, text in enumerate([LAZY, PLAIN, "", "¿Qué te gusta aprender?"])]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    result = run(path, "--format", "jsonl")
    answers = [json.loads(line) for line in result.output.splitlines()]
    assert result.exit_code == 0
    assert [answer["id"] for answer in answers] == [0, 1, 2, 3]
    assert answers[0]["framing"] == "deficit"
    fields = [
        "id",
        "framing",
        "probability",
        "reason",
        "spans",
        "level",
        "informative",
        "controlling",
        "suggestion",
    ]
    assert list(answers[0]) == [*fields, "unsure", "asked"]
    assert set(answers[0]["probability"]) == {"asset", "deficit", "neutral"}
    start, end, criterion = answers[0]["spans"][0]
    assert LAZY[start:end]
    assert criterion


def test_bad_lines_are_named_and_the_good_ones_answered(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text('{"id": 1, "text": "Redo question 6."}\nnot json\n{"id": 3}\n', encoding="utf-8")
    result = run(path, "--format", "jsonl")
    told = refusals(result)
    assert "row 2" in told
    assert "row 3" in told
    assert len(result.output.splitlines()) == 1


def test_standard_input() -> None:
    result = run("-", "--format", "jsonl", given='{"id": "a", "text": "Redo question 6."}\n')
    assert json.loads(result.output)["id"] == "a"


def test_an_own_pack_is_heard(tmp_path: Path) -> None:
    pack = tmp_path / "ours.yaml"
    pack.write_text(
        "pack: ours\nlanguage: en\ncriteria:\n  - {id: exotic, name: Exotic, why: We say what we saw.,"
        " patterns: ['exotic|quaint']}\n",
        encoding="utf-8",
    )
    text = tmp_path / "letter.txt"
    text.write_text("Your quaint market opens at seven.\n", encoding="utf-8")
    result = run(text, "--pack", pack)
    assert result.exit_code == 1
    assert "We say what we saw." in result.output


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "no such file" in refusals(run(tmp_path / "none.md"))


def test_evaluate_says_figures(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    rows = [(LAZY, "deficit", "trt"), (PLAIN, "neutral", "nxn")]
    path.write_text(
        "".join(json.dumps({"text": t, "lang": "en", "framing": f, "reason": r}) + "\n" for t, f, r in rows),
        encoding="utf-8",
    )
    figures = json.loads(run("evaluate", path, "--json").output)
    assert figures["macro_f1"] == 1
    assert "macro-F1" in run("evaluate", path).output
    path.write_text('{"text": "x", "framing": "bad"}\n', encoding="utf-8")
    assert "row 1" in refusals(run("evaluate", path))


def test_the_options_of_reading_are_in_the_help_of_the_command() -> None:
    said = run("--help").output
    assert all(
        option in said for option in ("--format", "--pack", "--column", "--fail-on", "evaluate", "report")
    )
    assert run().output.strip() == said.strip()


def test_a_folder_stands_for_the_documents_in_it(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    (texts / "below").mkdir(parents=True)
    (texts / ".git").mkdir()
    for name in ("b.md", "below/a.txt", ".git/hidden.md", "~$open.docx", "marks.csv", "picture.png"):
        (texts / name).write_text(f"{LAZY}\n", encoding="utf-8")
    result = run(texts, "--format", "json", "--fast")
    assert json.loads(result.output)["files"] == [str(texts / "b.md"), str(texts / "below/a.txt")]
    assert result.exit_code == 1
    (texts / ".sharewell.toml").write_text('[lens]\nfail-on = "never"\n', encoding="utf-8")
    assert run(texts, "--fast").exit_code == 0  # the settings in a folder count for it


def test_a_folder_without_documents_is_refused_and_takes_nothing_along(note: Path) -> None:
    (note.parent / "empty").mkdir()
    result = run(note.parent / "empty", note, "--fast")
    assert "no document" in refusals(result)
    assert "lazy boy" in result.output


def test_a_sentence_with_marks_and_line_ends_is_told_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "letter.md"
    path.write_text("He is a **lazy** boy and everyone else has\nfinished already.\n", encoding="utf-8")
    assert f"“{LAZY}”" in run(path, "--fast").output


def test_what_may_be_heard_as_lack_is_not_called_kind_and_one_is_counted_as_one(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Report on Lena.\n\nLena is a weak student. Good.\n", encoding="utf-8")
    said = run(path).output
    assert "kind" not in said
    assert "One of 3 sentences may be heard" in said


def test_sums_are_written_as_csv_or_parquet_alone(tmp_path: Path) -> None:
    assert "CSV or Parquet" in refusals(run("report", tmp_path / "a.csv", "--out", tmp_path / "sums.xlsx"))


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ('{"text": "Redo it.", "framing": "kind"}', "framing 'kind': asset, deficit, neutral"),
        ('{"text": "Redo it.", "framing": "neutral", "controlling": "no"}', "true or false"),
        ("Redo it.", "not JSON"),
    ],
)
def test_a_label_that_cannot_be_used_is_told_with_what_can(tmp_path: Path, row: str, what: str) -> None:
    path = tmp_path / "labelled.jsonl"
    path.write_text(f"{row}\n", encoding="utf-8")
    assert what in refusals(run("evaluate", path))


def test_a_pack_that_is_not_there_or_no_text_is_refused_in_words(note: Path) -> None:
    assert "There is no such file." in refusals(run(note, "--pack", note.parent / "none.yaml"))
    bad = note.parent / "bad.yaml"
    bad.write_bytes(b"pack: caf\xe9\n")
    assert "not text in UTF-8" in refusals(run(note, "--pack", bad))


@pytest.mark.parametrize(
    ("kind", "given", "row"),
    [
        ("txt", f"{PLAIN}\n\n{LAZY}\n", 3),
        ("md", f"# Notes\n\n`{LAZY}`\n\n{LAZY}\n", 5),
        ("html", f"<p>{PLAIN}</p>\n<script>{LAZY}</script><p>{LAZY}</p>", 2),
        ("csv", f"name,text\nAna,{PLAIN}\nBo,{LAZY}\n", 3),
        ("tsv", f"name\ttext\nAna\t{PLAIN}\nBo\t{LAZY}\n", 3),
        ("jsonl", f'{{"text": "{PLAIN}"}}\n{{"text": "{LAZY}"}}\n', 2),
    ],
)
def test_standard_input_holds_what_is_said(kind: str, given: str, row: int) -> None:
    result = run("-", "--as", kind, "--format", "json", "--fast", given=given)
    asked = [one for one in json.loads(result.output)["sentences"] if one["framing"] == "deficit"]
    assert [one["line"] for one in asked] == [row]
    assert result.exit_code == 1


def test_text_on_standard_input_is_told_how_to_be_read() -> None:
    assert "--as txt" in refusals(run("-", given=LAZY))


@pytest.mark.parametrize("column", ["remarks", "Comentarios"])
def test_a_column_with_a_usual_name_is_found(tmp_path: Path, column: str) -> None:
    path = tmp_path / "remarks.csv"
    path.write_text(f"name,{column}\nAna,{LAZY}\n", encoding="utf-8")
    (sentence,) = json.loads(run(path, "--format", "json", "--fast").output)["sentences"]
    assert sentence["text"] == LAZY


def test_an_endless_sentence_is_shown_by_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "endless.txt"
    path.write_text(f"{LAZY[:-1]} and {'so ' * 5000}on.", encoding="utf-8")
    shown = run(path, "--fast").output
    assert LAZY[:-1] in shown
    assert max(map(len, shown.splitlines())) < 600
