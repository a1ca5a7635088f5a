"""What comes in: previewed, whole or not at all, never removing, and the same when it comes twice."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from sharewell.web.access.models import School
from sharewell.web.access.scope import scope
from sharewell.web.classes import imports, plans, services
from sharewell.web.classes import selectors as classes
from sharewell.web.classes.models import Class, Import, Learner, Link, Result, Summary, Task, Teaching
from tests.web.conftest import World

HEADER = "student_id,student_name,task,category,points,points_possible,due,status,standards,minutes"


def table(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows]).encode()


ROWS = (
    "n1,Ana García,Ratios,Quiz,8,10,2026-09-03,,R1,20",
    "n1,Ana García,Percent,Quiz,,10,2026-09-10,missing,R2,20",
    "n2,Deja Brown,Ratios,Quiz,5,10,2026-09-03,,R1,20",
    "n2,Deja Brown,Percent,Quiz,9,10,2026-09-10,,R2,20",
)


def bring(
    world: World, content: bytes, name: str = "grades.csv", into: str = "new", who: str = "teacher"
) -> Import:
    klass = Class.objects.get(pk=int(into)) if into.isdigit() else None
    kind = Import.Into.CLASS.value if klass else into
    return imports.import_start(
        actor=world.people[who], file_name=name, chunks=[content], into=kind, klass=klass
    )


def confirm(world: World, coming: Import, who: str = "teacher") -> Import:
    imports.import_confirm(actor=world.people[who], coming=coming)
    return Import.objects.get(pk=coming.pk)


def counts(coming: Import) -> dict[str, tuple[int, int, int, int]]:
    return {
        name: (table["new"], table["changed"], table["unchanged"], table["absent"])
        for name, table in coming.preview.items()
    }


def new_class(world: World) -> Class:
    confirm(world, bring(world, table(*ROWS)))
    return Class.objects.get(title="grades")


def test_nothing_is_written_before_someone_says_yes(in_school: World) -> None:
    before = (Class.objects.count(), Learner.objects.count(), Result.objects.count())
    coming = bring(in_school, table(*ROWS))
    assert coming.state == Import.State.READY
    assert counts(coming)["students"] == (2, 0, 0, 0)
    assert counts(coming)["results"] == (4, 0, 0, 0)
    assert (Class.objects.count(), Learner.objects.count(), Result.objects.count()) == before


def test_yes_writes_all_of_it_and_forgets_the_file(in_school: World) -> None:
    coming = bring(in_school, table(*ROWS))
    path = settings.IMPORTS / coming.stored_as
    assert path.exists()
    assert path.parent.stat().st_mode & 0o077 == 0
    done = confirm(in_school, coming)
    assert done.state == Import.State.DONE
    assert not path.exists()
    assert not any("rows" in key for table in done.preview.values() for key in table)
    klass = Class.objects.get(title="grades")
    assert [t.person for t in Teaching.objects.filter(klass=klass)] == [in_school.people["teacher"]]
    assert Result.objects.filter(task__klass=klass).count() == 4


def test_the_same_export_twice_changes_nothing(in_school: World) -> None:
    klass = new_class(in_school)
    before = list(Result.objects.filter(task__klass=klass).order_by("pk").values())
    again = bring(in_school, table(*ROWS), into=str(klass.pk))
    assert all(new == changed == absent == 0 for new, changed, _, absent in counts(again).values())
    confirm(in_school, again)
    assert list(Result.objects.filter(task__klass=klass).order_by("pk").values()) == before


def test_a_second_yes_changes_nothing(in_school: World) -> None:
    coming = bring(in_school, table(*ROWS))
    confirm(in_school, coming)
    version = School.objects.get(pk=in_school.school.pk).version
    assert confirm(in_school, coming).state == Import.State.DONE
    assert School.objects.get(pk=in_school.school.pk).version == version


def test_changes_say_what_was_and_what_will_be(in_school: World) -> None:
    klass = new_class(in_school)
    changed = (
        ROWS[0].replace(",8,", ",10,"),
        ROWS[1].replace(",,10,", ",7,10,").replace("missing", ""),
        *ROWS[2:],
    )
    coming = bring(in_school, table(*changed), into=str(klass.pk))
    assert counts(coming)["results"] == (0, 2, 2, 0)
    said = {row["what"]: row["how"] for row in coming.preview["results"]["changed_rows"]}
    assert said == {
        "Ana García: Ratios": ["8 points → 10 points"],
        "Ana García: Percent": ["not handed in yet → 7 points"],
    }


def test_what_the_file_does_not_mention_stays(in_school: World) -> None:
    klass = new_class(in_school)
    coming = bring(in_school, table(ROWS[0]), into=str(klass.pk))
    assert counts(coming)["results"][3] == 3
    assert coming.preview["enrolments"]["absent_rows"] == ["Deja Brown in grades"]
    confirm(in_school, coming)
    assert Result.objects.filter(task__klass=klass).count() == 4
    assert classes.learners_in(klass).count() == 2


def test_a_blank_leaves_what_is_known_as_it_is(in_school: World) -> None:
    klass = new_class(in_school)
    confirm(in_school, bring(in_school, table("n1,Ana García,Ratios,,8,10,,,,"), into=str(klass.pk)))
    task = Task.objects.get(klass=klass, task="Ratios")
    assert (task.category, str(task.due), task.minutes) == ("Quiz", "2026-09-03", 20)


def test_work_marked_done_here_is_not_taken_back_by_an_older_export(in_school: World) -> None:
    klass = new_class(in_school)
    learner = Learner.objects.get(student_id="n1")
    task = Task.objects.get(klass=klass, task="Percent")
    services.work_mark_done(
        actor=in_school.people["teacher"], learner=learner, task=task, points=9, day=task.due
    )
    confirm(in_school, bring(in_school, table(*ROWS), into=str(klass.pk)))
    result = Result.objects.get(learner=learner, task=task)
    assert (result.points, result.given_here) == (9, True)
    newer = ROWS[1].replace(",,10,", ",8,10,").replace("missing", "")
    confirm(in_school, bring(in_school, table(newer), into=str(klass.pk)))
    result.refresh_from_db()
    assert (result.points, result.given_here) == (8, False)


def test_a_class_of_someone_else_is_refused_by_name(in_school: World) -> None:
    theirs = Class.objects.exclude(teachings__person=in_school.people["teacher"])[0]
    content = (HEADER + f",class\nn1,Ana,T,Quiz,8,10,,,,,{theirs.class_id}\n").encode()
    coming = bring(in_school, content, into="named")
    assert coming.state == Import.State.REFUSED
    assert [(r["code"], r["how_to_fix"][:20]) for r in coming.refused] == [
        ("not-your-class", "Ask an administrator")
    ]
    assert not Task.objects.filter(klass=theirs, task="T").exists()
    assert coming.stored_as == ""


def test_when_something_changes_meanwhile_it_is_shown_anew(in_school: World) -> None:
    klass = new_class(in_school)
    first = bring(in_school, table(ROWS[0].replace(",8,", ",9,"), *ROWS[1:]), into=str(klass.pk))
    confirm(in_school, bring(in_school, table(ROWS[0].replace(",8,", ",9,"), *ROWS[1:]), into=str(klass.pk)))
    shown_anew = confirm(in_school, first)
    assert shown_anew.state == Import.State.READY
    assert "changed meanwhile" in shown_anew.step
    assert confirm(in_school, shown_anew).state == Import.State.DONE


def test_an_import_that_does_not_work_out_writes_nothing(
    in_school: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    coming = bring(in_school, table(*ROWS))
    before = Result.objects.count()

    def full(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(imports.audit, "record", _after_first(imports.audit.record, full))
    with pytest.raises(OSError, match="no space"):
        imports.import_confirm(actor=in_school.people["teacher"], coming=coming)
    assert Result.objects.count() == before
    coming.refresh_from_db()
    assert coming.state == Import.State.READY
    assert "nothing was changed" in coming.step
    monkeypatch.undo()
    assert confirm(in_school, coming).state == Import.State.DONE


def _after_first(first: object, then: object) -> object:
    calls: list[object] = []

    def record(*args: object, **kwargs: object) -> object:
        calls.append(args)
        return (first if len(calls) == 1 else then)(*args, **kwargs)

    return record


def test_an_import_left_in_the_middle_is_read_again(in_school: World) -> None:
    coming = bring(in_school, table(*ROWS))
    Import.objects.filter(pk=coming.pk).update(state=Import.State.APPLYING)
    coming.refresh_from_db()
    imports.import_again(actor=in_school.people["teacher"], coming=coming)
    coming.refresh_from_db()
    assert coming.state == Import.State.READY


def test_letting_go_forgets_the_file_and_the_preview(in_school: World) -> None:
    coming = bring(in_school, table(*ROWS))
    path = settings.IMPORTS / coming.stored_as
    imports.import_let_go(actor=in_school.people["teacher"], coming=coming)
    coming.refresh_from_db()
    assert not path.exists()
    assert coming.preview == {}


def zipped(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return made.getvalue()


HOSTILE = {
    "nothing.csv": b"",
    "noise.csv": bytes(range(256)) * 40,
    "bomb.zip": zipped(**{"results.csv": b"0" * 60_000_000}),
    "escape.zip": zipped(**{"..__..__passwords.csv": b"a,b\n1,2\n"}),
    "cut.zip": zipped(users=b"x" * 500)[:60],
    "html.csv": b"<html><body>Sign in to continue</body></html>",
    "wide.csv": b"," * 200_000,
    "huge-cell.csv": HEADER.encode() + b"\n" + b"x" * 3_000_000,
    "nul.csv": HEADER.encode() + b"\nn1,A\0na,T,,1,10,,,,\n",
    "utf16.csv": "\n".join([HEADER, *ROWS]).encode("utf-16"),
    "not-json.json": b"{",
    "scores.csv": table("n1,Ana,T,Quiz,1e999,10,2026-99-99,,,", "n1,Ana,T,Quiz,nan,-5,,,,"),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_files_are_refused_or_read_and_never_break_the_page(in_school: World, name: str) -> None:
    before = Result.objects.count()
    for into in ("new", "named"):
        coming = bring(in_school, HOSTILE[name], name=name, into=into)
        assert coming.state in (Import.State.REFUSED, Import.State.READY)
        page = in_school.client("teacher").get(in_school.url("import", import_id=coming.pk))
        assert page.status_code == 200
        if coming.state == Import.State.REFUSED:
            assert coming.refused
            assert all(refusal["what"] and refusal["how_to_fix"] for refusal in coming.refused)
            assert coming.stored_as == ""
    assert Result.objects.count() == before


def test_names_of_files_lead_nowhere(in_school: World) -> None:
    for name in ("../../etc/passwd.csv", "..\\..\\x.csv", "a/b/../c.csv", "\0.csv", "." * 300, "=cmd().csv"):
        coming = bring(in_school, table(*ROWS), name=name)
        kept = (settings.IMPORTS / coming.stored_as).resolve()
        assert kept.parent.parent == Path(settings.IMPORTS).resolve()
        assert kept.exists()


def upload(world: World, content: bytes, name: str, into: str) -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    return world.client("teacher").post(world.url("import-new"), {"file": file, "into": into})


def test_a_teacher_uploads_looks_and_says_yes(world: World) -> None:
    bad = "n3,,Ratios,Quiz,eleven,10,2026-09-03,,R1,20"
    page = upload(world, table(*ROWS, bad), "Grade 7.csv", "new")
    client = world.client("teacher")
    seen = client.get(page["Location"]).content.decode()
    assert "Bring it in" in seen
    assert "row 6" in seen
    refused = client.get(page["Location"] + "refused.csv")
    rows = list(csv.DictReader(io.StringIO(refused.content.decode("utf-8-sig"))))
    assert [(row["row"], row["column"]) for row in rows] == [("6", "points")]
    client.post(page["Location"] + "confirm/")
    listed = client.get(world.url("classes")).content.decode()
    assert "Grade 7" in listed


def test_an_upload_cannot_name_a_class_that_is_not_ones_own(world: World) -> None:
    with scope(world.school):
        theirs = Class.objects.exclude(teachings__person=world.people["teacher"])[0]
    for into in (str(theirs.pk), "school", "standards", "999999"):
        assert upload(world, table(*ROWS), "x.csv", into).status_code == 200  # the form again, not a redirect


def test_an_upload_that_is_too_large_is_said_so(world: World, settings: object) -> None:
    settings.UPLOAD_LARGEST_BYTES = 2**20
    page = upload(world, b"x" * (2**20 + 1), "x.csv", "new")
    assert b"larger than 1 MB" in page.content


def test_writes_make_summaries_stale_and_reading_makes_them_anew(in_school: World) -> None:
    klass = new_class(in_school)
    assert [s.packet_tasks for s in Summary.objects.filter(klass=klass)] == [
        1,
        1,
    ]  # made right after the import
    learner, task = Learner.objects.get(student_id="n1"), Task.objects.get(klass=klass, task="Percent")
    services.work_mark_done(
        actor=in_school.people["teacher"], learner=learner, task=task, points=9, day=task.due
    )
    assert Summary.objects.filter(klass=klass).count() == 1
    klass.refresh_from_db()
    assert [s.packet_tasks for s in plans.summaries_fresh(klass)] == [0, 1]


def test_a_plan_made_while_the_class_changed_is_not_kept(
    in_school: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    klass, plans_over = new_class(in_school), plans.plans_over
    Summary.objects.filter(klass=klass).delete()

    def while_it_changes(*given: Any) -> plans.Planned:
        Class.objects.filter(pk=klass.pk).update(version=klass.version + 1)
        return plans_over(*given)

    monkeypatch.setattr(plans, "plans_over", while_it_changes)
    plans.summaries_fresh(klass)
    assert not Summary.objects.filter(klass=klass).exists()


def test_links_change_what_a_plan_says(in_school: World) -> None:
    klass = new_class(in_school)
    task = Task.objects.get(klass=klass, task="Percent")
    actor = in_school.people["teacher"]
    link = services.link_add(actor=actor, task=task, standard="R1")
    assert not Summary.objects.filter(klass=klass).exists()
    learner = Learner.objects.get(student_id="n1")
    held = {ready.standard: ready.held for ready in plans.plan_of(learner, [klass]).learner.ready}
    assert held["R1"] == 1
    services.link_end(actor=actor, task=task, link_id=link.pk)
    assert list(Link.objects.filter(task=task).values_list("standard", flat=True)) == ["R2"]
    assert "R1" in {known.standard for known in plans.plan_of(learner, [klass]).learner.knows}
