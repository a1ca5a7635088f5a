"""File names, plan.json and tables: what machines read."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from datetime import date
from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from sharewell.report import plan_json, write_plan_json, write_table
from sharewell.report.file_names import file_names
from sharewell.report.tables import formula_safe
from tests.report.made_up import CLASS, NOBODY

ids = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        ["a", "A", "../../etc/passwd", "con", "CON", "nul", "", ".", "..", "a/b", "a\\b", "a b", "é", "é"]
    ),
)


@given(st.lists(ids, max_size=30))
def test_every_learner_has_a_safe_file_of_their_own(some: list[str]) -> None:
    names = file_names(some)
    assert set(names) == set(some)
    folded = [name.casefold() for name in names.values()]
    assert len(set(folded)) == len(folded)
    for name in names.values():
        assert name.isascii()
        assert set(name) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
        assert 0 < len(name) <= 60
        assert name.casefold() not in {"con", "prn", "aux", "nul", "com1", "lpt1"}


def test_an_id_cannot_take_the_file_of_another() -> None:
    strange = file_names(["../x"])["../x"]
    names = file_names(["../x", strange])
    assert names["../x"] != names[strange]
    assert file_names(["S001", "s-2"]) == {"S001": "S001", "s-2": "s-2"}


def test_plan_json_has_the_agreed_keys(tmp_path: Path) -> None:
    read = json.loads(plan_json(CLASS))
    assert list(read) == ["source", "as_of", "rule", "learners", "unlinked_tasks", "refused"]
    assert read["rule"] == {"threshold": 0.7, "needed": 2}
    ana = read["learners"][0]
    assert list(ana) == ["student_id", "name", "knows", "ready", "later", "wins", "start_with", "packet"]
    assert ana["knows"][0] == {
        "standard": "6.G.A.1",
        "statement": "Area of polygons",
        "evidence": [
            {"task": "tiles-of-the-town-hall", "points": 18, "possible": 20, "date": "2026-10-20"},
            {"task": "plan-of-my-room", "points": 16, "possible": 20, "date": "2026-10-29"},
        ],
    }
    assert ana["ready"][1] == {"standard": "7.RP.A.2", "because": ["6.RP.A.2", "6.RP.A.3", "7.RP.A.1"]}
    assert ana["later"] == ["7.G.A.1", "7.NS.A.3", "7.RP.A.3", "7.EE.A.2"]
    assert list(ana["wins"][0]) == ["kind", "what", "evidence"]
    packet = ana["packet"]
    assert list(packet) == ["tasks", "minutes", "make_up_everything", "attains", "left", "proved_smallest"]
    assert packet["tasks"][0] == {
        "task": "t1",
        "title": "Percent survey of your street",
        "minutes": 35,
        "attains": ["7.RP.A.2", "7.RP.A.3"],
        "week": 1,
    }
    assert packet["make_up_everything"] == {"tasks": 11, "minutes": 310}
    assert packet["left"][0]["standard"] == "7.NS.A.3"
    assert packet["proved_smallest"] is True
    assert read["refused"][0]["row"] == 14
    write_plan_json(CLASS, tmp_path / "plan.json")
    assert (tmp_path / "plan.json").read_bytes() == plan_json(CLASS)


def test_plan_json_of_nobody_is_valid() -> None:
    assert json.loads(plan_json(NOBODY))["learners"] == []
    assert json.loads(plan_json(NOBODY))["as_of"] is None


def test_plan_json_keeps_every_letter() -> None:
    strange = dataclasses.replace(CLASS.learners[0], name="“\u2028</script>\x07é王")
    read = json.loads(plan_json(dataclasses.replace(CLASS, learners=(strange,))))
    assert read["learners"][0]["name"] == "“\u2028</script>\x07é王"


def test_formulas_become_text_and_numbers_stay() -> None:
    table = pl.DataFrame(
        {
            "=name": [
                '=HYPERLINK("x")',
                "+1 555",
                "-5",
                "+3.5",
                "@SUM(A1)",
                "  =1",
                "＝1",
                "\t=1",
                "Ana",
                None,
            ],
            "n": [-1.5, 2, 3, 4, 5, 6, 7, 8, 9, None],
            "day": [date(2026, 9, 1)] * 10,
        }
    )
    safe = formula_safe(table)
    assert safe.columns == ["'=name", "n", "day"]
    assert safe.to_series(0).to_list() == [
        "'=HYPERLINK(\"x\")", "'+1 555", "-5", "+3.5", "'@SUM(A1)", "'  =1", "'＝1", "'\t=1", "Ana", None,
    ]  # fmt: skip
    out = io.BytesIO()
    write_table(table, out, for_spreadsheets=True)
    assert out.getvalue().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"))))
    assert rows[1] == ['\'=HYPERLINK("x")', "-1.5", "2026-09-01"]
    assert rows[-1] == ["", "", "2026-09-01"]


@given(st.lists(st.text(), max_size=20))
def test_no_cell_of_text_can_start_a_formula(cells: list[str]) -> None:
    for cell in formula_safe(pl.DataFrame({"x": pl.Series(cells, dtype=pl.String)}))["x"]:
        bare = cell.lstrip()
        if bare and bare[0] in "=+-@＝＋－＠":
            float(bare.replace(",", "."))
