"""The files and columns of OneRoster CSV 1.1 and 1.2 (1EdTech OneRoster 1.2.1 CSV binding)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

COMMON: Final = ("sourcedId", "status", "dateLastModified")


@dataclass(frozen=True, slots=True)
class Layout:
    """One file: the columns of either version, those it needs, and the words that its cells may hold."""

    columns: tuple[str, ...]
    required: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    flags: tuple[str, ...] = ()


def _layout(
    columns: str,
    required: str = "",
    dates: str = "",
    flags: str = "",
    **words: tuple[str, ...],
) -> Layout:
    return Layout(
        COMMON + tuple(columns.split()),
        ("sourcedId", *required.split()),
        tuple(dates.split()),
        tuple(words.items()),
        tuple(flags.split()),
    )


SESSION_TYPES: Final = ("gradingPeriod", "semester", "schoolYear", "term")
ORG_TYPES: Final = ("department", "school", "district", "local", "state", "national")
ROLES_1_1: Final = (
    "administrator",
    "aide",
    "guardian",
    "parent",
    "proctor",
    "relative",
    "student",
    "teacher",
)
ROLES: Final = (
    "aide",
    "counselor",
    "districtAdministrator",
    "guardian",
    "parent",
    "principal",
    "proctor",
    "relative",
    "siteAdministrator",
    "student",
    "systemAdministrator",
    "teacher",
)
SCORE_STATUSES: Final = ("exempt", "fully graded", "not submitted", "partially graded", "submitted")
STATUSES: Final = ("active", "tobedeleted")

FILES: Final[dict[str, Layout]] = {
    "academicSessions": _layout(
        "title type startDate endDate parentSourcedId schoolYear",
        "title",
        "startDate endDate",
        type=SESSION_TYPES,
    ),
    "orgs": _layout("name type identifier parentSourcedId", "name", type=ORG_TYPES),
    "courses": _layout(
        "schoolYearSourcedId title courseCode grades orgSourcedId subjects subjectCodes", "title"
    ),
    "classes": _layout(
        "title grades courseSourcedId classCode classType location schoolSourcedId termSourcedIds subjects "
        "subjectCodes periods",
        "title",
        classType=("homeroom", "scheduled"),
    ),
    "users": _layout(
        "enabledUser orgSourcedIds role username userIds givenName familyName middleName identifier email "
        "sms phone agentSourcedIds grades password userMasterIdentifier preferredGivenName "
        "preferredMiddleName preferredFamilyName primaryOrgSourcedId pronouns",
        flags="enabledUser",
        role=ROLES_1_1 + ROLES,
    ),
    "roles": _layout(
        "userSourcedId roleType role beginDate endDate orgSourcedId userProfileSourcedId",
        "userSourcedId role",
        "beginDate endDate",
        roleType=("primary", "secondary"),
        role=ROLES,
    ),
    "userProfiles": _layout(
        "userSourcedId profileType vendorId applicationId description credentialType username password",
        "userSourcedId",
    ),
    "enrollments": _layout(
        "classSourcedId schoolSourcedId userSourcedId role primary beginDate endDate",
        "classSourcedId userSourcedId role",
        "beginDate endDate",
        "primary",
        role=("administrator", "proctor", "student", "teacher"),
    ),
    "demographics": _layout(
        "birthDate sex americanIndianOrAlaskaNative asian blackOrAfricanAmerican "
        "nativeHawaiianOrOtherPacificIslander white demographicRaceTwoOrMoreRaces hispanicOrLatinoEthnicity "
        "countryOfBirthCode stateOfBirthAbbreviation cityOfBirth publicSchoolResidenceStatus"
    ),
    "categories": _layout("title weight", "title"),
    "lineItems": _layout(
        "title description assignDate dueDate classSourcedId categorySourcedId academicSessionSourcedId "
        "gradingPeriodSourcedId resultValueMin resultValueMax schoolSourcedId",
        "title classSourcedId",
        "assignDate dueDate",
    ),
    "results": _layout(
        "lineItemSourcedId studentSourcedId scoreStatus score scoreDate comment textScore classSourcedId "
        "inProgress incomplete late missing",
        "lineItemSourcedId studentSourcedId",
        "scoreDate",
        "inProgress incomplete late missing",
        scoreStatus=SCORE_STATUSES,
    ),
    "scoreScales": _layout("title type orgSourcedId courseSourcedId classSourcedId scoreScaleValue"),
    "lineItemLearningObjectiveIds": _layout(
        "lineItemSourcedId source learningObjectiveId",
        "lineItemSourcedId learningObjectiveId",
        source=("case", "unknown"),
    ),
    "resultLearningObjectiveIds": _layout(
        "resultSourcedId source learningObjectiveId score textScore",
        "resultSourcedId learningObjectiveId",
        source=("case", "unknown"),
    ),
    "lineItemScoreScales": _layout("title lineItemSourcedId scoreScaleSourcedId"),
    "resultScoreScales": _layout("title resultSourcedId scoreScaleSourcedId"),
    "resources": _layout("vendorResourceId title roles importance vendorId applicationId"),
    "classResources": _layout("title classSourcedId resourceSourcedId"),
    "courseResources": _layout("title courseSourcedId resourceSourcedId"),
    "userResources": _layout("userSourcedId orgSourcedId classSourcedId resourceSourcedId"),
}
# Read into the gradebook; the other files are checked by name only, since nothing in a plan uses them.
USED: Final = (
    "academicSessions",
    "orgs",
    "courses",
    "classes",
    "users",
    "roles",
    "userProfiles",
    "enrollments",
    "categories",
    "lineItems",
    "results",
    "lineItemLearningObjectiveIds",
    "resultLearningObjectiveIds",
)
NEEDED: Final = ("users", "classes", "enrollments")
# Which ids a column points at; several ids in a cell are joined by commas.
POINTS_AT: Final[dict[str, dict[str, str]]] = {
    "academicSessions": {"parentSourcedId": "academicSessions"},
    "orgs": {"parentSourcedId": "orgs"},
    "courses": {"orgSourcedId": "orgs", "schoolYearSourcedId": "academicSessions"},
    "classes": {
        "courseSourcedId": "courses",
        "schoolSourcedId": "orgs",
        "termSourcedIds": "academicSessions",
    },
    "users": {"orgSourcedIds": "orgs", "primaryOrgSourcedId": "orgs", "agentSourcedIds": "users"},
    "roles": {"userSourcedId": "users", "orgSourcedId": "orgs"},
    "enrollments": {"schoolSourcedId": "orgs"},
    "lineItems": {
        "categorySourcedId": "categories",
        "academicSessionSourcedId": "academicSessions",
        "gradingPeriodSourcedId": "academicSessions",
    },
}
