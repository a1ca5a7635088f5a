"""Small exports for tests, written as each product writes them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import polars as pl
import pytest

from sharewell.evidence import Gradebook, Refused, read_gradebook
from sharewell.evidence.model import SCHEMAS

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data"

PLAIN = """student_id,student_name,task,category,points,points_possible,due,status,standards,minutes
S1,Ana Reyes,Quiz 1,Quiz,8,10,2026-09-01,,A.1;A.2,20
S2,Bo Lind,Quiz 1,Quiz,,10,2026-09-01,missing,A.1;A.2,20
S1,Ana Reyes,Lab,Lab,17.5,20,2026-09-08,,A.2,45
S2,Bo Lind,Lab,Lab,,20,2026-09-08,excused,A.2,45
"""

ONEROSTER = {
    "manifest.csv": "propertyName,value\r\nmanifest.version,1.0\r\noneroster.version,1.2\r\n"
    + "".join(
        f"file.{name},bulk\r\n"
        for name in ("academicSessions", "orgs", "courses", "classes", "users", "roles", "enrollments")
    )
    + "".join(f"file.{name},bulk\r\n" for name in ("categories", "lineItems", "results"))
    + "source.systemName,Test\r\nsource.systemCode,t\r\n",
    "academicSessions.csv": "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,"
    "schoolYear\r\nq1,,,Quarter 1,gradingPeriod,2026-08-31,2026-10-30,,2027\r\n",
    "orgs.csv": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\r\no1,,,Hill,school,,\r\n",
    "courses.csv": "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,"
    "subjects,subjectCodes\r\nk1,,,,Math 7,,,o1,Mathematics,\r\n",
    "classes.csv": "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
    "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods\r\nc1,,,Math 7 A,7,k1,,scheduled,,o1,q1,,,\r\n",
    "users.csv": "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,"
    "identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,"
    "preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns\r\n"
    "u1,,,true,ana,,Ana,Reyes,,,,,,u9,7,,,,,,o1,\r\n"
    "u2,,,true,bo,,Bo,Lind,,,,,,,7,,,,,,o1,\r\n"
    "u8,,,true,tom,,Tom,Ek,,,tom@x.example,,,,,,,,,,o1,\r\n"
    "u9,,,true,eva,,Eva,Reyes,,,eva@x.example,,,u1,,,,,,,o1,\r\n",
    "roles.csv": "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,"
    "userProfileSourcedId\r\nr1,,,u1,primary,student,,,o1,\r\nr2,,,u2,primary,student,,,o1,\r\n"
    "r8,,,u8,primary,teacher,,,o1,\r\nr9,,,u9,primary,guardian,,,o1,\r\n",
    "enrollments.csv": "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,"
    "primary,beginDate,endDate\r\ne1,,,c1,o1,u1,student,,,\r\ne2,,,c1,o1,u2,student,,,\r\n"
    "e8,,,c1,o1,u8,teacher,true,,\r\n",
    "categories.csv": "sourcedId,status,dateLastModified,title,weight\r\nk,,,Quiz,1\r\n",
    "lineItems.csv": "sourcedId,status,dateLastModified,title,description,assignDate,dueDate,classSourcedId,"
    "categorySourcedId,academicSessionSourcedId,resultValueMin,resultValueMax,schoolSourcedId,metadata.minutes\r\n"
    "t1,,,Quiz 1,,2026-09-01,2026-09-01,c1,k,q1,0,10,o1,25\r\nt2,,,Quiz 2,,2026-09-08,2026-09-08,c1,k,q1,0,10,o1,\r\n",
    "results.csv": "sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,"
    "scoreDate,comment,textScore,classSourcedId,inProgress,incomplete,late,missing\r\n"
    'x1,,,t1,u1,fully graded,8,2026-12-01,"Clear, well argued",,c1,,,,\r\n'
    "x2,,,t1,u2,not submitted,,2026-12-01,,,c1,,,,true\r\n"
    "x3,,,t2,u1,submitted,,2026-12-01,,,c1,,,,\r\n"
    "x4,,,t2,u2,exempt,,2026-12-01,,,c1,,,,\r\n",
}

CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Quiz 1 (101),Essay (102),Current Score,Final Score
    Points Possible,,,,,10.00,40.00,(read only),(read only)
"Reyes, Ana",1,S1,ana,7A,8.00,31.50,79.00,79.00
"Lind, Bo",2,S2,bo,7A,EX,,,
"Student, Test",3,,x,7A,,,,
"""

