"""Freer wordings from a local model: shown only when every fact is kept and the lens asks about nothing."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sharewell.cli.main import app
from sharewell.evidence import Refused
from sharewell.web.feedback.hearing import passes
from sharewell.web.local_model import Endpoint, ask, endpoint, freer

pytestmark = pytest.mark.enable_socket
ORIGINAL = "You are lazy and got 12 of 40 on Friday; redo question 6."
SUGGESTION = "Here is where you excel: scale drawings. Redo question 6. For the record: 12 of 40 on Friday."
GOOD = "Your scale drawings are strong. You got 12 of 40 on Friday; redo question 6 with a drawing beside it."
Say = Callable[[str], tuple[int, bytes]]


def answering(content: Any) -> tuple[int, bytes]:
    return 200, json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


class Model:
    """A real HTTP server; `say` decides what it answers, `asked` holds what it was asked."""

    def __init__(self) -> None:
        self.say: Say = lambda path: answering(GOOD)
        self.asked: list[dict[str, Any]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.asked.append(
                    {"path": self.path, "key": self.headers.get("Authorization"), **json.loads(body)}
                )
                status, said = outer.say(self.path)
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "/v1/elsewhere")
                self.end_headers()
                with suppress(BrokenPipeError):
                    self.wfile.write(said)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=[0.01], daemon=True).start()

    def at(self, seconds: float = 5) -> Endpoint:
        return endpoint(f"http://127.0.0.1:{self.server.server_port}/v1", "small", key="k", seconds=seconds)


@pytest.fixture
def model() -> Iterator[Model]:
    made = Model()
    yield made
    made.server.shutdown()
    made.server.server_close()


def wording(model: Model, seconds: float = 5) -> str | None:
    return freer(model.at(seconds), ORIGINAL, SUGGESTION, lambda text: passes(text, fast=False))


def test_a_wording_that_holds_is_shown_and_the_model_hears_one_sentence(model: Model) -> None:
    assert wording(model) == GOOD
    (asked,) = model.asked
    assert (asked["path"], asked["model"], asked["key"]) == ("/v1/chat/completions", "small", "Bearer k")
    assert asked["messages"][-1]["content"] == f"{ORIGINAL}\n\n{SUGGESTION}"


@pytest.mark.parametrize(
    "said",
    [
        "Your scale drawings are strong. Redo question 6 on Friday.",  # a score is lost
        "Your scale drawings are strong. You got 12 of 40 on Friday.",  # the next step is lost
        GOOD.replace("12", "32"),
        f"{GOOD} You were 3rd of 25.",  # a fact that nobody gave
        f"{GOOD} You are so lazy.",
        "Most kids your age can do this already: you got 12 of 40 on Friday, redo question 6.",
        GOOD * 20,
        "",
        None,
        {"a": 1},
    ],
)
def test_what_loses_a_fact_adds_one_or_speaks_of_lack_is_not_shown(model: Model, said: Any) -> None:
    model.say = lambda path: answering(said)
    assert wording(model) is None


@pytest.mark.parametrize(
    "answer",
    [(500, b"trouble"), (200, b"not JSON"), (200, b"{}"), (200, b"[]"), (302, b""), (200, b"x" * 10**6)],
)
def test_a_broken_answer_is_no_answer_and_a_redirect_is_not_followed(
    model: Model, answer: tuple[int, bytes]
) -> None:
    model.say = lambda path: answer
    assert wording(model) is None
    assert len(model.asked) == 1


def test_a_slow_answer_is_not_waited_for(model: Model) -> None:
    def slowly(path: str) -> tuple[int, bytes]:
        time.sleep(3)
        return answering(GOOD)

    model.say = slowly
    began = time.monotonic()
    assert wording(model, seconds=0.3) is None
    assert time.monotonic() - began < 2.5


def test_nobody_there_is_no_answer(model: Model) -> None:
    at = model.at()
    model.server.shutdown()
    model.server.server_close()
    assert ask(at, "x") == ""


def test_brackets_that_ask_the_writer_stay(model: Model) -> None:
    suggestion = "Here is where you excel: [something you have seen go well, and when]."
    assert freer(model.at(), "You are lazy.", suggestion, lambda _: True) is None
    model.say = lambda path: answering("You excel here: [something you have seen go well, and when].")
    assert freer(model.at(), "You are lazy.", suggestion, lambda _: True) is not None


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/v1", "https://192.168.1.7/v1", "http://127.0.0.1.example.org/v1", "http://0.0.0.0/v1",
        "http://localhost@example.org/v1", "http://2130706433/v1", "ftp://127.0.0.1/v1", "127.0.0.1:8000", "",
    ],
)  # fmt: skip
def test_an_address_elsewhere_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        endpoint(url, "small")


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/v1", "http://localhost:1/v1", "http://[::1]:1/v1"])
def test_an_address_here_is_taken(url: str) -> None:
    assert endpoint(url, "small").url == url


def test_an_address_elsewhere_is_taken_when_it_is_allowed_in_as_many_words() -> None:
    assert endpoint("https://models.example.org/v1", "small", elsewhere=True).model == "small"


def test_the_command_takes_it_from_its_settings(model: Model, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("You are so lazy.", encoding="utf-8")
    better = "You excel here: [something you have seen go well, and when]."
    model.say = lambda path: answering(better)
    settings = tmp_path / ".sharewell.toml"
    command = ["lens", str(tmp_path / "note.txt"), "--format", "json"]
    assert better not in CliRunner().invoke(app, command).stdout
    settings.write_text(f'[lens.wording]\nendpoint = "{model.at().url}"\nmodel = "small"\n', encoding="utf-8")
    assert better in CliRunner().invoke(app, command).stdout
    settings.write_text(
        '[lens.wording]\nendpoint = "http://example.org/v1"\nmodel = "small"\n', encoding="utf-8"
    )
    refused = CliRunner().invoke(app, command).exception
    assert isinstance(refused, Refused)
    assert refused.refusals[0].code == "not-local"
