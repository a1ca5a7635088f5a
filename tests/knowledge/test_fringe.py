import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharewell.evidence.model import PREREQUISITES, STANDARDS, Standards
from sharewell.knowledge.fringe import STATES, graph_of, in_blocks, outer_fringe
from sharewell.knowledge.ready import ready_from_gradebook, ready_from_table
from sharewell.knowledge.rule import what_is_shown


def standards(count: int, edges: list[tuple[int, int]]) -> Standards:
    names = [f"S{j}" for j in range(count)]
    rows = [(name, f"Statement {name}", None, None) for name in names]
    pairs = sorted({(names[a], names[b]) for a, b in edges})
    return Standards(
        pl.DataFrame(rows, schema=STANDARDS, orient="row"),
        pl.DataFrame(pairs, schema=PREREQUISITES, orient="row"),
    )


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_states_and_surprises_are_what_sets_say(data: st.DataObject):
    n = data.draw(st.integers(1, 7))
    pairs = [(a, b) for a in range(n) for b in range(a + 1, n)]
    edges = data.draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    learners = data.draw(st.integers(0, 6))
    shown = [data.draw(st.sets(st.integers(0, n - 1))) for _ in range(learners)]
    graph = graph_of(standards(n, edges))
    cells = [(i, j) for i, some in enumerate(shown) for j in some]
    who, what = (np.array([cell[k] for cell in cells], np.int32) for k in (0, 1))
    before = {j: {a for a, b in edges if b == j} for j in range(n)}
    surprises = 0
    for first, fringe in in_blocks(graph, who, what, learners, block=4):
        for i in range(fringe.state.shape[1]):
            some = shown[first + i]
            expected = ["shown" if j in some else "ready" if before[j] <= some else "later" for j in range(n)]
            assert [STATES[s] for s in fringe.state[:, i]] == expected
        found = {(first + int(i), int(graph.before[e]), int(graph.after[e])) for i, e in fringe.surprised}
        block = range(first, first + fringe.state.shape[1])
        assert found == {(i, a, b) for i in block for a, b in edges if b in shown[i] and a not in shown[i]}
        assert int(fringe.surprises.sum()) == len(found)
        surprises += len(found)
    assert surprises == sum(b in some and a not in some for some in shown for a, b in edges)


def test_a_table_is_read_and_edges_are_weighed():
    table = pl.DataFrame(
        {
            "student_id": ["a", "a", "b", "c", "d", "", "d"],
            "standard": ["S0", "S1", "S1", "S0", "S0", "S0", "S9"],
            "shown": ["1", "yes", "1", "1", "0", "1", "1"],
        }
    )
    made = ready_from_table(table, standards(3, [(0, 1), (1, 2)]))
    assert made.learners == 4
    assert [r.where.row for r in made.refusals] == [7, 8]
    states = {(s, k): v for s, k, v in made.states.iter_rows()}
    assert states["a", "S2"] == "ready"
    assert states["c", "S1"] == "ready"
    assert states["c", "S2"] == "later"
    assert states["d", "S0"] == "ready"
    assert made.edges.filter(pl.col("after") == "S1").row(0) == ("S0", "S1", 1, 1, 0.5)
    assert made.surprises.rows() == [("b", "S1", "S0")]


def test_what_nobody_has_work_for_may_count_as_learned_before():
    table = pl.DataFrame({"student_id": ["a", "a"], "standard": ["S1", "S2"], "shown": [1, 0]})
    known = standards(3, [(0, 1), (1, 2), (0, 2)])
    strict, lenient = (ready_from_table(table, known, earlier_years_count=e) for e in (False, True))
    assert dict(strict.states.select("standard", "state").iter_rows())["S2"] == "later"
    assert dict(lenient.states.select("standard", "state").iter_rows())["S2"] == "ready"
    assert strict.surprises.height == 1
    assert lenient.surprises.height == 0


def test_a_gradebook_gets_the_states_of_the_rule():
    from sharewell.evidence.made_up import made_up_school

    school = made_up_school(learners=20, classes=4)
    made = ready_from_gradebook(school.gradebook, school.standards)
    said = what_is_shown(school.gradebook, school.standards).states.select("student_id", "standard", "state")
    assert made.states.equals(said)
    assert made.edges["surprises"].sum() == made.surprises.height


def test_nobody_and_nothing():
    none = np.zeros(0, np.int32)
    fringe = outer_fringe(graph_of(standards(2, [(0, 1)])), none, none, 3)
    assert fringe.state.tolist() == [[1, 1, 1], [2, 2, 2]]
    with pytest.raises(StopIteration):
        next(in_blocks(graph_of(standards(1, [])), none, none, 0))
