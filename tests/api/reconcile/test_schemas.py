"""Every answer is what the schemas of the Reconciliation Service API 0.2 describe, and so is every question taken."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from api.errors import BadRequest
from api.reconciliation.queries import read_batch

type Check = Callable[[str, object], None]


@pytest.fixture(scope="module")
def specification(gold: Path) -> Path:
    return gold / "data" / "reconciliation-0.2"


@pytest.fixture(scope="module")
def check(specification: Path) -> Check:
    schemas = {file.stem: json.loads(file.read_text("utf-8")) for file in (specification / "schemas").glob("*.json")}
    registry: Registry[Any] = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema, default_specification=DRAFT7))
        for schema in schemas.values()
        if "$id" in schema
    )

    def hold(name: str, value: object) -> None:
        Draft7Validator(schemas[name], registry=registry).validate(value)

    return hold


def test_the_manifest(asked: TestClient, check: Check) -> None:
    manifest = asked.get("/reconcile").json()
    check("manifest", manifest)
    assert {"view", "preview", "suggest", "extend", "defaultTypes"} <= manifest.keys()


def test_a_batch_by_get_and_post(asked: TestClient, check: Check) -> None:
    batch = {
        "a": {"query": "Pakistan", "type": ["State"], "type_strict": "should", "limit": 3},
        "b": {"query": "Duarte, Ana", "properties": [{"pid": "country", "v": {"id": "actor/pakistan"}}]},
        "c": {"properties": [{"pid": "iso3", "v": ["PAK", "AFG"]}]},
        "d": {"query": "nobody bears this"},
    }
    check("reconciliation-query-batch", batch)
    given = {"queries": json.dumps(batch)}
    answers = [asked.get("/reconcile", params=given), asked.post("/reconcile", data=given)]
    for answer in answers:
        check("reconciliation-result-batch", answer.json())
        assert list(answer.json()) == list(batch)
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["d"] == {"result": []}


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("suggest/entity?prefix=ana", "suggest-entities-response"),
        ("suggest/type?prefix=per", "suggest-types-response"),
        ("suggest/property?prefix=iso", "suggest-properties-response"),
        ("properties?type=State&limit=5", "data-extension-property-proposal"),
    ],
)
def test_suggestions(asked: TestClient, check: Check, path: str, schema: str) -> None:
    answer = asked.get(f"/reconcile/{path}").json()
    check(schema, answer)
    assert answer.get("result") or answer.get("properties")


def test_values(asked: TestClient, check: Check) -> None:
    proposed = [{"id": each["id"]} for each in asked.get("/reconcile/properties").json()["properties"]]
    wanted = {
        "ids": ["actor/pakistan", "actor/ana-duarte", "forum/senate-of-pakistan", "nobody"],
        "properties": proposed,
    }
    check("data-extension-query", wanted)
    answer = asked.post("/reconcile", data={"extend": json.dumps(wanted)}).json()
    check("data-extension-response", answer)
    assert [each["id"] for each in answer["meta"]] == [each["id"] for each in proposed]
    assert list(answer["rows"]) == wanted["ids"]


def test_the_examples_of_queries_are_read_as_they_are_meant(specification: Path) -> None:
    folder = specification / "examples" / "reconciliation-query-batch"
    for file in (folder / "invalid").glob("*.json"):
        with pytest.raises(BadRequest):
            read_batch(file.read_text("utf-8"), 10)
    known = json.loads((folder / "valid" / "example-min.json").read_text("utf-8"))
    assert list(read_batch(json.dumps(known), 10)) == list(known)
