"""`sharewell demo`: a made-up school in the browser, one sign-in a role."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sharewell.web.demo import SignIn, Size

DEFAULT_DATA = Path.home() / ".sharewell" / "demo"


def demo(
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")] = True,
    port: Annotated[int, typer.Option(help="Port on this machine; 0 takes a free one.")] = 0,
    data: Annotated[Path, typer.Option(help="Folder that the made-up school is kept in.")] = DEFAULT_DATA,
    learners: Annotated[int, typer.Option(min=24, help="Learners of the first school.")] = 240,
    classes: Annotated[int, typer.Option(min=4, help="Classes of the first school.")] = 12,
    fresh: Annotated[bool, typer.Option("--fresh", help="Make the school anew.")] = False,
) -> None:
    """Make up a school and a second one, serve them on this machine, and print who can sign in."""
    from sharewell.web import server
    from sharewell.web.demo import Size

    who = _made(data, Size(learners=learners, classes=classes), fresh=fresh)
    host = "127.0.0.1"
    port = port or server.free_port(host)
    address = f"http://{host}:{port}/"
    server.serve(host=host, port=port, workers=1, when_ready=lambda: _welcome(address, who, data, browser))


def _made(data: Path, size: Size, *, fresh: bool) -> list[SignIn]:
    """The school of last time, or a new one; what is going on is shown while it lasts."""
    from rich.console import Console

    from sharewell.web import demo, server

    console = Console(stderr=True)
    with console.status("Getting ready") as status:

        def say(step: str) -> None:
            if console.is_terminal:
                status.update(step)
            else:
                console.print(step)

        if fresh or not demo.is_there(data, size):
            demo.clear(data)
            server.set_up(data)
            demo.build(data, size, say)
        else:
            server.set_up(data)
        return demo.sign_ins(data)


def _welcome(address: str, who: list[SignIn], data: Path, browser: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("role", no_wrap=True)
    table.add_column("sign-in name", no_wrap=True, overflow="ignore")
    table.add_column("password", no_wrap=True, overflow="ignore")
    table.add_column("who", overflow="fold")
    for person in who:
        table.add_row(person.role, person.username, person.password, f"{person.name}, {person.school}")
    console = Console(highlight=False)
    console = console if console.is_terminal else Console(highlight=False, width=120)
    console.print(f"\nSharewell is at [bold]{address}[/bold]. One sign-in for each role:\n")
    console.print(table)
    console.print(f"\nExports to bring in yourself: {data / 'exports'}", soft_wrap=True)
    console.print("Ctrl-C ends it; the same command goes on where you left off.")
    if browser:
        import webbrowser

        webbrowser.open(address)
