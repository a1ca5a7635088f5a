"""Silence where a writer asked for it, and nowhere else."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.language.asking import LAZY, PLAIN, run

from sharewell.language.ignoring import silences

IGNORE = "<!-- sharewell-lens: ignore -->"
NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def lines(path: Path, *options: str) -> list[int]:
    """The lines of findings that are asked about."""
    output = run(path, "--format", "json", "--fast", *options).stdout
    return [one["line"] for one in json.loads(output)["sentences"] if one["framing"] == "deficit"]


def written(tmp_path: Path, text: str, name: str = "a.md") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def docx(tmp_path: Path, paragraphs: Sequence[str]) -> Path:
    path = tmp_path / "a.docx"
    inner = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{NS}"><w:body>{inner}</w:body></w:document>'
        )
    return path


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n \n"])
@pytest.mark.parametrize(
    "comment",
    [
        IGNORE,
        "<!--\nsharewell-lens: ignore\n-->",
        "<!-- SHAREWELL-Lens: Ignore CMP -->",
        "[//]: # (sharewell-lens: ignore)",
    ],
)
def test_a_comment_that_stands_alone_silences_what_comes_next(tmp_path: Path, comment: str, gap: str) -> None:
    text = f"{comment}{gap}{LAZY}\n\n{LAZY}\n"
    (last,) = lines(written(tmp_path, text))
    assert last == text.rstrip().count("\n") + 1


def test_comments_one_after_the_other_silence_together() -> None:
    silence = silences("# sharewell-lens: ignore trt\n# sharewell-lens: ignore cmp\n\nHe is.\nShe is.")
    assert silence.lines == {4: frozenset(["trt", "cmp"])}
    assert silence.covers(4, ["TRT"])
    assert not silence.covers(4, ["abs"])


@pytest.mark.parametrize("where", [1, 2])
def test_a_comment_on_any_line_of_a_sentence_silences_it(tmp_path: Path, where: int) -> None:
    parts = ["He is a", "lazy boy and everyone else has finished already."]
    parts[where - 1] += f" {IGNORE}"
    assert lines(written(tmp_path, "\n".join(parts) + f"\n\n{LAZY}\n")) == [4]


@pytest.mark.parametrize("names", ["CMP", "trt, CMP", "FND, Cmp"])
def test_names_in_capitals_are_names(tmp_path: Path, names: str) -> None:
    assert lines(written(tmp_path, f"{LAZY} <!-- sharewell-lens: ignore {names} -->\n")) == []
    assert lines(written(tmp_path, f"{LAZY} <!-- sharewell-lens: ignore FND -->\n")) == [1]


def test_paragraphs_of_a_document_are_its_lines(tmp_path: Path) -> None:
    paragraphs = [PLAIN, LAZY, f"{LAZY} sharewell-lens: ignore", PLAIN, LAZY]
    assert lines(docx(tmp_path, paragraphs)) == [2, 5]
    assert lines(docx(tmp_path, ["sharewell-lens: ignore", "", LAZY, LAZY])) == [4]
    assert lines(docx(tmp_path, [LAZY, "sharewell-lens: off", LAZY, "sharewell-lens: on", LAZY])) == [1, 5]


def test_a_comment_in_a_cell_silences_its_cell(tmp_path: Path) -> None:
    table = f'comment\n"{LAZY} sharewell-lens: ignore"\n{LAZY}\n"sharewell-lens: ignore\n{LAZY}\n\n{LAZY}"\n'
    assert lines(written(tmp_path, table, "a.csv")) == [3, 4]
    rows = [{"text": f"{LAZY} # sharewell-lens: ignore CMP"}, {"text": LAZY}]
    assert lines(written(tmp_path, "\n".join(map(json.dumps, rows)), "a.jsonl")) == [2]


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("sharewell-lens: ignore He is lazy.", []),
        ("He is lazy. # sharewell-lens: ignore trt, CMP", ["trt", "cmp"]),
        ("He is lazy. # sharewell-lens: ignore trt because it is a title", ["trt"]),
        ("He is lazy. <!-- sharewell-lens: ignore our-own-->", ["our-own"]),
        ("He is lazy. (sharewell-lens: ignore exotic)", ["exotic"]),
    ],
)
def test_names_end_where_words_begin(said: str, names: list[str]) -> None:
    assert silences(said).lines == {1: frozenset(names)}


def test_a_comment_is_no_sentence_of_the_writer(tmp_path: Path) -> None:
    text = f"# sharewell-lens: ignore fnd\n{PLAIN} # sharewell-lens: ignore fnd\n"
    for name, given in (("a.txt", text), ("a.csv", f'comment\n"{text}"\n')):
        output = run(written(tmp_path, given, name), "--format", "json", "--fast").stdout
        assert [one["text"] for one in json.loads(output)["sentences"]] == [PLAIN]
    paragraphs = ["sharewell-lens: ignore fnd", f"{PLAIN} sharewell-lens: ignore fnd"]
    output = run(docx(tmp_path, paragraphs), "--format", "json", "--fast").stdout
    assert [one["text"] for one in json.loads(output)["sentences"]] == [PLAIN]


def test_other_signs_of_a_line_end_count_no_line(tmp_path: Path) -> None:
    text = f"One\u2028two\x0cthree.\n\n{LAZY} sharewell-lens: ignore\n\n{LAZY}\n"
    assert lines(written(tmp_path, text, "a.txt")) == [5]


def test_places_are_files_whatever_the_columns(tmp_path: Path) -> None:
    path = written(tmp_path, f"comment,note\n{LAZY},{LAZY}\n", "e f#1.csv")
    log = json.loads(run(path, "--format", "sarif", "--fast").stdout)
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in log["runs"][0]["results"]
    }
    assert uris == {path.as_uri()}
    told = run(path, "--format", "github", "--fast").stdout.splitlines()
    assert len(told) == 2
    assert all(f"file={path}," in line for line in told)
    text = run(path, "--fast").stdout
    assert f"{path}:2:1 (comment)" in text
    assert f"{path}:2:1 (note)" in text
    ids = [json.loads(line)["id"] for line in run(path, "--format", "jsonl", "--fast").stdout.splitlines()]
    assert len(set(ids)) == 2


def test_a_relative_place_is_a_relative_reference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, f"{LAZY}\n", "año 1:2.txt")
    log = run(Path("año 1:2.txt"), "--format", "sarif", "--fast").stdout
    assert '"uri": "a%C3%B1o%201%3A2.txt"' in log
