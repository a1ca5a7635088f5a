"""What is written about schools and people: one transaction each, on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from django.conf import settings
from django.contrib.auth import authenticate, login
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.http import HttpRequest
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.text import slugify

from sharewell.web.access import audit, throttle
from sharewell.web.access.models import Membership, Person, Role, School
from sharewell.web.access.scope import school_in_scope, scope


class MustWait(Exception):
    """Too many tries for now."""


@transaction.atomic
def school_open(*, name: str) -> School:
    """Open a school; its address is made from its name."""
    plain = slugify(name) or "school"
    taken = set(School.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    numbered = (f"{plain}-{n}" for n in count(2))
    slug = plain if plain not in taken else next(slug for slug in numbered if slug not in taken)
    return School.objects.create(name=name, slug=slug)


def administrator_first(*, school: School, username: str, name: str) -> Person:
    """The first administrator of a school; they come in by a sign-in link and invite the others."""
    with transaction.atomic(), scope(school):
        return person_add(actor=None, username=username, name=name, role=Role.ADMINISTRATOR)


@transaction.atomic
def person_add(
    *, actor: Person | None, username: str, name: str, role: str, external_id: str = "", email: str = ""
) -> Person:
    """Add someone to the school in scope; they cannot sign in until they have used a sign-in link."""
    person = Person.objects.create_person(username=username, name=name, email=email)
    membership_add(actor=actor, person=person, role=role, external_id=external_id)
    return person


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Someone whom an export names."""

    name: str
    email: str
    role: str
    external_id: str


@transaction.atomic
def people_add(*, actor: Person, people: Sequence[NewPerson]) -> list[Person]:
    """Add many at once. Who has an address that nobody signs in by does so; the others by the school's own id."""
    school = School.objects.get(pk=school_in_scope())
    emails = [each.email for each in people if each.email]
    taken = set(Person.objects.filter(username__in=emails).values_list("username", flat=True)) | {""}
    made, roles = list[Person](), list[Membership]()
    for each in people:
        username = f"{each.external_id}@{school.slug}" if each.email in taken else each.email
        taken.add(each.email)
        made.append(Person(username=username, name=each.name, email=each.email))
        made[-1].set_unusable_password()
    Person.objects.bulk_create(made)
    for person, each in zip(made, people, strict=True):
        roles.append(Membership(school=school, person=person, role=each.role, external_id=each.external_id))
    Membership.objects.bulk_create(roles)
    audit.record_each(actor, "role given", [(held.person, {"role": held.role}) for held in roles])
    return made


@transaction.atomic
def membership_add(*, actor: Person | None, person: Person, role: str, external_id: str = "") -> Membership:
    """Give a person a role at the school in scope; a role they hold already stays as it is."""
    membership, made = Membership.objects.get_or_create(
        school_id=school_in_scope(), person=person, role=role, defaults={"external_id": external_id}
    )
    if made:
        audit.record(actor, "role given", person, role=role)
    return membership


class LastAdministrator(Exception):
    """A school keeps at least one administrator."""


@transaction.atomic
def membership_end(*, actor: Person, membership: Membership) -> None:
    """Take a role back. It holds from the next page on: each request asks for the roles anew."""
    here = Membership.objects.filter(school_id=school_in_scope())
    is_administrator = membership.role == Role.ADMINISTRATOR.value
    if is_administrator and here.filter(role=Role.ADMINISTRATOR).count() == 1:
        raise LastAdministrator
    here.get(pk=membership.pk).delete()
    audit.record(actor, "role ended", membership.person, role=membership.role)


@transaction.atomic
def sign_in_link(*, actor: Person | None, person: Person) -> str:
    """The path of a link with which a person sets a password: it opens once, for three days."""
    audit.record(actor, "sign-in link made", person)
    who = urlsafe_base64_encode(force_bytes(person.pk))
    return f"/welcome/{who}/{default_token_generator.make_token(person)}/"


def person_of_link(*, who: str, token: str) -> Person | None:
    """Whose link this is; None when it is used, too old or made up."""
    try:
        person = Person.objects.get(pk=int(force_str(urlsafe_base64_decode(who))), is_active=True)
    except (ValueError, OverflowError, Person.DoesNotExist):
        return None
    return person if default_token_generator.check_token(person, token) else None


@transaction.atomic
def password_set(*, person: Person, password: str) -> None:
    """A new password; every other session of the person ends with it, and so does a sign-in link."""
    person.set_password(password)
    person.save(update_fields=["password"])
    for school in School.objects.filter(memberships__person=person).distinct():
        with scope(school):
            audit.record(person, "password set", person)


def theme_set(*, person: Person, theme: str) -> None:
    """Light, dark, or as the device says."""
    person.theme = theme
    person.save(update_fields=["theme"])


def _address(request: HttpRequest) -> str:
    """Where a request comes from: behind the proxy that https stands for, what that proxy saw last."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def sign_in(*, request: HttpRequest, username: str, password: str) -> Person | None:
    """Start a session; None when name and password do not go together, MustWait after too many tries."""
    address = _address(request)
    if throttle.must_wait(username=username, address=address):
        raise MustWait
    person = authenticate(request, username=username, password=password)
    if not isinstance(person, Person):
        throttle.note_try(username=username, address=address)
        return None
    throttle.forget_tries(username=username, address=address)
    login(request, person)
    return person
