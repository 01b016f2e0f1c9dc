"""The vocabulary says what each term means, and Python and Turtle name the same terms."""

from itertools import chain

import pytest
from rdflib import Graph, Literal, URIRef

import ontology
from ontology.terms import NIF, ONTOLOGY, OWL, RDF, RDFS, REC, SKOS

KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)


@pytest.fixture(scope="module")
def vocabulary() -> Graph:
    graph = Graph()
    for file in ontology.files():
        if file.name in {"onrecord.ttl", "corpus.ttl"}:
            graph.parse(data=file.read_bytes(), format="turtle")
    return graph


def terms_of(graph: Graph) -> set[URIRef]:
    subjects = chain.from_iterable(graph.subjects(RDF.type, kind) for kind in KINDS)
    return {subject for subject in subjects if isinstance(subject, URIRef)}


def test_python_and_turtle_name_the_same_terms(vocabulary: Graph) -> None:
    assert terms_of(vocabulary) == {URIRef(str(term)) for term in dir(REC) if str(term).startswith(str(REC))}


@pytest.mark.parametrize("wanted", [RDFS.label, SKOS.definition, SKOS.example])
def test_every_term_has_it_once_in_english(vocabulary: Graph, wanted: URIRef) -> None:
    for term in terms_of(vocabulary):
        values = list(vocabulary.objects(term, wanted))
        assert [isinstance(value, Literal) and value.language for value in values] == ["en"], term


def test_every_term_says_where_it_is_defined(vocabulary: Graph) -> None:
    assert {vocabulary.value(term, RDFS.isDefinedBy) for term in terms_of(vocabulary)} == {ONTOLOGY}


def test_domains_and_ranges_are_terms_of_this_vocabulary_or_outside_ones(vocabulary: Graph) -> None:
    classes = set(vocabulary.subjects(RDF.type, OWL.Class))
    named = chain(vocabulary.objects(None, RDFS.domain), vocabulary.objects(None, RDFS.range))
    assert {str(name) for name in named if str(name).startswith(str(REC))} <= {str(name) for name in classes}


def test_there_are_no_blank_nodes() -> None:
    assert all(isinstance(s, URIRef) and isinstance(o, URIRef | Literal) for s, _, o in ontology.load())


def test_a_forum_is_never_a_place(vocabulary: Graph) -> None:
    assert (REC.Forum, OWL.disjointWith, REC.Place) in vocabulary


def test_a_name_that_the_vocabulary_lacks_is_an_error() -> None:
    with pytest.raises(AttributeError, match="claimnt"):
        REC["claimnt"]


def test_outside_namespaces_are_open() -> None:
    assert str(NIF.Context).endswith("nif-core#Context")
