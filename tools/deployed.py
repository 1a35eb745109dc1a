"""Chalice's record of what a stage deployed, kept in the stage's account instead of a checkout.

Without that record `chalice deploy` takes the REST API as absent and makes a second one at another
address, while the platforms and the custom domain stay on the first. A clean clone has no record,
so it is fetched from Systems Manager before each deployment and stored there after it.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient
    from mypy_boto3_ssm import SSMClient
    from mypy_boto3_ssm.type_defs import ParameterTypeDef


class SecondApi(Exception):
    """Deploying now would make a second REST API for the stage."""


def fetch(ssm: "SSMClient", apis: "APIGatewayClient", stage: str, record: Path) -> None:
    """Put the stored record at `record`; no file there when the stage was never deployed.

    A record already there stays when it is newer: a plain `chalice deploy` made it since.
    Raises SecondApi when nothing is stored although the stage has an API.
    """
    stored = _stored(ssm, stage)
    if stored is not None:
        if not record.exists() or record.stat().st_mtime < stored["LastModifiedDate"].timestamp():
            record.parent.mkdir(parents=True, exist_ok=True)
            record.write_text(stored["Value"])
        return
    existing = _api_of(apis, stage)
    if existing is None:
        record.unlink(missing_ok=True)
    elif not record.exists() or existing not in record.read_text():
        raise SecondApi(
            f"Stage {stage} already has REST API {existing}, but {_name(stage)} holds no record of it: deploying "
            f"would make a second API with another address. Restore .chalice/deployed/{stage}.json from the "
            "machine that deployed last, or delete that API if nothing uses it."
        )


def store(ssm: "SSMClient", stage: str, record: Path) -> None:
    """Keep the record at `record`, if there is one. Over 4 kB it becomes an advanced parameter by itself."""
    if record.exists():
        ssm.put_parameter(
            Name=_name(stage),
            Description="What `chalice deploy` made; without it the next deployment makes a second API.",
            Value=record.read_text(),
            Type="String",
            Tier="Intelligent-Tiering",
            Overwrite=True,
        )


def _name(stage: str) -> str:
    return f"/waakhond/{stage}/deployed"


def _stored(ssm: "SSMClient", stage: str) -> "ParameterTypeDef | None":
    try:
        return ssm.get_parameter(Name=_name(stage))["Parameter"]
    except ClientError as answer:
        if answer.response["Error"]["Code"] == "ParameterNotFound":
            return None
        raise


def _api_of(apis: "APIGatewayClient", stage: str) -> str | None:
    """The id of the app's REST API that has this stage."""
    for page in apis.get_paginator("get_rest_apis").paginate():
        for api in page["items"]:
            if api["name"] == "waakhond":
                stages = apis.get_stages(restApiId=api["id"])["item"]
                if any(found["stageName"] == stage for found in stages):
                    return api["id"]
    return None
