"""`sharewell lens …`: read texts for how they frame people; `sharewell lens evaluate` measures the lens."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from sharewell.cli import lens_report
from sharewell.evidence import Place, Refusal, Refused

if TYPE_CHECKING:
    from sharewell.cli.lens_files import Settings
    from sharewell.cli.lens_findings import Finding

DEFAULT = "read"


class Lens(TyperGroup):
    """`sharewell lens FILE…` reads files; `evaluate` and `report` are the names that are no files."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] != "--help":
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)


class Format(StrEnum):
    """How readings are written."""

    text = "text"
    json = "json"
    jsonl = "jsonl"
    sarif = "sarif"
    github = "github"


class FailOn(StrEnum):
    """From which findings on the command ends with status 1."""

    deficit = "deficit"
    unsure = "unsure"
    never = "never"


app = typer.Typer(
    cls=Lens,
    no_args_is_help=True,
    help="Read texts (plain, Markdown, HTML, DOCX, CSV, JSON Lines) for how they frame people.",
    options_metavar="",
    subcommand_metavar="FILE… [OPTIONS] | evaluate LABELLED | report FILE…",
)


@app.command(DEFAULT, hidden=True)
def read(
    files: Annotated[list[Path], typer.Argument(help="Files to read; - for JSON Lines on standard input.")],
    form: Annotated[Format, typer.Option("--format", help="How to write the readings.")] = Format.text,
    pack: Annotated[list[Path] | None, typer.Option("--pack", help="A criteria pack of your own.")] = None,
    column: Annotated[list[str] | None, typer.Option("--column", help="Column of a CSV to read.")] = None,
    lang: Annotated[str | None, typer.Option(help="en or es; by default each sentence is asked.")] = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(help="Status 1 from these findings on (default: deficit; with jsonl: never)."),
    ] = None,
    fast: Annotated[bool, typer.Option("--fast", help="Patterns and n-grams only.")] = False,
    threads: Annotated[int, typer.Option(min=1, max=64)] = 1,
) -> None:
    """Read files and say, sentence by sentence, how they frame people, why, and how else to begin."""
    from sharewell.cli.lens_files import settings_for

    settings = settings_for(files, pack or [], column or [], lang, fail_on and fail_on.value, fast, threads)
    if form is Format.jsonl and all(str(path) == "-" or path.suffix == ".jsonl" for path in files):
        _stream(files, settings)
        return
    from sharewell.cli.lens_files import findings_in
    from sharewell.cli.lens_formats import write

    found = list(findings_in(files, settings))
    write(form.value, found, sys.stdout, files)
    _leave(found, settings, "never" if form is Format.jsonl else "deficit")


@app.command()
def evaluate(
    labelled: Annotated[list[Path], typer.Argument(help="JSON Lines of labelled sentences of your own.")],
    as_json: Annotated[bool, typer.Option("--json", help="Write figures for machines.")] = False,
    fast: Annotated[bool, typer.Option("--fast", help="Patterns and n-grams only.")] = False,
) -> None:
    """Measure the lens on sentences that you labelled by the guide: text, lang, framing, reason, level, …"""
    from sharewell.language.evaluation import evaluate as measure
    from sharewell.language.evaluation import told
    from sharewell.language.labelled import read_labelled

    rows = read_labelled([_existing(path) for path in labelled])
    figures = measure(rows, fast=fast)
    sys.stdout.write(json.dumps(figures, indent=2) + "\n" if as_json else told(figures))


app.command("report")(lens_report.report)


def _stream(files: list[Path], settings: Settings) -> None:
    """Answer each line as it comes; refusals are told at the end, with status 2."""
    from sharewell.cli.lens_findings import suggestion_for
    from sharewell.language.streaming import answer, read_lines

    refusals: list[Refusal] = []
    findings = 0
    for path in files:
        for given, reading in read_lines(
            _lines(path),
            str(path),
            refusals.append,
            settings.packs,
            fast=settings.fast,
            threads=settings.threads,
        ):
            said = answer(given, reading)
            if settings.freer:
                said["suggestion"] = suggestion_for(reading, settings.freer)
            sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
            findings += reading.framing == "deficit" and not (reading.unsure and settings.fail_on != "unsure")
        sys.stdout.flush()
    if refusals:
        raise Refused(refusals)
    if findings and settings.fail_on not in (None, "never"):
        raise typer.Exit(1)


def _lines(path: Path) -> Iterator[str]:
    if str(path) == "-":
        yield from sys.stdin
        return
    with _existing(path).open(encoding="utf-8-sig", errors="replace") as source:
        yield from source


def _existing(path: Path) -> Path:
    if not path.is_file():
        fix = "Check the name; folders are given as files, for example with a shell pattern."
        raise Refused(Refusal("no-such-file", Place(str(path)), "There is no such file.", fix))
    return path


def _leave(found: list[Finding], settings: Settings, default: str) -> None:
    level = settings.fail_on or default
    wanted: dict[str, Any] = {"deficit": lambda one: not one.unsure, "unsure": lambda one: True}
    if level in wanted and any(wanted[level](one) for one in found if one.asks):
        raise typer.Exit(1)
