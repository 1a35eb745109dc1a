"""The shipped configuration, and small changes to it."""

from datetime import date

from chalicelib import config
from chalicelib.config import Problem
from chalicelib.domain.organisation import Organisation

TODAY = date(2026, 11, 20)
TEXT = config.source().decode()


def organisation() -> Organisation:
    return config.read(TEXT, TODAY)


def changed(old: str, new: str) -> str:
    """The shipped text with the first `old` replaced: a row that no longer fits the file fails here."""
    assert old in TEXT, f"{old!r} is not in waakhond.toml"
    return TEXT.replace(old, new, 1)


def problems_of(text: str) -> tuple[Problem, ...]:
    try:
        config.read(text, TODAY)
    except config.ConfigProblems as error:
        return error.problems
    return ()
