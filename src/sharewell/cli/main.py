"""The command `sharewell`: gathers the command groups and turns refusals into exit status 2."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper

import typer

from sharewell import __version__
from sharewell.cli import demo, growth, knowledge, lens, lsp, plan, recovery, serve
from sharewell.cli.refuse import print_refusals
from sharewell.evidence import Place, Refusal, Refused

app = typer.Typer(
    name="sharewell",
    help="Start from what every learner can do: plans, packets and growth on the gradebook you have.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("plan")(plan.plan)
app.command("demo")(demo.demo)
app.command("serve")(serve.serve)
app.command("open-school")(serve.open_school)
app.add_typer(growth.app, name="growth")
app.add_typer(recovery.app, name="recovery")
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(lens.app, name="lens")
app.command("lsp")(lsp.lsp)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"sharewell {__version__}")
        raise typer.Exit


@app.callback()
def _house(version: bool = typer.Option(False, "--version", callback=_version, is_eager=True)) -> None:  # pyright: ignore[reportUnusedFunction]
    """Sharewell."""


def main() -> None:
    """Run the command; a person sees what happened and how to mend it, never a traceback."""
    if isinstance(sys.stdout, TextIOWrapper):
        # For machines whatever the locale; what is no letter, as in the name of an old file, is escaped as JSON does.
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except Refused as refused:
        print_refusals(refused.refusals)
        sys.exit(2)
    except OSError as trouble:
        print_refusals([_out_of_reach(trouble)])
        sys.exit(2)
    except Exception as mistake:
        if os.environ.get("SHAREWELL_TRACEBACK"):
            raise
        print_refusals([_own_mistake(mistake)])
        sys.exit(70)  # EX_SOFTWARE


def _out_of_reach(trouble: OSError) -> Refusal:
    what = f"It cannot be read or written: {trouble.strerror or trouble}."
    how = "Check that it is there, that you may use it, and that the disk has room."
    return Refusal("out-of-reach", Place(str(trouble.filename or "")), what, how)


def _own_mistake(mistake: Exception) -> Refusal:
    what = f"Sharewell made a mistake of its own ({type(mistake).__name__}); your files are as they were."
    how = "Run the same command with SHAREWELL_TRACEBACK=1 and send us what it prints."
    return Refusal("own-mistake", Place(), what, how)


if __name__ == "__main__":
    main()
