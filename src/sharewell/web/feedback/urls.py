"""Addresses of feedback, comments, and what a class listens for, inside a school."""

from __future__ import annotations

from django.urls import path

from sharewell.web.feedback import class_views, views

inside = [
    path("learners/<int:learner_id>/feedback/", views.feedback, name="feedback"),
    path("feedback/<int:text_id>/answer/", views.answer, name="feedback-answer"),
    path("texts/<int:text_id>/flag/", views.flag, name="flag"),
    path("classes/<int:class_id>/flag/", views.flag_shown, name="flag-shown"),
    path("comments/", views.comments, name="comments"),
    path("classes/<int:class_id>/listens/", class_views.criteria, name="class-criteria"),
    path("classes/<int:class_id>/listens/new/", class_views.propose, name="criterion-new"),
    path("criteria/<int:version_id>/vote/", class_views.vote, name="vote"),
    path("criteria/<int:version_id>/withdraw/", class_views.withdraw, name="criterion-withdraw"),
    path("classes/<int:class_id>/texts/new/", class_views.text_new, name="text-new"),
    path("texts/<int:text_id>/", class_views.text_page, name="text-together"),
    path("texts/<int:text_id>/take-back/", class_views.text_take_back, name="text-take-back"),
]
