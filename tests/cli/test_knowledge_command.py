import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from sharewell.cli.main import app
from tests.knowledge.logs import item_log

RUN = CliRunner()


@pytest.mark.parametrize("kind", ["bkt", "logistic"])
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_fit_predict_evaluate(kind: str, ending: str, tmp_path: Path):
    log = item_log(students=20, seed=2).sample(fraction=1.0, shuffle=True, seed=1)
    data, model, out = tmp_path / f"log.{ending}", tmp_path / "m.json", tmp_path / f"p.{ending}"
    log.write_parquet(data) if ending == "parquet" else log.write_csv(data)
    assert (
        RUN.invoke(app, ["knowledge", "fit", str(data), "--model", kind, "--out", str(model)]).exit_code == 0
    )
    arguments = [
        "--model-file",
        str(model),
        "--out",
        str(out),
        "--intervals",
        "--known-out",
        str(tmp_path / "k.csv"),
    ]
    assert RUN.invoke(app, ["knowledge", "predict", str(data), *arguments]).exit_code == 0
    made = pl.read_parquet(out) if ending == "parquet" else pl.read_csv(out)
    assert made.select(log.columns).equals(log)
    assert made["p_correct"].is_between(0, 1).all()
    assert (made["p_known_low"] <= made["p_known"]).all()
    assert pl.read_csv(tmp_path / "k.csv")["responses"].sum() == log.height
    figure = tmp_path / "f.svg"
    told = RUN.invoke(
        app,
        [
            "knowledge",
            "evaluate",
            str(data),
            "--model-file",
            str(model),
            "--json",
            "--figure-out",
            str(figure),
        ],
    )
    assert json.loads(told.stdout)["responses"] == log.height
    assert figure.read_text().startswith("<svg")


def test_rows_that_cannot_be_used_are_named_and_the_others_go_on(tmp_path: Path):
    data, model, out = tmp_path / "log.csv", tmp_path / "m.json", tmp_path / "p.csv"
    data.write_text("Student ID;skill_id;correct\na;k;1\n\na;k;perhaps\na;k;0\n", encoding="utf-8")
    fitted = RUN.invoke(app, ["knowledge", "fit", str(data), "--model", "bkt", "--out", str(model)])
    assert fitted.exit_code == 2
    assert "row 4" in fitted.stderr
    assert (
        RUN.invoke(
            app, ["knowledge", "predict", str(data), "--model-file", str(model), "--out", str(out)]
        ).exit_code
        == 2
    )
    made = pl.read_csv(out)
    assert made["correct"].to_list() == ["1", "perhaps", "0"]
    assert made["p_correct"].is_null().to_list() == [False, True, False]


@pytest.mark.parametrize("content", ["", "student_id,skill_id\na,k\n", "student_id,skill_id,correct\n"])
def test_what_is_no_log_is_refused_in_words(content: str, tmp_path: Path):
    (tmp_path / "log.csv").write_text(content)
    from sharewell.evidence import Refused

    told = RUN.invoke(app, ["knowledge", "fit", str(tmp_path / "log.csv"), "--out", str(tmp_path / "m.json")])
    assert isinstance(told.exception, Refused)


def test_ready_from_a_table(tmp_path: Path):
    (tmp_path / "s.csv").write_text("standard,statement,prerequisites\nA,Count,\nB,Add,A\nC,Multiply,B\n")
    (tmp_path / "r.csv").write_text("student_id,standard,shown\nx,A,1\ny,B,1\n")
    arguments = ["--standards", str(tmp_path / "s.csv"), "--out", str(tmp_path / "o.csv"), "--only", "ready"]
    more = ["--prerequisites-out", str(tmp_path / "e.csv"), "--surprises-out", str(tmp_path / "u.csv")]
    told = RUN.invoke(app, ["knowledge", "ready", str(tmp_path / "r.csv"), *arguments, *more])
    assert told.exit_code == 0
    assert pl.read_csv(tmp_path / "o.csv").rows() == [
        ("x", "B", "ready"),
        ("y", "A", "ready"),
        ("y", "C", "ready"),
    ]
    assert pl.read_csv(tmp_path / "u.csv").rows() == [("y", "B", "A")]


def test_links_and_ready_from_an_export(tmp_path: Path):
    (tmp_path / "s.csv").write_text(
        "standard,statement,subject,prerequisites\nM.1,Compare fractions with unlike denominators.,Math,\n"
        "M.2,Find the area of a triangle.,Math,M.1\n"
    )
    (tmp_path / "g.csv").write_text(
        "student_id,task,title,points,points_possible\n"
        "x,t1,Comparing fractions,9,10\nx,t2,Area of triangles: quiz,2,10\n"
    )
    out = tmp_path / "links.csv"
    asked = [
        "knowledge",
        "links",
        str(tmp_path / "g.csv"),
        "--standards",
        str(tmp_path / "s.csv"),
        "--out",
        str(out),
    ]
    told = RUN.invoke(app, asked)
    assert told.exit_code == 0, told.output
    assert pl.read_csv(out).select("task", "standard").rows() == [("t1", "M.1"), ("t2", "M.2")]
    states = tmp_path / "o.csv"
    asked = ["knowledge", "ready", str(tmp_path / "g.csv"), "--standards", str(tmp_path / "s.csv")]
    told = RUN.invoke(app, [*asked, "--links", str(out), "--out", str(states)])
    assert told.exit_code == 0, told.output
    assert pl.read_csv(states)["state"].to_list() == ["shown", "ready"]
