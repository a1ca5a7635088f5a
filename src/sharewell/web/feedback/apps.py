"""Ties the app to what it listens for: an import that was written."""

from __future__ import annotations

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """Comments are read when they come in."""

    name = "sharewell.web.feedback"
    label = "feedback"

    def ready(self) -> None:
        from sharewell.web.classes.imports import brought_in
        from sharewell.web.feedback.comments import comments_came_in

        brought_in.connect(comments_came_in, dispatch_uid="feedback.comments")
