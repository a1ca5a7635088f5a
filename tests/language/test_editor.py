"""The language server, tried by a real client over standard input and output."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

# Its client runs an event loop of its own, which cannot start beside the browser of the fast suite.
pytestmark = pytest.mark.slow

SRC = Path(__file__).parents[2] / "src"
URI = "file:///note.md"
LAZY = "He is a lazy boy."
TEXT = "Label the axes.\n\nHe is a lazy boy 🙂 and everyone else has finished already.\n"


@pytest_lsp.fixture(
    config=ClientServerConfig(
        server_command=[sys.executable, "-m", "sharewell.cli.main", "lsp"],
        server_env={**os.environ, "PYTHONPATH": str(SRC)},
    )
)
async def client(lsp_client: LanguageClient) -> AsyncGenerator[None]:
    await lsp_client.initialize_session(
        types.InitializeParams(capabilities=client_capabilities("visual-studio-code"), root_uri=None)
    )
    yield
    await lsp_client.shutdown_session()


async def opened(
    client: LanguageClient, text: str, uri: str = URI, language: str = "markdown"
) -> list[types.Diagnostic]:
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language, 1, text))
    )
    await asyncio.wait_for(client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS), 60)
    return list(client.diagnostics[uri])


async def offered(client: LanguageClient, told: types.Diagnostic, uri: str = URI) -> list[types.CodeAction]:
    document = types.TextDocumentIdentifier(uri)
    answer = await client.text_document_code_action_async(
        types.CodeActionParams(document, told.range, types.CodeActionContext([told]))
    )
    return [action for action in answer or [] if isinstance(action, types.CodeAction)]


@pytest.mark.asyncio
async def test_an_editor_sees_hears_why_and_is_offered_another_way(client: LanguageClient) -> None:
    (told,) = await opened(client, TEXT)
    assert told.range.start.line == 2
    assert told.severity in (types.DiagnosticSeverity.Information, types.DiagnosticSeverity.Hint)
    assert "?" in told.message
    place = types.TextDocumentPositionParams(types.TextDocumentIdentifier(URI), told.range.start)
    hover = await client.text_document_hover_async(types.HoverParams(place.text_document, place.position))
    assert hover is not None
    assert isinstance(hover.contents, types.MarkupContent)
    assert hover.range is not None
    assert hover.range.end.character == len(TEXT.splitlines()[2].encode("utf-16-le")) // 2
    titles = [action.title for action in await offered(client, told)]
    assert "Leave it as it is (ignore comment)" in titles
    assert "Write the question beside it" in titles


@pytest.mark.asyncio
async def test_what_is_mended_is_not_told_again(client: LanguageClient) -> None:
    assert await opened(client, TEXT)
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(2, URI),
            [types.TextDocumentContentChangeWholeDocument("Label the axes.\n")],
        )
    )
    await asyncio.wait_for(client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS), 60)
    assert list(client.diagnostics[URI]) == []


@pytest.mark.asyncio
async def test_a_reframing_takes_the_place_of_the_sentence_and_is_not_asked_about(
    client: LanguageClient,
) -> None:
    (told,) = await opened(client, TEXT)
    instead = (await offered(client, told))[0]
    assert instead.title.startswith("Put this in its place: ")
    assert instead.edit is not None
    assert instead.edit.changes is not None
    (edit,) = instead.edit.changes[URI]
    assert isinstance(edit, types.TextEdit)
    assert (edit.range.start.line, edit.range.start.character) == (2, 0)
    assert edit.range.end.character == len(TEXT.splitlines()[2].encode("utf-16-le")) // 2
    assert edit.new_text != TEXT.splitlines()[2]
    assert await opened(client, f"Label the axes.\n\n{edit.new_text}\n", "file:///mended.md") == []


@pytest.mark.asyncio
async def test_a_sentence_with_a_link_keeps_it(client: LanguageClient) -> None:
    (told,) = await opened(client, "He is a [lazy](a.md) boy and everyone else has finished already.\n")
    titles = [action.title for action in await offered(client, told)]
    assert titles == ["Write the question beside it", "Leave it as it is (ignore comment)"]


@pytest.mark.asyncio
async def test_the_settings_beside_a_document_count(client: LanguageClient, tmp_path: Path) -> None:
    settings, uri = tmp_path / ".sharewell.toml", (tmp_path / "note.md").as_uri()
    (told,) = await opened(client, TEXT, uri)
    settings.write_text(f'[lens]\nignore = ["{told.code}"]\n', encoding="utf-8")
    assert await opened(client, TEXT, uri) == []
    settings.write_text("[lens\n", encoding="utf-8")
    assert await opened(client, TEXT, uri) == []
    assert "toml" in client.messages[-1].message
    settings.unlink()
    assert len(await opened(client, TEXT, uri)) == 1


@pytest.mark.asyncio
async def test_a_document_without_a_name_is_read_as_its_editor_says(client: LanguageClient) -> None:
    text = f"---\r\ntitle: lazy\r\n---\r\n\r\n`{LAZY}`\r\n\r\n\f😀 {LAZY}\r\n"
    (told,) = await opened(client, text, "untitled:Untitled-1")
    assert (told.range.start.line, told.range.end.line) == (6, 6)
    assert told.range.start.character >= len("\f😀 ".encode("utf-16-le")) // 2
    ignore = (await offered(client, told, "untitled:Untitled-1"))[-1]
    assert ignore.edit
    assert ignore.edit.changes
    assert ignore.edit.changes["untitled:Untitled-1"][0].new_text == " <!-- sharewell-lens: ignore trt -->"
    assert len(await opened(client, text, "untitled:Untitled-2", "plaintext")) == 3


@pytest.mark.asyncio
async def test_of_what_is_closed_nothing_is_told(client: LanguageClient) -> None:
    assert await opened(client, TEXT)
    document = types.TextDocumentIdentifier(URI)
    client.text_document_did_close(types.DidCloseTextDocumentParams(document))
    await asyncio.wait_for(client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS), 60)
    assert not client.diagnostics[URI]
    place = types.HoverParams(document, types.Position(2, 3))
    assert await client.text_document_hover_async(place) is None


def applied(text: str, edit: types.TextEdit) -> str:
    """The text as an editor holds it after an edit; positions count UTF-16 units."""
    lines = text.split("\n")

    def offset(place: types.Position) -> int:
        head = lines[place.line].encode("utf-16-le")[: 2 * place.character].decode("utf-16-le")
        return sum(len(line) + 1 for line in lines[: place.line]) + len(head)

    return text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("markdown", f"| Name | Remark |\n|---|---|\n| 😀 Eva | {LAZY} |\n| Bo | 12 |\n"),
        ("markdown", f"> He came on time. {LAZY}\n> The bus was late.\n"),
        ("html", f"<p\n class='a'>😀 {LAZY}</p>"),
        ("html", f"<p>{LAZY}"),
        (
            "plaintext",
            f"The bus was late, and so was the whole of the class that came with\nit. 😀 {LAZY} Redo it.\n",
        ),
    ],
    ids=["table", "quotation", "tag on two lines", "open tag", "plain"],
)
async def test_an_ignore_comment_silences_and_changes_nothing_else(
    client: LanguageClient, language: str, text: str
) -> None:
    (told,) = await opened(client, text, language=language)
    ignore = (await offered(client, told))[-1]
    assert ignore.edit
    assert ignore.edit.changes
    (edit,) = ignore.edit.changes[URI]
    assert isinstance(edit, types.TextEdit)
    after = applied(text, edit)
    assert after.count("\n") == text.count("\n")
    assert after.replace(edit.new_text, "") == text
    assert await opened(client, after, "file:///silenced", language) == []


@pytest.mark.asyncio
async def test_a_question_beside_words_of_a_page_is_written_as_the_page_is(client: LanguageClient) -> None:
    (told,) = await opened(client, f"<p>{LAZY[:-1]} and scored &lt; 5 &amp; 7.</p>", language="html")
    beside = next(
        action for action in await offered(client, told) if action.title.startswith("Write the question")
    )
    assert beside.edit
    assert beside.edit.changes
    (edit,) = beside.edit.changes[URI]
    assert isinstance(edit, types.TextEdit)
    assert "<" not in edit.new_text
    assert "&amp;" in edit.new_text or "&" not in edit.new_text
