"""Packets to hand out: a tagged PDF (PDF/UA-1) for each learner, and the same words to read aloud."""

from __future__ import annotations

import json
import os
import re
import threading
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any, Final

import typst

from sharewell.evidence import Caution
from sharewell.plan.model import LearnerPlan, Plan
from sharewell.report.environment import LOOK, TEMPLATES, environment
from sharewell.report.file_names import file_names
from sharewell.report.look_files import write_look
from sharewell.report.packet_words import packet_words

Progress = Callable[[int, int], None]
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_LACKING: Final = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED: Final = re.compile(r"""\\(?:u\{([0-9a-f]+)\}|([\\"']))""")
_DECORATION: Final = frozenset({"So", "Sk", "Cf", "Mn", "Me"})  # Unicode categories
_AHEAD: Final = 64  # packets in the making at a time, so that a large school is not held in memory


class Press:
    """Sets packets; makes its compilers when they are first needed, and keeps them for the next packet."""

    def __init__(self) -> None:
        self._own = threading.local()

    def pdf(self, learner: LearnerPlan, plan: Plan, *, large: bool = False) -> tuple[bytes, Caution | None]:
        """One learner's packet as PDF/UA-1, the same bytes for the same plan.

        Letters that our fonts lack are taken from the machine's (then the bytes are that machine's own);
        letters that those lack too are set as �, with a `Caution` that names them, and signs such as emoji are
        left out. Cost: about 15 ms.
        """
        words = json.dumps(_cleaned(packet_words(learner, plan)) | {"large": large})
        day = plan.as_of
        made_at = datetime.combine(day, time(), UTC) if day else datetime.fromtimestamp(0, UTC)
        lacking: set[str] = set()
        for system_fonts in (False, True, True, True):
            try:
                return self._compile(words, made_at, system_fonts=system_fonts), _caution(learner, lacking)
            except typst.TypstError as error:
                if not (found := _named_in(error)):
                    raise
            if system_fonts:
                lacking |= {text for text in found if not _decoration(text)}
                words = json.dumps(_without(json.loads(words), found))
        raise RuntimeError("a packet with only known letters was still not set")

    def _compile(self, words: str, made_at: datetime, *, system_fonts: bool) -> bytes:
        compiler = self._compiler(system_fonts=system_fonts)
        set_in_type = compiler.compile(
            format="pdf", sys_inputs={"packet": words}, pdf_standards=["ua-1"], timestamp=made_at
        )
        assert isinstance(set_in_type, bytes)
        return set_in_type

    def _compiler(self, *, system_fonts: bool) -> typst.Compiler:
        """A compiler of this thread's own."""
        kept: dict[bool, typst.Compiler] = self._own.__dict__.setdefault("kept", {})
        if system_fonts not in kept:
            fonts = typst.Fonts(
                include_system_fonts=system_fonts,
                include_embedded_fonts=False,
                font_paths=[str(LOOK / "fonts")],
            )
            kept[system_fonts] = typst.Compiler(str(TEMPLATES / "packet/packet.typ"), font_paths=fonts)
        return kept[system_fonts]


def write_packets(
    plan: Plan, directory: Path, *, large: bool = False, progress: Progress | None = None
) -> tuple[Caution, ...]:
    """Write `packets/<learner>.pdf` and, to read aloud, `packets/<learner>.html`, for every learner.

    Args:
        plan: whose packets to set.
        directory: where to write; made where it is absent.
        large: large print.
        progress: called with (packets set, packets in all).

    Returns:
        A caution for each learner with letters that no font here has.
    """
    folder = directory / "packets"
    write_look(directory / "look")
    folder.mkdir(parents=True, exist_ok=True)
    files = file_names(learner.student_id for learner in plan.learners)
    spoken = environment().get_template("packet/read_aloud.html")
    press, cautions = Press(), list[Caution]()

    def set_one(learner: LearnerPlan) -> Caution | None:
        pdf, caution = press.pdf(learner, plan, large=large)
        (folder / f"{files[learner.student_id]}.pdf").write_bytes(pdf)
        page = spoken.render(packet=packet_words(learner, plan, aloud=True))
        (folder / f"{files[learner.student_id]}.html").write_bytes(page.encode())
        return caution

    for done, caution in enumerate(_in_threads(set_one, plan.learners), start=1):
        cautions += [caution] if caution else []
        if progress:
            progress(done, len(plan.learners))
    return tuple(cautions)


def _in_threads(
    work: Callable[[LearnerPlan], Caution | None], learners: tuple[LearnerPlan, ...]
) -> Iterator[Caution | None]:
    """The results in order; Typst works outside the interpreter's lock, so threads share the cores."""
    rest = iter(learners)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        waiting = [pool.submit(work, learner) for learner in islice(rest, _AHEAD)]
        while waiting:
            yield waiting.pop(0).result()
            waiting += [pool.submit(work, learner) for learner in islice(rest, 1)]


def _cleaned(words: Any) -> Any:
    """The words without what cannot be seen: control and direction marks, halves of letters."""
    if isinstance(words, str):
        return _UNSEEN.sub(" ", words).encode("utf-8", "replace").decode()
    if isinstance(words, list):
        return [_cleaned(word) for word in words]
    return {key: _cleaned(value) for key, value in words.items()} if isinstance(words, dict) else words


def _named_in(error: typst.TypstError) -> set[str]:
    """The texts that a font was wanting for; Typst writes them as Rust does."""
    found = _LACKING.findall(f"{error.message}\n{error.diagnostic}")
    return {_ESCAPED.sub(lambda one: chr(int(one[1], 16)) if one[1] else one[2], text) for text in found}


def _decoration(text: str) -> bool:
    """Whether the text can be left out without loss: signs, joiners and variants of signs, no letters."""
    return all(unicodedata.category(sign) in _DECORATION for sign in text)


def _without(words: Any, lacking: set[str]) -> Any:
    """The words with � for every text of `lacking` that has a letter, and without the others."""
    if isinstance(words, str):
        wanting = "|".join(map(re.escape, sorted(lacking, key=len, reverse=True)))
        return re.sub(wanting, lambda one: "" if _decoration(one[0]) else "�", words)
    if isinstance(words, list):
        return [_without(word, lacking) for word in words]
    return (
        {key: _without(value, lacking) for key, value in words.items()} if isinstance(words, dict) else words
    )


def _caution(learner: LearnerPlan, lacking: set[str]) -> Caution | None:
    if not lacking:
        return None
    letters = " ".join(sorted(lacking))
    return Caution(
        "letters-without-a-font",
        f"The packet of {learner.student_id} shows � for {letters}: install a font that has these letters.",
    )
