"""Standards: CASE, plain tables, the CCSSM layout; cycles; links and codes in titles."""

# ruff: noqa: E501 (rows of exports stay on one line)
from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharewell.evidence import (
    Refused,
    Standards,
    convert_ccssm,
    read_gradebook,
    read_links,
    read_standards,
    write_case,
)
from sharewell.evidence.cycles import on_a_cycle
from tests.evidence.books import PLAIN, SHARED, cautions, codes, write

_TABLE = """standard,statement,subject,grade,prerequisites
A,Count,Mathematics,1,
B,Add,Mathematics,1,A
C,Add more,Mathematics,2,A;B
"""


def test_the_plain_table(tmp_path: Path) -> None:
    table = read_standards(write(tmp_path, "s.csv", _TABLE))
    assert table.standards.rows() == [
        ("A", "Count", "Mathematics", "1"),
        ("B", "Add", "Mathematics", "1"),
        ("C", "Add more", "Mathematics", "2"),
    ]
    assert table.prerequisites.rows() == [("A", "B"), ("A", "C"), ("B", "C")]
    assert (table.refusals, table.cautions) == ((), ())


def test_cycles_are_refused_edge_by_edge_and_the_rest_is_kept(tmp_path: Path) -> None:
    text = "standard,prerequisites\nA,C\nB,A\nC,B;Z\nD,A;D\nE,D\nE,D\nB,\n"
    table = read_standards(write(tmp_path, "s.csv", text))
    assert table.prerequisites.rows() == [("A", "D"), ("D", "E")]
    assert table.standards["statement"].to_list() == ["A", "B", "C", "D", "E"]
    named = {(r.code, r.where.row): r.what for r in table.refusals}
    assert set(named) == {("cycle", 2), ("cycle", 3), ("cycle", 4), ("cycle", 5), ("unknown-standard", 4)}
    assert "C → A → B → C" in named["cycle", 2]
    assert "D → D" in named["cycle", 5]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_what_is_left_after_cycles_can_be_put_in_order(pairs: list[tuple[int, int]]) -> None:
    edges = pl.DataFrame(
        [(str(a), str(b)) for a, b in dict.fromkeys(pairs)],
        schema={"before": pl.String, "after": pl.String},
        orient="row",
    )
    cycles = on_a_cycle(edges)
    kept = {edge for edge, cycle in zip(edges.rows(), cycles, strict=True) if cycle is None}
    # Kahn's order exists for what is kept, and every refused edge closes a way back that the edges had.
    left = set(kept)
    nodes = {node for edge in edges.rows() for node in edge}
    while free := {node for node in nodes if all(after != node for _, after in left)}:
        nodes -= free
        left = {edge for edge in left if edge[0] in nodes}
    assert not left
    for (tail, head), cycle in zip(edges.rows(), cycles, strict=True):
        if cycle is not None:
            way = cycle.split(" → ")
            assert way[:2] == [tail, head]
            assert way[-1] == tail
            assert all(step in set(edges.rows()) for step in pairwise(way))


def _package(version: str) -> dict[str, Any]:
    items = [
        {"humanCodingScheme": "M", "fullStatement": "Mathematics"},
        {"humanCodingScheme": "M.1", "fullStatement": "Count", "educationLevel": ["01", "02"]},
        {"humanCodingScheme": "M.2", "fullStatement": "Add"},
        {"fullStatement": "No code"},
        {"humanCodingScheme": "M.2x", "fullStatement": "Twice"},
        {"humanCodingScheme": "M.2x", "fullStatement": "The same code"},
    ]
    guid = [f"00000000-0000-0000-0000-00000000000{i}" for i in range(9)]
    key = "identifier" if version == "1.1" else "sourcedId"
    for name, item in zip(guid, items, strict=False):
        item[key] = name

    def link(kind: str, origin: str, destination: str) -> dict[str, Any]:
        node = {"1.1": lambda i: {"title": "t", "identifier": i, "uri": f"https://x.example/{i}"},
                "1.0": lambda i: f"https://x.example/uri/{i}"}[version]  # fmt: skip
        return {
            "associationType": kind,
            "originNodeURI": node(origin),
            "destinationNodeURI": node(destination),
        }

    links = [
        link("precedes", guid[1], guid[2]),
        link("precedes", guid[2], "ffffffff-0000-0000-0000-000000000000"),
        link("isChildOf", guid[1], guid[0]),
        link("isPartOf", guid[2], guid[0]),
        link("exactMatchOf", guid[1], guid[2]),
        link("ext:buildsTowards", guid[1], guid[2]),
    ]
    document = {"title": "Numbers", "subject": ["Mathematics"]}
    if version == "1.1":
        return {"CFDocument": document, "CFItems": items, "CFAssociations": links}
    return {"document": document, "items": items, "associations": links}


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_case_packages(tmp_path: Path, version: str) -> None:
    table = read_standards(write(tmp_path, "case.json", json.dumps(_package(version))))
    shown = dict(table.standards.select("standard", "grade").iter_rows())
    assert shown["M.1"] == "01,02"
    assert {"M", "M.1", "M.2", "00000000-0000-0000-0000-000000000003"} <= set(shown)
    assert len(shown) == 6  # the two that share a code go by their identifiers
    assert set(table.standards["subject"]) == {"Mathematics"}
    assert table.prerequisites.rows() == [("M.1", "M.2")]
    assert table.hierarchy.rows() == [("M", "M.1"), ("M", "M.2")]
    assert table.identifiers.height == 6
    assert {c.code for c in table.cautions} == {"repeated-code", "stray-reference"}
    write_case(table, tmp_path / "again.json")
    again = read_standards(tmp_path / "again.json")
    assert again.prerequisites.equals(table.prerequisites)
    assert again.hierarchy.equals(table.hierarchy)
    assert again.standards.equals(table.standards)


