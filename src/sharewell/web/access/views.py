"""Sign-in, the account, and a school's people."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.web.access import audit, forms, selectors, services
from sharewell.web.access.models import Membership, Person, Role
from sharewell.web.access.rules import Request, administrator, allow, anyone, signed_in

CANNOT_SIGN_IN = "Name and password do not go together. Check both; capitals count in the password."
WAIT = "There were many tries just now. Wait ten minutes, or ask your school for a new sign-in link."


@allow(anyone)
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; says the same whether the name exists or not."""
    form, trouble = forms.SignIn(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            if services.sign_in(request=request, **form.cleaned_data):
                return redirect(_next(request))
            trouble = CANNOT_SIGN_IN
        except services.MustWait:
            trouble = WAIT
    context = {"form": form, "trouble": trouble, "next": request.GET.get("next", "")}
    return render(request, "access/sign_in.html", context, status=400 if trouble else 200)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=settings.HTTPS)
    return wanted if safe else "home"


@allow(anyone)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign-in")


@allow(anyone)
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, who: str, token: str) -> HttpResponse:
    """A sign-in link: set a password, then sign in with it."""
    person = services.person_of_link(who=who, token=token)
    if person is None:
        return render(request, "access/link_used.html", status=404)
    form = forms.NewPassword(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.password_set(person=person, password=form.cleaned_data["password"])
        messages.success(request, "Your password is set. Sign in with it now.")
        return redirect("sign-in")
    return render(request, "access/welcome.html", {"form": form, "who": person})


@allow(signed_in)
@require_safe
def home(request: Request) -> HttpResponse:
    """To the school's first page; who belongs to several schools chooses."""
    schools = selectors.schools_of(request.user)
    if len(schools) == 1:
        return redirect("today", school=schools[0].slug)
    return render(request, "access/schools.html", {"schools": schools})


@allow(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: Request) -> HttpResponse:
    """Colours."""
    form = forms.Theme(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        services.theme_set(person=request.user, theme=form.cleaned_data["theme"])
        messages.success(request, "Saved.")
        return redirect("account")
    return render(
        request, "access/account.html", {"form": form, "schools": selectors.schools_of(request.user)}
    )


@allow(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: Request) -> HttpResponse:
    """Change the password; this session goes on, all others end."""
    form = forms.ChangePassword(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.password_set(person=request.user, password=form.cleaned_data["password"])
        update_session_auth_hash(request, request.user)
        messages.success(request, "Your password is changed. Other devices are signed out.")
        return redirect("account")
    return render(request, "access/password.html", {"form": form})


@allow(administrator)
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: Request) -> HttpResponse:
    """Who belongs to the school, as what; and a new person."""
    form = forms.NewPerson(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = services.person_add(actor=request.user, **form.cleaned_data)
        return redirect("sign-in-link", school=request.visit.school.slug, person_id=added.pk)
    wanted, families = request.GET.get("find", "").strip(), "families" in request.GET
    found = selectors.people_here([Role.FAMILY] if families else selectors.STAFF)
    context = {
        "form": form,
        "page": _page(request, found.filter(name__icontains=wanted)),
        "roles": selectors.roles_here(),
        "find": wanted,
        "families": families,
    }
    return render(request, "access/people.html", context)


@allow(administrator)
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request: Request, person_id: int) -> HttpResponse:
    """Ask first, then make a link and show it this once."""
    person, path = _person_here(person_id), ""
    if request.method == "POST":
        path = services.sign_in_link(actor=request.user, person=person)
    link = request.build_absolute_uri(path) if path else ""
    return render(request, "access/sign_in_link.html", {"who": person, "link": link})


@allow(administrator)
@require_POST
def role_add(request: Request, person_id: int) -> HttpResponse:
    """Give a role."""
    role = request.POST.get("role", "")
    if role not in (Role.TEACHER, Role.LEADER, Role.ADMINISTRATOR):
        raise Http404
    services.membership_add(actor=request.user, person=_person_here(person_id), role=role)
    return redirect("people", school=request.visit.school.slug)


@allow(administrator)
@require_POST
def role_end(request: Request, membership_id: int) -> HttpResponse:
    """Take a role back."""
    membership = Membership.objects.filter(pk=membership_id, school=request.visit.school).first()
    if membership is None:
        raise Http404
    try:
        services.membership_end(actor=request.user, membership=membership)
        messages.success(request, "The role has ended.")
    except services.LastAdministrator:
        messages.error(
            request, "A school keeps at least one administrator. Give someone else the role first."
        )
    return redirect("people", school=request.visit.school.slug)


@allow(administrator)
@require_safe
def access_record(request: Request) -> HttpResponse:
    """Who did or read what, newest first, and whether the chain is whole."""
    context = {"page": _page(request, selectors.entries_newest_first()), "breaks_at": audit.chain_breaks_at()}
    return render(request, "access/record.html", context)


@allow(anyone)
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """For whatever watches over the server."""
    return HttpResponse("alive", content_type="text/plain")


def _person_here(person_id: int) -> Person:
    person = selectors.people_here().filter(pk=person_id).first()
    if person is None:
        raise Http404
    return person


def _page(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, 50).get_page(request.GET.get("page"))
