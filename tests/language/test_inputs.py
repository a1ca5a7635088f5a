"""What people really hand to `sharewell lens`: odd lines, other encodings, pipes, one bad file among good ones."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.language.asking import LAZY, PLAIN, refusals, run

from sharewell.cli.main import main
from sharewell.language.archive_forms import form_of
from sharewell.language.archive_parts import Columns, parts_of, rows_of
from sharewell.language.delimiters import without_delimiter
from sharewell.language.lens import read, read_passages
from sharewell.language.lines import runs
from sharewell.language.matching import shipped_matcher
from sharewell.language.streaming import read_lines
from sharewell.language.tongue import said_tongue, tongue

VAGO = "El niño es un vago."


def answers(path: Path, *options: object) -> list[dict[str, object]]:
    output = run(path, "--format", "jsonl", "--fast", *options).output
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text(f"{LAZY}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "sarif", "github"])
def test_a_bad_file_takes_no_good_one_along(good: Path, form: str) -> None:
    result = run(good.parent / "none.md", good, "--format", form, "--fast")
    assert "no such file" in refusals(result)
    assert "good.txt" in result.output
    assert "none.md" not in result.output


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "sarif"])
def test_a_bad_line_takes_no_good_one_along(tmp_path: Path, form: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": LAZY}) + "\nnot json\n", encoding="utf-8")
    result = run(path, tmp_path / "none.jsonl", path, "--format", form, "--fast")
    told = refusals(result)
    assert "row 2" in told
    assert "no such file" in told
    sign = {"text": "“He is a lazy boy", "sarif": '"ruleIndex"'}.get(form, '"reason"')
    assert result.output.count(sign) == 2  # the good line, and again after the file that is not there


@pytest.mark.parametrize(
    "line",
    [
        "[" * 100_000,
        '{"text": ' + "[" * 100_000,
        '{"id": NaN, "text": "x"}',
        '{"id": 1e999, "text": "x"}',
        "3",
    ],
    ids=["nested", "nested text", "NaN", "infinite", "number"],
)
@pytest.mark.parametrize("form", ["jsonl", "json"])
def test_an_odd_line_is_refused_by_its_row(tmp_path: Path, line: str, form: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{line}\n\n{{"id": 2, "text": "{PLAIN}"}}\n', encoding="utf-8")
    result = run(path, "--format", form, "--fast")
    assert "row 1" in refusals(result)
    assert "row 3" not in refusals(result)
    assert '"neutral"' in result.output


@pytest.mark.parametrize("fast", [True, False])
def test_halves_of_letters_are_read_and_given_back(tmp_path: Path, fast: bool) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "\\ud83d", "text": "\\ud83d El niño es un vago \\ude00."}\n', encoding="utf-8")
    result = run(path, "--format", "jsonl", *(["--fast"] if fast else []))
    (answer,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert answer["id"] == "\ud83d"
    assert answer["framing"] == "deficit"
    assert read("El niño \ud83d es un vago.", fast=fast).findings


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_json_lines_in_any_encoding(tmp_path: Path, encoding: str, ending: str) -> None:
    path = tmp_path / "a.JSONL"
    lines = [json.dumps({"id": text, "text": text}, ensure_ascii=False) for text in (PLAIN, VAGO)]
    path.write_bytes((ending.join(lines) + ending).encode(encoding))
    assert [(one["id"], one["framing"]) for one in answers(path)] == [(PLAIN, "neutral"), (VAGO, "deficit")]


def test_a_byte_order_mark_on_standard_input() -> None:
    result = run("-", "--format", "jsonl", "--fast", given='\ufeff{"id": "a", "text": "Redo question 6."}\n')
    assert json.loads(result.output)["id"] == "a"


def test_files_put_together_have_a_mark_inside(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b"".join(json.dumps({"id": n, "text": PLAIN}).encode("utf-8-sig") + b"\n" for n in (1, 2))
    )
    assert [one["id"] for one in answers(path)] == [1, 2]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("form", ["jsonl", "json"])
def test_a_named_pipe_is_read(tmp_path: Path, form: str) -> None:
    path = tmp_path / "pipe.jsonl"
    os.mkfifo(path)
    writing = Thread(target=path.write_text, args=[json.dumps({"id": 1, "text": PLAIN}) + "\n"])
    writing.start()
    assert '"neutral"' in run(path, "--format", form, "--fast").stdout
    writing.join()


def test_columns_of_one_name_are_all_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"comment,id,comment\n{PLAIN},1,{LAZY}\n")
    for options in ((), ("--column", "comment", "--column", "comment")):
        found = json.loads(run(path, "--format", "json", "--fast", *options).stdout)["sentences"]
        assert [(one["cell"], one["text"]) for one in found] == [("comment 1", PLAIN), ("comment 2", LAZY)]


def test_a_place_in_a_row_names_its_line_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": PLAIN}) + "\n" + json.dumps({"text": f"{PLAIN}\n\n{LAZY}"}))
    log = json.loads(run(path, "--format", "sarif", "--fast").stdout)
    (result,) = log["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 2}
    assert ",line=2,title=" in run(path, "--format", "github", "--fast").stdout


def test_a_text_that_is_read_in_part_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        json.dumps({"id": 1, "text": PLAIN}) + "\n" + json.dumps({"id": 2, "text": "a" * 100_001})
    )
    result = run(path, "--format", "jsonl", "--fast")
    assert "row 2: Of a text the first 100,000 characters" in " ".join(result.stderr.split())
    assert len(result.stdout.splitlines()) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text here")
@pytest.mark.parametrize("form", ["text", "json", "jsonl", "sarif", "github"])
def test_a_file_whose_name_is_in_old_letters(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(tmp_path)
    name = os.fsdecode(b"caf\xe9.txt")
    Path(name).write_text(LAZY)
    monkeypatch.setattr(
        sys, "argv", ["sharewell", "lens", name, "--format", form, "--fast", "--fail-on", "deficit"]
    )
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    said = capfdbinary.readouterr().out.decode("utf-8")
    assert ("caf%E9.txt" if form == "sarif" else r"caf\udce9.txt") in said
    if form in ("json", "sarif"):
        assert json.loads(said)


def test_ndjson_is_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    path.write_text(json.dumps({"id": 1, "text": LAZY}) + "\n")
    assert [one["id"] for one in answers(path)] == [1]


class Pipe:
    """Bytes that come in pieces; asking for more than has come is the mistake that the test looks for."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces = pieces
        self.taken = 0

    def read1(self, size: int = -1, /) -> bytes:
        self.taken += 1
        return self.pieces.pop(0) if self.pieces else b""


