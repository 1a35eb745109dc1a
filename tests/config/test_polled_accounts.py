"""Accounts of platforms that are asked: where, and under which id."""

import pytest

from chalicelib import config
from chalicelib.config import ConfigProblems
from tests.config.example import TEXT, TODAY

DID = "did:plc:merk000000000000000000aa"


def written(platform: str, id: str, more: str = "") -> str:
    return f"""{TEXT}
[[accounts]]
platform = "{platform}"
id = "{id}"
name = "merk"
brand = "merk"
calendar = "kantoor"
{more}
"""


@pytest.mark.parametrize(
    ("platform", "id", "more", "host"),
    [
        pytest.param("bluesky", DID, "", "bsky.social", id="Bluesky's own server if nothing is said"),
        pytest.param("bluesky", DID, 'host = "PDS.Example.com"', "pds.example.com", id="or the account's"),
        pytest.param("bluesky", "did:web:merk.example.com", "", "bsky.social", id="a DID of one's own domain"),
        pytest.param("mastodon", "109300000000000001", 'host = "mastodon.example"', "mastodon.example", id="Mastodon"),
        pytest.param("x", "17", "", "", id="nobody is asked who delivers"),
    ],
)
def test_where_an_account_is_asked(platform: str, id: str, more: str, host: str) -> None:
    account = config.read(written(platform, id, more), TODAY).accounts[-1]
    assert (account.id, account.host, account.pages) == (id, host, True)


@pytest.mark.parametrize(
    ("platform", "id", "more", "where", "cure"),
    [
        pytest.param("mastodon", "1", "", "host: is missing", 'add host = "mastodon.example"', id="no server"),
        pytest.param("mastodon", "1", 'host = "https://a.example"', "is no host", "alone", id="an address"),
        pytest.param("mastodon", "1", 'host = "a.example/api"', "is no host", "alone", id="a path"),
        pytest.param("mastodon", "1", 'host = "a.example:8080"', "is no host", "alone", id="a port"),
        pytest.param("mastodon", "1", 'host = "127.0.0.1"', "is no host", "alone", id="an address in numbers"),
        pytest.param("mastodon", "1", 'host = "localhost"', "is no host", "alone", id="a machine of ours"),
        pytest.param("mastodon", "1", 'host = "@merk@a.example"', "is no host", "alone", id="a handle"),
        pytest.param("mastodon", "1", 'host = "a.example "', "", "", id="a space behind it is taken off"),
        pytest.param("mastodon", "1", f'host = "{"a" * 64}.example"', "is no host", "alone", id="a label too long"),
        pytest.param("x", "17", 'host = "a.example"', "x delivers by itself", "leave it out", id="of another platform"),
        pytest.param("bluesky", "merk.bsky.social", "", "is no DID", "did:plc:", id="a handle for an id"),
        pytest.param("bluesky", "did:key:abc", "", "is no DID", "did:plc:", id="a DID of a kind that Bluesky lacks"),
    ],
)
def test_a_problem_says_what_is_right(platform: str, id: str, more: str, where: str, cure: str) -> None:
    if not where:
        assert config.read(written(platform, id, more), TODAY).accounts[-1].host == "a.example"
        return
    with pytest.raises(ConfigProblems) as found:
        config.read(written(platform, id, more), TODAY)
    assert where in str(found.value)
    assert cure in str(found.value)
