"""Every registered channel can be built, at the latest moment, and can do what the registry says."""

from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest

from chalicelib import config
from chalicelib.channels.port import Follows, Permanent, Temporary
from chalicelib.channels.registry import FOLLOWS, REGISTRY, Channels, Supplies, build
from chalicelib.secrets import NoSecrets

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 20, 22, 45, tzinfo=UTC)
ORGANISATION = config.load_file(str(ROOT / "chalicelib" / "waakhond.toml"), NOW.date())
PATH = "/waakhond/prod/secrets/"


def no_client(service: str) -> object:
    """Stands for a client, which building a channel keeps and does not use."""
    return service


def down(name: str) -> NoReturn:
    raise NoSecrets("the secrets could not be read from SSM: throttled")


def supplies(**values: str) -> Supplies:
    return Supplies(
        organisation=ORGANISATION,
        client=no_client,
        secrets=lambda name: values.get(name, ""),
        secrets_path=PATH,
        now=lambda: NOW,
    )


@pytest.mark.parametrize("name", REGISTRY)
def test_a_registered_channel_sends_and_follows_as_registered(name: str) -> None:
    channel = build(name, supplies())
    assert callable(channel.send)
    assert isinstance(channel, Follows) == (name in FOLLOWS)


def test_channels_are_built_when_they_are_asked_for_and_once() -> None:
    asked: list[str] = []
    channels = Channels(
        Supplies(
            organisation=ORGANISATION,
            client=lambda service: asked.append(service),
            secrets=down,
            secrets_path=PATH,
            now=lambda: NOW,
        )
    )
    assert (set(channels), len(channels), asked) == (set(REGISTRY), len(REGISTRY), [])
    assert channels["email"] is channels["email"]
    assert asked == ["sesv2"]


def test_a_channel_nobody_registered_is_none() -> None:
    assert Channels(supplies()).get("telegraph") is None


def test_an_address_is_what_its_secret_holds() -> None:
    assert supplies(**{"slack/webcare": "https://hooks.example.com/x"}).address("slack", "webcare").endswith("/x")


def test_a_secret_that_is_not_set_says_which_one_to_set() -> None:
    with pytest.raises(Permanent, match=r"^not set: /waakhond/prod/secrets/pagerduty/sanne \(put "):
        supplies().address("pagerduty", "sanne")


def test_secrets_that_cannot_be_read_may_be_there_later() -> None:
    unreadable = Supplies(organisation=ORGANISATION, client=no_client, secrets=down, secrets_path=PATH, now=lambda: NOW)
    with pytest.raises(Temporary, match="throttled"):
        unreadable.address("pagerduty", "sanne")
