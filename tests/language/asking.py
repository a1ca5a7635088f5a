"""The command `sharewell lens`, asked as a person would, and two sentences to ask it about."""

from __future__ import annotations

from typer.testing import CliRunner, Result

from sharewell.cli.main import app
from sharewell.evidence import Refused

LAZY = "He is a lazy boy and everyone else has finished already."
PLAIN = "Label the axes and add a title."


def run(*arguments: object, given: str | None = None) -> Result:
    return CliRunner().invoke(app, ["lens", *(str(argument) for argument in arguments)], input=given)


def refusals(result: Result) -> str:
    assert isinstance(result.exception, Refused), result.output
    return " ".join(str(refusal) for refusal in result.exception.refusals)