def test_a_line_on_a_pipe_is_answered_before_the_next_one_comes() -> None:
    source, sink = os.pipe()
    with os.fdopen(source, "rb") as reading, os.fdopen(sink, "wb", buffering=0) as writing:
        batches = read_lines(reading, "-", pytest.fail, fast=True)
        for number in range(3):
            writing.write(json.dumps({"id": number, "text": PLAIN}).encode() + b"\n")
            assert [line.id for line, _ in next(batches)] == [
                number
            ]  # waits for ever where more is asked for
        writing.close()
        assert list(batches) == []


@given(st.lists(st.text(alphabet="añ{\r ", max_size=6)), st.lists(st.integers(1, 9), max_size=12))
def test_runs_hold_every_line_once_wherever_the_bytes_are_cut(lines: list[str], sizes: list[int]) -> None:
    whole = "\n".join(lines).encode()
    pieces, rest = list[bytes](), whole
    for size in sizes:
        pieces, rest = [*pieces, rest[:size]], rest[size:]
    pipe = Pipe([piece for piece in [*pieces, rest] if piece])
    assert [line for run in runs(pipe) for line in run] == (
        whole.removesuffix(b"\n").split(b"\n") if whole else []
    )


@pytest.mark.parametrize("form", ["jsonl", "json"])
def test_the_language_of_the_option_and_of_the_row(tmp_path: Path, form: str) -> None:
    path = tmp_path / "a.jsonl"
    rows = [{"text": "Vago."}, {"text": "Vago.", "lang": "es-MX"}, {"text": "Vago.", "lang": "EN_us"}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    heard = {lang: [] for lang in ("es", "en")}
    for lang in heard:
        output = run(path, "--format", form, "--lang", lang.upper(), "--fast", "--fail-on", "never").output
        found = json.loads(output)["sentences"] if form == "json" else map(json.loads, output.splitlines())
        heard[lang] = [(one["probability"], one["reason"], one["suggestion"]) for one in found]
    assert heard["es"][0] == heard["es"][1] == heard["en"][1]
    assert heard["en"][0] == heard["en"][2] == heard["es"][2]
    assert heard["en"][0] != heard["es"][0]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        *(
            ("es-MX", "es"),
            ("ES", "es"),
            ("en_US", "en"),
            ("spa", "es"),
            ("fr-CA", "fr"),
            ("zh-Hans-CN", "zh"),
        ),
        *(("", None), (None, None), ("Spanish", None), ("e", None), ("es mx", None), ("12", None)),
    ],
)
def test_codes_of_languages(said: str | None, meant: str | None) -> None:
    assert said_tongue(said) == meant


