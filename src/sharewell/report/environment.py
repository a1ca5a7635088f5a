"""The Jinja environment that static pages and the web app share: one loader, one set of filters."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import jinja2

from sharewell.report import marked_up, names, standards, words
from sharewell.report.lead import lead
from sharewell.report.learner_view import already_there, by_week, counted_as
from sharewell.report.packet_words import in_short, under_which_terms, what_it_is

TEMPLATES: Final = Path(__file__).with_name("templates")
LOOK: Final = Path(__file__).with_name("look")

_FILTERS: Final[dict[str, Any]] = {
    "minutes": words.minutes,
    "hours": words.hours,
    "figure": words.figure,
    "day": words.day,
    "listing": words.listing,
    "sentence": words.sentence,
    "spoken": words.spoken,
    "counted_as": counted_as,
    "called": names.called,
    "first_words": standards.first_words,
    "isolate": marked_up.isolate,
}
_GLOBALS: Final[dict[str, Any]] = {
    "count": words.count,
    "points": words.points,
    "code": standards.code,
    "label": standards.label,
    "named": marked_up.named,
    "piece_line": marked_up.piece_line,
    "lead": lead,
    "what_it_is": what_it_is,
    "under_which_terms": under_which_terms,
    "in_short": in_short,
    "by_week": by_week,
    "counted_as": counted_as,
    "already_there": already_there,
}


def environment(**options: Any) -> jinja2.Environment:
    """An environment that finds this package's templates, escapes what people wrote, and knows our filters.

    `options` are Jinja's own, so a web framework may name this function as its environment: a `loader` that
    is given is asked first, then ours.
    """
    ours = jinja2.FileSystemLoader(TEMPLATES)
    theirs = options.pop("loader", None)
    settings: dict[str, Any] = {
        "autoescape": True,
        "auto_reload": False,
        "undefined": jinja2.StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        **options,
    }
    made = jinja2.Environment(loader=jinja2.ChoiceLoader([theirs, ours]) if theirs else ours, **settings)
    made.filters.update(_FILTERS)
    made.globals.update(_GLOBALS)
    return made
