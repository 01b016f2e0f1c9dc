"""What a graph of links says of a place of the gazetteer, so that a query finds its name, where it lies and its point.

Only a town has a point: its centre, as GeoNames gives it. A country or a region is an area, and one point of it would
say what no article said.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rdflib import RDF, RDFS, SKOS, XSD, Literal, URIRef
from rdflib.term import Node

from ingest.places.gazetteer import Place, PlaceKind
from ingest.places.names import Names
from ontology.terms import PLACEKIND, REC, SCHEMA

type Fact = tuple[URIRef, URIRef, Node]


def locate(place: Place, names: Names, base: str) -> URIRef:
    """Return the address of a place: the authority's own where it has one, else by its GeoNames number."""
    return names.entities.get(place.number) or URIRef(f"{base}place/geonames-{place.number}")


def describe(place: Place, names: Names, base: str) -> Iterator[Fact]:
    """Yield what is known of a place and of what it lies in, up to its state; what the authority says is left to it."""
    node, gazetteer = locate(place, names, base), names.gazetteer
    if place.kind is PlaceKind.COUNTRY and place.number in names.entities:
        return
    country = gazetteer.get(gazetteer.country_number(place.country))
    around = [*filter(None, map(gazetteer.get, place.within))]
    if country is not None and country.number != place.number:
        around.append(country)
    if place.number not in names.entities:
        yield node, RDF.type, REC.Place
        yield node, RDFS.label, Literal(place.name)
        yield node, SKOS.exactMatch, URIRef(place.iri)
        if country is not None and country.number in names.states:
            yield node, REC.homeState, names.entities[country.number]
    yield node, REC.placeKind, PLACEKIND[place.kind]
    if place.kind is PlaceKind.TOWN and place.point is not None:
        for path, value in zip((SCHEMA.latitude, SCHEMA.longitude), place.point, strict=True):
            yield node, path, degrees(value)
    if around:
        yield node, SCHEMA.containedInPlace, locate(around[0], names, base)
        yield from describe(around[0], names, base)


def degrees(value: float) -> Literal:
    """Return degrees as xsd:decimal in canonical form, to five places: about a metre.

    >>> str(degrees(36.2)), str(degrees(-0.00001))
    ('36.2', '-0.00001')
    """
    words = f"{Decimal(str(value)):.5f}".rstrip("0")
    return Literal(words + "0" if words.endswith(".") else words, datatype=XSD.decimal)
