"""Addresses of classes, tasks and imports, inside a school."""

from __future__ import annotations

from django.urls import path

from sharewell.web.classes import views

inside = [
    path("", views.first_page, name="today"),
    path("today/", views.teacher_today, name="teacher-today"),
    path("classes/", views.class_list, name="classes"),
    path("classes/<int:class_id>/", views.class_page, name="class"),
    path("tasks/<int:task_id>/", views.task_links, name="task-links"),
    path("tasks/<int:task_id>/links/<int:link_id>/end/", views.link_end, name="link-end"),
    path("imports/new/", views.import_new, name="import-new"),
    path("imports/<int:import_id>/", views.import_page, name="import"),
    path("imports/<int:import_id>/confirm/", views.import_confirm, name="import-confirm"),
    path("imports/<int:import_id>/again/", views.import_again, name="import-again"),
    path("imports/<int:import_id>/let-go/", views.import_let_go, name="import-let-go"),
    path("imports/<int:import_id>/refused.csv", views.import_refused, name="import-refused"),
]
