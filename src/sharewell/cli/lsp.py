"""`sharewell lsp`: the lens in an editor: questions as hints, why on hover, reframings as code actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from lsprotocol import types
    from pygls.lsp.server import LanguageServer
    from pygls.workspace import TextDocument

    from sharewell.cli.lens_findings import Finding
    from sharewell.cli.lens_settings import Settings
    from sharewell.language import Pack
    from sharewell.language.lens import Kept

SOURCE = "sharewell lens"
PAGES = (".html", ".htm")
ENDINGS = {"markdown": ".md", "html": ".html"}  # of what an editor calls a document, whatever its name


def lsp(
    pack: Annotated[list[Path] | None, typer.Option("--pack", help="A criteria pack of your own.")] = None,
    fast: Annotated[bool, typer.Option("--fast", help="Patterns and n-grams only.")] = False,
) -> None:
    """Serve the lens to an editor over standard input and output (needs `pip install sharewell[lsp]`)."""
    from importlib.util import find_spec

    from sharewell.cli.lens_settings import settings_for
    from sharewell.evidence import Place, Refusal, Refused
    from sharewell.language import load_pack

    if find_spec("pygls") is None:
        what, fix = "The language server needs pygls.", "Run `pip install 'sharewell[lsp]'` once."
        raise Refused(Refusal("no-pygls", Place(), what, fix))
    for path in pack or []:
        load_pack(path)  # one that cannot be used is refused at once, before any document is

    def settings_of(folder: Path) -> Settings:
        return settings_for(folder, pack or [], [], None, None, fast, 1)

    server(settings_of).start_io()


def server(settings_of: Callable[[Path], Settings]) -> LanguageServer:
    """A language server that reads documents as they are opened and changed.

    `settings_of` gives the settings of a document's folder; they are read anew when it is opened or saved. Of what
    is not open nothing is told, and what is closed is told of no more.
    """
    from lsprotocol import types
    from pygls.lsp.server import LanguageServer

    from sharewell import __version__
    from sharewell.evidence import Refused

    lens = LanguageServer("sharewell-lens", __version__)
    held: dict[str, Settings | None] = {}  # of open documents
    found: dict[str, list[Finding]] = {}  # in open documents as they stand
    kept: dict[str, Kept] = {}  # readings of their sentences, for the next change

    def settle(uri: str) -> None:
        """Read the settings beside a document; where they are refused its writer is told, and nothing is read."""
        path = Path(lens.workspace.get_text_document(uri).path or "")
        held[uri], kept[uri] = None, {}
        try:
            held[uri] = settings_of(path.parent if path.is_absolute() else Path())
        except Refused as refused:
            what = "; ".join(str(refusal) for refusal in refused.refusals)
            lens.window_show_message(types.ShowMessageParams(types.MessageType.Warning, what))

    def publish(uri: str) -> None:
        document, settings = lens.workspace.get_text_document(uri), held.get(uri)
        found[uri] = findings(document, settings, kept[uri]) if settings else []
        ranges = Ranges(document)
        told = [diagnostic(finding, ranges) for finding in found[uri] if finding.asks]
        lens.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, told, document.version))

    @lens.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def _opened(params: types.DidOpenTextDocumentParams) -> None:  # pyright: ignore[reportUnusedFunction]
        settle(params.text_document.uri)
        publish(params.text_document.uri)

    @lens.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def _saved(params: types.DidSaveTextDocumentParams) -> None:  # pyright: ignore[reportUnusedFunction]
        if params.text_document.uri in held:
            settle(params.text_document.uri)
            publish(params.text_document.uri)

    @lens.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def _closed(params: types.DidCloseTextDocumentParams) -> None:  # pyright: ignore[reportUnusedFunction]
        uri = params.text_document.uri
        if uri in held:
            del held[uri], found[uri], kept[uri]
            lens.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    @lens.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def _changed(params: types.DidChangeTextDocumentParams) -> None:  # pyright: ignore[reportUnusedFunction]
        if params.text_document.uri in held:
            publish(params.text_document.uri)

    @lens.feature(types.TEXT_DOCUMENT_HOVER)
    def _hover(params: types.HoverParams) -> types.Hover | None:  # pyright: ignore[reportUnusedFunction]
        document = lens.workspace.get_text_document(params.text_document.uri)
        return hover(params.position, document, found.get(params.text_document.uri, []))

    @lens.feature(types.TEXT_DOCUMENT_CODE_ACTION)
    def _actions(params: types.CodeActionParams) -> list[types.CodeAction]:  # pyright: ignore[reportUnusedFunction]
        uri = params.text_document.uri
        settings = held.get(uri)
        packs = settings.packs if settings else ()
        return actions(params.range, lens.workspace.get_text_document(uri), found.get(uri, []), packs)

    return lens


def findings(document: TextDocument, settings: Settings, kept: Kept | None = None) -> list[Finding]:
    """What the lens hears in a document; sentences whose readings are `kept` are not judged anew."""
    from sharewell.cli.lens_files import findings_in_text

    name = document.path or document.uri
    return list(findings_in_text(name, document.source, settings, _ending(document), kept))


def _ending(document: TextDocument) -> str:
    """The ending by which a document is read: of the language its editor says, else of its name."""
    return ENDINGS.get(document.language_id or "", Path(document.path or document.uri).suffix.lower())


def diagnostic(finding: Finding, ranges: Ranges) -> types.Diagnostic:
    """A finding as a hint (unsure) or an information; never an error: it is a question."""
    from lsprotocol import types

    severity = types.DiagnosticSeverity.Hint if finding.unsure else types.DiagnosticSeverity.Information
    return types.Diagnostic(
        range=ranges.marked(finding),
        message=("Not sure: " if finding.unsure else "") + (finding.suggestion or finding.why),
        severity=severity,
        code=finding.code,
        source=SOURCE,
    )


def hover(position: types.Position, document: TextDocument, found: list[Finding]) -> types.Hover | None:
    """Why a sentence is asked about, and the source behind the criterion."""
    from lsprotocol import types

    ranges = Ranges(document)
    for finding in found:
        place = ranges.sentence(finding)
        if finding.asks and place.start <= position <= place.end:
            parts = [f"**{finding.label}**", finding.why, finding.source and f"*{finding.source}*"]
            parts.append(finding.suggestion or "")
            text = "\n\n".join(part for part in parts if part)
            return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text), place)
    return None


def actions(
    wanted: types.Range, document: TextDocument, found: list[Finding], packs: Sequence[Pack] = ()
) -> list[types.CodeAction]:
    """For each finding in the range: put another wording in its place, put the question beside the sentence, or
    silence it for good reason.
    """
    from lsprotocol import types

    from sharewell.language.asking import wordings

    offered: list[types.CodeAction] = []
    ranges = Ranges(document)
    places = [(finding, ranges.sentence(finding)) for finding in found if finding.asks]
    meant = [(one, place) for one, place in places if place.end >= wanted.start and wanted.end >= place.start]
    instead = wordings([finding.reading for finding, _ in meant], packs)
    for (finding, place), wording in zip(meant, instead, strict=True):
        told = [diagnostic(finding, ranges)]
        if wording and _is_plain(finding, document):
            edit = types.TextEdit(place, wording)
            offered.append(_action(f"Put this in its place: {wording}", edit, document, told))
        if finding.suggestion:
            said = f" [{finding.suggestion}]"
            said = escape(said, quote=False) if _ending(document) in PAGES else said
            edit = types.TextEdit(types.Range(place.end, place.end), said)
            offered.append(_action("Write the question beside it", edit, document, told))
        at = place.end if _is_marked_up(document) else ranges.end_of_line(finding)
        edit = types.TextEdit(types.Range(at, at), f" {_comment(document).format(reason=finding.code)}")
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


def _is_plain(finding: Finding, document: TextDocument) -> bool:
    """Whether a sentence stands in its document as it was read: a link or code in it would be lost in another."""
    lines = document.source.split("\n")[finding.line - 1 : finding.end_line]
    lines[-1] = lines[-1][: finding.end_column - 1]
    lines[0] = lines[0][finding.column - 1 :]
    return "\n".join(lines).replace("*", "").split() == finding.reading.text.replace("*", "").split()


def _is_marked_up(document: TextDocument) -> bool:
    return _ending(document) in (".md", ".markdown", *PAGES)


def _comment(document: TextDocument) -> str:
    """An ignore comment, which stands in a line: one on a line of its own would part a paragraph or a table."""
    said = "sharewell-lens: ignore {reason}"
    return f"<!-- {said} -->" if _is_marked_up(document) else f"# {said}"


class Ranges:
    """Where findings stand in a document as it is, in the units its editor counts in."""

    def __init__(self, document: TextDocument) -> None:
        self._document = document

    @cached_property
    def _lines(self) -> list[str]:
        """Split once, and only where something was found: a closed document may be no file."""
        from sharewell.language.sources import one_line_end

        # `document.lines` would end some at a form feed too.
        return one_line_end(self._document.source).split("\n")

    def marked(self, finding: Finding) -> types.Range:
        """The words a finding rests on."""
        return self._range(*finding.marked)

    def sentence(self, finding: Finding) -> types.Range:
        """The whole sentence."""
        return self._range(finding.line, finding.column, finding.end_line, finding.end_column)

    def end_of_line(self, finding: Finding) -> types.Position:
        """The end of the line on which a sentence ends."""
        line = finding.end_line
        return self._range(line, 1, line, len(self._lines[line - 1]) + 1).end

    def _range(self, line: int, column: int, end_line: int, end_column: int) -> types.Range:
        from lsprotocol import types

        start, end = types.Position(line - 1, column - 1), types.Position(end_line - 1, end_column - 1)
        return self._document.position_codec.range_to_client_units(self._lines, types.Range(start, end))
