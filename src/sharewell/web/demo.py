"""A made-up school in a folder of its own, brought in through the same door as anyone's."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from sharewell import __version__
from sharewell.evidence import Place, Refusal, Refused, write_case
from sharewell.evidence.made_up import MadeUpSchool, made_up_school
from sharewell.evidence.oneroster_writer import write_oneroster
from sharewell.web.demo_scores import bring_in_scores, write_scores
from sharewell.web.demo_workshop import bring_in_workshop

Say = Callable[[str], None]
STAMP: Final = "demo.json"
SECOND: Final = {"seed": 7, "learners": 48, "classes": 4}
SECOND_NAME: Final = "Lakeside School"
WORDS: Final = (
    "amber", "apple", "bridge", "candle", "cedar", "copper", "garden", "harbor", "hazel", "island",
    "lantern", "maple", "meadow", "olive", "orchard", "paper", "pebble", "river", "saffron",
    "spring", "summit", "thistle", "walnut", "willow", "window", "winter",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Size:
    """How large the first school is; the second is always small."""

    seed: int = 2026
    learners: int = 240
    classes: int = 12


@dataclass(frozen=True, slots=True)
class SignIn:
    """One person of the demo who can sign in."""

    role: str
    name: str
    school: str
    username: str
    password: str


def is_there(data: Path, size: Size) -> bool:
    """Whether the folder holds this very demo, whole."""
    stamp = data / STAMP
    return stamp.exists() and json.loads(stamp.read_text(encoding="utf-8")) == _stamp(size, whole=True)


def clear(data: Path) -> None:
    """Make room for a new demo. A folder that holds anything but a demo is left alone.

    Raises:
        Refused: there is a database that no demo made.
    """
    if not data.exists():
        return
    if (data / "sharewell.sqlite3").exists() and not (data / STAMP).exists():
        raise Refused(
            Refusal(
                "not-a-demo",
                Place(str(data)),
                "This folder holds a school that is no demo.",
                "Name another folder with --data.",
            )
        )
    for path in [*data.glob("sharewell.sqlite3*"), data / STAMP]:
        path.unlink(missing_ok=True)
    for folder in ("exports", "imports"):
        shutil.rmtree(data / folder, ignore_errors=True)


def build(data: Path, size: Size, say: Say) -> None:
    """Make both schools, write them as a student information system would, and bring the files in.

    Call it after `server.set_up(data)`; the stamp says "whole" only when all of it has worked out.
    """
    from django.conf import settings

    settings.IMPORTS_IN_BACKGROUND = False
    stamp = data / STAMP
    stamp.write_text(json.dumps(_stamp(size, whole=False)), encoding="utf-8")
    say("Making up two schools")
    first = made_up_school(**asdict(size))
    second = replace(made_up_school(**SECOND), name=SECOND_NAME)
    for school in (first, second):
        folder = data / "exports" / school.name
        say(f"{school.name}: writing its export")
        write_exports(school, folder)
        bring_in(school, folder, say)
    say(f"{first.name}: bringing in a class from Canvas")
    bring_in_workshop(first, data / "exports" / first.name)
    _choose_for_packets(say)
    say("Writing a few conversations")
    _talk()
    stamp.write_text(json.dumps(_stamp(size, whole=True)), encoding="utf-8")


def sign_ins(data: Path) -> list[SignIn]:
    """New passwords for one person of each role, and for a teacher of the second school."""
    from sharewell.web.access.models import Membership, Role, School

    first, second = School.objects.order_by("pk")[:2]
    made: list[SignIn] = []
    for school, roles in ((first, tuple(Role)), (second, (Role.TEACHER,))):
        for role in roles:
            people = Membership.objects.filter(school=school, role=role).select_related("person")
            person = people.order_by("pk")[0].person
            password = f"{secrets.choice(WORDS)}-{secrets.choice(WORDS)}-{secrets.randbelow(900) + 100}"
            person.set_password(password)
            person.save(update_fields=["password"])
            made.append(SignIn(role.label, person.name, school.name, person.username, password))
    return made


def _stamp(size: Size, *, whole: bool) -> dict[str, int | str | bool]:
    return {"sharewell": __version__, **asdict(size), "whole": whole}


def write_exports(school: MadeUpSchool, folder: Path) -> None:
    """Write the school as a student information system would: a OneRoster zip, its standards as CASE, its scores."""
    folder.mkdir(parents=True)
    write_oneroster(school.gradebook, folder / "oneroster.zip", school=school.name, district=school.district)
    write_case(school.standards, folder / "standards.json", title=f"Standards of {school.name}")
    write_scores(school, folder)


def bring_in(school: MadeUpSchool, folder: Path, say: Say) -> None:
    """Open the school, and bring its exports in as an administrator would."""
    from django.utils.text import slugify

    from sharewell.web.access import services
    from sharewell.web.access.scope import scope
    from sharewell.web.classes.models import Import

    opened = services.school_open(name=school.name)
    clerk = services.administrator_first(
        school=opened, username=f"office@{slugify(school.name)}", name="The school office"
    )
    with scope(opened):
        for name, into in (("standards.json", Import.Into.STANDARDS), ("oneroster.zip", Import.Into.SCHOOL)):
            say(f"{school.name}: bringing in {name}, planning for everyone")
            _through_the_door(clerk.pk, folder / name, into.value)
        say(f"{school.name}: bringing in scores.csv")
        bring_in_scores(clerk.pk, school, folder)
        _let_one_learner_in(clerk.pk)


def _choose_for_packets(say: Say) -> None:
    """In the first school: what its teachers chose for packets, and what became of those handed out."""
    from sharewell.web.access.models import School
    from sharewell.web.access.scope import scope
    from sharewell.web.demo_packets import choose_for_packets

    school = School.objects.order_by("pk")[0]
    say(f"{school.name}: choosing what packets are about, and handing some out")
    with scope(school):
        choose_for_packets()


def _through_the_door(clerk: int, path: Path, into: str) -> None:
    from sharewell.web.access.models import Person
    from sharewell.web.classes import imports
    from sharewell.web.classes.models import Import

    actor = Person.objects.get(pk=clerk)
    with path.open("rb") as file:
        chunks = iter(lambda: file.read(2**20), b"")
        coming = imports.import_start(actor=actor, file_name=path.name, chunks=chunks, into=into)
    imports.import_confirm(actor=actor, coming=coming)
    if Import.objects.get(pk=coming.pk).state != Import.State.DONE.value:
        raise RuntimeError(f"{path.name} was not brought in: {coming.refused}")


def _let_one_learner_in(clerk: int) -> None:
    """A learner of the first teacher whose family is known too, so that all three can look at the same page."""
    from sharewell.web.access.models import Membership, Person, Role
    from sharewell.web.access.scope import school_in_scope
    from sharewell.web.classes import services
    from sharewell.web.classes.models import Care, Summary

    teachers = Membership.objects.filter(school_id=school_in_scope(), role=Role.TEACHER).order_by("pk")
    taught = Summary.objects.filter(klass__teachings__person__in=teachers.values("person")[:1])
    looked_after = (
        Care.objects.filter(learner__in=taught.values("learner")).order_by("pk").values("learner")[:1]
    )
    summary = Summary.objects.filter(learner__in=looked_after).select_related("learner").first()
    if summary is not None:
        services.learner_sign_in_give(actor=Person.objects.get(pk=clerk), learner=summary.learner)


def _talk() -> None:
    """Conversations in the first school, in a class of its first teacher."""
    from sharewell.web.access.models import Membership, Role, School
    from sharewell.web.access.scope import scope
    from sharewell.web.demo_feedback import write_feedback

    school = School.objects.order_by("pk")[0]
    here = Membership.objects.filter(school=school).order_by("pk").select_related("person")
    clerk, teacher = here.filter(role=Role.ADMINISTRATOR)[0].person, here.filter(role=Role.TEACHER)[0].person
    with scope(school):
        write_feedback(clerk, teacher)
