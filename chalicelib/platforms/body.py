"""A signed request body as JSON, however odd: what comes out can be stored as UTF-8."""

import json
import re

from chalicelib.platforms.errors import UnreadableBody

# Python refuses to turn longer runs of digits into a number; no id or time comes near it.
_LONGEST_NUMBER = 40

# One escape of a JSON string at a time, so that the `u` of `\\ud83d` (a backslash, then plain text) is left alone.
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL)
_LONE_SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


def read_json(body: bytes) -> dict[str, object]:
    """The object in the body. Raises UnreadableBody for what is not JSON, not an object or nested too deeply.

    Forgiving where a refusal would lose a customer: bytes that are not UTF-8 and lone surrogates become U+FFFD,
    bare control characters and NUL stay, NaN and Infinity become None, an integer of more than forty digits
    stays text, and of two equal keys the last one counts.
    """
    text = _ESCAPE.sub(_without_lone_surrogate, body.decode("utf-8-sig", errors="replace"))
    try:
        value = json.loads(text, strict=False, parse_int=_integer, parse_constant=_nothing)
    except RecursionError:
        raise UnreadableBody("the body is nested too deeply") from None
    except json.JSONDecodeError as error:
        # Its `msg` names the place in the grammar; its `doc` would carry the whole body into a log.
        raise UnreadableBody(f"the body is not JSON: {error.msg} at character {error.pos}") from None
    if not isinstance(value, dict):
        raise UnreadableBody("the body is JSON, but not an object")
    return value


def _without_lone_surrogate(escape: re.Match[str]) -> str:
    return "\\ufffd" if _LONE_SURROGATE.fullmatch(escape[0]) else escape[0]


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


def _nothing(_: str) -> None:
    return None
