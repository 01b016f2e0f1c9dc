"""Somebody, some body or some place: who they are, what they said, and what was said to them, in them and of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

import rdflib
from rdflib import URIRef
from rdflib.term import Identifier

from api.labels import Link, find_labels, in_order
from api.store import Reader, Rows
from api.store.binding import bind_each
from api.store.terms import to_named_node
from api.views.company import choose_tables
from api.views.finding import make_address
from api.views.statement import SHORT_WAY, Line, by_place, read_line
from api.views.tables import Asked, Table, read_tables
from ontology.terms import ORG, REC, SKOS

LINES_SHOWN = 25
# What is equal stands in the order of its IRI, told first by a short text that the engine has at hand (`api.v1.pages`).
_SHELF = 'SUBSTR(STRAFTER(STR(?statement), "/article/"), 1, 15)'

_PREFIXES = "PREFIX rec: <https://w3id.org/onrecord/ns#> PREFIX prov: <http://www.w3.org/ns/prov#>\n"
_SHORT_PATHS = ", ".join(f"<{path}>" for path in SHORT_WAY)

# An entity of one article has the long way, from what the article says; others the short, from what was concluded.
_LONG = {
    "What they said": "?statement rec:claimant ?thing .",
    "Said there": "?statement rec:venue ?thing .",
    "Said to them": "?statement rec:addressee ?thing .",
}
_SHORT = {
    "What they said": f"?thing ?how ?statement . FILTER(?how IN ({_SHORT_PATHS}))",
    "Said there": "?statement rec:saidIn ?thing .",
    "Said to them": "?statement rec:saidTo ?thing .",
    "Said about them": "?statement rec:about ?thing .",
}
_CURRENT = "?statement rec:article ?version . FILTER NOT EXISTS { ?newer prov:wasRevisionOf ?version }"
_FACTS = """
PREFIX rec: <https://w3id.org/onrecord/ns#>
CONSTRUCT { ?statement ?path ?value . ?time ?how ?what . ?who ?way ?statement } WHERE {
  { ?statement ?path ?value . FILTER(?path IN (rec:text, rec:saidOn, rec:article, rec:contentSpan, rec:saidIn,
      rec:saidTo, rec:venue, rec:addressee, rec:claimant, rec:stance, rec:kind, rec:embeddedIn)) }
  UNION
  { ?statement rec:saidOn ?time . ?time ?how ?what .
    FILTER(?how IN (rec:words, rec:edtf, rec:earliest, rec:latest, rec:basis)) }
  UNION
  { ?who ?way ?statement . FILTER(?way IN (%s)) }
}
""".replace("%s", _SHORT_PATHS)


@dataclass(frozen=True, slots=True)
class Section:
    """Statements in one relation to an entity: the latest of them, how many there are, and the query for all."""

    title: str
    lines: tuple[Line, ...]
    number: int
    query: str

    @property
    def name(self) -> str:
        """The name that the section is found under on its page."""
        return "-".join(self.title.partition(",")[0].lower().split())


@dataclass(frozen=True, slots=True)
class EntityView:
    """The page of somebody or some place."""

    name: str
    address: str | None
    kinds: tuple[Link, ...]
    names: tuple[str, ...]
    refers_to: tuple[Link, ...]
    outside: tuple[Link, ...]
    parents: tuple[Link, ...]
    home: tuple[Link, ...]
    mentions: tuple[Link, ...]
    referred_from: tuple[Link, ...]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    statements: str | None
    rows: str | None


def read_entity(reader: Reader, iri: URIRef, facts: rdflib.Graph, base: str) -> EntityView:
    """Read an entity's page out of a store, given the triples that it is the subject of."""
    local = facts.value(iri, REC.article) is not None
    paths = {
        "kinds": rdflib.RDF.type,
        "refers_to": REC.refersTo,
        "outside": SKOS.exactMatch,
        "parents": ORG.subOrganizationOf,
        "home": REC.homeState,
        "mentions": REC.mention,
    }
    values = {name: in_order(facts.objects(iri, path)) for name, path in paths.items()}
    values["kinds"] = [kind for kind in values["kinds"] if kind != REC.Actor] or values["kinds"]
    values["mentions"] = [*by_place(values["mentions"])]
    referring = _column(reader.query(_REFERRING, {"thing": iri}))
    labels = find_labels(reader, base, [iri, *referring, *(value for found in values.values() for value in found)])
    links = {name: tuple(labels.link(value) for value in found) for name, found in values.items()}
    ways: Mapping[str, str] = _LONG if local else _SHORT
    sections = [_read_section(reader, iri, title, pattern, base) for title, pattern in ways.items()]
    return EntityView(
        name=labels.words(iri),
        address=labels.address(str(iri)),
        names=tuple(sorted({str(name) for name in facts.objects(iri, SKOS.altLabel)})),
        referred_from=tuple(labels.link(node) for node in referring),
        sections=_join_equal([section for section in sections if section.number]),
        tables=read_tables(reader, base, iri, _tables(set(facts.objects(iri, rdflib.RDF.type)))),
        statements=_find_statements(iri, sections),
        rows=None if local else _find_rows(sections),
        **links,
    )


