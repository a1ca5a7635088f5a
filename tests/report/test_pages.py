"""Static pages: what they say, for whom they say it, and that nothing anyone wrote is run."""

from __future__ import annotations

import dataclasses
from html.parser import HTMLParser
from pathlib import Path

from sharewell.evidence import Caution
from sharewell.report import LOOK, environment, write_pages
from sharewell.report.lead import lead
from sharewell.report.learner_view import by_week, counted_as
from sharewell.report.look_files import stylesheet
from tests.report.made_up import ALL_SHOWN, ANA, CLASS, MANY, NOBODY, NOTHING_SHOWN, NOTHING_YET, learner


class Reader(HTMLParser):
    """The text of a page, and the addresses that it leads to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.hrefs, self.ids, self.open_tags = "", [], [], []
        self.feed(page)
        self.text = " ".join(self.text.split())

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hrefs += [value for name, value in attrs if name == "href"]
        self.ids += [value for name, value in attrs if name == "id"]


def site(tmp_path: Path, plan=CLASS, **options) -> Path:
    write_pages(plan, tmp_path, **options)
    return tmp_path


def read(page: Path) -> Reader:
    return Reader(page.read_text(encoding="utf-8"))


def test_a_learner_is_met_with_a_strength(tmp_path: Path) -> None:
    page = (site(tmp_path) / "learners/ana.html").read_text(encoding="utf-8")
    assert "<mark><bdi>“Ratio tables”</bdi></mark>" in page
    text = Reader(page).text
    for said in (
        "9 of 16 standards shown",
        "What Ana knows",
        "1 of 2 pieces already there; builds on Adding and subtracting integers, shown already.",
        "4 tasks, 1 h 25 min instead of 11 tasks, 5 h 10 min",
        "Proved: no smaller packet shows as much.",
        "Week 1 55 min",
        "shows Multiplying integers; one piece is already there",
        "Why 7 more are not asked for",
        "Worksheet 3: ratio tables 30 min · not needed: what it shows is already shown",
        "Comes after “Multiplying integers”; no week is left for it.",
        "longest run",
        "As of 20 November 2026. A piece of work counts from 70 % of its points",
    ):
        assert said in text, said
    assert (
        text.index("What Ana knows")
        < text.index("Ready next")
        < text.index("Going well")
        < text.index("Recovery packet")
    )


def test_every_empty_state_says_what_to_do(tmp_path: Path) -> None:
    folder = site(tmp_path)
    assert "No scored work yet" in read(folder / "learners/deja.html").text
    nothing_shown = read(folder / "learners/an.html").text
    assert "Nothing is counted as shown yet" in nothing_shown
    assert "Start with one that is ready." in nothing_shown
    assert "all that is open, since each shows something" in nothing_shown
    assert "though not proved smallest" in nothing_shown
    assert "Nothing to make up. What is open is already shown" in read(folder / "learners/layla.html").text
    nobody = site(tmp_path / "nobody", NOBODY)
    newcomers = site(tmp_path / "new", dataclasses.replace(CLASS, learners=(NOTHING_YET,)))
    assert (
        "1 learner. What they show appears here as soon as work has its points."
        in read(newcomers / "index.html").text
    )
    assert "No learner was found in empty.csv." in read(nobody / "index.html").text


def test_work_without_links_stands_for_itself(tmp_path: Path) -> None:
    alone = dataclasses.replace(
        ANA, knows=(dataclasses.replace(ANA.knows[0], standard="task:1"),), ready=(), later=()
    )
    assert counted_as(alone) == "task"
    assert counted_as(ANA) == "standard"
    text = read(site(tmp_path, dataclasses.replace(CLASS, learners=(alone,))) / "learners/ana.html").text
    assert "1 of 1 task shown. No work is linked to standards yet, so each task stands for itself." in text
    assert "Every task of this term is shown." in text


def test_everyone_stands_in_order_of_name_with_their_strength(tmp_path: Path) -> None:
    page = read(site(tmp_path) / "index.html")
    names = ["Ana García", "Deja Washington", "Nguyễn Văn An", "ليلى حسن", "王小明"]
    assert [page.text.index(name) for name in names] == sorted(page.text.index(name) for name in names)
    assert "5 learners have 45 standards shown; the packets ask for" in page.text
    assert "9 of 16 shown packet 1 h 25 min" in page.text
    assert "1 row of the export could not be used: refused.csv says which" in page.text
    assert "2 tasks are not linked to a standard yet" in page.text


def test_every_link_leads_somewhere(tmp_path: Path) -> None:
    folder = site(tmp_path, dataclasses.replace(CLASS, refused=()))
    for page in folder.rglob("*.html"):
        found = read(page)
        assert len(set(found.ids)) == len(found.ids), page
        for href in found.hrefs:
            if href.startswith("#"):
                assert href[1:] in found.ids
            else:
                assert (page.parent / href).exists(), (page, href)


def test_a_large_school_gets_an_overview_a_class(tmp_path: Path) -> None:
    classes = ("7 B", "7 b", "8/A")
    many = [learner(f"s{i:03}", f"Learner {i:03}", classes=(classes[i % 3],)) for i in range(402)]
    many.append(learner("none", "Zoë", classes=()))
    folder = site(tmp_path, dataclasses.replace(CLASS, learners=tuple(many), refused=()))
    index = read(folder / "index.html")
    assert "Learner 000" not in index.text
    assert "8/A 134 learners" in index.text
    pages = sorted((folder / "classes").iterdir())
    assert len(pages) == 4
    texts = [read(page).text for page in pages]
    assert sum(text.count("nothing scored yet") for text in texts) == 403
    assert sum("Learner 001" in text for text in texts) == 1
    for page in pages:
        assert all((page.parent / href).exists() for href in read(page).hrefs if not href.startswith("#"))


def test_what_people_wrote_is_never_run(tmp_path: Path) -> None:
    evil = '"><script>alert(1)</script>{{ 7*7 }}'
    bad = learner(
        evil,
        evil,
        classes=(evil,),
        start_with=f"{evil} has shown “{evil}”.",
        knows=(dataclasses.replace(ANA.knows[0], standard=evil, statement=evil),),
        ready=(dataclasses.replace(ANA.ready[0], standard=evil, statement=evil, because=(evil,)),),
        later=(dataclasses.replace(ANA.later[0], standard=evil, statement=evil, waits_for=(evil,)),),
        wins=(dataclasses.replace(ANA.wins[0], what=evil, kind=evil),),
        packet=dataclasses.replace(
            ANA.packet,
            tasks=(dataclasses.replace(ANA.packet.tasks[0], task=evil, title=evil, attains=(evil,)),),
        ),
    )
    plan = dataclasses.replace(
        CLASS, source=evil, learners=(bad,), statements={evil: evil}, cautions=(Caution("c", evil),)
    )
    folder = site(tmp_path, plan)
    pages = list(folder.rglob("*.html"))
    assert len(pages) == 2
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text
        assert "{{ 7*7 }}" in Reader(text).text


def test_same_plan_same_bytes(tmp_path: Path) -> None:
    one, two = site(tmp_path / "1", packets=True), site(tmp_path / "2", packets=True)
    pages = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert pages == sorted(path.relative_to(two) for path in two.rglob("*") if path.is_file())
    assert all((one / page).read_bytes() == (two / page).read_bytes() for page in pages)


def test_progress_ends_at_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    site(tmp_path, progress=lambda done, total: told.append((done, total)))
    assert told == [(5, 5)]


def test_lead_marks_the_strength_or_nothing() -> None:
    assert lead(ANA).strength == "“Ratio tables”"
    assert lead(MANY).strength == "S.3"
    assert lead(NOTHING_SHOWN).strength == "“Number line from our street”"
    assert lead(NOTHING_YET).strength == ""
    for one in (ANA, MANY, NOTHING_SHOWN, NOTHING_YET, ALL_SHOWN):
        said = lead(one)
        assert said.before + said.strength + said.after == one.start_with


def test_tasks_stand_in_their_weeks() -> None:
    assert [(week, [task.task for task in tasks]) for week, tasks in by_week(ANA.packet)] == [
        (1, ["t1", "t2"]),
        (2, ["t3", "t4"]),
    ]
    assert [week for week, _ in by_week(NOTHING_SHOWN.packet)] == [None]


def test_a_web_framework_can_name_the_environment() -> None:
    from jinja2 import DictLoader

    theirs = environment(loader=DictLoader({"x.html": "{% extends 'base.html' %}", "y": "{{ '<b>' }}"}))
    assert theirs.get_template("y").render() == "&lt;b&gt;"
    assert theirs.get_template("learner/_packet.html").module.packet(ANA, CLASS.statements)
    caller = (
        "{% from 'learner/_packet.html' import packet %}"
        "{% call(task) packet(l, s) %}[do {{ task.task }}]{% endcall %}"
    )
    page = theirs.from_string(caller).render(l=ANA, s=CLASS.statements)
    assert page.count("[do t") == 4


def test_the_look_needs_no_network() -> None:
    sheet = stylesheet()
    assert "http" not in sheet.replace("http://www.w3.org/2000/svg", "").replace("https://picocss.com", "")
    assert sheet.count("data:font/woff2;base64,") == 4
    assert {path.name for path in LOOK.iterdir()} >= {
        "pico-2.1.1.min.css",
        "pico-2.1.1.LICENSE.md",
        "sharewell.css",
    }
