"""Where a platform does not show the brand's own answers, an account lists, and pages only once its team says so."""

import pytest

from chalicelib import config
from chalicelib.platforms.registry import ECHOES, REGISTRY
from tests.config.example import TEXT, TODAY


def pages(platform: str, said: str = "") -> bool:
    added = f"""
[[accounts]]
platform = "{platform}"
id = "{"did:plc:1" if platform == "bluesky" else "1"}"
{'host = "mastodon.example"' if platform == "mastodon" else ""}
name = "merk"
brand = "merk"
calendar = "kantoor"
{said}
"""
    return config.read(TEXT + added, TODAY).accounts[-1].pages


@pytest.mark.parametrize("platform", sorted(ECHOES & set(REGISTRY)))
def test_an_account_pages_where_answers_are_seen(platform: str) -> None:
    assert pages(platform)


@pytest.mark.parametrize("platform", ["whatsapp", "threads", "telegram"])
def test_an_account_lists_where_they_may_not_be(platform: str) -> None:
    assert platform in REGISTRY
    assert not pages(platform)


@pytest.mark.parametrize("platform", ["x", "whatsapp", "telegram"])
@pytest.mark.parametrize(("said", "result"), [("pages = true", True), ("pages = false", False)])
def test_what_the_team_says_goes_first(platform: str, said: str, result: bool) -> None:
    assert pages(platform, said) is result
