"""What can be asked of an entity, and compared with a column: one row for each property."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import URIRef

from ontology.terms import REC, SKOS


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its identifier, its name, its meaning, and where it is read.

    ``path`` is the term of the vocabulary whose values are given as they are, without ``start``, which they must have.
    ``inherited``: what has none of its own has those of its home state.
    """

    id: str
    name: str
    description: str
    path: URIRef | None = None
    start: str = ""
    inherited: bool = False
    types: frozenset[str] = frozenset()


def _code(name: str, description: str, path: URIRef) -> Property:
    said = f"{description} of the state that it is, or is at home in"
    return Property(str(path).removeprefix(str(REC)), name, said, path, inherited=True)


CODES = (
    _code("ISO 3166-1 alpha-2", "Two letters", REC.iso2),
    _code("ISO 3166-1 alpha-3", "Three letters", REC.iso3),
    _code("ISO 3166-1 numeric", "Three digits", REC.isoNumeric),
    _code("UN M49", "The area number", REC.m49Code),
    _code("Gleditsch and Ward, number", "The number", REC.gwNumber),
    _code("Gleditsch and Ward, letters", "The letters", REC.gwCode),
    _code("Correlates of War, number", "The number", REC.cowNumber),
    _code("Correlates of War, letters", "The letters", REC.cowCode),
    _code("FIPS 10-4", "Two letters", REC.fipsCode),
    _code("CAMEO", "The actor code", REC.cameoCode),
)
"""The codes of states: a new scheme is a new row."""

OUTSIDE = (
    Property("wikidata", "Wikidata", "The item", SKOS.exactMatch, "http://www.wikidata.org/entity/"),
    Property("geonames", "GeoNames", "The number", SKOS.exactMatch, "https://sws.geonames.org/"),
    Property("unReference", "UN list", "The reference in the UN's list", REC.unReference),
    Property("ucdpFormerNumber", "UCDP, former", "The number in UCDP's older scheme", REC.ucdpFormerNumber),
)
ROLE = Property("role", "Role", "An office or function that somebody holds or held", types=frozenset({"Person"}))
DATE = Property("date", "Date", "A year, a month or a day at which the role was held", types=frozenset({"Person"}))
COUNTRY = Property("country", "Country", "The state that it is, or is at home in")
PARENT = Property("parent", "Part of", "The body that it is a part of", types=frozenset({"Forum", "Organization"}))
TYPE = Property("type", "Type", "What it is")
ALIAS = Property("alias", "Other names", "What else it is called", SKOS.altLabel)
STATEMENTS = Property("statements", "Statements", "How many statements it is on record with")
SAID_HERE = Property("saidHere", "Statements made there", "How many statements were made before or in it")

READ_OFF = (*CODES, *OUTSIDE, ALIAS)
"""The properties whose values are given as they stand in the graph."""
PROPERTIES = {
    each.id: each for each in (COUNTRY, *CODES, *OUTSIDE, ROLE, DATE, PARENT, TYPE, ALIAS, STATEMENTS, SAID_HERE)
}
"""All properties, by identifier."""
COMPARED = frozenset(each.id for each in (COUNTRY, *CODES, *OUTSIDE, ROLE, DATE, PARENT))
"""Those that can be compared with a column."""
GIVEN = tuple(each for each in PROPERTIES.values() if each is not DATE)
"""Those whose values can be fetched."""


def propose(types: frozenset[str]) -> list[Property]:
    """Give the properties that can be fetched of things of one of these types, or of any type.

    Examples
    --------
    >>> ROLE in propose(frozenset({"Person"})), ROLE in propose(frozenset({"State"}))
    (True, False)
    """
    return [each for each in GIVEN if not types or not each.types or each.types & types]
