"""Slows down guessing of passwords without letting anyone lock others out.

Tries are counted for a name *from one address*, so that a stranger who guesses elsewhere does not shut the door on
the person whose name it is; and for an address, so that many names cannot be tried from one place.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone

from sharewell.web.access.models import SignInTry

WINDOW: Final = timedelta(minutes=10)
TRIES_A_NAME: Final = 8
TRIES_AN_ADDRESS: Final = 100  # a whole school may stand behind one address


def must_wait(*, username: str, address: str) -> bool:
    """Whether this name from this address, or this address, has used up its tries for now."""
    since = timezone.now() - WINDOW
    recent = SignInTry.objects.filter(at__gte=since)
    return (
        recent.filter(key=_key(username, address)).count() >= TRIES_A_NAME
        or recent.filter(key=_key("", address)).count() >= TRIES_AN_ADDRESS
    )


def note_try(*, username: str, address: str) -> None:
    """Count one sign-in that did not come through, and forget old ones."""
    now = timezone.now()
    SignInTry.objects.filter(at__lt=now - WINDOW).delete()
    keys = (_key(username, address), _key("", address))
    SignInTry.objects.bulk_create([SignInTry(key=key, at=now) for key in keys])


def forget_tries(*, username: str, address: str) -> None:
    """After a sign-in that came through."""
    SignInTry.objects.filter(key=_key(username, address)).delete()


def _key(username: str, address: str) -> str:
    message = f"{username.casefold()}\0{address}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()
