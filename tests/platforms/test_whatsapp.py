"""WhatsApp: what a recording cannot say, and what varies one thing at a time."""

from typing import Any

import pytest

from chalicelib.domain.events import Event, MessageSeen, Passed, Renamed, Unrecognised
from chalicelib.platforms import meta, whatsapp
from chalicelib.platforms.errors import UnreadableBody
from tests.platforms.brand import ORGANISATION, WHATSAPP, WHATSAPP_STAFF

PHONE, USER = "31600000001", "NL.1"


def normalised(field: str, **value: Any) -> list[Event]:
    change = {"field": field, "value": {"metadata": {"phone_number_id": WHATSAPP}} | value}
    payload = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
    return list(whatsapp.normalise(payload, ORGANISATION))


def message(**more: Any) -> dict[str, Any]:
    return {"id": "wamid.1", "timestamp": "1795212000", "type": "text", "text": {"body": "hoi?"}} | more


def status(**more: Any) -> dict[str, Any]:
    return {"id": "wamid.2", "timestamp": "1795212300", "status": "sent"} | more


def the_message(events: list[Event]) -> MessageSeen:
    [event] = events
    assert isinstance(event, MessageSeen)
    return event


def test_the_challenge_and_the_signature_are_those_of_all_of_meta() -> None:
    assert (whatsapp.handshake, whatsapp.verify) == (meta.handshake, meta.verify)


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"object": "page", "entry": []}, id="a Page"),
        pytest.param({"object": "whatsapp_business_account"}, id="no entries"),
        pytest.param({"object": ["whatsapp_business_account"], "entry": []}, id="a list of objects"),
    ],
)
def test_another_envelope_is_unreadable(payload: dict[str, object]) -> None:
    with pytest.raises(UnreadableBody, match="whatsapp"):
        whatsapp.normalise(payload, ORGANISATION)


@pytest.mark.parametrize(
    ("ids", "contact", "customer"),
    [
        pytest.param({"from": PHONE}, {}, PHONE, id="the phone number where nothing else is told"),
        pytest.param({"from": PHONE, "from_user_id": USER}, {}, USER, id="the user id before the phone number"),
        pytest.param({"from_user_id": USER}, {}, USER, id="the user id alone"),
        pytest.param({"from": PHONE}, {"wa_id": PHONE, "user_id": USER}, USER, id="the user id of the same contact"),
        pytest.param({"from": PHONE}, {"wa_id": "31600000009", "user_id": USER}, PHONE, id="not of another contact"),
        pytest.param({"from": PHONE}, {"wa_id": PHONE}, PHONE, id="a contact without a user id"),
    ],
)
def test_both_sides_name_the_conversation_alike(ids: dict[str, str], contact: dict[str, str], customer: str) -> None:
    asked = the_message(normalised("messages", messages=[message(**ids)], contacts=[contact]))
    other = {"from": "recipient_id", "from_user_id": "recipient_user_id"}
    to = {other[name]: value for name, value in ids.items()}
    answered = the_message(normalised("messages", statuses=[status(**to)], contacts=[contact]))
    echo = {name.replace("from", "to"): value for name, value in ids.items()}
    typed = the_message(
        normalised("smb_message_echoes", message_echoes=[message(**echo) | {"from": "31200000001"}], contacts=[contact])
    )
    assert {one.conversation.ref for one in (asked, answered, typed)} == {f"whatsapp:merk:direct:{customer}"}


@pytest.mark.parametrize("ids", [{"from": WHATSAPP_STAFF, "from_user_id": USER}, {"from": WHATSAPP_STAFF}])
def test_staff_are_known_by_either_id(ids: dict[str, str]) -> None:
    assert the_message(normalised("messages", messages=[message(**ids)])).silence == "staff"


