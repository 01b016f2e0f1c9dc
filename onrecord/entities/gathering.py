"""The names of a store that nothing on record bears, each with what its article says of it and beside it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from api.store import Writer, give_rows
from api.store.binding import bind_each
from ingest.entities.model import Bearer, Held
from ingest.entities.names import fold
from ontology.terms import REC

SORTS: Final = ("Person", "Group", "Forum", "Organization")
"""The classes of what can be an entity, the narrower first where a node has two."""

SPOKEN_OF: Final = 0.3
"""The part of all that an article says of states from which it speaks of one."""

_PREFIXES = """
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX rec: <https://w3id.org/onrecord/ns#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_NODES = (
    _PREFIXES
    + """
SELECT ?node ?version ?sort ?label ?entity ?joined WHERE {
  ?work rec:latestVersion ?version . ?node rec:article ?version ; a ?sort ; rdfs:label ?label .
  OPTIONAL { ?node rec:refersTo ?entity OPTIONAL { ?entity a ?joined FILTER (?joined = rec:CorpusEntity) } }
}"""
)
_OTHER_NAMES = (
    _PREFIXES
    + """
SELECT ?node ?name WHERE { ?work rec:latestVersion ?version . ?node rec:article ?version ; skos:altLabel ?name }"""
)
_DAYS = (
    _PREFIXES
    + """
SELECT ?version ?day WHERE { ?work rec:latestVersion ?version . ?version schema:datePublished ?day }"""
)
_HELD = (
    _PREFIXES
    + """
SELECT ?node ?words ?body WHERE {
  ?work rec:latestVersion ?version . ?node rec:article ?version .
  ?membership org:member ?node ; org:role ?role . ?role rdfs:label ?words .
  OPTIONAL { ?membership org:organization ?body }
}"""
)
_OWNERS = (
    _PREFIXES
    + """
SELECT ?node ?owner WHERE {
  ?work rec:latestVersion ?version . ?node rec:article ?version ; org:subOrganizationOf ?owner }"""
)
_STATES = (
    _PREFIXES
    + """
SELECT ?node ?version (COUNT(?mention) AS ?times) WHERE {
  ?work rec:latestVersion ?version . ?node rec:article ?version ; a rec:State ; rec:mention ?mention
} GROUP BY ?node ?version"""
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The bearers of a store, and the entity that each is of so far, where it is of one."""

    bearers: tuple[Bearer, ...]
    known: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Named:
    version: str
    label: str
    sorts: frozenset[str]
    target: str | None
    joined: bool

    @property
    def key(self) -> str:
        """What it is compared by: what it refers to, where that is no entity of the corpus, else its name."""
        return self.target if self.target is not None and not self.joined else " ".join(fold(self.label))


def gather(writer: Writer, hidden: Container[str] = ()) -> Gathered:
    """Gather the bearers of the latest versions of all articles; what ``hidden`` nodes refer to is not known.

    Raises
    ------
    StoreError
        The store cannot be read.
    """
    named = _name(writer, hidden)
    states, company = _look_around(writer, named)
    names = _collect(writer, _OTHER_NAMES, "name")
    days = {str(row["version"]): date.fromisoformat(str(row["day"])[:10]) for row in give_rows(writer, _DAYS)}
    owners = {str(row["node"]): str(row["owner"]) for row in give_rows(writer, _OWNERS)}
    held: dict[str, set[Held]] = defaultdict(set)
    for row in give_rows(writer, _HELD):
        body = named.get(str(row["body"])) if "body" in row else None
        words = str(row["words"])
        held[str(row["node"])].add(Held(words, body.key, body.label) if body else Held(words))
    found, known = [], dict[str, str]()
    for node, each in named.items():
        sort = next((sort for sort in SORTS if sort in each.sorts), None)
        if sort is None or (each.target is not None and not each.joined):
            continue
        owner = named.get(owners.get(node, ""))
        bearer = Bearer(
            node,
            each.version,
            each.label,
            sort,
            frozenset(names.get(node, ())),
            owner.key if owner else None,
            days.get(each.version),
            tuple(sorted(held.get(node, ()), key=lambda one: (one.words, one.body or ""))),
            states.get(each.version, frozenset()),
            company.get(each.version, frozenset()) - {each.key},
        )
        found.append(bearer)
        if each.target is not None:
            known[node] = each.target
    return Gathered(tuple(found), known)


def _name(writer: Writer, hidden: Container[str]) -> dict[str, _Named]:
    """Read what bears a name: actors and places of the latest versions, publishers and unnamed sources aside."""
    named: dict[str, _Named] = {}
    sorts = [REC[each] for each in (*SORTS, "State", "Place")]
    for row in give_rows(writer, bind_each(_NODES, "sort", sorts)):
        node, sort = str(row["node"]), str(row["sort"]).removeprefix(str(REC))
        before = named.get(node)
        named[node] = _Named(
            str(row["version"]),
            min(str(row["label"]), before.label) if before else str(row["label"]),
            (before.sorts if before else frozenset()) | {sort},
            str(row["entity"]) if "entity" in row and node not in hidden else None,
            "joined" in row,
        )
    return named


def _look_around(
    writer: Writer, named: Mapping[str, _Named]
) -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]:
    """Say of each version of which states it speaks most, and whom and what else it names."""
    spoken: dict[str, Counter[str]] = defaultdict(Counter)
    for row in give_rows(writer, _STATES):
        if (state := named.get(str(row["node"]))) is not None:
            spoken[str(row["version"])][state.key] += int(str(row["times"]))
    states = {
        version: frozenset(state for state, times in counts.items() if times >= SPOKEN_OF * counts.total())
        for version, counts in spoken.items()
    }
    company: dict[str, set[str]] = defaultdict(set)
    for each in named.values():
        if "State" not in each.sorts:
            company[each.version].add(each.key)
    return states, {version: frozenset(keys) for version, keys in company.items()}


def _collect(writer: Writer, query: str, what: str) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in give_rows(writer, query):
        found[str(row["node"])].add(str(row[what]))
    return found
