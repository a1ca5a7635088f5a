"""A cluster that is not there is a refusal, not a traceback."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from sharewell.evidence import Place, Refusal, Refused


@contextmanager
def reachable(address: str | None) -> Generator[None]:
    """Turn "Ray is not installed" and "nobody answers there" into a refusal with what to do."""
    try:
        yield
    except (ModuleNotFoundError, ConnectionError) as error:
        if address is None:
            raise
        what = f"{str(error).rstrip('.')}."
        fix = "Check the address, or leave --ray out to work on this machine."
        raise Refused(Refusal("no-cluster", Place(f"--ray {address}"), what, fix)) from error
