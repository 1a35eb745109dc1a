"""Whatever stands in the file, reading it ends in a configuration or in problems that can be printed."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib import config
from tests.config.example import TEXT, TODAY

_LINES = TEXT.splitlines()
_VALUES = re.compile(r'"[^"]*"|\btrue\b|\bfalse\b|\b\d[\d:T+-]*\b')
_SPANS = [found.span() for found in _VALUES.finditer(TEXT)]
_STRANGE = st.sampled_from(
    [
        '""',
        "0",
        "-1",
        "0x" + "f" * 5000,
        "nan",
        "1e400",
        "true",
        "[]",
        "[[]]",
        "{}",
        "{ a = { b = 1 } }",
        "0001-01-01",
        "9999-12-31T23:59:59-23:59",
        "00:00:00",
        '"\\u0000"',
        '"\\u202E"',
        '"1/9 working days"',
        '"00:00-24:00"',
        '"' + "a" * 5000 + '"',
        '"../../etc/passwd"',
        '"always"',
        '"promise"',
    ]
)


def _outcome(text: str) -> str:
    try:
        return config.dump(config.read(text, TODAY))
    except config.ConfigProblems as error:
        assert error.problems
        assert all(problem.path and problem.what and problem.cure for problem in error.problems)
        assert len(str(error).splitlines()) == len(error.problems)
        return str(error)


@settings(deadline=None)  # the first one imports what reads
@given(st.text())
def test_any_text(text: str) -> None:
    assert _outcome(text)


@settings(deadline=None)  # the first one imports what reads
@given(st.lists(st.tuples(st.sampled_from(_SPANS), _STRANGE), min_size=1, max_size=4))
def test_the_shipped_file_with_strange_values(changes: list[tuple[tuple[int, int], str]]) -> None:
    text = TEXT
    for (start, end), value in sorted(changes, reverse=True):
        text = text[:start] + value + text[end:]
    assert _outcome(text)


@settings(deadline=None)  # the first one imports what reads
@given(st.sets(st.integers(0, len(_LINES) - 1), max_size=5), st.lists(st.integers(0, len(_LINES) - 1), max_size=3))
def test_the_shipped_file_with_lines_lost_and_doubled(lost: set[int], doubled: list[int]) -> None:
    kept = [line for place, line in enumerate(_LINES) if place not in lost]
    assert _outcome("\n".join([*kept, *(_LINES[place] for place in doubled)]))


@settings(deadline=None)  # the first one imports what reads
@given(
    st.recursive(
        st.sampled_from(["1", "true", '"a"', "2026-01-01"]),
        lambda inner: (
            st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
            | st.dictionaries(st.sampled_from(["a", "name", "hours", "to"]), inner, max_size=3).map(
                lambda items: "{" + ", ".join(f"{key} = {value}" for key, value in items.items()) + "}"
            )
        ),
    ),
    st.sampled_from(["organisation", "brands", "accounts", "calendars", "policies", "people", "rotas", "rules", "sms"]),
)
def test_any_shape_where_a_table_belongs(value: str, section: str) -> None:
    assert _outcome(f"{section} = {value}")
