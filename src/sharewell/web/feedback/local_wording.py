"""Freer wordings from a model on the school's own machine, where the settings name one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.conf import settings

from sharewell.language import Pack
from sharewell.web.feedback.hearing import passes
from sharewell.web.local_model import Endpoint
from sharewell.web.local_model import freer as ask_freer

SAID: Final = {
    True: "Another wording, with every fact kept.",
    False: "No other wording held: the first one stays.",
}


def is_on() -> bool:
    """Whether a model is named."""
    return _endpoint() is not None


def freer(sentence: str, suggestion: str, packs: Sequence[Pack]) -> str | None:
    """The model's wording where it keeps the facts and the lens asks about nothing in it; else None."""
    at = _endpoint()
    return (
        ask_freer(at, sentence, suggestion, lambda wording: passes(wording, packs, fast=False))
        if at
        else None
    )


def _endpoint() -> Endpoint | None:
    return settings.WORDING_ENDPOINT
