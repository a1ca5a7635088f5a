"""`sharewell lsp`: the lens in an editor: questions as hints, why on hover, reframings as code actions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from lsprotocol import types
    from pygls.lsp.server import LanguageServer
    from pygls.workspace import TextDocument

    from sharewell.cli.lens_findings import Finding
    from sharewell.cli.lens_settings import Settings

SOURCE = "sharewell lens"


def lsp(
    pack: Annotated[list[Path] | None, typer.Option("--pack", help="A criteria pack of your own.")] = None,
    fast: Annotated[bool, typer.Option("--fast", help="Patterns and n-grams only.")] = False,
) -> None:
    """Serve the lens to an editor over standard input and output (needs `pip install sharewell[lsp]`)."""
    from sharewell.cli.lens_settings import settings_for

    server(settings_for([], pack or [], [], None, None, fast, 1)).start_io()


def server(settings: Settings) -> LanguageServer:
    """A language server that reads documents as they are opened and changed."""
    from lsprotocol import types
    from pygls.lsp.server import LanguageServer

    from sharewell import __version__

    lens = LanguageServer("sharewell-lens", __version__)

    def publish(uri: str) -> None:
        document = lens.workspace.get_text_document(uri)
        told = [diagnostic(finding, document) for finding in findings(document, settings) if finding.asks]
        lens.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, told, document.version))

    @lens.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def _opened(params: types.DidOpenTextDocumentParams) -> None:  # pyright: ignore[reportUnusedFunction]
        publish(params.text_document.uri)

    @lens.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def _changed(params: types.DidChangeTextDocumentParams) -> None:  # pyright: ignore[reportUnusedFunction]
        publish(params.text_document.uri)

    @lens.feature(types.TEXT_DOCUMENT_HOVER)
    def _hover(params: types.HoverParams) -> types.Hover | None:  # pyright: ignore[reportUnusedFunction]
        document = lens.workspace.get_text_document(params.text_document.uri)
        return hover(params.position, document, findings(document, settings))

    @lens.feature(types.TEXT_DOCUMENT_CODE_ACTION)
    def _actions(params: types.CodeActionParams) -> list[types.CodeAction]:  # pyright: ignore[reportUnusedFunction]
        document = lens.workspace.get_text_document(params.text_document.uri)
        return actions(params.range, document, findings(document, settings))

    return lens


def findings(document: TextDocument, settings: Settings) -> list[Finding]:
    """What the lens hears in a document, read by the ending of its name."""
    from sharewell.cli.lens_files import findings_in_text

    return list(findings_in_text(document.path or document.uri, document.source, settings))


def diagnostic(finding: Finding, document: TextDocument) -> types.Diagnostic:
    """A finding as a hint (unsure) or an information; never an error: it is a question."""
    from lsprotocol import types

    severity = types.DiagnosticSeverity.Hint if finding.unsure else types.DiagnosticSeverity.Information
    return types.Diagnostic(
        range=marked_range(finding, document),
        message=finding.suggestion or finding.why,
        severity=severity,
        code=finding.reading.reason,
        source=SOURCE,
    )


def hover(position: types.Position, document: TextDocument, found: list[Finding]) -> types.Hover | None:
    """Why a sentence is asked about, and the source behind the criterion."""
    from lsprotocol import types

    for finding in found:
        place = sentence_range(finding, document)
        if finding.asks and place.start <= position <= place.end:
            parts = [f"**{finding.title}**", finding.why, finding.source and f"*{finding.source}*"]
            parts.append(finding.suggestion or "")
            text = "\n\n".join(part for part in parts if part)
            return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text), place)
    return None


def actions(wanted: types.Range, document: TextDocument, found: list[Finding]) -> list[types.CodeAction]:
    """For each finding in the range: put the question beside the sentence, or silence it for good reason."""
    from lsprotocol import types

    offered: list[types.CodeAction] = []
    for finding in found:
        place = sentence_range(finding, document)
        if not finding.asks or place.end < wanted.start or wanted.end < place.start:
            continue
        told = [diagnostic(finding, document)]
        if finding.suggestion:
            edit = types.TextEdit(types.Range(place.end, place.end), f" [{finding.suggestion}]")
            offered.append(_action("Write the question beside it", edit, document, told))
        silence = f"{_comment(document)}\n"
        start = types.Position(place.start.line, 0)
        edit = types.TextEdit(types.Range(start, start), silence.format(reason=finding.reading.reason))
        offered.append(_action("Leave it as it is (ignore comment)", edit, document, told))
    return offered


def _action(
    title: str, edit: types.TextEdit, document: TextDocument, told: list[types.Diagnostic]
) -> types.CodeAction:
    from lsprotocol import types

    return types.CodeAction(
        title=title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=told,
        edit=types.WorkspaceEdit(changes={document.uri: [edit]}),
    )


def _comment(document: TextDocument) -> str:
    marked_up = document.uri.lower().endswith((".md", ".markdown", ".html", ".htm"))
    return "<!-- sharewell-lens: ignore {reason} -->" if marked_up else "# sharewell-lens: ignore {reason}"


def marked_range(finding: Finding, document: TextDocument) -> types.Range:
    """The words a finding rests on, in the units the editor counts in."""
    line, column, end_line, end_column = finding.marked
    return _range(document, line, column, end_line, end_column)


def sentence_range(finding: Finding, document: TextDocument) -> types.Range:
    """The whole sentence."""
    return _range(document, finding.line, finding.column, finding.end_line, finding.end_column)


def _range(document: TextDocument, line: int, column: int, end_line: int, end_column: int) -> types.Range:
    from lsprotocol import types

    start, end = types.Position(line - 1, column - 1), types.Position(end_line - 1, end_column - 1)
    return document.position_codec.range_to_client_units(document.lines, types.Range(start, end))
