"""Off without a token; the account's own token goes before the platform's."""

from collections.abc import Mapping

import pytest

from chalicelib.lookups.port import OFF, Completes, Lookup, Unanswered
from chalicelib.lookups.registry import PATIENCE, REGISTRY, TokenLookups
from chalicelib.platforms.registry import REGISTRY as PLATFORMS
from chalicelib.secrets import NoSecrets

EVERY = {f"{name}-api-token": "x-api-token" for name in REGISTRY}


def lookups(secrets: Mapping[str, str]) -> TokenLookups:
    return TokenLookups(secrets=lambda name: secrets.get(name, ""))


def test_only_known_platforms_can_be_asked() -> None:
    assert set(REGISTRY) <= set(PLATFORMS)


@pytest.mark.parametrize("name", REGISTRY)
def test_off_without_a_token_and_on_with_one(name: str) -> None:
    assert lookups({}).of(name, "1") is None
    assert isinstance(lookups(EVERY).of(name, "1"), Lookup)


@pytest.mark.parametrize("name", REGISTRY)
def test_the_registry_says_what_a_lookup_completes(name: str) -> None:
    assert isinstance(lookups(EVERY).of(name, "1"), Completes) == REGISTRY[name].completes


def test_a_platform_that_cannot_be_asked_is_off() -> None:
    assert lookups({"telegram-api-token": "x-api-token"}).of("telegram", "1") is None


@pytest.mark.parametrize("name", REGISTRY)
def test_everything_is_off_where_nobody_set_it_up(name: str) -> None:
    assert OFF.of(name, "1") is None


def test_an_accounts_own_token_goes_first() -> None:
    both = {"x-api-token": "x-shared-token", "x-api-token/7": "x-own-token"}
    found = {account: lookups(both).of("x", account) for account in ("7", "8")}
    assert [getattr(found[account], "token", "") for account in ("7", "8")] == ["x-own-token", "x-shared-token"]


def test_secrets_that_cannot_be_read_are_no_answer() -> None:
    def fails(name: str) -> str:
        raise NoSecrets("SSM is ill")

    with pytest.raises(Unanswered, match="SSM is ill"):
        TokenLookups(secrets=fails).of("x", "1")


def test_a_page_waits_two_seconds_at_most() -> None:
    assert lookups({}).patience == PATIENCE == 2.0
