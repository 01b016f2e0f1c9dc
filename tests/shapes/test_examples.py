"""Every shape is documented, accepts its own valid example, and refuses its own invalid one."""

from __future__ import annotations

import pytest
from rdflib import RDF, SH, Graph, Literal, Namespace, URIRef

from shapes import Validator, load

RECSH = Namespace("https://w3id.org/onrecord/shapes#")
BASE = "https://w3id.org/onrecord/id/article/a1/b1"
SHAPES = load()
VALIDATOR = Validator()
NAMED = sorted(
    str(shape)
    for kind in (SH.NodeShape, SH.PropertyShape)
    for shape in SHAPES.subjects(RDF.type, kind)
    if isinstance(shape, URIRef)
)


def read_example(shape: str, which: URIRef) -> Graph:
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in SHAPES.namespaces())
    text = SHAPES.value(URIRef(shape), which)
    assert isinstance(text, Literal), f"{shape} has no example for {which}"
    return Graph().parse(data=prefixes + str(text), format="turtle", publicID=BASE)


def complaints(graph: Graph, shape: str) -> list[str]:
    return [finding.message for finding in VALIDATOR.validate(graph).results if str(finding.shape) == shape]


@pytest.mark.parametrize("shape", NAMED)
def test_valid_example_passes(shape: str) -> None:
    graph = read_example(shape, RECSH.passes)

    assert len(graph) > 0
    assert complaints(graph, shape) == []


@pytest.mark.parametrize("shape", NAMED)
def test_invalid_example_fails_with_the_shapes_own_iri(shape: str) -> None:
    assert complaints(read_example(shape, RECSH.fails), shape) != []


@pytest.mark.parametrize("shape", NAMED)
def test_shape_is_documented(shape: str) -> None:
    for needed in (SH.name, SH.description, SH.message, SH.severity, RECSH.passes, RECSH.fails):
        assert len(list(SHAPES.objects(URIRef(shape), needed))) == 1, f"{shape} needs exactly one {needed}"
