"""An event of which statements speak, or which a data set records: who affirms it, denies it or leaves it open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rdflib import Graph, URIRef
from rdflib.term import Node

from api.labels import Labels, find_labels, in_order
from api.store import Reader
from api.views.statement import Field
from api.views.tables import Asked, Table, read_tables
from ontology.terms import RDF, REC, SCHEMA

_POSITIONS: Final = Asked(
    "positions",
    "Who affirms it, who denies it and who leaves it open: attributed, not established",
    (
        ("position", "Position"),
        ("who", "Who"),
        ("statement", "What they say"),
        ("day", "Said on or after"),
        ("version", "Article"),
    ),
    """SELECT DISTINCT ?position ?who ?statement ?day ?version WHERE {
  VALUES (?path ?position) { (rec:affirms "affirms") (rec:denies "denies") (rec:entertains "leaves open") }
  ?said rec:recordedAs? ?thing . ?statement ?path ?said ; rec:article ?version .
  ?work rec:latestVersion ?version .
  OPTIONAL { ?statement rec:claimant ?local OPTIONAL { ?local rec:refersTo ?known } }
  OPTIONAL { ?statement rec:saidOn ?time OPTIONAL { ?time rec:earliest ?day } }
  BIND (COALESCE(?known, ?local) AS ?who)
} ORDER BY ?position ?day ?statement ?who""",
)
_RECORDED: Final = Asked(
    "recorded",
    "Recorded as, in data sets that were imported: each match is a guess with its grounds",
    (("recorded", "Event"), ("dataset", "Data set"), ("score", "Score"), ("why", "Why")),
    """SELECT ?recorded ?dataset ?score ?why WHERE {
  ?match rec:eventSaid ?thing ; rec:eventRecorded ?recorded ; rec:matchScore ?score ; rec:reason ?why .
  OPTIONAL { ?recorded rec:inDataset ?dataset }
} ORDER BY DESC(?score) ?recorded""",
)
_SAID: Final = Asked(
    "said",
    "Events of articles that are taken for it: each match is a guess with its grounds",
    (("said", "Event"), ("version", "Article"), ("score", "Score"), ("why", "Why")),
    """SELECT ?said ?version ?score ?why WHERE {
  ?match rec:eventRecorded ?thing ; rec:eventSaid ?said ; rec:matchScore ?score ; rec:reason ?why .
  OPTIONAL { ?said rec:article ?version }
} ORDER BY DESC(?score) ?said""",
)
_FIELDS: Final[Mapping[str, tuple[URIRef, ...]]] = {
    "Type": (REC.eventType,),
    "Recorded as": (REC.recordedType,),
    "Who does it": (REC.agent,),
    "Towards whom": (REC.recipient,),
    "Between them": (REC.mediator,),
    "Parties": (REC.firstParty, REC.secondParty, REC.associatedParty),
    "Where": (REC.place, REC.recordedPlace),
    "When": (REC.time,),
    "First day": (REC.earliest,),
    "Last day": (REC.latest,),
    "Deaths": (REC.fatalities,),
    "Confidence": (REC.confidence,),
    "Words of the data set": (SCHEMA.description,),
    "Its source": (SCHEMA.citation,),
    "Number": (REC.recordId,),
    "Data set": (REC.inDataset,),
    "Article": (REC.article,),
}


@dataclass(frozen=True, slots=True)
class EventView:
    """An event's page."""

    name: str
    kind: str
    fields: tuple[Field, ...]
    tables: tuple[Table, ...]
    cited: tuple[str | None, ...]


def read_event(reader: Reader, iri: URIRef, facts: Graph, base: str) -> EventView:
    """Read an event's page, given the triples that it is the subject of."""
    recorded = (iri, RDF.type, REC.RecordedEvent) in facts
    found = {
        name: [value for path in paths for value in in_order(facts.objects(iri, path))]
        for name, paths in _FIELDS.items()
    }
    terms: list[Node] = [iri, *(value for values in found.values() for value in values)]
    labels = find_labels(reader, base, terms)
    tables = read_tables(reader, base, iri, (_POSITIONS, _SAID) if recorded else (_POSITIONS, _RECORDED))
    name = _name(iri, facts, labels)
    kind = "Recorded event" if recorded else "Event"
    return EventView(name, kind, tuple(_show(found, labels)), tables, (kind, name))


def _name(iri: URIRef, facts: Graph, labels: Labels) -> str:
    number = facts.value(iri, REC.recordId)
    kinds = [labels.words(kind) for kind in in_order(facts.objects(iri, REC.recordedType))]
    return " ".join([*kinds, str(number)]) if number is not None else labels.words(iri)


def _show(found: Mapping[str, Sequence[Node]], labels: Labels) -> Iterator[Field]:
    for name, values in found.items():
        if values:
            yield Field(name, tuple(labels.link(value) for value in values))
