"""Proposals for names that nothing on record bears: asked of a service outside, and stored beside the articles.

Only what linking left open is asked about (NIL), each name once. What comes of it are mappings (SSSOM 1.0) in a graph
of the service's own, which says of each who proposed it, when, and how like the names are. No graph of an article is
touched, nothing is linked by it, and asking again replaces the graph as a whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC
from hashlib import sha256
from itertools import batched
from pathlib import Path

from rdflib import PROV, RDF, XSD, Graph, Literal, URIRef

from api.errors import InvalidSetting
from api.reconciliation.names import compare, normalise
from api.store import Reader, Rows, open_store
from api.store.binding import bind_each
from ingest.graph import decimal
from onrecord import screen
from onrecord.errors import LookupFailed
from onrecord.outside import Asked, Kept, Pace, Proposal, Source, Told, Web, introduce
from onrecord.reconciling import Service
from onrecord.settings import Settings
from onrecord.wikidata import Wikidata
from ontology.terms import REC, SEMAPV, SKOS, SSSOM
from shapes import Validator

SORTS = ("Person", "State", "Group", "Forum", "Organization", "Site", "Place")
"""The classes of what is asked about, the narrower first where something has two."""
_AT_ONCE = 100
_OPEN = """
PREFIX rec: <https://w3id.org/onrecord/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?thing ?sort ?name WHERE {
  ?thing a ?sort ; rec:article ?version ; rdfs:label ?name .
  ?work rec:latestVersion ?version .
  FILTER NOT EXISTS { ?thing rec:refersTo ?known }
}
"""

type Open = Mapping[Asked, Sequence[str]]


def propose(settings: Settings, service: str | None, limit: int | None) -> None:
    """Ask a service, or Wikidata where none is named, and store what it proposes.

    Raises
    ------
    InvalidSetting
        Wikidata is to be asked, and ``contact`` is empty: its rules ask for one.
    LookupFailed
        The service gave no answer. Nothing is stored; what it answered so far is kept, and not asked again.
    StoreError
        The store cannot be read or written.
    """
    if service is None and not settings.contact:
        raise InvalidSetting("contact is empty, and Wikidata asks for one; set it to an address of mail or of a page")
    store = open_store(settings.store, settings)
    with store.read() as reader:
        names = find_open(reader)
    asked = sorted(names, key=lambda each: (each.name, each.sort))[:limit]
    with Kept(Path(settings.link_answers), settings.link_days) as kept, screen.counting("names asked about") as count:
        source = _open_source(settings, service, kept)
        told = dict[Asked, Told]()
        for part in batched(asked, _AT_ONCE):
            told.update(source.look_up(part))
            for each in part:
                count.advance(each.name)
    graph = write_proposals(settings.base, source, {each: names[each] for each in asked}, told)
    _expect_valid(graph, source)
    with store.write() as writer:
        writer.put({str(graph.identifier): graph})
    proposed = len(set(graph.subjects(RDF.type, SSSOM.Mapping)))
    screen.say(f"{len(asked)} names, {proposed} proposals of {source.title}, in the graph {graph.identifier}")


def find_open(reader: Reader) -> Open:
    """Find the names that the latest versions leave open, and what bears each."""
    answer = reader.query(bind_each(_OPEN, "sort", [REC[sort] for sort in SORTS]))
    assert isinstance(answer, Rows)  # noqa: S101  # a SELECT has no other answer
    sorts, labels = defaultdict[str, set[str]](set), dict[str, str]()
    for row in answer.records():
        thing = str(row["thing"])
        sorts[thing].add(str(row["sort"]).removeprefix(str(REC)))
        labels[thing] = min(labels.get(thing, str(row["name"])), str(row["name"]))
    found = defaultdict[Asked, list[str]](list)
    for thing in sorted(sorts):
        found[Asked(labels[thing], next(sort for sort in SORTS if sort in sorts[thing]))].append(thing)
    return found


def name_graph(base: str, source: Source) -> str:
    """Name the graph in which the proposals of a source stand."""
    return f"{base}proposals/{sha256(source.address.encode()).hexdigest()[:16]}"


def write_proposals(base: str, source: Source, names: Open, told: Mapping[Asked, Told]) -> Graph:
    """Write what a source proposes as mappings, each with its date and with what the source said of it.

    The confidence is how like the two names are, from 0 to 1, for scores of services do not compare. A proposal of
    which the source is sure is an exact match in its eyes, any other a close one.
    """
    graph = Graph(identifier=URIRef(name_graph(base, source)))
    for asked, things in names.items():
        answer = told[asked]
        for thing in things:
            for proposal in answer.proposals:
                if proposal.iri == thing:
                    continue  # a service that reads this graph knows it as well
                _write_mapping(graph, URIRef(thing), asked, proposal, answer, source)
    return graph


def _write_mapping(graph: Graph, thing: URIRef, asked: Asked, proposal: Proposal, told: Told, source: Source) -> None:
    digest = sha256(f"{thing} {proposal.iri}".encode()).hexdigest()[:16]
    mapping = URIRef(f"{graph.identifier}/{digest}")
    moment = told.at.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    likeness = compare(normalise(asked.name), normalise(proposal.label)) / 100
    for path, value in (
        (RDF.type, SSSOM.Mapping),
        (SSSOM.subject_id, thing),
        (SSSOM.subject_label, Literal(asked.name)),
        (SSSOM.predicate_id, SKOS.exactMatch if proposal.sure else SKOS.closeMatch),
        (SSSOM.object_id, URIRef(proposal.iri)),
        (SSSOM.object_label, Literal(proposal.label)),
        (SSSOM.mapping_justification, SEMAPV.LexicalMatching),
        (SSSOM.mapping_tool, Literal(source.title)),
        (SSSOM.mapping_date, Literal(moment[:10], datatype=XSD.date)),
        (SSSOM.confidence, decimal(likeness)),
        (SSSOM.other, Literal(proposal.said)),
        (PROV.generatedAtTime, Literal(moment, datatype=XSD.dateTime)),
        (PROV.wasDerivedFrom, URIRef(source.address)),
    ):
        graph.add((mapping, path, value))


def _open_source(settings: Settings, service: str | None, kept: Kept) -> Source:
    pace, agent = Pace(settings.link_pause), introduce(settings.contact)
    if service is None:
        return Wikidata(settings.wikidata, agent, settings.link_timeout, pace, kept)
    return Service(service, Web(agent, settings.link_timeout, pace), kept)


def _expect_valid(graph: Graph, source: Source) -> None:
    breaking = [finding for finding in Validator().validate(graph).results if finding.breaks]
    if breaking:
        raise LookupFailed(f"{source.address}: nothing was stored, for {breaking[0].message}")
