"""The keys that the local cloud makes open the door of Standard Webhooks, each for its own account."""

import json

import pytest

from chalicelib.platforms import standard
from chalicelib.platforms.errors import BadSignature
from tests.platforms.signers import sign_standard
from tools import organisation, stagesecrets


def test_each_account_has_a_key_that_speaks_for_it_alone() -> None:
    accounts = organisation.read().accounts
    keys = stagesecrets.account_keys(accounts)
    secrets = stagesecrets.written(keys).splitlines()
    assert len(set(keys.values())) == len(secrets) == len(accounts) > 1
    for account in accounts:
        named = {"account": {"platform": account.platform, "id": account.id}}
        body = json.dumps({"type": "message.received", "data": named}).encode()
        for name, key in keys.items():
            headers = sign_standard(body, key)
            if name == f"{account.platform}:{account.id}":
                standard.verify(headers, body, secrets)
            else:
                with pytest.raises(BadSignature, match="another account"):
                    standard.verify(headers, body, secrets)
