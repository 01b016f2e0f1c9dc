"""The search has a vocabulary of its own: every property that a pattern may have, and no other."""

from importlib.resources import files

import pytest
from rdflib import Graph, Literal, URIRef

from api.search import NAMESPACE
from api.search.rewriting import PROPERTIES
from ontology.terms import OWL, RDF, RDFS, SKOS


@pytest.fixture(scope="module")
def vocabulary() -> Graph:
    return Graph().parse(data=(files("ontology") / "search.ttl").read_bytes(), format="turtle")


def test_it_has_the_properties_of_a_pattern(vocabulary: Graph) -> None:
    assert set(vocabulary.subjects(RDF.type, OWL.DatatypeProperty)) == {URIRef(NAMESPACE + name) for name in PROPERTIES}


@pytest.mark.parametrize("wanted", [RDFS.label, SKOS.definition, SKOS.example])
def test_every_property_has_it_once_in_english(vocabulary: Graph, wanted: URIRef) -> None:
    for term in vocabulary.subjects(RDF.type, OWL.DatatypeProperty):
        values = list(vocabulary.objects(term, wanted))
        assert [isinstance(value, Literal) and value.language for value in values] == ["en"], term
