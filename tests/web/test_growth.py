"""Scores come in by preview, growth follows from them, and pages say it plainly to whom it concerns."""

from __future__ import annotations

import polars as pl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from sharewell.growth import percentiles
from sharewell.growth.matrices import parse_matrices
from sharewell.web.access.models import Entry
from sharewell.web.access.scope import scope
from sharewell.web.classes.models import Learner
from sharewell.web.growth import selectors, services, words
from sharewell.web.growth.computing import growth_of_everyone
from sharewell.web.growth.models import Growth, Norm, Score, ScoreFile
from tests.web.conftest import World

HEAD = "student_id,subject,year,grade,scale_score\n"


def bring(world: World, text: str, who: str = "leader") -> ScoreFile:
    actor = world.people[who]
    coming = services.scores_start(actor=actor, scores=("scores.csv", text.encode()))
    services.scores_confirm(actor=actor, coming=coming)
    coming.refresh_from_db()
    return coming


def test_the_numbers_are_those_of_the_engine(in_school: World) -> None:
    norm = Norm.objects.get()
    scores = selectors.scores_here()
    expected = percentiles(scores, matrices=parse_matrices(norm.models_json)).table
    wanted = {(int(row["student_id"]), row["subject"]): row["sgp"] for row in expected.iter_rows(named=True)}
    kept = {(one.learner_id, one.subject): one.sgp for one in Growth.objects.exclude(sgp=None)}
    assert kept == wanted
    assert len(kept) > 30
    assert Growth.objects.filter(sgp=None, why_not="").count() == 0


def test_a_learner_s_page_says_growth_attainment_and_how_sure(in_school: World) -> None:
    one = Growth.objects.exclude(sgp=None).filter(learner=in_school.learner).first()
    assert one is not None
    score = Score.objects.get(learner=in_school.learner, subject=one.subject, year=one.year)
    for who in ("teacher", "learner_self", "family"):
        page = in_school.client(who).get(in_school.url("learner", learner_id=in_school.learner.pk))
        text = page.content.decode()
        assert f"grew more than {one.sgp} of 100 students who started in the same place." in text
        assert f"The latest score is {score.scale_score:g}, grade {one.grade}, {one.year}" in text
        assert f"between {one.low} and {one.high} of 100" in text
        assert f"students of {one.norm}" in text
        assert f'id="growth-{one.subject.lower()}"' in text


def test_without_a_score_there_is_no_card(in_school: World) -> None:
    Score.objects.filter(learner=in_school.learner).delete()
    page = in_school.client("family").get(in_school.url("learner", learner_id=in_school.learner.pk))
    assert "Growth in" not in page.content.decode()


def test_a_school_page_shows_growth_beside_attainment_by_grade(world: World) -> None:
    text = world.client("leader").get(world.url("school-page")).content.decode()
    assert text.index("<bdi>Mathematics</bdi>, 2026") < text.index("<bdi>Reading</bdi>, 2026")
    assert "Median growth percentile" in text
    assert "Median score" in text
    assert "<style" not in text  # the content security policy would not let it in
    with scope(world.school):
        names = list(Learner.objects.values_list("name", flat=True))
    assert not [name for name in names if name in text]


def test_small_grades_are_not_shown(in_school: World) -> None:
    keep = Growth.objects.filter(subject="Reading", grade="5").values_list("learner", flat=True)[:4]
    Growth.objects.filter(subject="Reading", grade="5").exclude(learner__in=list(keep)).delete()
    reading = next(one for one in selectors.school_pictures() if one.subject == "Reading")
    small = next(group for group in reading.groups if group.label == "Grade 5")
    assert (small.n, small.growth, small.attainment) == (None, None, None)


