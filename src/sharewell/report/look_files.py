"""The look as files beside static pages: one stylesheet with its fonts inside, and the licences."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Final

from sharewell.report.environment import LOOK

_FONT_URL: Final = re.compile(r'url\("(fonts/[\w.-]+\.woff2)"\)')


def stylesheet() -> str:
    """The look in one file, fonts and all: from disk, a browser may refuse fonts that lie beside a page."""

    def inlined(found: re.Match[str]) -> str:
        data = base64.b64encode((LOOK / found.group(1)).read_bytes()).decode()
        return f'url("data:font/woff2;base64,{data}")'

    fonts = _FONT_URL.sub(inlined, (LOOK / "fonts.css").read_text(encoding="utf-8"))
    sheets = ((LOOK / name).read_text(encoding="utf-8") for name in ("pico-2.1.1.min.css", "sharewell.css"))
    return "\n".join([*(sheet.removeprefix('@charset "UTF-8";') for sheet in sheets), fonts])


def write_look(directory: Path) -> None:
    """Write `look.css` and `LICENSES.txt` into a folder, made where it is absent."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "look.css").write_bytes(stylesheet().encode())
    (directory / "LICENSES.txt").write_bytes(
        b"\n\n".join((LOOK / name).read_bytes() for name in ("pico-2.1.1.LICENSE.md", "fonts/OFL.txt"))
    )