def test_a_region_changes_no_reading() -> None:
    for text, codes in ((VAGO, ("es", "ES", "es-MX", "es_AR")), (LAZY, ("en", "EN", "en-US", "en_GB"))):
        assert len({repr(next(iter(read_passages([text], [code])))) for code in codes}) == 1
        assert len({repr(read(text, code)) for code in codes}) == 1


def test_languages_without_packs_share_the_english_ones() -> None:
    assert shipped_matcher("fr") is shipped_matcher("zh") is shipped_matcher("en")
    assert shipped_matcher("es") is not shipped_matcher("en")


def test_an_unknown_language_is_refused(good: Path) -> None:
    for lang in ("xx", "english", "", "fr"):
        assert "--lang" in refusals(run(good, "--lang", lang))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_tables_of_any_spreadsheet(tmp_path: Path, encoding: str, sign: str, ending: str) -> None:
    path = tmp_path / "a.csv"
    rows = [f"id{sign}comment", f'1{sign}"{VAGO} Bien, así; sí."', "", f"2{sign}Lee la página dos."]
    path.write_bytes((ending.join(rows) + ending).encode(encoding))
    sentences = json.loads(run(path, "--format", "json", "--fast").stdout)["sentences"]
    assert [(one["line"], one["text"]) for one in sentences] == [
        (2, VAGO),
        (2, "Bien, así; sí."),
        (4, "Lee la página dos."),
    ]


def test_an_empty_table_is_said_to_be_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for text in ("", "\n\n"):
        path.write_text(text)
        assert "The file is empty." in refusals(run(path, "--fast"))


def test_a_line_that_says_the_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"sep=;\nid;comment\n1;{LAZY}\n")
    (sentence,) = json.loads(run(path, "--format", "json", "--fast").stdout)["sentences"]
    assert (sentence["line"], sentence["text"]) == (3, LAZY)


def test_one_column_keeps_what_looks_like_another_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("comment\nGood; now draw it; then label it.\nRead on, please.\n")
    result = run(path, "--format", "json", "--fast")
    assert [one["text"] for one in json.loads(result.stdout)["sentences"]] == [
        "Good; now draw it; then label it."
    ]
    assert "row 3" in refusals(result)
    assert "quotation marks" in refusals(result)


def test_broken_letters_of_a_row_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("comment\nEl niño lee.\nEl ni".encode() + b"\xf1o corre.\n")
    result = run(path, "--format", "json", "--fast")
    assert [one["text"] for one in json.loads(result.stdout)["sentences"]] == ["El niño lee."]
    assert "row 3" in refusals(result)


