"""The prefixes of the graphs that are written by hand here, in Turtle."""

PREFIXES = """
@prefix actor: <https://w3id.org/onrecord/id/actor/> .
@prefix forum: <https://w3id.org/onrecord/id/forum/> .
@prefix kind: <https://w3id.org/onrecord/ns/statement-kind#> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix plover: <https://w3id.org/onrecord/ns/plover#> .
@prefix qf: <https://w3id.org/onrecord/ns/quote-form#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rec: <https://w3id.org/onrecord/ns#> .
@prefix st: <https://w3id.org/onrecord/ns/stance#> .
@prefix timebasis: <https://w3id.org/onrecord/ns/time-basis#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
