"""How a recorded delivery comes in: signed, through the open door; or from the poller, which knows whom it asked."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.platforms.registry import POLLED, load
from chalicelib.usecases.receive import queue_whole, receive
from tests.platforms.recordings import Recording
from tests.platforms.signers import SIGNERS, secret_of


def arrive(recording: Recording, at: datetime, send: Callable[[str], None], keep: Callable[[str], str]) -> None:
    """Queue it, received then."""
    platform, body = recording.platform, recording.body
    if platform in POLLED:
        queue_whole(platform, body, now=at, send=send, keep=keep)
        return
    secret = secret_of(platform, body)
    headers = recording.headers | SIGNERS[platform](body, secret)
    receive(platform, load(platform), headers, body, [secret], now=at, send=send, keep=keep)
