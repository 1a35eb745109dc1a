"""The command for tokens: shown once, listed by name, revoked for good."""

from datetime import UTC, datetime

import pytest

from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.tokens import Tokens
from tools import token
from tools.unusable import EXIT_CODE, Unusable

NOW = datetime(2026, 11, 20, 22, 45, tzinfo=UTC)


def test_a_token_is_made_listed_and_revoked() -> None:
    tokens = Tokens(MemoryTable())
    assert token.lines(tokens) == ["No tokens."]
    made = token.make(tokens, "grafana", "read", NOW)
    assert made.startswith("wh_read_")
    assert tokens.scope(made) == "read"
    assert made != token.make(tokens, "other", "read", NOW)
    assert token.lines(tokens)[0] == "grafana  read  made 2026-11-20 22:45 UTC"
    assert made not in "".join(token.lines(tokens))
    assert "grafana" in token.revoke(tokens, "grafana")
    assert tokens.scope(made) is None


def test_a_name_that_is_taken_or_unknown_is_told() -> None:
    tokens = Tokens(MemoryTable())
    kept = token.make(tokens, "grafana", "act", NOW)
    with pytest.raises(Unusable, match="already"):
        token.make(tokens, "grafana", "read", NOW)
    assert tokens.scope(kept) == "act"
    with pytest.raises(Unusable, match="no token 'other'"):
        token.revoke(tokens, "other")


@pytest.mark.parametrize("name", ["", " ", "-x", "a b", "é", "x" * 41, "a\nb", "a#b"])
def test_a_name_is_a_plain_word(name: str) -> None:
    with pytest.raises(Unusable, match="is no name"):
        token.make(Tokens(MemoryTable()), name, "read", NOW)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([], id="nothing to do"),
        pytest.param(["make", "--name", "grafana"], id="no scope"),
        pytest.param(["make", "--name", "grafana", "--scope", "all"], id="a scope there is not"),
        pytest.param(["revoke"], id="no name"),
    ],
)
def test_what_cannot_be_read_ends_before_anything_is_done(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        token.main(arguments)
    assert left.value.code == EXIT_CODE
