"""`sharewell serve` and `sharewell open-school`: the web app of a real school."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

DATA = Annotated[Path, typer.Option(help="Folder of the database, kept by you and backed up by you.")]
DEFAULT_DATA = Path.home() / ".sharewell"


def serve(
    data: DATA = DEFAULT_DATA,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer.")] = min(4, os.cpu_count() or 1),
) -> None:
    """Serve the web app on this machine (behind a proxy that speaks https; see docs/how-to/serve.md)."""
    from sharewell.web import server

    server.set_up(data)
    port = port or server.free_port(host)
    server.serve(
        host=host, port=port, workers=workers, when_ready=lambda: typer.echo(f"http://{host}:{port}/")
    )


def open_school(
    name: Annotated[str, typer.Argument(help="The school's name.")],
    administrator: Annotated[str, typer.Option(help="Name of the first administrator.")],
    sign_in: Annotated[str, typer.Option(help="Their sign-in name, such as an e-mail address.")],
    data: DATA = DEFAULT_DATA,
) -> None:
    """Open a school, and print the link with which its first administrator signs in."""
    from sharewell.web import server

    server.set_up(data)
    from sharewell.web.access import services
    from sharewell.web.access.scope import scope

    school = services.school_open(name=name)
    person = services.administrator_first(school=school, username=sign_in, name=administrator)
    with scope(school):
        link = services.sign_in_link(actor=None, person=person)
    typer.echo(
        f"{name} is open. {administrator} sets a password at this address of your server (once, three days):"
    )
    typer.echo(link)