def test_a_preview_writes_nothing_and_a_yes_everything(in_school: World) -> None:
    learner = in_school.learner
    had = Score.objects.get(learner=learner, subject="Reading", year=2026)
    text = (
        f"{HEAD}{learner.student_id},Reading,2026,{had.grade},{had.scale_score + 30}\n"
        f"{learner.student_id},Art,2026,{had.grade},77\nsomeone-else,Reading,2026,6,500\n"
        f"{learner.student_id},Reading,2025,4,high\n{learner.student_id},Reading,20266,4,400\n"
    )
    leader = in_school.people["leader"]
    coming = services.scores_start(actor=leader, scores=("a/b\\Spring <1>.csv", text.encode()))
    assert coming.state == "ready"
    assert coming.preview["tests"] == [
        {"subject": "Art", "year": 2026, "new": 1, "changed": 0, "same": 0},
        {"subject": "Reading", "year": 2026, "new": 0, "changed": 1, "same": 0},
    ]
    assert coming.preview["elsewhere"] == 1
    assert [(one["file"], one["row"], one["column"]) for one in coming.refused] == [
        ("Spring _1.csv", 5, "scale_score"),
        ("Spring _1.csv", 6, "year"),
    ]
    table = in_school.client("leader").get(in_school.url("scores-refused", file_id=coming.pk))
    rows = pl.read_csv(table.content)
    assert rows.select("row", "column").rows() == [(5, "scale_score"), (6, "year")]
    assert "refused.csv" in table["Content-Disposition"]
    assert Score.objects.get(pk=had.pk).scale_score == had.scale_score
    services.scores_confirm(actor=leader, coming=coming)
    assert Score.objects.get(pk=had.pk).scale_score == had.scale_score + 30
    assert Score.objects.filter(subject="Art").count() == 1
    assert not (settings.IMPORTS / coming.folder).exists() or not coming.folder
    verbs = list(Entry.objects.order_by("-seq").values_list("verb", flat=True)[:3])
    assert verbs == ["scores written", "scores confirmed", "scores started"]
    before = Score.objects.count()
    services.scores_confirm(actor=leader, coming=coming)  # a second yes changes nothing
    assert Score.objects.count() == before


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,score\nAna,3\n", "There is no column grade"),
        (HEAD + "nobody,Reading,2026,6,500\n", "No student of this table is a learner here"),
        ("", "this is not a table"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_way_to_mend_it(in_school: World, text: str, says: str) -> None:
    coming = services.scores_start(actor=in_school.people["leader"], scores=("x.csv", text.encode()))
    assert coming.state == "refused"
    assert says in coming.refused[0]["what"]
    assert coming.refused[0]["how_to_fix"]
    assert coming.refused[0]["file"] == "x.csv"
    page = in_school.client("leader").get(in_school.url("scores", file_id=coming.pk))
    assert "nothing was changed" in page.content.decode()


def test_models_that_are_none_are_refused(in_school: World) -> None:
    text = f"{HEAD}{in_school.learner.student_id},Reading,2026,6,500\n"
    coming = services.scores_start(
        actor=in_school.people["leader"], scores=("x.csv", text.encode()), models=("m.json", b"{}"),
        compared_with="A state",
    )  # fmt: skip
    assert (coming.state, coming.refused[0]["file"]) == ("refused", "m.json")


def test_too_few_students_are_said_and_never_silent(in_school: World) -> None:
    Norm.objects.all().delete()
    bring(in_school, f"{HEAD}{in_school.learner.student_id},Art,2026,6,500\n")
    assert Growth.objects.exclude(sgp=None).count() == 0
    few = Growth.objects.filter(why_not="few")
    assert few.count() > 30
    page = in_school.client("family").get(in_school.url("learner", learner_id=in_school.learner.pk))
    assert "Too few students started from here to say" in page.content.decode()
    school = in_school.client("leader").get(in_school.url("school-page")).content.decode()
    assert "too few students started from here to say; 100 are needed" in school


def test_a_large_school_is_compared_with_itself() -> None:
    table = pl.DataFrame({"student_id": [str(i) for i in range(130)], "subject": "Reading"})
    first = table.with_columns(year=2025, grade=pl.lit("5"), scale_score=400.0 + pl.int_range(130) % 37)
    second = table.with_columns(year=2026, grade=pl.lit("6"), scale_score=410.0 + pl.int_range(130) * 7 % 41)
    scores = pl.concat([first, second]).with_columns(csem=pl.lit(None, dtype=pl.Float64))
    rows = growth_of_everyone(scores, None)
    assert len(rows) == 130
    assert {row["norm"] for row in rows} == {""}
    assert {row["compared"] for row in rows} == {130}
    assert all(1 <= row["sgp"] <= 99 and row["low"] is None for row in rows)


def test_sentences_know_one_from_many() -> None:
    one = Growth(sgp=None, why_not="few", compared=1)
    many = Growth(sgp=None, why_not="few", compared=79)
    assert "1 student here has both scores, and 100 are needed" in words.sentence("Ana", one)
    assert "79 students here have both scores" in words.sentence("Ana", many)
    assert words.sentence("Ana", Growth(sgp=62, why_not="")).startswith(
        "Ana grew more than 62 of 100 students"
    )
    assert "second year" in words.sentence("Ana", Growth(sgp=None, why_not="start", compared=0))
    assert "no model" in words.sentence("Ana", Growth(sgp=None, why_not="model", compared=0))
    last = Score(scale_score=512.0, grade="6", year=2026)
    said = words.notes("Ana", last, Growth(sgp=62, order=1, compared=1, norm=""))
    assert "Compared with 1 student of this school, by the score of the year before." in said[-1]
    assert "another day’s score" in said[1]


def test_an_upload_goes_through_its_pages(world: World) -> None:
    client = world.client("administrator")
    with scope(world.school):
        student = world.learner.student_id
    file = SimpleUploadedFile("spring.csv", f"{HEAD}{student},Art,2026,6,500\n".encode())
    answer = client.post(world.url("scores-new"), {"scores": file}, follow=True)
    assert "1 score would be" in answer.content.decode()
    with scope(world.school):
        coming = ScoreFile.objects.latest("pk")
    answer = client.post(world.url("scores-confirm", file_id=coming.pk), follow=True)
    assert "The scores are in" in answer.content.decode()
    again = client.post(world.url("scores-let-go", file_id=coming.pk), follow=True)
    assert again.status_code == 200
    with scope(world.school):
        assert ScoreFile.objects.get(pk=coming.pk).state == "done"
        assert Score.objects.filter(subject="Art").count() == 1


def test_models_need_a_name(world: World) -> None:
    files = {
        "scores": SimpleUploadedFile("s.csv", HEAD.encode()),
        "models": SimpleUploadedFile("m.json", b"{}"),
    }
    answer = world.client("leader").post(world.url("scores-new"), files)
    assert "Say whom the school is then compared with." in answer.content.decode()
