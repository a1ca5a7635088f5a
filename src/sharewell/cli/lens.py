"""`sharewell lens …`: read texts for how they frame people; `sharewell lens evaluate` measures the lens."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from sharewell.cli import lens_report
from sharewell.evidence import Caution, Refusal, Refused

if TYPE_CHECKING:
    from sharewell.cli.lens_rows import Listener
    from sharewell.cli.lens_settings import Settings
    from sharewell.language.lines import Source

DEFAULT = "read"


class Lens(TyperGroup):
    """`sharewell lens FILE…` reads files; `evaluate` and `report` are the names that are no files."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or args[0] not in self.commands:
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command meant; reading files is called by no name of its own, in help and usage either."""
        name, command, rest = super().resolve_command(ctx, args)
        return "" if name == DEFAULT else name, command, rest


class Format(StrEnum):
    """How readings are written."""

    text = "text"
    json = "json"
    jsonl = "jsonl"
    sarif = "sarif"
    github = "github"


class Kind(StrEnum):
    """What a file or standard input holds, whatever its name."""

    txt = "txt"
    md = "md"
    html = "html"
    docx = "docx"
    csv = "csv"
    tsv = "tsv"
    jsonl = "jsonl"


class FailOn(StrEnum):
    """From which findings on the command ends with status 1."""

    deficit = "deficit"
    unsure = "unsure"
    never = "never"


app = typer.Typer(
    cls=Lens,
    help="Read texts (plain, Markdown, HTML, DOCX, CSV, JSON Lines) for how they frame people.",
    options_metavar="",
    subcommand_metavar="",
)
MORE = (
    "Beside it: `sharewell lens evaluate LABELLED.jsonl` measures the lens on sentences that you labelled, and \
`sharewell lens report FILE…` gives an archive of comments in sums; each has its own --help."
)


@app.command(DEFAULT, hidden=True, no_args_is_help=True, epilog=MORE)
def read(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            help="Texts to read: plain, Markdown, HTML, DOCX, CSV, JSON Lines, or folders of documents; "
            "- for standard input (JSON Lines, or what --as says).",
        ),
    ],
    form: Annotated[Format, typer.Option("--format", help="How to write the readings.")] = Format.text,
    kind: Annotated[
        Kind | None, typer.Option("--as", help="What the files or standard input hold, whatever their names.")
    ] = None,
    pack: Annotated[list[Path] | None, typer.Option("--pack", help="A criteria pack of your own.")] = None,
    column: Annotated[
        list[str] | None, typer.Option("--column", help="Column of a CSV to read; may be given again.")
    ] = None,
    lang: Annotated[str | None, typer.Option(help="en or es; by default each sentence is asked.")] = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(help="Status 1 from these findings on (default: deficit; with jsonl: never)."),
    ] = None,
    fast: Annotated[bool, typer.Option("--fast", help="Patterns and n-grams only.")] = False,
    threads: Annotated[int, typer.Option(min=1, max=64, help="Threads of the sentence model.")] = 1,
) -> None:
    """Read files and say, sentence by sentence, how they frame people, why, and how else to begin."""
    from sharewell.cli.lens_rows import Listener, ending_of, with_folders
    from sharewell.cli.lens_settings import settings_beside
    from sharewell.cli.refuse import print_cautions
    from sharewell.language.lines import JSON_LINES

    ending = kind and f".{kind.value}"
    refusals: list[Refusal] = []
    cautions: dict[str, Caution] = {}
    tell = Listener(refusals.append, lambda caution: cautions.update({caution.what: caution}))
    files = with_folders(files, tell)
    settings = settings_beside(
        files, pack or [], column or [], lang, fail_on and fail_on.value, fast, threads, ending
    )
    streaming = form is Format.jsonl and all(ending_of(path, settings[path]) in JSON_LINES for path in files)
    asks = _stream(files, settings, tell) if streaming else _whole(files, form, settings, tell)
    print_cautions(cautions.values())
    if refusals:
        raise Refused(refusals)
    if asks:
        raise typer.Exit(1)


def _whole(files: list[Path], form: Format, settings: Mapping[Path, Settings], tell: Listener) -> bool:
    """Write what is found in all files; whether there are findings of the chosen level."""
    from sharewell.cli.lens_files import findings_in
    from sharewell.cli.lens_formats import write

    refused: set[str] = set()

    def refuse(refusal: Refusal) -> None:
        refused.add(refusal.where.file)
        tell.refuse(refusal)

    found = list(findings_in(files, settings, replace(tell, refuse=refuse)))
    spoken = refused - {finding.file for finding in found}
    write(form.value, found, sys.stdout, [path for path in files if str(path) not in spoken])
    sys.stdout.flush()
    usual = "never" if form is Format.jsonl else "deficit"
    return any(settings[Path(one.file)].stops_at(one.asks, one.unsure, usual) for one in found)


@app.command()
def evaluate(
    labelled: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="JSON Lines of labelled sentences of your own.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Write figures for machines.")] = False,
    fast: Annotated[bool, typer.Option("--fast", help="Patterns and n-grams only.")] = False,
) -> None:
    """Measure the lens on sentences that you labelled by the guide: text, lang, framing, reason, level, …"""
    from sharewell.cli.lens_rows import existing
    from sharewell.language.evaluation import evaluate as measure
    from sharewell.language.evaluation import told
    from sharewell.language.labelled import read_labelled

    rows = read_labelled([existing(path) for path in labelled])
    figures = measure(rows, fast=fast)
    sys.stdout.write(json.dumps(figures, indent=2) + "\n" if as_json else told(figures))


app.command("report")(lens_report.report)


def _stream(files: list[Path], settings: Mapping[Path, Settings], tell: Listener) -> bool:
    """Answer each line as it comes; whether there are findings of the chosen level."""
    from sharewell.cli.lens_rows import opened

    findings = 0
    for path in files:
        try:
            with opened(path) as source:
                findings += _answered(source, str(path), settings[path], tell)
        except Refused as refused:
            for refusal in refused.refusals:
                tell.refuse(refusal)
    return findings > 0


def _answered(source: Source, name: str, settings: Settings, tell: Listener) -> int:
    """Answer the lines of one source, each batch at once; how many are findings of the chosen level."""
    from sharewell.cli.lens_findings import suggestion_for
    from sharewell.language.asking import asks, is_unsure
    from sharewell.language.streaming import answer, as_line, read_lines

    findings = 0
    for batch in read_lines(
        source,
        name,
        tell.refuse,
        settings.packs,
        lang=settings.lang,
        warn=tell.warn,
        fast=settings.fast,
        threads=settings.threads,
    ):
        for given, reading in batch:
            said = answer(given, reading)
            if settings.freer:
                said["suggestion"] = suggestion_for(reading, settings.freer)
            sys.stdout.write(as_line(said) + "\n")
            findings += settings.stops_at(asks(reading), is_unsure(reading), "never")
        sys.stdout.flush()
    return findings
