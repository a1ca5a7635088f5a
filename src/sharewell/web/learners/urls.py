"""Addresses of learners, inside a school."""

from __future__ import annotations

from django.urls import path

from sharewell.web.learners import views

inside = [
    path("me/", views.my_page, name="my-page"),
    path("children/", views.my_children, name="my-children"),
    path("learners/<int:learner_id>/", views.learner_page, name="learner"),
    path("learners/<int:learner_id>/packet.pdf", views.packet, name="packet"),
    path("learners/<int:learner_id>/packet/aloud/", views.packet_aloud, name="packet-aloud"),
    path("learners/<int:learner_id>/done/", views.work_done, name="work-done"),
    path("people/learners/", views.sign_ins, name="learner-sign-ins"),
    path("people/learners/<int:learner_id>/", views.sign_in_give, name="learner-sign-in-give"),
]
