"""Each alignment file ties our terms to terms that the outside vocabulary really has."""

import pytest
from rdflib import OWL, RDF, Graph, URIRef
from rdflib.namespace import DCTERMS, ORG, PROV, SDO, SKOS, TIME, DefinedNamespace

import ontology
from ontology.terms import NIF, REC, SEM

FILES = {file.name.removesuffix(".ttl"): file for file in ontology.files()}
OUTSIDE: dict[str, str] = {
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "nif": str(NIF),
    "org": str(ORG),
    "prov": str(PROV),
    "schema": str(SDO),
    "sem": str(SEM),
    "skos": str(SKOS),
    "time": str(TIME),
}
KNOWN: dict[str, type[DefinedNamespace]] = {"org": ORG, "prov": PROV, "schema": SDO, "skos": SKOS, "time": TIME}


def pairs(name: str) -> list[tuple[URIRef, URIRef]]:
    graph = Graph().parse(data=FILES[name].read_bytes(), format="turtle")
    header = next(graph.subjects(RDF.type, OWL.Ontology))
    assert graph.value(header, DCTERMS.license)
    return [(URIRef(str(s)), URIRef(str(o))) for s, _, o in graph if s != header]


@pytest.mark.parametrize("name", OUTSIDE)
def test_it_ties_defined_terms_to_terms_of_that_vocabulary(name: str) -> None:
    defined = set(ontology.load().subjects())
    assert pairs(name)
    for ours, theirs in pairs(name):
        assert str(ours).startswith(str(REC))
        assert ours in defined
        assert str(theirs).startswith(OUTSIDE[name])


@pytest.mark.parametrize("name", KNOWN)
def test_the_outside_terms_exist(name: str) -> None:
    assert [theirs for _, theirs in pairs(name) if theirs not in KNOWN[name]] == []
