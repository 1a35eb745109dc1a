"""What a platform tells little of waits all the same: a European's message on TikTok, a bare comment on LinkedIn."""

import json
from typing import Any

import pytest

from chalicelib.usecases.act import answered_elsewhere
from tests.stories.world import EXAMPLE, World

TIKTOK, PAGE = "000aMerkBusiness", "108000001"
ACCOUNT = '\n[[accounts]]\nplatform = "{}"\nid = "{}"\nname = "merk"\nbrand = "merk"\ncalendar = "kantoor"\n'
SETTINGS = EXAMPLE.read_text("utf-8") + ACCOUNT.format("tiktok", TIKTOK) + ACCOUNT.format("linkedin", PAGE)
# Where TikTok's recorded signature is new.
WHEN = "2026-11-20 23:00"
ASKED = 1795212000000


def european(world: World, at: int = ASKED) -> str:
    """Somebody in the EEA, Switzerland or the United Kingdom writes a direct message; the ref of what it becomes."""
    envelope = {"event": "im_receive_msg_eu", "user_openid": TIKTOK, "create_time": at // 1000}
    world.post(json.dumps(envelope | {"content": json.dumps({"timestamp": at})}).encode(), "tiktok")
    return f"tiktok:merk:direct:unplaced-{at}"


def comment(world: World, number: int, action: str = "COMMENT", **told: Any) -> None:
    notification = {"organizationalEntity": f"urn:li:organization:{PAGE}", "action": action, "lastModifiedAt": ASKED}
    notification["generatedActivity"] = f"urn:li:comment:(activity:7,{number})"
    if told:
        notification["decoratedGeneratedActivity"] = {"comment": told}
    world.post(json.dumps({"notifications": [notification]}).encode(), "linkedin")


def test_each_message_of_a_european_waits_by_itself_until_somebody_closes_it() -> None:
    world = World(WHEN, SETTINGS)
    first, second = european(world), european(world, ASKED - 1)
    european(world)  # TikTok brings it once more
    assert [(clock.kind, clock.end) for clock in world.clocks("tiktok")] == [("dm_follow_up", None)] * 2
    answered_elsewhere([first], "sanne", world.now, world.context(), world.now)
    assert {ref: clock.end for ref in (first, second) for clock in world.clocks(ref)} == {
        first: "answered",
        second: None,
    }


@pytest.mark.parametrize(
    ("told", "waits"),
    [
        pytest.param({}, True, id="a comment of which nothing is told may be a question"),
        pytest.param({"owner": "urn:li:person:J4n"}, True, id="or of which the text is not told"),
        pytest.param({"owner": "urn:li:person:J4n", "text": "Waar dan?"}, True, id="one that asks is one"),
        pytest.param({"owner": "urn:li:person:J4n", "text": "Mooi gedaan allemaal"}, False, id="chat is none"),
    ],
)
def test_which_linkedin_comments_wait(told: dict[str, str], waits: bool) -> None:
    world = World(WHEN, SETTINGS)
    comment(world, 9, **told)
    assert len(world.clocks("linkedin")) == waits


def test_the_pages_answer_to_a_comment_ends_its_wait() -> None:
    world = World(WHEN, SETTINGS)
    comment(world, 9, text="Wanneer gaan jullie open?", owner="urn:li:person:J4n")
    comment(world, 10, "ADMIN_COMMENT", parentComment="urn:li:comment:(urn:li:activity:7,9)", text="Maandag")
    assert [clock.end for clock in world.clocks("linkedin")] == ["answered"]
