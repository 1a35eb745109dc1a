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


def assert_one_problem(old: str, new: str, path: str, said: str) -> None:
    """A change to the shipped file has one problem at its path, which says this and how to put it right."""
    problems = problems_of(changed(old, new))
    named = [problem for problem in problems if problem.path.startswith(path)]
    assert [said in str(problem) for problem in named] == [True], problems
    assert named[0].cure
    # What is misspelt is missing too, and missed where it is named; nothing else in the file may be accused.
    others = [problem.what for problem in problems if problem not in named]
    assert all(what == "is missing" or what.endswith(" is no account in the file") for what in others), problems
