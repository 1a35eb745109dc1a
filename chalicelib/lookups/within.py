"""Questions asked all at once, and the answers that came in time.

A thread each, since an address that does not resolve or an answer that drips in byte by byte outlasts every time-out of
a socket. Whoever is late is left behind, and ends by itself.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

from chalicelib.lookups.port import LookupFailed, Unanswered

T = TypeVar("T")


def within(seconds: float, questions: Sequence[Callable[[], T]]) -> list[T | LookupFailed]:
    """An answer for each question, in their order, after that time at the latest.

    Whatever goes wrong with one is that one's failure: these questions are a courtesy, and a page goes out after them.
    """
    if not questions:
        return []
    pool = ThreadPoolExecutor(len(questions))
    asked = [pool.submit(question) for question in questions]
    wait(asked, timeout=seconds)
    pool.shutdown(wait=False, cancel_futures=True)
    return [_failure(each, seconds) or each.result() for each in asked]


def _failure(asked: "Future[T]", seconds: float) -> LookupFailed | None:
    if asked.cancelled() or not asked.done():
        return Unanswered(f"no answer within {seconds:g} s")
    error = asked.exception()
    if error is None or isinstance(error, LookupFailed):
        return error
    # Not one of the declared ones: an answer of a shape that nobody thought of.
    return Unanswered(f"{type(error).__name__}: the answer was not understood")
