"""Addresses of sign-in, account and people."""

from __future__ import annotations

from django.urls import path

from sharewell.web.access import views

outside = [
    path("", views.home, name="home"),
    path("alive", views.alive, name="alive"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("welcome/<who>/<token>/", views.welcome, name="welcome"),
    path("account/", views.account, name="account"),
    path("account/password/", views.password, name="password"),
]
inside = [
    path("people/", views.people, name="people"),
    path("people/record/", views.access_record, name="access-record"),
    path("people/<int:person_id>/link/", views.sign_in_link, name="sign-in-link"),
    path("people/<int:person_id>/roles/", views.role_add, name="role-add"),
    path("people/roles/<int:membership_id>/end/", views.role_end, name="role-end"),
]
