"""A language model on one's own machine, behind an OpenAI-compatible address: off unless it is named.

No Django here: the command uses it too. What goes there is one sentence and a suggestion; what comes back is shown
only where `language.reframing.reworded` finds every fact in it and the lens asks about nothing.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, cast
from urllib.parse import urlsplit

from sharewell.evidence import Place, Refusal, Refused
from sharewell.language import keeps_facts, read
from sharewell.language.moves import ASKED
from sharewell.language.reframing import reworded
from sharewell.language.summary import carries_next_step

SECONDS: Final = 8.0
LARGEST: Final = 64 * 1024  # bytes of an answer
LONGEST: Final = 600  # characters of a wording
SHORTEST_CLAUSE: Final = 3  # words
TASK: Final = (
    "Below stand a sentence about a learner or a group of people, and a suggestion for another way to say it. "
    "Write one or two plain sentences that say it from strength, in the language of the sentence. Keep every "
    "number, date, name, mark and next step exactly. Add no fact and no praise of your own; leave anything in "
    "square brackets as it is. "
    "Answer with the sentences alone."
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model answers: `url` up to and including its version (http://127.0.0.1:11434/v1)."""

    url: str
    model: str
    key: str = ""
    seconds: float = SECONDS


def endpoint(
    url: str, model: str, *, key: str = "", elsewhere: bool = False, seconds: float = SECONDS
) -> Endpoint:
    """An endpoint on this machine; one elsewhere only where `elsewhere` says so in as many words.

    Raises:
        Refused: the address is no http(s) address, or it leads to another machine.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or not model:
        fix = "Write it like http://127.0.0.1:11434/v1, and name a model."
        raise Refused(
            Refusal("no-endpoint", Place("wording endpoint"), f"{url!r} is no address of a model.", fix)
        )
    if not elsewhere and not _is_here(parts.hostname):
        fix = "Name an address on this machine, or allow another one explicitly (see the reference of the lens)."
        what = f"{parts.hostname} is another machine: texts would leave this one."
        raise Refused(Refusal("not-local", Place("wording endpoint"), what, fix))
    return Endpoint(url.rstrip("/"), model, key, seconds)


def _is_here(host: str) -> bool:
    """A loopback address, or the name that always is one."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def freer(
    at: Endpoint,
    original: str,
    suggestion: str,
    passes: Callable[[str], bool],
    clock: Callable[[], float] = time.monotonic,
) -> str | None:
    """The model's wording, if it keeps every fact and next step, adds none, and `passes` the lens; else None.

    Brackets that ask the writer for a strength must still be there: a model does not know what was seen.
    """

    def holds(wording: str) -> bool:
        brackets = [
            f"[{asked}]" for said in ASKED.values() for asked in said.values() if f"[{asked}]" in suggestion
        ]
        return (
            len(wording) <= LONGEST
            and all(bracket in wording for bracket in brackets)
            and keeps_facts(wording, f"{original} {suggestion}")
            and keeps_facts(re.sub("[“”«»]", " ", suggestion), wording)
            and (_says_next(wording) or not _says_next(original))
            and all(passes(part) for part in (wording, *_clauses(wording)))
        )

    wording = reworded(original, "", lambda _: ask(at, f"{original}\n\n{suggestion}", clock), holds)
    return wording or None


def _clauses(wording: str) -> list[str]:
    """The clauses that can be heard alone: a figure beside a judgement makes a sentence sound like a fact."""
    return [clause for clause in re.split("[,:;.!?]", wording) if len(clause.split()) >= SHORTEST_CLAUSE]


def _says_next(text: str) -> bool:
    return carries_next_step(read(text, fast=True).sentences)


def ask(at: Endpoint, text: str, clock: Callable[[], float] = time.monotonic) -> str:
    """The model's answer; "" when it is late, broken, too long or no answer at all. Redirects are not followed."""
    try:
        return _answer(_post(at, text, clock() + at.seconds, clock))
    except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError, AttributeError):
        return ""


def _post(at: Endpoint, text: str, until: float, clock: Callable[[], float]) -> bytes:
    """One request, straight to the address (no proxy of the environment), done by `until`."""
    parts = urlsplit(at.url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    link = kind(cast("str", parts.hostname), parts.port, timeout=at.seconds)
    messages = [{"role": "system", "content": TASK}, {"role": "user", "content": text}]
    body = json.dumps({"model": at.model, "messages": messages, "temperature": 0, "stream": False})
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {at.key}"} if at.key else {})
    try:
        link.request("POST", f"{parts.path}/chat/completions", body.encode(), headers)
        response = link.getresponse()
        if response.status != 200:
            return b""
        got = b""
        while chunk := response.read1(4096):
            got += chunk
            if len(got) > LARGEST or clock() > until:
                return b""
        return got
    finally:
        link.close()


def _answer(body: bytes) -> str:
    found = json.loads(body)["choices"][0]["message"]["content"]
    return found.strip().strip('"“”«»').strip() if isinstance(found, str) else ""
