"""An account may name a policy of its own for who asks again within 24 hours of an answer."""

import json

import pytest

from chalicelib import config
from tests.config.example import TODAY, assert_one_problem, changed, organisation

_SHOWN = '# next_response_policy = "mention"'


def test_without_the_key_the_public_policy_counts() -> None:
    assert {account.next_response_policy for account in organisation().accounts} == {None}


def test_the_key_is_read_stored_and_loaded() -> None:
    read = config.read(changed(_SHOWN, 'next_response_policy = "direct"'), TODAY)
    first, *others = [account.next_response_policy for account in read.accounts]
    assert (first, set(others)) == ("direct", {None})
    assert config.load(config.dump(read)) == read


def test_what_was_stored_before_the_key_was_there_still_reads() -> None:
    stored = json.loads(config.dump(organisation()))
    for account in stored["accounts"]:
        del account["next_response_policy"]
    assert config.load(json.dumps(stored)) == organisation()


@pytest.mark.parametrize(
    ("named", "said"),
    [
        pytest.param("mentoin", 'did you mean "mention"?', id="a misspelt one"),
        pytest.param("promise", "is for promises, it has no target", id="the one for promises"),
    ],
)
def test_it_has_to_be_a_policy_with_a_target(named: str, said: str) -> None:
    assert_one_problem(_SHOWN, f'next_response_policy = "{named}"', "accounts[0].next_response_policy", said)
