"""The API says what it can do, and does nothing else; nothing that is sent makes it stumble."""

import asyncio
import json
import os
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.web.api.models import DossierBody, DossierLine, EventBody
from tests.api.conftest import BULK, OneStop

EXAMPLES = int(os.environ.get("MOTCUA_TEST_EXAMPLES", "60"))
HOSTILE = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=5,
)
codes = st.sampled_from(["H26.15.3-261120-0012", "G22.99.08-260921-896048", "HS-2026-043"])
names = codes | st.text(min_size=1, max_size=40)


def near(schema: dict[str, Any], definitions: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return values that fit a schema, more or less."""
    if "$ref" in schema:
        return near(definitions[schema["$ref"].rsplit("/", 1)[-1]], definitions)
    if "anyOf" in schema:
        return st.one_of(*(near(each, definitions) for each in schema["anyOf"]))
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kind = schema.get("type")
    if kind == "object":
        fields = {name: near(each, definitions) for name, each in schema["properties"].items()}
        return st.fixed_dictionaries({}, optional=fields)
    if kind == "array":
        return st.lists(near(schema["items"], definitions), max_size=4)
    if kind == "integer":
        return st.integers(schema.get("minimum", -5), schema.get("maximum", 50))
    if schema.get("format") == "date-time":
        return st.datetimes().map(lambda moment: moment.isoformat()) | st.sampled_from(
            ["2026-11-20T09:15:00+07:00", "2026-11-20", "2026-11-20T09:15:00Z"]
        )
    return st.text(max_size=30) if kind == "string" else st.none()


def bodies(model: type) -> st.SearchStrategy[Any]:
    """Return bodies near a model: some fit, most have one field of something else."""
    schema = model.model_json_schema()
    whole = near(schema, schema.get("$defs", {}))
    filled = st.fixed_dictionaries(
        {name: near(each, schema.get("$defs", {})) for name, each in schema["properties"].items()}
    )
    odd = st.tuples(filled, st.sampled_from(sorted(schema["properties"])), json_values).map(
        lambda parts: {**parts[0], parts[1]: parts[2]}
    )
    return whole | filled | odd | json_values


async def test_every_route_of_the_api_is_described(one_stop: OneStop):
    assert one_stop.house.runner is not None
    served = {
        (route.method, route.resource.canonical)
        for route in one_stop.house.runner.app.router.routes()
        if route.resource.canonical.startswith("/api/") and route.method != "HEAD"
    }
    described = _operations(one_stop)
    assert served == set(described)
    assert ("POST", BULK) in served


async def test_the_description_is_openapi_whose_references_lead_somewhere(one_stop: OneStop):
    answer = await one_stop.call("GET", "/api/v1/openapi.json", Authorization="")
    document = answer.body
    assert document["openapi"].startswith("3.1")
    text = json.dumps(document)
    for part in text.split('"$ref": "')[1:]:
        place: Any = document
        for name in part.split('"')[0].removeprefix("#/").split("/"):
            place = place[name]
        assert place
    names = [each["operationId"] for each in _operations(one_stop).values()]
    assert len(names) == len(set(names))
    for (method, path), each in _operations(one_stop).items():
        assert each["summary"].endswith("."), path
        assert "429" in each["responses"], path
        named = {each["name"] for each in each["parameters"] if each["in"] == "path"}
        assert named == {part[1:-1] for part in path.split("/") if part.startswith("{")}
        if method == "POST":
            assert "Idempotency-Key" in {each["name"] for each in each["parameters"]}


async def test_whatever_is_put_is_taken_or_refused_and_never_breaks(one_stop: OneStop):
    run = runner()

    @HOSTILE
    @given(code=names, body=bodies(DossierBody))
    def check(code: str, body: Any) -> None:
        path = f"/api/v1/dossiers/{quote(code, safe='', errors='replace')}"
        answer = run(one_stop.call("PUT", path, _sendable(body)))
        _fits(one_stop, answer, "PUT", "/api/v1/dossiers/{code}")
        read = run(one_stop.call("GET", path))
        _fits(one_stop, read, "GET", "/api/v1/dossiers/{code}")

    await asyncio.to_thread(check)


async def test_whatever_event_is_told_never_breaks(one_stop: OneStop):
    run = runner()
    await one_stop.put()

    @HOSTILE
    @given(code=codes, body=bodies(EventBody), name=st.none() | st.text(max_size=5))
    def check(code: str, body: Any, name: str | None) -> None:
        headers = {} if name is None else {"Idempotency-Key": quote(name)}
        path = f"/api/v1/dossiers/{code}/events"
        answer = run(one_stop.call("POST", path, _sendable(body), **headers))
        _fits(one_stop, answer, "POST", "/api/v1/dossiers/{code}/events")

    await asyncio.to_thread(check)


async def test_whatever_lines_come_each_has_a_result(one_stop: OneStop):
    run = runner()

    @HOSTILE
    @given(rows=st.lists(bodies(DossierLine) | st.binary(max_size=40), max_size=5))
    def check(rows: list[Any]) -> None:
        lines = [
            row.replace(b"\n", b"") if isinstance(row, bytes) else json.dumps(row).encode()
            for row in rows
        ]
        answer = run(one_stop.bulk(b"\n".join(lines)))
        _fits(one_stop, answer, "POST", BULK)
        assert len(answer.lines) == sum(bool(line.strip()) for line in lines)

    await asyncio.to_thread(check)


async def test_whatever_stands_in_an_address_never_breaks(one_stop: OneStop):
    run = runner()

    @HOSTILE
    @given(name=st.text(min_size=1, max_size=20), first=st.text(max_size=12), last=st.text())
    def check(name: str, first: str, last: str) -> None:
        query = f"from={_quoted(first)}&to={_quoted(last)}"
        for path in (f"reports/{_quoted(name)}?{query}", f"reports/dossiers?{query}",
                     f"procedures?q={_quoted(last)}&limit={_quoted(first)}",
                     f"procedures/{_quoted(name)}", f"{_quoted(name)}"):  # fmt: skip
            answer = run(one_stop.call("GET", f"/api/v1/{path}"))
            assert answer.status < 500, path

    await asyncio.to_thread(check)


def runner() -> Callable[[Coroutine[Any, Any, Any]], Any]:
    """Return what carries out a call from the thread in which the examples are made."""
    loop = asyncio.get_running_loop()
    return lambda call: asyncio.run_coroutine_threadsafe(call, loop).result(60)


def _operations(one_stop: OneStop) -> dict[tuple[str, str], Any]:
    assert one_stop.house.runner is not None
    for route in one_stop.house.runner.app.router.routes():
        if route.resource.canonical == "/api/v1/openapi.json":
            document = route.handler.__self__._document
    return {
        (method.upper(), path): operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def _fits(one_stop: OneStop, answer: Any, method: str, path: str) -> None:
    assert answer.status < 500, answer.text
    assert str(answer.status) in _operations(one_stop)[method, path]["responses"], answer.text
    if answer.status >= 400:
        assert answer.body["type"].startswith("urn:motcua:problem:")
        assert answer.body["detail"]


def _sendable(body: Any) -> Any:
    return "null" if body is None else body


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")
