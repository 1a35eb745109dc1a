"""The REST API built call by call: it becomes the document, by difference, and keeps its id."""

from typing import Any

import pytest

from tools import restapi
from tools.localaws import LocalAws

pytestmark = pytest.mark.cloud

Routes = dict[str, list[str]]


def swagger(routes: Routes, function: str = "one") -> dict[str, Any]:
    uri = f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{function}/invocations"
    return {
        "info": {"title": "waakhond"},
        "x-amazon-apigateway-binary-media-types": ["image/png"],
        "paths": {
            path: {method: {"x-amazon-apigateway-integration": {"uri": uri}} for method in methods}
            for path, methods in routes.items()
        },
    }


BEFORE = swagger({"/health": ["get"], "/webhooks/{platform}": ["get", "post"]})


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(BEFORE, id="nothing changes"),
        pytest.param(swagger({"/health": ["get"], "/p/{code}": ["get", "post"]}), id="one path for another"),
        pytest.param(swagger({"/health": ["get"], "/webhooks/{platform}": ["post"]}), id="a method goes"),
        pytest.param(swagger({"/health": ["get", "post"], "/webhooks/{platform}/x": ["get"]}), id="a path grows"),
        pytest.param(swagger({"/": ["get"]}), id="only the root is left"),
        pytest.param(swagger({"/health": ["get"]}, function="two"), id="another function answers"),
    ],
)
def test_an_update_makes_the_api_the_document_and_keeps_its_id(local_aws: LocalAws, after: dict[str, Any]) -> None:
    client = local_aws.session().client("apigateway")
    api = restapi.create(client, BEFORE, "REGIONAL")
    restapi.update(client, api, after)
    assert restapi.routes(after) == restapi.present(client, api)


def test_a_change_these_calls_cannot_make_is_refused(local_aws: LocalAws) -> None:
    client = local_aws.session().client("apigateway")
    api = restapi.create(client, BEFORE, "REGIONAL")
    with pytest.raises(ValueError, match="start the local cloud afresh"):
        restapi.update(client, api, BEFORE | {"x-amazon-apigateway-binary-media-types": ["*/*"]})
