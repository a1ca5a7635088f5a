"""Addresses of scores, inside a school."""

from __future__ import annotations

from django.urls import path

from sharewell.web.growth import views

inside = [
    path("scores/new/", views.scores_new, name="scores-new"),
    path("scores/<int:file_id>/", views.scores_page, name="scores"),
    path("scores/<int:file_id>/refused.csv", views.scores_refused, name="scores-refused"),
    path("scores/<int:file_id>/confirm/", views.scores_confirm, name="scores-confirm"),
    path("scores/<int:file_id>/let-go/", views.scores_let_go, name="scores-let-go"),
]
