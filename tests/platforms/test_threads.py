"""Threads: whose item it is, and who is asked something."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.events import DeletionSeen, Event, MessageSeen, UnknownAccount
from chalicelib.domain.organisation import Organisation
from chalicelib.platforms import meta, threads
from chalicelib.platforms.errors import UnreadableBody
from tests.platforms.brand import ORGANISATION, THREADS

OURS = {"id": "900", "owner_id": THREADS, "username": "merk"}
THEIRS = {"id": "800", "owner_id": "555", "username": "piet"}
ANOTHER = replace(next(a for a in ORGANISATION.accounts if a.platform == "threads"), id="42", name="merk_winkel")
TWO_ACCOUNTS = replace(ORGANISATION, accounts=(*ORGANISATION.accounts, ANOTHER))


def normalised(field: str, target: object, organisation: Organisation = ORGANISATION, **value: Any) -> list[Event]:
    post = {"id": "1", "username": "marieke", "text": "hoi?", "timestamp": "2026-11-20T22:00:00+0000"} | value
    payload = {"topic": "moderate", "target_id": target, "values": {"field": field, "value": post}}
    return list(threads.normalise(payload, organisation))


def test_the_challenge_and_the_signature_are_those_of_all_of_meta() -> None:
    assert (threads.handshake, threads.verify) == (meta.handshake, meta.verify)


def test_another_envelope_is_unreadable() -> None:
    with pytest.raises(UnreadableBody, match="threads"):
        threads.normalise({"object": "page", "entry": []}, ORGANISATION)


@pytest.mark.parametrize(
    ("field", "target", "value", "organisation", "account"),
    [
        pytest.param("mentions", THREADS, {}, TWO_ACCOUNTS, THREADS, id="a mention by its target"),
        pytest.param("mentions", "404", {}, ORGANISATION, None, id="a mention of somebody else, though one is watched"),
        pytest.param("mentions", None, {}, ORGANISATION, None, id="a mention without a target"),
        pytest.param("replies", "900", {"root_post": OURS}, TWO_ACCOUNTS, THREADS, id="a reply by the post's owner"),
        pytest.param(
            "replies",
            "900",
            {"root_post": {"username": "Merk_Winkel"}},
            TWO_ACCOUNTS,
            "42",
            id="or by its handle",
        ),
        pytest.param("replies", "700", {"root_post": THEIRS}, ORGANISATION, THREADS, id="elsewhere: the only account"),
        pytest.param("replies", "700", {"root_post": THEIRS}, TWO_ACCOUNTS, None, id="elsewhere: one of two, so none"),
        pytest.param("delete", "1", {"owner": {"owner_id": THREADS}}, TWO_ACCOUNTS, THREADS, id="a deletion by owner"),
    ],
)
def test_whose_it_is(
    field: str, target: object, value: dict[str, Any], organisation: Organisation, account: str | None
) -> None:
    [event] = normalised(field, target, organisation, **value)
    if account is None:
        assert isinstance(event, UnknownAccount)
    else:
        assert isinstance(event, MessageSeen | DeletionSeen)
        assert event.account == account


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        pytest.param("mooi!", False, id="to everybody"),
        pytest.param("mooi @merk!", True, id="naming the brand"),
        pytest.param("@Merk mooi", True, id="in capitals"),
        pytest.param("@merkwaardig", False, id="a longer handle"),
        pytest.param("@merk.nl", False, id="a handle goes on after a dot"),
        pytest.param("zie @merk.", True, id="a full stop is no part of it"),
        pytest.param("info@merk.nl", False, id="a mail address"),
    ],
)
def test_which_replies_below_an_own_post_address_the_brand(text: str, addresses: bool) -> None:
    [event] = normalised("replies", "900", root_post=OURS, text=text)
    assert isinstance(event, MessageSeen)
    assert (event.under_own_post, event.addresses_brand) == (True, addresses)


def test_two_spellings_of_a_handle_are_one_customer() -> None:
    refs = set()
    for name in ("Marieke", "marieke"):
        [event] = normalised("mentions", THREADS, username=name)
        assert isinstance(event, MessageSeen)
        refs.add(event.conversation.ref)
    assert refs == {"threads:merk:public:marieke"}
