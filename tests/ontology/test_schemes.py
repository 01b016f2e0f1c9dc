"""Each scheme's concepts are explained, and Python and Turtle name the same ones."""

import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import DefinedNamespace

import ontology
from ontology.terms import PLOVER, QUAD, REC, SCHEMES, SKOS


@pytest.fixture(scope="module")
def graph() -> Graph:
    return ontology.load()


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: str(scheme.__name__))
def test_python_and_turtle_name_the_same_concepts(graph: Graph, scheme: type[DefinedNamespace]) -> None:
    iri = URIRef(str(scheme).removesuffix("#"))
    assert (iri, RDF.type, SKOS.ConceptScheme) in graph
    named = {URIRef(str(term)) for term in dir(scheme) if str(term).startswith(str(scheme))}
    named |= {URIRef(f"{scheme}{word}") for word in getattr(scheme, "_extras", ())}  # keywords of Python
    assert set(graph.subjects(SKOS.inScheme, iri)) == named


@pytest.mark.parametrize("wanted", [SKOS.prefLabel, SKOS.definition, SKOS.example])
def test_every_concept_has_it_once_in_english(graph: Graph, wanted: URIRef) -> None:
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        values = list(graph.objects(concept, wanted))
        assert [isinstance(value, Literal) and value.language for value in values] == ["en"], concept


def test_a_broader_concept_is_of_the_same_scheme(graph: Graph) -> None:
    for narrow, broad in graph.subject_objects(SKOS.broader):
        assert graph.value(narrow, SKOS.inScheme) == graph.value(broad, SKOS.inScheme)


def test_every_event_type_has_its_quad_class(graph: Graph) -> None:
    plover = URIRef(str(PLOVER).removesuffix("#"))
    classes = [graph.value(concept, REC.quadClass) for concept in graph.subjects(SKOS.inScheme, plover)]
    assert sorted(str(found).rpartition("#")[2] for found in classes) == sorted(
        ["verbalCooperation"] * 4 + ["materialCooperation"] * 3 + ["verbalConflict"] * 4 + ["materialConflict"] * 5
    )


def test_a_cut_in_relations_counts_as_material_conflict(graph: Graph) -> None:
    assert graph.value(PLOVER.SANCTION, REC.quadClass) == QUAD.materialConflict