@pytest.mark.parametrize(
    "text", ["[]", "{}", "{", '{"CFItems": 3}', "[1, 2]", '{"CFItems": [null, 3, {}]}', "null", "[" * 5000]
)
def test_json_that_is_no_package_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Refused) as trouble:
        read_standards(write(tmp_path, "case.json", text))
    assert all(refusal.how_to_fix for refusal in trouble.value.refusals)


@pytest.mark.skipif(not SHARED.exists(), reason="the sample standards are not here")
def test_the_ccssm_files(tmp_path: Path) -> None:
    for name in ("ccssm-k8.json", "ccssm-hs.json", "ccssm-dependencies.json"):
        write(tmp_path, name, (SHARED / "standards" / name).read_bytes())
    table = convert_ccssm(tmp_path)
    assert table.standards.height == 317 + 154
    assert table.prerequisites.height == 729  # dependencies only; the 144 conceptual connections are none
    assert table.refusals == ()
    assert ("HSA.REI.A.1", "HSA.REI.B.3") in set(table.prerequisites.rows())
    assert ("K.CC.B.4", "K.CC.B.4.a") in set(table.hierarchy.rows())
    assert read_standards(tmp_path / "ccssm-k8.json").standards.height == 317


_LINKS = "task,standard,evidence,minutes\nQuiz 1,A,2,25\nLab,B,,\nNowhere,A,1,\nLab,C,zero,\n,A,1,\nLab,Z,1,-5\nLab,Q,1,\n"


def test_a_links_table_goes_before_everything_else(tmp_path: Path) -> None:
    table = read_standards(write(tmp_path, "s.csv", _TABLE))
    links = write(tmp_path, "links.csv", _LINKS)
    book = read_gradebook(write(tmp_path, "g.csv", PLAIN), standards=table, links=links)
    assert book.links.rows() == [("Lab", "B", 1), ("Lab", "Q", 1), ("Quiz 1", "A", 2)]
    assert book.tasks.select("task", "minutes").rows() == [("Lab", 45.0), ("Quiz 1", 25.0)]
    assert {(r.code, r.where.file, r.where.row) for r in book.refusals} == {
        ("unknown-task", "links.csv", 4), ("impossible-evidence", "links.csv", 5),
        ("half-a-link", "links.csv", 6), ("impossible-minutes", "links.csv", 7),
    }  # fmt: skip
    assert "unknown-standard" in cautions(book)  # Q is kept as its own target
    assert read_links(links).height == 4


def test_a_title_that_several_classes_use_is_linked_in_all_of_them(tmp_path: Path) -> None:
    text = "student_id,task,class,points,points_possible\nS1,Quiz,Math,5,10\nS1,Quiz,Art,6,10\n"
    links = write(tmp_path, "l.csv", "Task;Standard\nQuiz;A\n")
    book = read_gradebook(write(tmp_path, "g.csv", text), links=links)
    assert book.links["task"].to_list() == ["Art: Quiz", "Math: Quiz"]


def _titled(tmp_path: Path, title: str, table: Standards | None) -> list[str]:
    text = f'student_id,task,points,points_possible\nS1,"{title}",5,10\n'
    return read_gradebook(write(tmp_path, "g.csv", text), standards=table).links["standard"].to_list()


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Quiz 7.RP.A.1 and 7.RP.A.2", ["7.RP.A.1", "7.RP.A.2"]),
        ("Quiz (7.RP.A.2b)", ["7.RP.A.2b"]),
        ("Unit [CCSS.MATH.CONTENT.6.NS.C.5]: check", ["6.NS.C.5"]),
        ("HSA-REI.B.3 review", ["HSA-REI.B.3"]),
        ("RL.7.1/W.8.2a journal", ["RL.7.1", "W.8.2a"]),
        ("Lab MS-PS1-2", ["MS-PS1-2"]),
        ("Chapter 7.1, p. 12 (2.5 points)", []),
        ("17.RP.A.1x", []),
        ("Week 1-2", []),
    ],
)
def test_codes_of_known_shapes_in_titles(tmp_path: Path, title: str, found: list[str]) -> None:
    assert _titled(tmp_path, title, None) == found


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Quiz 7.RP.A.1", ["7.RP.A.1"]),
        ("Quiz 7.RP.A.10", ["7.RP.A.10"]),
        ("Quiz 7.RP.A.100", []),
        ("Quiz 17.RP.A.1", []),
        ("7.rp.a.2B: ratios", ["7.RP.A.2.b"]),
        ("HSA-REI.B.3 & HSA.REI.B.3", ["HSA.REI.B.3"]),
        ("Unit 4 – Ecosystems (LS 2)", ["LS 2"]),
        ("Alphabet A-Z", []),
        ("7.RP.A.1, 7.RP.A.10.", ["7.RP.A.1", "7.RP.A.10"]),
    ],
)
def test_codes_of_the_given_standards_in_titles(tmp_path: Path, title: str, found: list[str]) -> None:
    text = "standard,statement\n7.RP.A.1,a\n7.RP.A.10,b\n7.RP.A.2.b,c\nHSA.REI.B.3,d\nLS 2,e\nA,f\n"
    table = read_standards(write(tmp_path, "s.csv", text))
    assert _titled(tmp_path, title, table) == found


def test_a_task_without_a_link_stays_unlinked(tmp_path: Path) -> None:
    text = "student_id,task,points,points_possible\nS1,Reading log,5,10\n"
    book = read_gradebook(write(tmp_path, "g.csv", text))
    assert book.links.is_empty()
    assert codes(book) == set()
