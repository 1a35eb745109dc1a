"""Recorded deliveries, broken in every way: nothing but the declared errors may come out."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.domain.events import Event, MessageSeen, Unreadable
from chalicelib.platforms.body import read_json
from chalicelib.platforms.errors import BadSignature, UnreadableBody
from chalicelib.platforms.registry import POLLED, load
from tests.platforms.brand import ORGANISATION
from tests.platforms.recordings import Recording, as_json, recordings
from tests.platforms.signers import BODY_UNSIGNED, SIGNERS, secret_of

RECORDINGS = list(recordings())
SIGNED = [one for one in RECORDINGS if one.platform not in POLLED]

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.integers(-(10**60), 10**60),
    st.just(10**5000),
    st.text(max_size=8),
    st.sampled_from(["\0", "\ud83d", "", " ", "9" * 300, "NaN", "1970-01-01T00:00:00Z", "0"]),
    st.lists(st.none() | st.text(max_size=3), max_size=3),
    st.dictionaries(st.sampled_from(["id", "id_str", "data", "type", "user"]), st.text(max_size=3), max_size=2),
    st.builds(json.loads, st.just("[" * 60 + "]" * 60)),
)


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to everything inside a JSON value, down to where deliveries end and our own junk begins."""
    if len(path) > 8:
        return
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, held in inner:
        yield (*path, key)
        yield from places(held, (*path, key))


@st.composite
def broken(draw: st.DrawFn) -> tuple[Recording, dict[str, Any]]:
    """A recorded payload with one to four fields dropped, replaced, wrapped or put in again."""
    recording = draw(st.sampled_from(RECORDINGS))
    payload: dict[str, Any] = copy.deepcopy(recording.payload)
    for _ in range(draw(st.integers(1, 4))):
        paths = list(places(payload))
        if not paths:
            break
        *way, last = paths[draw(st.integers(0, len(paths) - 1))]
        holder: Any = payload
        for key in way:
            holder = holder[key]
        match draw(st.sampled_from(["drop", "replace", "wrap", "repeat"])):
            case "drop":
                del holder[last]
            case "replace":
                holder[last] = draw(JUNK)
            case "wrap":
                holder[last] = [holder[last]]
            case "repeat":
                holder[last] = {"data": holder[last], "id": draw(JUNK)}
    return recording, payload


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(case=broken())
def test_a_broken_delivery_gives_events_or_the_declared_error(case: tuple[Recording, dict[str, Any]]) -> None:
    recording, payload = case
    try:
        events = list(load(recording.platform).normalise(payload, ORGANISATION))
    except UnreadableBody:
        return
    for event in events:
        check(event)


def check(event: Event) -> None:
    """What every event must be, whatever it was made of: its keys are usable and its accounts are ours."""
    if isinstance(event, MessageSeen):
        assert ORGANISATION.account(event.conversation.platform, event.account) is not None
        assert event.conversation.counterpart.isprintable()
        assert event.id.isascii() and event.id.isprintable()
        assert event.revision >= 0
        named = event.conversation.counterpart in event.addressed
        assert event.direction == "inbound" or event.conversation.threaded or named
    if isinstance(event, Unreadable):
        json.loads(event.item)


@settings(max_examples=100, deadline=None)
@given(case=broken())
def test_what_was_read_from_bytes_can_be_stored(case: tuple[Recording, dict[str, Any]]) -> None:
    recording, payload = case
    try:
        body = json.dumps(payload).encode()
    except ValueError:  # the number that is too long to write never comes over a wire
        return
    try:
        events = list(load(recording.platform).normalise(read_json(body), ORGANISATION))
    except UnreadableBody:
        return
    for event in events:
        json.dumps(as_json(event), ensure_ascii=False).encode("utf-8")


@settings(max_examples=100, deadline=None)
@given(recording=st.sampled_from(RECORDINGS), junk=JUNK, data=st.data())
def test_a_broken_item_never_takes_its_batch_mates_along(
    recording: Recording, junk: object, data: st.DataObject
) -> None:
    """Junk put into any list of items leaves every other event of that body as it was."""
    payload = copy.deepcopy(recording.payload)
    lists = [key for key, held in payload.items() if isinstance(held, list)]
    if not lists:
        return
    held = payload[data.draw(st.sampled_from(lists))]
    held.insert(data.draw(st.integers(0, len(held))), {} if junk is None else junk)
    found = [as_json(event) for event in load(recording.platform).normalise(payload, ORGANISATION)]
    rest = iter(found)
    assert all(event in rest for event in recording.expected)
    # A page of a polled account that nobody configured is told of once, whatever is on it.
    told_once = recording.platform in POLLED and [each["event"] for each in recording.expected] == ["UnknownAccount"]
    assert told_once or len(found) > len(recording.expected)


@settings(max_examples=100, deadline=None)
@given(recording=st.sampled_from([one for one in SIGNED if one.platform not in BODY_UNSIGNED]), data=st.data())
def test_an_altered_body_never_verifies(recording: Recording, data: st.DataObject) -> None:
    adapter, secret = load(recording.platform), secret_of(recording.platform, recording.body)
    headers = SIGNERS[recording.platform](recording.body, secret)
    at = data.draw(st.integers(0, len(recording.body) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != recording.body[at]))
    altered = recording.body[:at] + bytes([other]) + recording.body[at + 1 :]
    with pytest.raises(BadSignature):
        adapter.verify(headers, altered, [secret])


@settings(max_examples=100, deadline=None)
@given(recording=st.sampled_from(SIGNED), claim=st.text(), headers=st.dictionaries(st.text(), st.text()))
def test_a_made_up_signature_never_verifies(recording: Recording, claim: str, headers: dict[str, str]) -> None:
    adapter, names = load(recording.platform), SIGNERS[recording.platform](b"", "").keys()
    for offered in (headers, dict.fromkeys(names, claim), dict.fromkeys(names, f"sha256={claim}")):
        with pytest.raises(BadSignature):
            adapter.verify(offered, recording.body, [secret_of(recording.platform, recording.body)])


@settings(max_examples=50, deadline=None)
@given(recording=st.sampled_from(SIGNED), others=st.lists(st.text(), max_size=3), data=st.data())
def test_any_of_several_secrets_verifies(recording: Recording, others: list[str], data: st.DataObject) -> None:
    secrets = [one.encode(errors="replace").decode() for one in others]
    secret = secret_of(recording.platform, recording.body)
    secrets.insert(data.draw(st.integers(0, len(secrets))), secret)
    headers = SIGNERS[recording.platform](recording.body, secret)
    load(recording.platform).verify(headers, recording.body, secrets)