MOODLE = (
    '"First name","Last name","ID number",Institution,Department,"Email address","Assignment: Essay (Real)",'
    '"Assignment: Essay (Feedback)","Quiz: Fractions (Real)","Course total (Real)",'
    '"Last downloaded from this course"\n'
    "Ana,Reyes,S1,Hill,,ana@x.example,82.00,Well argued,-,82.00,1764000000\n"
    "Bo,Lind,S2,Hill,,bo@x.example,-,,64.50,64.50,1764000000\n"
)

POWERTEACHER = (
    "Teacher Name:,Tom Ek,\nClass:,Mathematics 9,\nAssignment Name:,Unit 1,\nDue Date:,2026-08-25,\n"
    "Points Possible:,20.0,\nExtra Points:,0.0,\nScore Type:,POINTS,\nStudent Num,Student Name,Score\n"
    "30017,Ana REYES,15\n30246,Bo LIND,\n"
)


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """Put a file there and say where."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def write_zip(folder: Path, files: dict[str, str | bytes], name: str = "export.zip") -> Path:
    """A zip of the files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for at, content in files.items():
            archive.writestr(at, content)
    return write(folder, name, held.getvalue())


def statuses(book: Gradebook) -> dict[tuple[str, str], tuple[str, float | None]]:
    """(student, task) to (status, points)."""
    rows = book.results.select("student_id", "task", "status", "points").iter_rows()
    return {(student, task): (status, points) for student, task, status, points in rows}


def codes(book: Gradebook) -> set[str]:
    """The codes of all refusals."""
    return {refusal.code for refusal in book.refusals}


def cautions(book: Gradebook) -> set[str]:
    """The codes of all cautions."""
    return {caution.code for caution in book.cautions}


def refused(path: Path, **options: object) -> set[str]:
    """The codes of a reading that must be refused as a whole."""
    with pytest.raises(Refused) as trouble:
        read_gradebook(path, **options)  # pyright: ignore[reportArgumentType]
    refusals = trouble.value.refusals
    assert all(refusal.what and refusal.how_to_fix for refusal in refusals)
    return {refusal.code for refusal in refusals}


def hold_invariants(book: Gradebook) -> None:
    """What every reader promises of a gradebook."""
    for name, schema in SCHEMAS.items():
        assert dict(getattr(book, name).schema) == schema, name
    for name, key in (("students", "student_id"), ("classes", "class_id"), ("tasks", "task")):
        ids = getattr(book, name)[key]
        assert ids.null_count() == 0, name
        assert ids.is_unique().all(), name
        assert ids.to_list() == sorted(ids.to_list()), name
    results = book.results
    assert results.join(book.tasks, on="task", how="anti").is_empty()
    assert results.join(book.students, on="student_id", how="anti").is_empty()
    assert results.select("student_id", "task").is_unique().all()
    scored = results["status"] == "scored"
    assert results.filter(scored)["points"].null_count() == 0
    assert results.filter(~scored)["points"].drop_nulls().is_empty()
    points = results["points"].drop_nulls()
    assert points.is_finite().all()
    assert (points >= 0).all()
    assert book.links.join(book.tasks, on="task", how="anti").is_empty()
    assert isinstance(pl.Series(book.links["evidence"]).min() or 1, int)
