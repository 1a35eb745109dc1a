"""Builds a REST API from the Swagger document Chalice writes, with ordinary API Gateway calls.

Chalice hands API Gateway the whole document (ImportRestApi, then PutRestApi). The local cloud has
neither: an import there makes an empty API. The calls below exist there, and applying the
document as a difference keeps the API's id, so that a second deployment changes no address.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient

Swagger = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one path, and the Lambda integration behind it."""

    path: str
    method: str
    uri: str


def routes(swagger: Swagger) -> frozenset[Route]:
    return frozenset(
        Route(path, method.upper(), operation["x-amazon-apigateway-integration"]["uri"])
        for path, operations in swagger["paths"].items()
        for method, operation in operations.items()
    )


def create(client: "APIGatewayClient", swagger: Swagger, endpoint_type: str) -> str:
    """A new REST API with every route of the document; its id."""
    api = client.create_rest_api(
        name=swagger["info"]["title"],
        binaryMediaTypes=list(swagger["x-amazon-apigateway-binary-media-types"]),
        endpointConfiguration={"types": ["EDGE" if endpoint_type == "EDGE" else "REGIONAL"]},
    )
    update(client, api["id"], swagger)
    return api["id"]


def update(client: "APIGatewayClient", api_id: str, swagger: Swagger) -> None:
    """Make the API's routes those of the document, touching only what differs.

    Raises ValueError when the binary media types differ, which these calls cannot change.
    """
    binary = set(swagger["x-amazon-apigateway-binary-media-types"])
    if set(client.get_rest_api(restApiId=api_id).get("binaryMediaTypes", ())) != binary:
        raise ValueError("The API's binary media types changed: start the local cloud afresh (make run).")
    wanted = routes(swagger)
    ids, there = _read(client, api_id)
    for path in sorted(_with_parents(route.path for route in wanted) - ids.keys(), key=_depth):
        parent, _, part = path.rpartition("/")
        made = client.create_resource(restApiId=api_id, parentId=ids[parent or "/"], pathPart=part)
        ids[path] = made["id"]
    still_there = {(route.path, route.method) for route in wanted}
    for route in there - wanted:
        if (route.path, route.method) not in still_there:
            client.delete_method(restApiId=api_id, resourceId=ids[route.path], httpMethod=route.method)
    known = {(route.path, route.method) for route in there}
    for route in wanted - there:
        _put(client, api_id, ids[route.path], route, is_new=(route.path, route.method) not in known)
    for path in sorted(ids.keys() - _with_parents(route.path for route in wanted), key=_depth, reverse=True):
        client.delete_resource(restApiId=api_id, resourceId=ids[path])


def present(client: "APIGatewayClient", api_id: str) -> frozenset[Route]:
    """The routes the API has."""
    return _read(client, api_id)[1]


def _put(client: "APIGatewayClient", api_id: str, resource_id: str, route: Route, *, is_new: bool) -> None:
    if is_new:
        client.put_method(restApiId=api_id, resourceId=resource_id, httpMethod=route.method, authorizationType="NONE")
    client.put_integration(
        restApiId=api_id,
        resourceId=resource_id,
        httpMethod=route.method,
        type="AWS_PROXY",
        integrationHttpMethod="POST",
        uri=route.uri,
        contentHandling="CONVERT_TO_TEXT",
    )


def _read(client: "APIGatewayClient", api_id: str) -> tuple[dict[str, str], frozenset[Route]]:
    """The API's resource ids by path, and its routes."""
    ids: dict[str, str] = {}
    found: set[Route] = set()
    for page in client.get_paginator("get_resources").paginate(restApiId=api_id, embed=["methods"]):
        for resource in page["items"]:
            ids[resource["path"]] = resource["id"]
            for method, settings in resource.get("resourceMethods", {}).items():
                uri = settings.get("methodIntegration", {}).get("uri", "")
                found.add(Route(resource["path"], method, uri))
    return ids, frozenset(found)


def _with_parents(paths: Iterable[str]) -> set[str]:
    return {"/"} | {ancestor for path in paths for ancestor in _ancestry(path)}


def _ancestry(path: str) -> Iterator[str]:
    parts = path.strip("/").split("/")
    for count in range(1, len(parts) + 1):
        yield "/" + "/".join(parts[:count])


def _depth(path: str) -> int:
    return path.count("/")
