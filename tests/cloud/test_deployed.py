"""A stage never gets a second REST API: Chalice's record of it is kept in the account."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import deployed, restapi
from tools.localaws import LocalAws

pytestmark = pytest.mark.cloud

STAGE = "dev"


class Account:
    """The calls a deployment makes, with a checkout's record at `record`."""

    def __init__(self, aws: LocalAws, record: Path) -> None:
        self.ssm = aws.session().client("ssm")
        self.apis = aws.session().client("apigateway")
        self.record = record

    def fetch(self) -> None:
        deployed.fetch(self.ssm, self.apis, STAGE, self.record)

    def store(self) -> None:
        deployed.store(self.ssm, STAGE, self.record)

    def make_api(self, stage: str = STAGE) -> str:
        document = {"info": {"title": "waakhond"}, "x-amazon-apigateway-binary-media-types": [], "paths": {}}
        api = restapi.create(self.apis, document, "REGIONAL")
        self.apis.create_deployment(restApiId=api, stageName=stage)
        return api


@pytest.fixture
def account(local_aws: LocalAws, tmp_path: Path) -> Iterator[Account]:
    account = Account(local_aws, tmp_path / "deployed" / "dev.json")
    yield account
    for api in account.apis.get_rest_apis()["items"]:
        account.apis.delete_rest_api(restApiId=api["id"])
    account.ssm.delete_parameters(Names=[f"/waakhond/{STAGE}/deployed"])


def test_a_stage_never_deployed_has_no_record(account: Account) -> None:
    account.fetch()
    assert not account.record.exists()


def test_a_clean_clone_gets_the_record_of_the_last_deployment(account: Account) -> None:
    account.record.parent.mkdir()
    account.record.write_text('{"resources": ["the last deployment"]}')
    account.store()
    account.record.unlink()
    account.make_api()
    account.fetch()
    assert account.record.read_text() == '{"resources": ["the last deployment"]}'


@pytest.mark.parametrize(
    ("age", "kept"),
    [
        pytest.param(-3600, "ours", id="a plain `chalice deploy` since then is not forgotten"),
        pytest.param(+3600, "theirs", id="a deployment from another machine since then counts"),
    ],
)
def test_of_two_records_the_newer_one_counts(account: Account, age: int, kept: str) -> None:
    account.record.parent.mkdir()
    account.record.write_text("theirs")
    account.store()
    account.record.write_text("ours")
    written_at = account.record.stat().st_mtime - age
    os.utime(account.record, (written_at, written_at))
    account.fetch()
    assert account.record.read_text() == kept


def test_without_a_record_an_existing_api_stops_the_deployment(account: Account) -> None:
    api = account.make_api()
    with pytest.raises(deployed.SecondApi, match=f"Stage {STAGE} already has REST API {api}"):
        account.fetch()


def test_a_checkout_that_knows_the_api_may_go_on(account: Account) -> None:
    api = account.make_api()
    account.record.parent.mkdir()
    account.record.write_text(f'{{"resources": [{{"rest_api_id": "{api}"}}]}}')
    account.fetch()
    assert api in account.record.read_text()


def test_the_api_of_another_stage_is_no_reason_to_stop(account: Account) -> None:
    account.make_api(stage="prod")
    account.fetch()
    assert not account.record.exists()
