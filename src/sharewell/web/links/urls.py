"""Addresses of suggested links, inside a school."""

from __future__ import annotations

from django.urls import path

from sharewell.web.links import views

inside = [
    path("classes/<int:class_id>/links/", views.class_links, name="class-links"),
    path("classes/<int:class_id>/links/look/", views.class_links_look, name="class-links-look"),
    path("classes/<int:class_id>/links/confirm/", views.class_links_confirm, name="class-links-confirm"),
    path("classes/<int:class_id>/links/refuse/", views.class_links_refuse, name="class-links-refuse"),
    path("classes/<int:class_id>/links/reopen/", views.class_links_reopen, name="class-links-reopen"),
]
