"""Addresses of packets, inside a school."""

from __future__ import annotations

from django.urls import path

from sharewell.web.packets import views

inside = [
    path("classes/<int:class_id>/packets/", views.packets_of_class, name="class-packets"),
    path("classes/<int:class_id>/packets/essential/", views.essential_set, name="essential-set"),
    path("classes/<int:class_id>/packets/rules/", views.rules_set, name="packet-rules-set"),
    path("classes/<int:class_id>/packets/offers/", views.offer_add, name="offer-add"),
    path("classes/<int:class_id>/packets/together/", views.class_together, name="packets-together"),
    path("offers/<int:offer_id>/end/", views.offer_end, name="offer-end"),
    path("tasks/<int:task_id>/packets/", views.task_option, name="task-option"),
    path("learners/<int:learner_id>/packet/", views.packet_hand_out, name="packet-hand-out"),
    path("learners/<int:learner_id>/signed/", views.sign_off, name="sign-off-give"),
    path("learners/<int:learner_id>/taken-up/", views.offer_taken_up, name="offer-taken-up"),
    path("me/time/", views.my_time, name="my-time"),
]
