"""Packets on paper: accessible, the same bytes, and nothing anyone wrote is read as markup."""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sharewell.plan.model import LearnerPlan, NotNeeded, StillToShow
from sharewell.report import Press, write_packets
from tests.report.made_up import ANA, CLASS, MANY, NOTHING_SHOWN, NOTHING_YET, learner

needs_poppler = pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="no pdftotext: apt-get install poppler-utils"
)


@pytest.fixture(scope="module")
def press() -> Press:
    return Press()


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_a_packet_is_tagged_titled_and_claims_pdf_ua(press: Press) -> None:
    pdf, caution = press.pdf(ANA, CLASS)
    assert caution is None
    assert pdf.startswith(b"%PDF-1.7")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/MarkInfo" in pdf
    assert b"/StructTreeRoot" in pdf
    assert b"/Lang" in pdf
    assert b"Recovery packet for Ana Garc" in pdf


@needs_poppler
def test_a_packet_says_why_each_task_is_in_or_not(press: Press) -> None:
    text = text_of(press.pdf(ANA, CLASS)[0])
    for said in (
        "4 tasks, 1 h 25 min",
        "instead of 11 tasks, 5 h 10 min",
        "Proved: no smaller packet shows as much.",
        "Week 1: 55 min",
        "Percent survey of your street 35 min",
        "Shows “Multiplying integers”; one piece is already there.",
        "You have already shown",
        "Ratio tables 4",
        "Comes after “Multiplying integers”; no week is left for it.",
        "Not needed: what it shows is already shown.",
        "Worksheet 4: unit rates (30 min)",
        "1/1",
    ):
        assert said in text.replace("\u00a0", " "), said


@needs_poppler
def test_nothing_anyone_wrote_is_markup(press: Press) -> None:
    evil = '#panic("run") $x^2$ *bold* \\ "quoted" `raw` <label> @ref // comment'
    task = dataclasses.replace(ANA.packet.tasks[0], title=evil)
    bad = dataclasses.replace(ANA, name=evil, packet=dataclasses.replace(ANA.packet, tasks=(task,)))
    text = text_of(press.pdf(bad, CLASS)[0])
    assert text.count('#panic("run") $x^2$ *bold*') >= 2


def test_letters_of_the_world_are_set(press: Press) -> None:
    for name in (
        "Nguyễn Thị Mỹ",
        "ليلى حسن",
        "Олена Шевченко",
        "Ελένη",
        "अंजलि",
        "Łukasz Żółć",
        "Siân Ó Brádaigh",
    ):
        pdf, caution = press.pdf(learner("x", name), CLASS)
        assert caution is None, name
        assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


def test_what_no_font_has_is_said_not_hidden(press: Press) -> None:
    pdf, caution = press.pdf(learner("x", "Ana \U00018cff"), CLASS)
    assert pdf.startswith(b"%PDF")
    assert caution is not None
    assert caution.code == "letters-without-a-font"
    assert press.pdf(learner("x", "Ana \U0001f389"), CLASS)[1] is None
    press.pdf(learner("x", "\ud800 half \x00\x1b\u202e"), CLASS)


def test_same_plan_same_bytes(press: Press) -> None:
    assert press.pdf(ANA, CLASS)[0] == Press().pdf(ANA, CLASS)[0]
    undated = dataclasses.replace(CLASS, as_of=None)
    assert press.pdf(NOTHING_YET, undated)[0] == Press().pdf(NOTHING_YET, undated)[0]


@needs_poppler
def test_large_print_is_large(press: Press) -> None:
    def height(*, large: bool) -> float:
        pdf = press.pdf(NOTHING_SHOWN, CLASS, large=large)[0]
        boxes = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
        top, bottom = re.findall(r'yMin="([\d.]+)" .*yMax="([\d.]+)">strongest<', boxes.stdout.decode())[0]
        return float(bottom) - float(top)

    assert height(large=True) > 1.5 * height(large=False) > 10


def test_every_learner_gets_a_packet_to_print_and_one_to_hear(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    small = dataclasses.replace(CLASS, learners=(ANA, NOTHING_SHOWN, NOTHING_YET))
    assert write_packets(small, tmp_path, progress=lambda *step: told.append(step)) == ()
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert sorted(path.name for path in (tmp_path / "packets").iterdir()) == [
        "an.html", "an.pdf", "ana.html", "ana.pdf", "deja.html", "deja.pdf",
    ]  # fmt: skip
    spoken = (tmp_path / "packets/ana.html").read_text(encoding="utf-8")
    assert "4 tasks, 1 hour 25 minutes, instead of 11 tasks, 5 hours 10 minutes" in spoken
    assert "Percent survey of your street. It takes 35 minutes. Shows “Proportional relationships”" in spoken
    assert "measured in like or different units" in spoken
    assert (tmp_path / "look/look.css").exists()


def test_a_learner_who_has_shown_much_gets_a_packet_of_a_few_pages(press: Press) -> None:
    pdf, _ = press.pdf(MANY, CLASS)
    assert pdf.count(b"/Type /Page\n") <= 3


def under_terms() -> LearnerPlan:
    """Ana, with a packet under a teacher's terms and within her own time."""
    first, second, *rest = ANA.packet.tasks
    talk = dataclasses.replace(
        first, title="Ten minutes at the window", kind="conversation", offered=True, sign_off=("7.RP.A.2",)
    )
    later = dataclasses.replace(second, week=None, week_from=2, kind="written")
    shown = NotNeeded("n9", "Worksheet 9", 30, "not needed: already shown in “Juice mix project”")
    packet = dataclasses.replace(
        ANA.packet,
        tasks=(later, talk, *rest),
        to_sign=(StillToShow("7.NS.A.1", "Adding integers", "the work is there: the teacher signs it off"),),
        not_needed=(*ANA.packet.not_needed, shown),
        essential=True,
        minutes_per_week=45,
        handed_out=True,
    )
    return dataclasses.replace(ANA, packet=packet)


SAID_UNDER_TERMS = (
    "It is about what the teacher chose as essential.",
    "No week asks for more than 45 min, all classes together: the time that was said.",
    "It was handed out: new evidence only makes it shorter.",
    "Conversation, instead of missed work, the teacher signs it off.",
    "Written, from week 2 on.",
    "For the teacher to sign off",
    "The work is there: the teacher signs it off.",
    "Not needed: already shown in “Juice mix project”.",
)


@needs_poppler
def test_a_packet_says_under_which_terms_it_was_made(press: Press) -> None:
    text = text_of(press.pdf(under_terms(), CLASS)[0]).replace("\u00a0", " ")
    for said in SAID_UNDER_TERMS:
        assert said in text, said


def test_read_aloud_says_the_same_terms(tmp_path: Path) -> None:
    write_packets(dataclasses.replace(CLASS, learners=(under_terms(),)), tmp_path)
    spoken = (tmp_path / "packets/ana.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    for said in SAID_UNDER_TERMS:
        assert said.replace("45 min", "45 minutes") in spoken, said
