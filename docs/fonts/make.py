"""How the packet's fonts were made: static TrueType files from the web fonts of npm, their subsets merged.

Typst reads neither WOFF2 nor web subsets. Needs `pip install fonttools brotli` and
`npm install @fontsource/atkinson-hyperlegible-next @fontsource/noto-sans @fontsource/noto-sans-arabic
@fontsource/noto-sans-devanagari`; run as `python docs/fonts/make.py node_modules`. The files are committed: run it
again only to change them.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

TARGET = Path(__file__).parents[2] / "src/sharewell/report/look/fonts"
# family: npm package, subsets, faces (weight, style, what the file is called)
FAMILIES = {
    "Atkinson Hyperlegible Next": (
        "atkinson-hyperlegible-next",
        ("latin", "latin-ext"),
        ((400, "normal", "Regular"), (700, "normal", "Bold"), (400, "italic", "Italic")),
    ),
    "Noto Sans": (
        "noto-sans",
        ("latin", "latin-ext", "vietnamese", "cyrillic", "cyrillic-ext", "greek", "greek-ext"),
        ((400, "normal", "Regular"), (700, "normal", "Bold")),
    ),
    "Noto Sans Arabic": (
        "noto-sans-arabic",
        ("arabic",),
        ((400, "normal", "Regular"), (700, "normal", "Bold")),
    ),
    "Noto Sans Devanagari": (
        "noto-sans-devanagari",
        ("devanagari",),
        ((400, "normal", "Regular"), (700, "normal", "Bold")),
    ),
}


def main(modules: Path) -> None:
    """Make every face of every family."""
    for family, (package, subsets, faces) in FAMILIES.items():
        folder = modules / "@fontsource" / package / "files"
        for weight, style, face in faces:
            sources = [folder / f"{package}-{subset}-{weight}-{style}.woff2" for subset in subsets]
            made = merged(sources)
            name(made, family, face)
            made.save(TARGET / f"{family.replace(' ', '')}-{face}.ttf", reorderTables=True)


def merged(sources: list[Path]) -> TTFont:
    """One font of several subsets; a letter that is in two comes from the first."""
    with tempfile.TemporaryDirectory() as folder:
        plain = []
        for number, source in enumerate(sources):
            font = TTFont(source, recalcTimestamp=False)
            font.flavor = None
            for table in ("hdmx", "VDMX", "LTSH", "DSIG", "STAT", "MATH"):
                if table in font:
                    del font[table]
            plain.append(f"{folder}/{number}.ttf")
            font.save(plain[-1])
        return Merger().merge(plain) if len(plain) > 1 else TTFont(plain[0], recalcTimestamp=False)


def name(font: TTFont, family: str, face: str) -> None:
    """Name the face as its family knows it; every subset of a web font is named alike."""
    italic, bold = face == "Italic", face == "Bold"
    for record in list(font["name"].names):
        if record.nameID in (1, 2, 3, 4, 6, 16, 17, 21, 22, 25):
            font["name"].removeNames(nameID=record.nameID)
    named = {1: family, 2: face, 4: f"{family} {face}", 6: f"{family.replace(' ', '')}-{face}"}
    for number, text in named.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 700 if bold else 400
    font["OS/2"].fsSelection = 0x20 if bold else 0x01 if italic else 0x40
    font["head"].macStyle = 1 if bold else 2 if italic else 0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
