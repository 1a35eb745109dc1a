"""What platforms deliver to the deployed app, taken in at once."""

from chalicelib import bootstrap
from chalicelib.usecases.ingest import ingest
from chalicelib.usecases.receive import receive
from tests.usecases.deployed import Signed


def arrive(body: bytes, platform: str = "x") -> None:
    """It comes in now, and is read now."""
    bodies: list[str] = []
    now = bootstrap.now()
    receive(platform, Signed(), {}, body, [], now=now, send=bodies.append, keep=bootstrap.keep_body)
    for each in bodies:
        ingest(each, bootstrap.context(now), now)
