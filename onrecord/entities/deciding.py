"""Merging and splitting entities by hand, each a decision about every mention's node that it moves.

Decisions are kept with those of `onrecord link review`. To merge is to decide of all nodes of one entity that they
are of another; to split is to decide that they are not. Either is taken back by the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from rdflib import Graph, URIRef

from api.store import Writer, give_rows, open_store
from onrecord.entities.linking import Joined, Ruling, relink
from onrecord.errors import EntitiesUnfit
from onrecord.review import decisions
from onrecord.review.applying import load, read_decisions
from onrecord.review.decisions import Decided, Decision
from onrecord.settings import Settings

_PREFIXES = """
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX rec: <https://w3id.org/onrecord/ns#>
"""
_BEARERS = (
    _PREFIXES
    + """
SELECT DISTINCT ?node ?label ?version WHERE {
  ?node rec:refersTo? ?named .
  ?node rec:article ?version ; rdfs:label ?label . ?work rec:latestVersion ?version
}"""
)
_CAME = (
    _PREFIXES
    + """
SELECT DISTINCT ?node ?label ?version WHERE {
  GRAPH ?log { ?change a rec:EntityChange ; rec:outOf ?old ; rec:into ?entity ; prov:used ?node }
  ?node rec:article ?version ; rdfs:label ?label . ?work rec:latestVersion ?version
}"""
)
_KNOWN = (
    _PREFIXES
    + """
SELECT ?node ?entity WHERE {
  ?entity a rec:CorpusEntity . ?node rec:refersTo ?entity ; rec:article ?version . ?work rec:latestVersion ?version
}"""
)
_KIND = "SELECT ?kind { ?entity a ?kind } LIMIT 1"
_IS_JOINED = _PREFIXES + "SELECT ?kind { ?entity a ?kind FILTER (?kind = rec:CorpusEntity) } LIMIT 1"


def merge(settings: Settings, target: str, others: Sequence[str], reviewer: str, moment: datetime) -> Joined:
    """Decide that entities, or single nodes of articles, are one with ``target``, and find all entities anew.

    ``target`` is an entity of the corpus or an entry of the authority.

    Raises
    ------
    EntitiesUnfit
        What is named is not in the store, or nobody bears it. Nothing was changed.
    """
    base = settings.base
    with open_store(settings.store, settings).write() as writer:
        goal = name(target, base)
        if not any(give_rows(writer, _KIND, {"entity": goal})):
            raise EntitiesUnfit(f"{goal} is no entity of the store; look for its address with onrecord query")
        found = [row for each in others for row in find_bearers(writer, name(each, base))]
        new = [Decision(URIRef(n), label, goal, True, reviewer, moment.date()) for n, label, _ in found]  # noqa: FBT003
        return _rule(writer, base, new, {version for _, _, version in found}, moment)


def split(settings: Settings, entity: str, parts: Sequence[str], reviewer: str, moment: datetime) -> Joined:
    """Decide that nodes of articles are not of ``entity``, and find all entities anew.

    A part is a node, or an entity that was merged into this one: the nodes that came with it then.

    Raises
    ------
    EntitiesUnfit
        What is named is no entity of the corpus, or no part of it. Nothing was changed.
    """
    base = settings.base
    with open_store(settings.store, settings).write() as writer:
        whole = name(entity, base)
        if not any(give_rows(writer, _IS_JOINED, {"entity": whole})):
            raise EntitiesUnfit(f"{whole} is no entity that was joined from articles; nothing can be split off it")
        have = {node for node, _, _ in find_bearers(writer, whole)}
        found = []
        for part in parts:
            old = name(part, base)
            off = [row for row in _read(writer, _CAME, old=old, entity=whole) if row[0] in have]
            off = off or [row for row in _read(writer, _BEARERS, named=old) if row[0] in have]
            if not off:
                raise EntitiesUnfit(f"{old} is no part of {whole}; its parts have it under rec:refersTo")
            found += off
        new = [Decision(URIRef(n), label, whole, False, reviewer, moment.date()) for n, label, _ in found]  # noqa: FBT003
        return _rule(writer, base, new, {version for _, _, version in found}, moment)


def _rule(writer: Writer, base: str, new: Sequence[Decision], versions: Iterable[str], moment: datetime) -> Joined:
    was = {str(row["node"]): str(row["entity"]) for row in give_rows(writer, _KNOWN)}
    carry_out(writer, base, new, versions)
    now = {str(each.subject): str(each.target) if each.holds else None for each in new}
    return relink(writer, base, moment, Ruling(new[0].reviewer, was, now))


def carry_out(writer: Writer, base: str, new: Iterable[Decision], versions: Iterable[str]) -> None:
    """Keep decisions, and let the links of these articles follow from all that are kept, in one transaction."""
    every = decisions.merge(read_decisions(writer, base), new)
    decided, graphs = Decided(every), dict[str, Graph]()
    graphs[str(decisions.name_graph(base))] = decisions.write(every, base)
    for version in sorted({*versions}):
        links = decided.apply(load(writer, URIRef(version)), load(writer, URIRef(f"{version}/links")))
        if links is not None:
            graphs[str(links.identifier)] = links
    writer.put(graphs)


def find_bearers(writer: Writer, named: URIRef) -> list[tuple[str, str, str]]:
    """Find the nodes of an entity, or the node itself, each with its label and the version it is of."""
    found = _read(writer, _BEARERS, named=named)
    if not found:
        raise EntitiesUnfit(f"no article of the store speaks of {named}; name an entity, or an article's own node")
    return found


def name(written: str, base: str) -> URIRef:
    """Give the address that was meant: a whole one, or what follows the base.

    >>> name("actor/ana-duarte-9a92f0e1", "https://w3id.org/onrecord/id/")
    rdflib.term.URIRef('https://w3id.org/onrecord/id/actor/ana-duarte-9a92f0e1')
    """
    return URIRef(written if written.startswith(("http://", "https://")) else base + written)


def _read(writer: Writer, query: str, **bindings: URIRef) -> list[tuple[str, str, str]]:
    rows: dict[str, tuple[str, str, str]] = {}
    labels: dict[str, list[str]] = defaultdict(list)
    for row in give_rows(writer, query, bindings):
        node = str(row["node"])
        labels[node].append(str(row["label"]))
        rows[node] = (node, min(labels[node]), str(row["version"]))
    return [rows[node] for node in sorted(rows)]