@pytest.mark.parametrize(
    ("pricing", "automatic"),
    [
        pytest.param({"category": "service"}, False, id="an answer"),
        pytest.param({"category": "SERVICE"}, False, id="whatever its case"),
        pytest.param({}, False, id="without a category nothing says that no person wrote it"),
        pytest.param({"category": "holograms"}, False, id="a category we have never heard of"),
        pytest.param({"category": "utility"}, True, id="a reminder"),
        pytest.param({"category": "Marketing"}, True, id="an advertisement"),
        pytest.param({"category": "authentication-international"}, True, id="a code"),
    ],
)
def test_a_template_is_no_persons_answer(pricing: dict[str, str], automatic: bool) -> None:
    sent = the_message(normalised("messages", statuses=[status(recipient_id=PHONE, pricing=pricing)]))
    assert sent.automatic is automatic


def test_a_later_edit_is_a_later_revision_of_the_same_message() -> None:
    def edit(at: str) -> MessageSeen:
        inner = {"original_message_id": "wamid.0", "message": {"type": "text", "text": {"body": at}}}
        raw = message(**{"from": PHONE, "type": "edit", "edit": inner, "timestamp": at})
        return the_message(normalised("messages", messages=[raw]))

    first, second = edit("1795212000"), edit("1795212001")
    assert (first.id, second.id) == ("wamid.0", "wamid.0")
    assert 0 < first.revision < second.revision


def test_an_edit_without_a_readable_time_still_comes_after_the_first_version() -> None:
    inner = {"original_message_id": "wamid.0", "message": {"type": "text", "text": {"body": "hoi"}}}
    raw = message(**{"from": PHONE, "type": "edit", "edit": inner, "timestamp": "soon"})
    edit = the_message(normalised("messages", messages=[raw]))
    assert (edit.revision, edit.asked_at) == (1, None)


@pytest.mark.parametrize(
    ("item", "before"),
    [
        pytest.param({"user_id": {"previous": "NL.1", "current": "NL.2"}}, ["NL.1"], id="both user ids"),
        pytest.param({"previous": "NL.1", "current": "NL.2"}, ["NL.1"], id="without the layer around them"),
        pytest.param(
            {"user_id": {"previous": "NL.1", "current": "NL.2"}, "wa_id": PHONE},
            ["NL.1", PHONE],
            id="and the phone number, under which something may stand as well",
        ),
    ],
)
@pytest.mark.parametrize("listed", [True, False], ids=["in a list", "alone"])
def test_a_new_user_id_leads_there_from_every_other_name(
    item: dict[str, object], before: list[str], listed: bool
) -> None:
    [event] = normalised("user_id_update", user_id_update=[item] if listed else item)
    assert isinstance(event, Renamed)
    assert event.conversation.counterpart == "NL.2"
    assert [one.counterpart for one in event.before] == before


def test_a_new_user_id_may_stand_in_the_change_itself() -> None:
    [event] = normalised("user_id_update", user_id={"previous": "NL.1", "current": "NL.2"})
    assert isinstance(event, Renamed)


def test_the_new_id_is_never_one_of_the_old_ones() -> None:
    told = {"type": "user_changed_number", "wa_id": PHONE, "user_id": "NL.2", "previous_user_id": "NL.2"}
    [event] = normalised("messages", messages=[message(**{"from": PHONE, "type": "system", "system": told})])
    assert isinstance(event, Renamed)
    assert [one.counterpart for one in event.before] == [PHONE]


@pytest.mark.parametrize("told", [{}, {"wa_id": PHONE}, {"user_id": "NL.2"}], ids=["nobody", "no one else", "no old"])
def test_a_change_of_id_that_cannot_be_followed_is_counted(told: dict[str, str]) -> None:
    system = {"type": "user_changed_number"} | told
    sender = {"from": PHONE} if "wa_id" in told else {}
    [event] = normalised("messages", messages=[message(type="system", system=system, **sender)])
    assert event == Unrecognised(platform="whatsapp", account=WHATSAPP, kind="system.user_changed_number")


@pytest.mark.parametrize("state", ["delivered", "read", "played"])
def test_progress_without_a_price_is_passed(state: str) -> None:
    [event] = normalised("messages", statuses=[status(status=state, recipient_id=PHONE)])
    assert event == Passed(platform="whatsapp", account=WHATSAPP, kind=f"status.{state}")
