"""Words out of Markdown and HTML: what is read, where it stands, in whatever time it takes to pass over it once."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sharewell.evidence import Refused
from sharewell.language.sentences import sentence_spans
from sharewell.language.sources import Prose, html_prose, markdown_prose, prose_of

OPENED = [
    *(
        "[",
        "`",
        "<!--",
        "```\n",
        "~~~\n```\n",
        "[](",
        "![a](",
        "` `` ",
        " \n",
        "|-",
        "<a ",
        "<a b='",
        "<code>",
    ),
    *('<a x=">" ', "<script>", "</", "<!", "&", "&#9", "*", "_a", " ", "<a = ", "---\n", "http://"),
]


def said(prose: Prose) -> str:
    return " ".join(prose.text.split())


@pytest.mark.parametrize("reader", [markdown_prose, html_prose])
@pytest.mark.parametrize("mark", OPENED)
def test_what_is_opened_and_never_closed_takes_time_in_proportion(
    reader: Callable[[str], Prose], mark: str
) -> None:
    before = time.process_time()
    reader(mark * 50_000 + "x")
    assert time.process_time() - before < 5  # quadratic: minutes


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ('Read [the\nguide](a.md) and ![a map](m.png "Map") now.', "Read the guide and a map now."),
        ("[![badge](b.svg)](https://x.org/a) Hello.", "badge Hello."),
        ("Keep ``a ` b`` and `c` out.", "Keep and out."),
        ("A lone ` stays.\n\nSo does ` here.", "A lone ` stays. So does ` here."),
        ("```python\nlazy\n```\nHello.", "Hello."),
        ("- item\n  ```\n  lazy\n  ```\n- next", "- item - next"),
        ("````\n```\nlazy\n````\nHello.", "Hello."),
        ("```a``` Hello.", "Hello."),
        ("Hello.\n```\nlazy", "Hello."),
        ("a <!-- lazy\n\nlazy --> b <!-- c", "a b <!-- c"),
        ("---\ntitle: lazy\n---\nHello.", "Hello."),
        ("If 3 < 5 and 7 > 5, <b>stop</b>.", "If 3 < 5 and 7 > 5, stop ."),
        ("| a | b |\n|---|---|\n| c | d |", "a b c d"),
        ("| [x] todo", "[x] todo"),
        ('One [a][b].\n\n[b]: http://c.de/lazy "Lazy"\n\n[//]: # (lazy)\nTwo.', "One [a][b]. Two."),
        ("> One,\n> two\n>> three.\n>\n> ```\n> lazy\n> ```\n> Four.", "One, two three. Four."),
        ("One.[^1] Two.\n\n[^1]: Three.", "One. Two. Three."),
        ("Title\n---\nOne.\n\nTitle\n===\n", "Title One. Title"),
    ],
)
def test_markdown(raw: str, words: str) -> None:
    prose = markdown_prose(raw)
    assert said(prose) == words
    assert len(prose.text) == len(raw)
    assert all(new in (old, " ", "\n") for old, new in zip(raw, prose.text, strict=True))


def test_a_sentence_of_a_quotation_goes_on_over_its_lines() -> None:
    text = markdown_prose(
        "> She read the whole of the first chapter aloud, and\n> then drew it.\n>\n> He sang."
    ).text
    assert [" ".join(text[start:end].split()) for start, end in sentence_spans(text)] == [
        "She read the whole of the first chapter aloud, and then drew it.",
        "He sang.",
    ]


def test_cells_of_a_markdown_table_are_read_apart_where_they_stand() -> None:
    raw = "| Name | Remark |\n|---|---|\n| Eva | shows how she counts | 12|\n"
    prose = markdown_prose(raw)
    read = [(prose.text[start:end], prose.place(start)) for start, end in sentence_spans(prose.text)]
    assert read == [
        ("Name", (1, 3)),
        ("Remark", (1, 10)),
        ("Eva", (3, 3)),
        ("shows how she counts", (3, 9)),
        ("12", (3, 32)),
    ]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("<p>A <b>b</b> c&amp;d &#101; AT&T", "A b c&d e AT&T"),
        ("<p>One <code>lazy</code> two", "One two"),
        ("<p>One <code>two</p><p>three</p>", "One two three"),
        ("<p>One <code>two</p><p>three <code>lazy</code> four</p>", "One two three four"),
        ("<pre><code>lazy</code> lazy</pre> after", "after"),
        ("<p>One <pre>two <br> three", "One two three"),
        ("<svg/>One <svg><text>lazy</text></svg>two", "One two"),
        ("<SCRIPT>a < b; '</p>'</SCRIPT>One<style>lazy", "One"),
        ('<a title="a > b" href=x>One</a>', "One"),
        ('<a title = "a > b">One</a>', "One"),
        ('<a title="never closed>One</a> two <i>three</i>', "One two three"),
        ("3 < 5 and <!-- lazy --> 7 <!-- open", "3 < 5 and 7 <!-- open"),
        ("One <a ", "One <a"),
        ("<!DOCTYPE html><?xml?>One", "One"),
        ("&#" + "9" * 9_000 + ";One", "&#" + "9" * 9_000 + ";One"),
    ],
)
def test_html(raw: str, words: str) -> None:
    prose = html_prose(raw)
    assert said(prose) == words
    assert prose.offsets is not None
    assert len(prose.offsets) == len(prose.text) + 1
    assert list(prose.offsets) == sorted(prose.offsets)


def test_words_of_a_page_stand_where_they_are_written() -> None:
    raw = "<p>\nOne &amp; <b\nclass='x'>two</b>"
    prose = html_prose(raw)
    assert prose.place(prose.text.index("two")) == (3, 11)
    assert prose.place(prose.text.index("&")) == (2, 5)
    for page in ("<p>One", "<p>One&excl;"):
        prose = html_prose(page)
        assert prose.place(len(prose.text)) == (1, len(page) + 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("ending", [".txt", ".md", ".html"])
def test_texts_are_read_in_the_encoding_they_are_in(tmp_path: Path, encoding: str, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes("El niño está aquí.\r\nTambién «mañana» vendrá.".encode(encoding))
    prose = prose_of(path)
    assert said(prose) == "El niño está aquí. También «mañana» vendrá."
    assert prose.place(prose.text.index("También")) == (2, 1)


def test_a_picture_is_refused_as_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(Refused) as refused:
        prose_of(path)
    (one,) = refused.value.refusals
    assert one.code == "not-text"
    assert "CSV" not in one.how_to_fix


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = (
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
    "<Relationship Id='a' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument'"
    " Target='/word/document2.xml'/></Relationships>"
)


def document(path: Path, parts: dict[str, str], words: str = WORD) -> Path:
    """A Word file with one paragraph in each part."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            inner = f"<w:x xmlns:w='{words}'><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:x>"
            archive.writestr(name, text if name.endswith(".rels") else inner)
    return path


