"""Named access rules: each URL has exactly one, and a view gets its objects from the rule and from nowhere else.

A rule is a function `(visit, **url parts) -> what the view may have`, or it raises Http404: what is not yours is not
there. `@allow(rule)` asks for sign-in, finds the school among the person's own, puts it in scope, runs the rule and
hands its result to the view. tests/matrix walks the URL resolver and proves that no URL is without a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse

from sharewell.web.access import audit, selectors
from sharewell.web.access.models import Person, Role, School
from sharewell.web.access.scope import scope

PAGES: Final = (
    (Role.TEACHER, "Today", "teacher-today"),
    (Role.TEACHER, "Classes", "classes"),
    (Role.LEARNER, "My page", "my-page"),
    (Role.FAMILY, "My children", "my-children"),
    (Role.LEADER, "School", "school-page"),
    (Role.ADMINISTRATOR, "Bring in", "import-new"),
    (Role.ADMINISTRATOR, "People", "people"),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """Who is here, in which school, as what."""

    person: Person
    school: School
    roles: frozenset[str]

    @property
    def pages(self) -> list[tuple[str, str]]:
        """The places in the bar on top, (label, address name), for the roles held."""
        return [(label, page) for role, label, page in PAGES if role in self.roles]

    def must_be(self, *roles: Role) -> None:
        """Http404 unless the person holds one of these roles here."""
        if not self.roles.intersection(roles):
            raise Http404


class Request(HttpRequest):
    """A request as a view behind a rule gets it."""

    user: Person  # pyright: ignore[reportIncompatibleVariableOverride]
    visit: Visit


Opens = Callable[..., Mapping[str, Any]]
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class AccessRule:
    """A rule with the name under which docs/explanation/access.md explains it."""

    name: str
    says: str
    opens: Opens | None
    door: str  # "open", "signed in" or "school"
    reads_record: bool


RULES: Final[dict[str, AccessRule]] = {}
RULE_OF: Final = "access_rule"  # the attribute by which a view says under which rule it stands


def _named(name: str, says: str, opens: Opens | None, door: str, reads_record: bool = False) -> AccessRule:
    if name in RULES:
        raise ValueError(f"Two access rules are named {name!r}.")
    RULES[name] = AccessRule(name, says, opens, door, reads_record)
    return RULES[name]


def rule(name: str, says: str, *, reads_record: bool = False) -> Callable[[Opens], AccessRule]:
    """Name a rule for pages inside a school. `reads_record`: reading under it is itself put on record."""
    return lambda opens: _named(name, says, opens, "school", reads_record)


anyone = _named("anyone", "Open to everybody; shows nothing of anyone.", None, "open")
signed_in = _named("signed in", "Whoever has signed in; shows their own account alone.", None, "signed in")


def allow(access: AccessRule) -> Callable[[View], View]:
    """Put a view behind a rule."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, **parts: Any) -> HttpResponse:
            if access.door == "open":
                return view(request, **parts)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if access.door == "signed in":
                return view(request, **parts)
            return _inside(request, access, view, parts)

        setattr(guarded, RULE_OF, access)
        return guarded

    return decorate


def _inside(request: Request, access: AccessRule, view: View, parts: dict[str, Any]) -> HttpResponse:
    school, roles = selectors.school_entered(person=request.user, slug=parts.pop("school"))
    request.visit = visit = Visit(request.user, school, roles)
    with scope(school):
        opened = dict(access.opens(visit, **parts)) if access.opens else {}
        if access.reads_record and request.method in ("GET", "HEAD"):
            for subject in opened.values():
                if isinstance(subject, models.Model):
                    audit.record(visit.person, "read", subject)
        return view(request, **opened)


def _any_role(*roles: Role) -> Opens:
    def opens(visit: Visit, **parts: Any) -> Mapping[str, Any]:
        visit.must_be(*roles)
        return parts

    return opens


member = rule("member", "Whoever holds any role at the school.")(_any_role(*Role))
administrator = rule("administrator", "The school's administrators.")(_any_role(Role.ADMINISTRATOR))
leader = rule("leader", "The school's leaders: sums, no learner's record.")(_any_role(Role.LEADER))
