"""The shapes and the vocabulary speak of the same terms."""

from __future__ import annotations

import re

import pytest
from rdflib import OWL, RDF, SH, SKOS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

import ontology
from ontology.terms import REC
from shapes import load

SHAPES = load()
VOCABULARY = ontology.load()
NAMESPACE = "https://w3id.org/onrecord/ns#"


def read_terms(graph: Graph, *kinds: Node) -> set[str]:
    return {str(term) for kind in kinds for term in graph.subjects(RDF.type, kind) if str(term).startswith(NAMESPACE)}


def find_used() -> set[str]:
    paths = (SH.path, SH.inversePath, SH.targetClass, SH["class"], SH.targetSubjectsOf, SH.targetObjectsOf)
    used = {str(term) for path in paths for term in SHAPES.objects(None, path)}
    for query in SHAPES.objects(None, SH.select):
        used |= {NAMESPACE + name for name in re.findall(r"\brec:(\w+)", str(query))}
    return {term for term in used if term.startswith(NAMESPACE)}


DECLARED = read_terms(VOCABULARY, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)


def test_every_term_of_a_shape_is_declared() -> None:
    assert find_used() - DECLARED == set()


def test_every_declared_term_is_in_a_shape() -> None:
    assert DECLARED - find_used() == set()


@pytest.mark.parametrize(
    ("path", "scheme"),
    [
        (REC.quoteForm, "quote-form"),
        (REC.speechAct, "speech-act"),
        (REC.stance, "stance"),
        (REC.polarity, "stance"),
        (REC.kind, "statement-kind"),
        (REC.claimantBasis, "basis"),
        (REC.addresseeBasis, "basis"),
        (REC.venueBasis, "basis"),
        (REC.basis, "time-basis"),
        (REC.languageBasis, "detail-basis"),
        (REC.publishedBasis, "detail-basis"),
        (REC.blockRole, "block-role"),
        (REC.copyKind, "copy-kind"),
        (REC.originalBasis, "original-basis"),
        (REC.eventType, "plover"),
        (REC.quadClass, "quad-class"),
    ],
)
def test_a_shape_lists_exactly_the_concepts_of_its_scheme(path: URIRef, scheme: str) -> None:
    space = f"https://w3id.org/onrecord/ns/{scheme}#"
    concepts = {concept for concept in VOCABULARY.subjects(RDF.type, SKOS.Concept) if str(concept).startswith(space)}
    lists = [
        set(Collection(SHAPES, members))
        for shape in SHAPES.subjects(SH.path, path)
        if isinstance(shape, URIRef)
        for members in SHAPES.objects(shape, SH["in"])
    ]

    assert concepts in lists
