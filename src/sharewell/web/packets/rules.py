"""Who may change what a class offers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404

from sharewell.web.access.models import Role
from sharewell.web.access.rules import Visit, rule
from sharewell.web.choices.models import Offer
from sharewell.web.classes import selectors as classes


@rule("teacher of the offer", "Those who teach the class that this is offered to.")
def offer_taught(visit: Visit, offer_id: int) -> Mapping[str, Any]:
    """An offer, for the teachers of its class."""
    visit.must_be(Role.TEACHER)
    mine = classes.classes_taught(visit.person).values("pk")
    offer = Offer.objects.filter(pk=offer_id, klass__in=mine).select_related("klass").first()
    if offer is None:
        raise Http404
    return {"offer": offer}
