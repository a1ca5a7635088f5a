"""Addresses of the school's picture, inside a school."""

from __future__ import annotations

from django.urls import path

from sharewell.web.leadership import views

inside = [path("school/", views.school_page, name="school-page")]
