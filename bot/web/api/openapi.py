"""The description of the API (OpenAPI 3.1), made from the operations and their models."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from aiohttp import web
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.http.access import access
from bot.web.api.operations import Operation, Parameter, Reply
from bot.web.api.views import ProblemView
from bot.web.limits import AddressLimiter

PATH = "/api/v1/openapi.json"
_REF = "#/components/schemas/{model}"
_PROBLEM = "application/problem+json"
_WITH_KEY = {
    401: "No key, a wrong one or a revoked one.",
    403: "The key lacks the scope.",
}
_WITH_BODY = {
    400: "The body cannot be read.",
    413: "The body is too long.",
    415: "The body is of another type.",
    422: "The body does not fit, or the Idempotency-Key was used for another call.",
}
_Mode = Literal["validation", "serialization"]


class Description:
    """Serves ``/api/v1/openapi.json``."""

    def __init__(self, limiter: AddressLimiter) -> None:
        self._limiter = limiter
        self._document: dict[str, Any] = {}

    def operations(self) -> tuple[Operation, ...]:
        """Return what is served: the description itself is a part of it."""
        return (
            Operation(
                method="GET",
                path=PATH,
                name="getDescription",
                about="Return this description.",
                handler=self.show,
                replies={200: Reply(about="OpenAPI 3.1.")},
            ),
        )

    def describe(self, operations: Sequence[Operation]) -> None:
        """Make the description once all operations are known."""
        self._document = describe(operations)

    @access("public")
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Return the description."""
        self._limiter.check(request)
        headers = {"Cache-Control": "public, max-age=600", "Access-Control-Allow-Origin": "*"}
        return web.json_response(self._document, headers=headers)


def describe(operations: Sequence[Operation]) -> dict[str, Any]:
    """Return an OpenAPI document."""
    schemas, references = _schemas(operations)
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        described = _operation(operation, references)
        paths.setdefault(operation.path, {})[operation.method.lower()] = described
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "motcua",
            "version": "1",
            "description": "Dossiers, procedures and figures of a commune's one-stop centre.",
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A key made by an administrator in the console.",
                }
            },
        },
    }


def _schemas(
    operations: Iterable[Operation],
) -> tuple[dict[str, Any], dict[tuple[type[BaseModel], _Mode], dict[str, Any]]]:
    wanted: dict[tuple[type[BaseModel], _Mode], None] = {(ProblemView, "serialization"): None}
    for operation in operations:
        wanted.update({(model, "validation"): None for model in operation.bodies})
        replies = operation.replies.values()
        wanted.update({(each.model, "serialization"): None for each in replies if each.model})
    references, document = models_json_schema(list(wanted), ref_template=_REF)
    return document.get("$defs", {}), {pair: references[pair] for pair in wanted}


def _operation(
    operation: Operation, references: dict[tuple[type[BaseModel], _Mode], dict[str, Any]]
) -> dict[str, Any]:
    problem = {_PROBLEM: {"schema": references[ProblemView, "serialization"]}}
    refusals = {429: "Too many calls.", **dict(operation.problems)}
    if operation.scope is not None:
        refusals |= _WITH_KEY
    if operation.bodies:
        refusals = {**_WITH_BODY, **refusals}
    replies: dict[int, dict[str, Any]] = {
        status: {
            "description": reply.about,
            "content": {
                reply.content_type: {
                    "schema": references[reply.model, "serialization"]
                    if reply.model
                    else {"type": "object"}
                }
            },
        }
        for status, reply in operation.replies.items()
    }
    replies |= {
        status: {"description": about, "content": problem} for status, about in refusals.items()
    }
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.about,
        "parameters": [_parameter(each) for each in operation.parameters],
        "responses": {str(status): replies[status] for status in sorted(replies)},
    }
    if operation.bodies:
        models = [references[model, "validation"] for model in operation.bodies]
        schema = models[0] if len(models) == 1 else {"anyOf": models}
        content = {operation.body_type: {"schema": schema}}
        described["requestBody"] = {"required": True, "content": content}
    if operation.scope is not None:
        described["security"] = [{"key": []}]
        described["description"] = f"Scope: `{operation.scope.value}`."
    return described


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "description": parameter.about,
        "required": parameter.required,
        "schema": dict(parameter.schema),
    }
