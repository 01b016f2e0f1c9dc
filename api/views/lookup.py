"""From an IRI to the page that shows what it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rdflib
from rdflib import URIRef
from rdflib.term import Identifier

from api.labels import Labels, Link, find_labels, in_order
from api.store import Reader, Rows
from api.views.article import read_article
from api.views.entity import read_entity
from api.views.event import read_event
from api.views.evidence import COPIES, OUTSIDE, REPORTS, RUN
from api.views.statement import SHORT_WAY, read_statement
from api.views.tables import read_tables
from ontology.terms import RDF, REC, SCHEMA

_ABOUT = "SELECT ?path ?value WHERE { ?thing ?path ?value }"
_REFERRING = "SELECT ?other ?path WHERE { ?other ?path ?thing } ORDER BY ?path ?other LIMIT 201"
_REFERRING_SHOWN = 200
_LATEST = "SELECT ?version WHERE { ?thing <https://w3id.org/onrecord/ns#latestVersion> ?version }"
_WORK = "SELECT ?url WHERE { ?work <https://w3id.org/onrecord/ns#latestVersion> ?any ; <https://schema.org/url> ?url }"
_NEWER = "SELECT ?version WHERE { ?version <http://www.w3.org/ns/prov#wasRevisionOf> ?thing }"
_OLDER = "SELECT ?version WHERE { ?thing <http://www.w3.org/ns/prov#wasRevisionOf> ?version }"

_ENTITIES = {
    REC.Actor,
    REC.Person,
    REC.Organization,
    REC.Group,
    REC.State,
    REC.Forum,
    REC.Place,
    REC.Site,
    REC.UnnamedSource,
    REC.Publisher,
}


@dataclass(frozen=True, slots=True)
class Page:
    """A template and its values, the parts of a citation, and the kind of rows that the thing is one of, if of any."""

    template: str
    values: Mapping[str, Any]
    cited: tuple[str | None, ...] = ()
    rows: str | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where the page of a thing is that has none of its own."""

    address: str


@dataclass(frozen=True, slots=True)
class ThingView:
    """The page of a thing of no particular kind: what is said of it, and what refers to it."""

    name: str
    about: tuple[tuple[Link, Link], ...]
    referring: tuple[tuple[Link, Link], ...]
    more: bool


def look_up(reader: Reader, iri: URIRef, base: str) -> Page | Elsewhere | None:
    """Read the page of a thing; None where nothing of this name is on record."""
    facts = _facts(reader, iri)
    kinds = set(facts.objects(iri, RDF.type))
    if REC.ArticleVersion in kinds and reader.has(str(iri)):
        return _look_up_article(reader, iri, base)
    version = facts.value(iri, REC.article)
    if REC.Statement in kinds and isinstance(version, URIRef):
        return _look_up_statement(reader, iri, version, base)
    if REC.Article in kinds and (latest := _one(reader, _LATEST, iri)):
        return Elsewhere(Labels(base, {}).address(str(latest)) or "/")
    if kinds & _ENTITIES:
        return _look_up_entity(reader, iri, facts, base)
    if kinds & {REC.Event, REC.RecordedEvent}:
        event = read_event(reader, iri, facts, base)
        return Page("event.html", {"view": event}, event.cited, "events" if REC.Event in kinds else None)
    return _look_up_thing(reader, iri, facts, base)


def _look_up_entity(reader: Reader, iri: URIRef, facts: rdflib.Graph, base: str) -> Page:
    view = read_entity(reader, iri, facts, base)
    return Page("entity.html", {"view": view}, (view.name,), view.rows)


def _look_up_article(reader: Reader, iri: URIRef, base: str) -> Page:
    graph = _with_links(reader, iri)
    shown = (REC.claimant, REC.venue, REC.addressee, REC.saidIn, REC.saidTo)
    terms = {value for path in shown for value in graph.objects(None, path)}
    terms |= {who for path in SHORT_WAY for who in graph.subjects(path)}
    terms |= set(graph.objects(None, REC.basis))
    work = graph.value(iri, REC.versionOf)
    url = _one(reader, _WORK, work, "work") if isinstance(work, URIRef) else None
    view = read_article(
        graph,
        iri,
        find_labels(reader, base, in_order(terms)),
        url=str(url) if url is not None else _text(graph.value(work, SCHEMA.url)),
        newer=_one_iri(reader, _NEWER, iri),
        older=_one_iri(reader, _OLDER, iri),
    )
    cited = (view.headline, view.publisher, view.published, view.url.words if view.url else None)
    tables = read_tables(reader, base, iri, (COPIES, RUN))
    return Page("article.html", {"view": view, "tables": tables}, cited, "articles")


def _look_up_statement(reader: Reader, iri: URIRef, version: URIRef, base: str) -> Page:
    graph = _with_links(reader, version)
    near = {iri, version, *graph.objects(iri), *graph.subjects(None, iri)}
    for speech in graph.objects(iri, REC.madeIn):
        near |= set(graph.subjects(REC.madeIn, speech))
    near |= {value for node in near - {version} for value in graph.objects(node)}
    near |= {target for node in near for target in graph.objects(node, REC.refersTo)}
    view = read_statement(graph, iri, find_labels(reader, base, in_order(near)))
    newer = _one_iri(reader, _NEWER, version)
    shown = {
        "view": view,
        "newer": Labels(base, {}).address(str(newer)) if newer else None,
        "tables": read_tables(reader, base, iri, (REPORTS, OUTSIDE, RUN)),
    }
    return Page("statement.html", shown, view.cited, "statements")


def _look_up_thing(reader: Reader, iri: URIRef, facts: rdflib.Graph, base: str) -> Page | None:
    referring = _rows(reader.query(_REFERRING, {"thing": iri}))
    about = sorted(facts.predicate_objects(iri))
    if not about and not referring:
        return None
    terms = [iri, *(term for pair in (*about, *referring) for term in pair)]
    labels = find_labels(reader, base, in_order(terms))
    view = ThingView(
        labels.words(iri),
        tuple((labels.link(path), labels.link(value)) for path, value in about),
        tuple((labels.link(other), labels.link(path)) for other, path in referring[:_REFERRING_SHOWN]),
        len(referring) > _REFERRING_SHOWN,
    )
    return Page("thing.html", {"view": view}, (view.name,))


def _with_links(reader: Reader, version: URIRef) -> rdflib.Graph:
    graph = reader.graph(str(version))
    for triple in reader.graph(f"{version}/links"):
        graph.add(triple)
    return graph


def _facts(reader: Reader, iri: URIRef) -> rdflib.Graph:
    graph = rdflib.Graph()
    for path, value in _rows(reader.query(_ABOUT, {"thing": iri})):
        graph.add((iri, path, value))
    return graph


def _one(reader: Reader, query: str, iri: URIRef, name: str = "thing") -> Identifier | None:
    return next((row[0] for row in _rows(reader.query(query, {name: iri}))), None)


def _one_iri(reader: Reader, query: str, iri: URIRef) -> URIRef | None:
    found = _one(reader, query, iri)
    return found if isinstance(found, URIRef) else None


def _rows(answer: object) -> list[tuple[Identifier, ...]]:
    assert isinstance(answer, Rows)  # noqa: S101  # a SELECT has no other answer
    return [tuple(value for value in row if value is not None) for row in answer.rows]


def _text(value: object) -> str | None:
    return str(value) if value is not None else None
