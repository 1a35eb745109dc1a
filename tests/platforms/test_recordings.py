"""Every recorded delivery verifies and becomes exactly the events its file expects."""

import inspect

import pytest

from chalicelib.platforms.body import read_json
from chalicelib.platforms.errors import BadHandshake, BadSignature
from chalicelib.platforms.registry import POLLED, REGISTRY, Adapter, load
from chalicelib.polling.registry import POLLERS
from tests.platforms.brand import ORGANISATION
from tests.platforms.recordings import FOLDER, Recording, as_json, recordings
from tests.platforms.signers import SIGNERS, account_key, secret_of


@pytest.mark.parametrize("recording", [pytest.param(one, id=f"{one.platform}/{one.name}") for one in recordings()])
def test_a_recorded_delivery_becomes_the_expected_events(recording: Recording) -> None:
    adapter = load(recording.platform)
    if recording.platform not in POLLED:
        secret = secret_of(recording.platform, recording.body)
        headers = recording.headers | SIGNERS[recording.platform](recording.body, secret)
        adapter.verify(headers, recording.body, [secret])
    events = list(adapter.normalise(read_json(recording.body), ORGANISATION))
    assert [as_json(event) for event in events] == recording.expected


@pytest.mark.parametrize("platform", sorted(REGISTRY))
def test_every_registered_platform_has_recordings_and_a_signer_or_a_poller(platform: str) -> None:
    assert list(recordings(platform))
    assert (platform in SIGNERS) is (platform not in POLLED)
    assert (platform in POLLERS) is (platform in POLLED)


@pytest.mark.parametrize("platform", sorted(POLLED))
def test_nothing_comes_for_a_polled_platform_through_the_open_door(platform: str) -> None:
    adapter = load(platform)
    with pytest.raises(BadHandshake) as refused:
        adapter.handshake({"hub.challenge": "1"}, ["x-signing-secret"])
    assert refused.value.status == 405
    for signer in SIGNERS.values():
        body = b'{"data": {"account": {"platform": "x", "id": "1"}}}'
        key = account_key("x", "1")
        with pytest.raises(BadSignature):
            adapter.verify(signer(body, key), body, [key])


def test_every_folder_of_recordings_has_a_registered_platform() -> None:
    assert {path.parent.name for path in FOLDER.glob("*/*.json")} <= set(REGISTRY)


@pytest.mark.parametrize("platform", sorted(REGISTRY))
@pytest.mark.parametrize("function", ["handshake", "verify", "normalise"])
def test_every_adapter_takes_what_its_callers_give(platform: str, function: str) -> None:
    adapter = load(platform)
    _, *declared = inspect.signature(getattr(Adapter, function)).parameters
    assert list(inspect.signature(getattr(adapter, function)).parameters) == declared


def test_a_platform_nobody_registered_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load("hyves")
