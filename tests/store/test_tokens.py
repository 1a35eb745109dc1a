"""Tokens of machines: found by what they are, listed and revoked by name, kept as hashes."""

from datetime import UTC, datetime

from chalicelib.store.table import Table
from chalicelib.store.tokens import Token, Tokens

NOW = datetime(2026, 11, 20, 22, 45, tzinfo=UTC)
GRAFANA, BACKUP = Token("grafana", "read", NOW), Token("backup", "act", NOW)


def test_a_token_has_its_scope_until_it_is_revoked(table: Table) -> None:
    tokens = Tokens(table)
    assert tokens.keep("wh-one", GRAFANA)
    assert tokens.keep("wh-two", BACKUP)
    assert (tokens.scope("wh-one"), tokens.scope("wh-two"), tokens.scope("wh-three")) == ("read", "act", None)
    assert tokens.all() == (BACKUP, GRAFANA)
    assert [tokens.revoke("grafana") for _ in range(2)] == [True, False]
    assert (tokens.scope("wh-one"), tokens.scope("wh-two")) == (None, "act")
    assert tokens.all() == (BACKUP,)


def test_a_name_is_given_once_and_is_free_after_revoking(table: Table) -> None:
    tokens = Tokens(table)
    assert tokens.keep("wh-one", GRAFANA)
    assert not tokens.keep("wh-two", GRAFANA)
    assert tokens.scope("wh-two") is None
    tokens.revoke("grafana")
    assert tokens.keep("wh-two", GRAFANA)
    assert tokens.scope("wh-two") == "read"


def test_no_row_is_opened_by_what_stands_in_the_table(table: Table) -> None:
    tokens = Tokens(table)
    tokens.keep("wh-one", GRAFANA)
    for row in table.query("TOKENS"):
        assert "wh-one" not in row.values()
        assert tokens.scope(str(row.get("hash", row["sk"]))) is None
