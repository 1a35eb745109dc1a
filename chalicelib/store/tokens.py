"""Bearer tokens for machines: kept as hashes, each under a name it can be revoked by."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from chalicelib.store.schema import instant, parse_instant
from chalicelib.store.table import ABSENT, Delete, Item, Put, Table

Scope = Literal["read", "act"]
"""`act` may do what `read` may, and change things."""

SCOPES: tuple[Scope, ...] = get_args(Scope)
_PK = "TOKENS"
_NAME, _HASH = "NAME#", "HASH#"


@dataclass(frozen=True, slots=True)
class Token:
    """What is kept of a token; the token itself was shown once."""

    name: str
    scope: Scope
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Tokens:
    """Access to the TOKENS partition of one table."""

    table: Table

    def keep(self, token: str, kept: Token) -> bool:
        """Keep a new token. False: there is one of that name."""
        row: Item = {"pk": _PK, "name": kept.name, "scope": kept.scope, "made_at": instant(kept.made_at)}
        digest = _digest(token)
        return self.table.transact(
            [Put({**row, "sk": _NAME + kept.name, "hash": digest}, ABSENT), Put({**row, "sk": _HASH + digest}, ABSENT)]
        )

    def all(self) -> tuple[Token, ...]:
        """By name."""
        return tuple(_token(item) for item in self.table.query(_PK, _NAME, _NAME + "\U0010ffff"))

    def revoke(self, name: str) -> bool:
        """From now on that token opens nothing. False: there is none of that name."""
        row = self.table.get(_PK, _NAME + name)
        return row is not None and self.table.transact(
            [Delete(_PK, _NAME + name), Delete(_PK, _HASH + str(row["hash"]))]
        )

    def scope(self, token: str) -> Scope | None:
        """What a token may do; None for one that was never made, or was revoked.

        Looked up by its hash, so the time it takes tells nothing about the tokens there are.
        """
        row = self.table.get(_PK, _HASH + _digest(token))
        return _token(row).scope if row else None


def _token(item: Item) -> Token:
    scope = next(scope for scope in SCOPES if scope == item["scope"])
    return Token(str(item["name"]), scope, parse_instant(str(item["made_at"])))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
