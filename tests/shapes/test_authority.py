"""What ships in the authority holds to the shapes, as a user's own entries must."""

from __future__ import annotations

from rdflib import Graph, URIRef

import ontology
from ontology.terms import ACTORKIND, BASE, REC
from shapes import Validator


def test_the_authority_and_the_vocabulary_hold_to_every_shape() -> None:
    report = Validator().validate(ontology.authority() + ontology.load())

    assert report.results == (), report.as_text()


def test_an_entry_without_a_name_or_a_source_is_found() -> None:
    graph = Graph()
    graph.add((BASE["actor/freedonia"], REC.actorKind, ACTORKIND.state))

    broken = {finding.shape for finding in Validator().validate(graph).results}

    assert broken == {
        URIRef("https://w3id.org/onrecord/shapes#AuthoritySource"),
        URIRef("https://w3id.org/onrecord/shapes#AuthorityLabel"),
    }
