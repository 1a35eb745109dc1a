"""X: direct messages, encrypted chats, follows and deletions."""

import pytest

from chalicelib.domain.events import (
    DeletionSeen,
    FollowSeen,
    MessageSeen,
    Passed,
    Unrecognised,
)
from tests.platforms.brand import MERK, MERK_STAFF, MERK_WEBCARE
from tests.platforms.x_deliveries import (
    CUSTOMER,
    OTHER,
    account_activity,
    activity,
    message,
)


def direct_message(sender: object, recipient: object, **more: object) -> dict[str, object]:
    create = {"sender_id": sender, "target": {"recipient_id": recipient}, "message_data": {"text": "hoi"}}
    return {"type": "message_create", "id": "9", "created_timestamp": "1795212000000", "message_create": create} | more


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        pytest.param(direct_message(MERK, MERK_WEBCARE), "between_own_accounts", id="between two accounts of ours"),
        pytest.param(direct_message(CUSTOMER, OTHER), "unrelated_direct", id="between two strangers"),
        pytest.param(direct_message(CUSTOMER, None), "group_direct", id="to a group"),
        pytest.param(direct_message(MERK, None), "group_direct", id="from us to a group"),
        pytest.param(
            direct_message(CUSTOMER, MERK, type="reaction_create"), "direct_message.reaction_create", id="a reaction"
        ),
    ],
)
def test_a_direct_message_that_is_nobodys_question(item: dict[str, object], expected: str) -> None:
    [event] = account_activity("direct_message_events", item)
    assert isinstance(event, Passed | Unrecognised)
    assert event.kind == expected


def test_a_direct_message_of_staff_starts_nothing() -> None:
    assert message(account_activity("direct_message_events", direct_message(MERK_STAFF, MERK))).silence == "staff"


def test_a_direct_message_to_the_other_account_is_the_same_conversation() -> None:
    refs = {
        message(account_activity("direct_message_events", direct_message(CUSTOMER, to))).conversation.ref
        for to in (MERK, MERK_WEBCARE)
    }
    assert refs == {f"x:merk:direct:{CUSTOMER}"}


@pytest.mark.parametrize(
    ("conversation_id", "found"),
    [
        pytest.param(f"{CUSTOMER}:{MERK}", True, id="the customer first"),
        pytest.param(f"{MERK}:{CUSTOMER}", True, id="the brand first"),
        pytest.param("g1991845300000000777", False, id="a group"),
        pytest.param(f"{CUSTOMER}:{MERK}:{OTHER}", False, id="three"),
        pytest.param(f"{OTHER}:{MERK}", False, id="the sender is not one of the two"),
        pytest.param(None, False, id="absent"),
    ],
)
def test_an_encrypted_chat_is_between_two(conversation_id: str | None, found: bool) -> None:
    chat = {"id": "u-1", "sender_id": CUSTOMER, "conversation_id": conversation_id, "encoded_event": "CwAB"}
    [event] = activity("chat.received", chat, account=MERK)
    assert isinstance(event, MessageSeen) is found
    if isinstance(event, MessageSeen):
        assert (event.conversation.ref, event.text) == (f"x:merk:direct:{CUSTOMER}", None)
    else:
        assert event == Unrecognised(platform="x", account=MERK, kind="group_direct")


@pytest.mark.parametrize(
    ("kind", "change", "source", "target", "expected"),
    [
        pytest.param("follow_events", "follow", MERK, CUSTOMER, "opened", id="the brand follows"),
        pytest.param("follow_events", "unfollow", MERK, CUSTOMER, "closed", id="the brand unfollows"),
        pytest.param("unfollow_events", None, MERK, CUSTOMER, "closed", id="unfollowing under its own key"),
        pytest.param("follow_events", "follow", CUSTOMER, MERK, "followed_by_customer", id="a customer follows"),
        pytest.param("follow_events", "unfollow", CUSTOMER, MERK, "unfollowed_by_customer", id="and unfollows"),
        pytest.param("follow_events", "follow", MERK, MERK_WEBCARE, "between_own_accounts", id="one of ours, ours"),
        pytest.param("follow_events", "follow", CUSTOMER, OTHER, "unrelated_follow", id="two strangers"),
        pytest.param("follow_events", "request", MERK, CUSTOMER, "follow.request", id="a change nobody described"),
    ],
)
def test_follows(kind: str, change: str | None, source: str, target: str, expected: str) -> None:
    item = {
        "type": change,
        "source": {"id": int(source)},
        "target": {"id_str": target},
        "created_timestamp": "1795212000000",
    }
    [event] = account_activity(kind, item)
    match event:
        case FollowSeen():
            assert event.conversation.ref == f"x:merk:direct:{CUSTOMER}"
            assert expected == ("closed" if event.unfollow else "opened")
        case Passed() | Unrecognised():
            assert event.kind == expected
        case _:
            pytest.fail(f"unexpected {event}")


def test_a_customers_own_deletion_would_name_their_conversation() -> None:
    [event] = account_activity("tweet_delete_events", {"status": {"id": "9", "user_id": CUSTOMER}})
    assert isinstance(event, DeletionSeen)
    assert event.conversation is not None
    assert event.conversation.ref == f"x:merk:public:{CUSTOMER}"