@pytest.fixture
def long_cells(tmp_path: Path) -> Path:
    path = tmp_path / "long.csv"
    text = "a " * 70_000 + "\n" + "b " * 70_000
    path.write_text(f'id,comment,teacher\n1,"{text}",t\n2,{LAZY},t\n')
    return path


def test_cells_of_any_length(long_cells: Path) -> None:
    sentences = json.loads(run(long_cells, "--format", "json", "--fast").stdout)["sentences"]
    assert sentences[-1]["text"] == LAZY
    assert sentences[-1]["line"] == 3


def test_an_archive_with_cells_of_any_length_deep_lines_and_semicolons(long_cells: Path) -> None:
    columns = Columns("comment", "teacher", ())
    rows = [row for part in parts_of(long_cells, columns, fast=True) for row in rows_of(part)]
    assert [row and len(row.text) for row in rows] == [280_001, len(LAZY)]
    deep = long_cells.with_name("deep.jsonl")
    deep.write_text('{"comment": "Good.", "teacher": "t"}\n' + "[" * 100_000 + "\n")
    rows = [row for part in parts_of(deep, columns, fast=True) for row in rows_of(part)]
    assert [row and row.text for row in rows] == ["Good.", None]
    spanish = long_cells.with_name("es.csv")
    spanish.write_bytes("observación;teacher\nBien, niño.;t\nSigue así.;t\n".encode("cp1252"))
    assert form_of(spanish).header == ("observación", "teacher")
    parts = parts_of(spanish, Columns("observación", "teacher", ()), fast=True, size=1)
    assert [row and row.text for part in parts for row in rows_of(part)] == ["Bien, niño.", "Sigue así."]


def test_the_delimiter_is_told_from_the_rows_that_the_header_names() -> None:
    def delimiter_of(text: str, ending: str = ".csv") -> str:
        return without_delimiter(text, ending)[1]

    assert delimiter_of('"a,b";c') == ";"
    assert delimiter_of("comment") == ","
    assert delimiter_of("a,b", ".tsv") == "\t"
    assert delimiter_of("a" * 200_000 + ";b") == ";"
    assert delimiter_of("") == ","
    assert delimiter_of("id;Comment, first, second, last term\n1;Good, go on.\n2;Well drawn.\n") == ";"
    assert delimiter_of("name,comment (start; middle; end)\nAna,Good.\nBo,Well drawn.\n") == ","
    assert delimiter_of("comment\nGood; go on.\nWell drawn; label it.\n") == ","
    assert without_delimiter("sep=|\r\na|b\r\n", ".tsv") == ("\r\na|b\r\n", "|")


def test_a_quotation_mark_that_is_not_closed_is_refused_by_its_row(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text('id,text\n1,"He said ""go"", and left."\n2,"She is\n3,Redo it.\n', encoding="utf-8")
    result = run(path, "--format", "jsonl", "--fast")
    assert "row 3" in refusals(result)
    assert "quotation mark" in refusals(result)
    assert result.output.count('"id"') == 1
    path.write_text('id,text\n1,"Redo it."', encoding="utf-8")
    assert run(path, "--fast").exit_code == 0


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("No homework today.", "en"),
        ("No thesis. No structure. No proofreading.", "en"),
        ("Lazy.", "en"),
        ("5/10", "en"),
        ("", "en"),
        ("No hay clase.", "es"),
        ("Sin deberes hoy.", "es"),
        ("Buen trabajo.", "es"),
        ("Vago.", "es"),
    ],
)
def test_a_lone_short_sentence_tells_its_language_by_its_letters(text: str, meant: str) -> None:
    assert tongue(text) == meant


def test_a_sentence_without_words_of_one_language_speaks_as_the_text_around_it() -> None:
    assert [tongue("No, gracias.", around) for around in ("en", "es")] == ["en", "es"]
    assert tongue("Hoy no hay clase.", "en") == "es"
