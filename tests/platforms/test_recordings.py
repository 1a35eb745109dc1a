"""Every recorded delivery verifies and becomes exactly the events its file expects."""

import inspect

import pytest

from chalicelib.platforms.body import read_json
from chalicelib.platforms.registry import REGISTRY, Adapter, load
from tests.platforms.brand import ORGANISATION
from tests.platforms.recordings import FOLDER, Recording, as_json, recordings
from tests.platforms.signers import SIGNERS, secret_of


@pytest.mark.parametrize("recording", [pytest.param(one, id=f"{one.platform}/{one.name}") for one in recordings()])
def test_a_recorded_delivery_becomes_the_expected_events(recording: Recording) -> None:
    adapter = load(recording.platform)
    secret = secret_of(recording.platform, recording.body)
    headers = recording.headers | SIGNERS[recording.platform](recording.body, secret)
    adapter.verify(headers, recording.body, [secret])
    events = list(adapter.normalise(read_json(recording.body), ORGANISATION))
    assert [as_json(event) for event in events] == recording.expected


@pytest.mark.parametrize("platform", sorted(REGISTRY))
def test_every_registered_platform_has_recordings_and_a_signer(platform: str) -> None:
    assert list(recordings(platform))
    assert platform in SIGNERS


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
