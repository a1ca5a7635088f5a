"""All addresses. What belongs to a school stands under /s/<school>/; every one has an access rule."""

from __future__ import annotations

from django.urls import include, path

from sharewell.web.access import urls as access
from sharewell.web.classes import urls as classes
from sharewell.web.feedback import urls as feedback
from sharewell.web.growth import urls as growth
from sharewell.web.leadership import urls as leadership
from sharewell.web.learners import urls as learners
from sharewell.web.links import urls as links
from sharewell.web.packets import urls as packets

inside = [
    *access.inside,
    *classes.inside,
    *links.inside,
    *growth.inside,
    *feedback.inside,
    *learners.inside,
    *packets.inside,
    *leadership.inside,
]
urlpatterns = [*access.outside, path("s/<slug:school>/", include(inside))]

handler400 = "sharewell.web.errors.bad_request"
handler403 = "sharewell.web.errors.forbidden"
handler404 = "sharewell.web.errors.not_found"
handler500 = "sharewell.web.errors.trouble"