def test_a_word_document_by_other_programs(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    strict = document(path, {"word/document.xml": "One."}, STRICT)
    assert prose_of(strict).text == "One."
    parts = {"_rels/.rels": RELATIONS, "word/document2.xml": "Two.", "word/footnotes.xml": "Three."}
    assert prose_of(document(path, parts)).text == "Two.\n\nThree."


@pytest.mark.parametrize(
    "how", ["locked", "unknown packing", "broken bytes", "cut", "no document", "alphabet"]
)
def test_a_word_document_that_is_broken_or_locked_is_refused(tmp_path: Path, how: str) -> None:
    name = "xl/workbook.xml" if how == "no document" else "word/document.xml"
    path = document(tmp_path / "a.docx", {name: "One, and two, and three, and four."})
    raw = bytearray(path.read_bytes())
    local, central = raw.index(b"PK\x03\x04"), raw.index(b"PK\x01\x02")
    if how == "locked":
        raw[local + 6] = raw[central + 8] = 1
    elif how == "unknown packing":
        raw[local + 8] = raw[central + 10] = 97
    elif how == "broken bytes":
        raw[local + 60 : local + 90] = bytes(255 - byte for byte in raw[local + 60 : local + 90])
    elif how == "cut":
        del raw[central + 10 :]
    path.write_bytes(raw)
    if how == "alphabet":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("word/document.xml", '<?xml version="1.0" encoding="klingon"?><x/>')
    with pytest.raises(Refused) as refused:
        prose_of(path)
    assert [one.code for one in refused.value.refusals] == ["unreadable-docx"]


def test_a_word_document_is_read_with_its_notes_and_without_what_was_struck_out(tmp_path: Path) -> None:
    spaces = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )

    def run(text: str) -> str:
        return f"<w:r><w:t>{text}</w:t></w:r>"

    box = f"<w:txbxContent><w:p>{run('In a box.')}</w:p></w:txbxContent>"
    body = (
        f"<w:p>{run('She ')}<w:del><w:r><w:delText>never</w:delText></w:r></w:del><w:ins>{run('often')}</w:ins>"
        f"<w:moveFrom>{run(' away')}</w:moveFrom>{run(' asks')}<w:r><w:noBreakHyphen/></w:r>{run('why.')}</w:p>"
        f"<w:p>{run('Beside it.')}<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{run('A cell.')}</w:p></w:tc></w:tr></w:tbl>"
    )
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {spaces}><w:body>{body}</w:body></w:document>")
        for name in ("footnotes", "comments"):
            archive.writestr(f"word/{name}.xml", f"<w:x {spaces}><w:p>{run(f'In {name}.')}</w:p></w:x>")
    prose = prose_of(path)
    assert prose.text.split("\n\n") == [
        "She often asks-why.",
        "Beside it.",
        "In a box.",
        "A cell.",
        "In footnotes.",
        "In comments.",
    ]
    assert prose.place(prose.text.index("In comments")) == (6, 1)