_REFERRING = (
    _PREFIXES
    + """SELECT DISTINCT ?article WHERE { ?mention rec:refersTo ?thing ; rec:article ?article .
    FILTER NOT EXISTS { ?newer prov:wasRevisionOf ?article } } ORDER BY ?article LIMIT 50"""
)


def _tables(kinds: Set[rdflib.term.Node]) -> Iterator[Asked]:
    venue = bool(kinds & {REC.Forum, REC.Site, REC.Place})
    return choose_tables(actor=not kinds & {REC.Site, REC.Place}, venue=venue)


def _find_statements(iri: URIRef, sections: Sequence[Section]) -> str | None:
    """Give where the statements of somebody, or those made in a place, can be narrowed down."""
    titles = [section.title for section in sections if section.number]
    if "What they said" in titles:
        return make_address([("claimant", str(iri))])
    return make_address([("venue", str(iri))]) if "Said there" in titles else None


def _find_rows(sections: Sequence[Section]) -> str | None:
    """Give the kind of rows that somebody on record, or a place where something was said, is one of."""
    titles = [section.title for section in sections if section.number]
    return "actors" if "What they said" in titles else "venues" if "Said there" in titles else None


def _read_section(reader: Reader, iri: URIRef, title: str, pattern: str, base: str) -> Section:
    body = f"WHERE {{ {pattern} {_CURRENT} "
    counted = _column(
        reader.query(f"{_PREFIXES}SELECT (COUNT(DISTINCT ?statement) AS ?number) {body}}}", {"thing": iri})
    )
    number = int(str(counted[0]))
    if not number:
        return Section(title, (), 0, "")
    days = "OPTIONAL { ?statement rec:saidOn/rec:earliest ?day }"
    listing = f"{_PREFIXES}SELECT ?statement (MIN(?day) AS ?first) {body}{days} }} GROUP BY ?statement"
    found = _column(
        reader.query(f"{listing} ORDER BY DESC(?first) {_SHELF} ?statement LIMIT {LINES_SHOWN}", {"thing": iri}),
        "statement",
    )
    facts = reader.query(bind_each(_FACTS, "statement", found))
    assert isinstance(facts, rdflib.Graph)  # noqa: S101  # a CONSTRUCT has no other answer
    terms = {term for triple in facts for term in (triple[0], triple[2]) if isinstance(term, URIRef)}
    labels = find_labels(reader, base, sorted(terms))
    lines = tuple(read_line(facts, node, labels) for node in found if isinstance(node, URIRef))
    asked = (
        f"{_PREFIXES}SELECT ?statement ?what ?day WHERE {{\n  VALUES ?thing {{ {to_named_node(iri)} }}\n  {pattern}\n"
    )
    query = f"{asked}  {_CURRENT}\n  ?statement rec:text ?what .\n  {days}\n}} ORDER BY DESC(?day)"
    return Section(title, lines, number, query)


def _join_equal(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Join neighbours that hold the same statements: what is said in a body is often said to it."""
    joined: list[Section] = []
    for section in sections:
        if joined and (joined[-1].number, joined[-1].lines) == (section.number, section.lines):
            last = joined.pop()
            title = f"{last.title}, and {section.title[0].lower()}{section.title[1:]}"
            joined.append(Section(title, last.lines, last.number, last.query))
        else:
            joined.append(section)
    return tuple(joined)


def _column(answer: object, name: str | None = None) -> list[Identifier]:
    assert isinstance(answer, Rows)  # noqa: S101  # a SELECT has no other answer
    at = answer.variables.index(name) if name else 0
    return [value for row in answer.rows if (value := row[at]) is not None]
