"""Every shape is listed for a reader, with what it says."""

from __future__ import annotations

from rdflib import RDF, SH, URIRef

from shapes import Severity, load, rules


def test_every_shape_with_a_target_is_listed_once() -> None:
    shapes = load()
    named = {
        str(shape)
        for kind in (SH.NodeShape, SH.PropertyShape)
        for shape in shapes.subjects(RDF.type, kind)
        if isinstance(shape, URIRef)
    }
    listed = [rule.iri for rule in rules()]

    assert set(listed) == named
    assert len(listed) == len(set(listed))


def test_each_says_what_it_is_about_and_what_to_do() -> None:
    for rule in rules():
        assert rule.name
        assert rule.description.endswith(".")
        assert rule.message.endswith(".")
        assert rule.subject in rule.iri.lower() or rule.subject == "venue", rule
        assert rule.severity in Severity
