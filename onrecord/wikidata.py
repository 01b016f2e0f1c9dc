"""Wikidata as a source of identifiers: items by label or other name, over its SPARQL endpoint or a copy of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import batched

from rdflib import Literal, URIRef

from api.errors import QueryFailed, StoreError
from api.store.address import Address
from api.store.answers import read_rows
from api.store.binding import write_values
from api.store.endpoint import Endpoint
from onrecord.errors import LookupFailed
from onrecord.outside import Asked, Kept, Pace, Proposal, Told

_AT_ONCE = 20
_MOST_BYTES = 16 * 1024 * 1024
_ENTITY = "http://www.wikidata.org/entity/"
_HUMAN = _ENTITY + "Q5"
_QUERY = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
SELECT DISTINCT ?name ?item ?label ?human WHERE {
  %NAMES%
  ?item rdfs:label|skos:altLabel ?name .
  OPTIONAL { ?item rdfs:label ?label . FILTER (LANG(?label) = "en") }
  OPTIONAL { ?item wdt:P31 ?human . %HUMAN% }
}
"""


class Wikidata:
    """Wikidata; an `onrecord.outside.Source`. A person is taken for a human being, and nobody else for one."""

    title = "Wikidata"

    def __init__(self, address: str, agent: str, timeout: float, pace: Pace, kept: Kept) -> None:
        self.address = address
        self._endpoint = Endpoint(Address.read(address), timeout, retries=2, agent=agent)
        self._pace = pace
        self._kept = kept

    def look_up(self, asked: Sequence[Asked]) -> Mapping[Asked, Told]:
        """Propose what names may stand for; see `onrecord.outside.Source.look_up`."""
        found = {each: told for each in asked if (told := self._remember(each)) is not None}
        for part in batched([each for each in asked if each not in found], _AT_ONCE):
            rows = self._ask(dict.fromkeys(each.name for each in part))
            for each in part:
                items = sorted(_choose(rows.get(each.name, ()), each.sort))
                at = self._kept.put([list(item) for item in items], self.address, each.sort, each.name)
                found[each] = Told(_propose(items), at)
        return found

    def _remember(self, asked: Asked) -> Told | None:
        found = self._kept.get(self.address, asked.sort, asked.name)
        if found is None or not isinstance(found[0], list):
            return None
        return Told(_propose([(str(iri), str(label)) for iri, label in found[0]]), found[1])

    def _ask(self, names: Iterable[str]) -> Mapping[str, list[tuple[str, str, bool]]]:
        self._pace.wait()
        query = _QUERY.replace("%HUMAN%", write_values("human", [URIRef(_HUMAN)]))
        query = query.replace("%NAMES%", write_values("name", [Literal(name, lang="en") for name in names]))
        try:
            with self._endpoint.ask(query, limit=_MOST_BYTES) as body:
                answer = read_rows(body)
        except (QueryFailed, StoreError) as error:
            raise LookupFailed(f"{self.address}: gave no answer ({error})") from error
        found: dict[str, list[tuple[str, str, bool]]] = {}
        for row in answer.records():
            item = str(row["item"])
            if item.startswith(_ENTITY):
                name = str(row["name"])
                found.setdefault(name, []).append((item, str(row.get("label", name)), "human" in row))
        return found


def _choose(rows: Iterable[tuple[str, str, bool]], sort: str) -> set[tuple[str, str]]:
    return {(item, label) for item, label, human in rows if human == (sort == "Person")}


def _propose(items: Sequence[tuple[str, str]]) -> tuple[Proposal, ...]:
    alone = len(items) == 1
    said = "the only item of this name and kind" if alone else f"one of {len(items)} items of this name and kind"
    return tuple(Proposal(iri, label, alone, said) for iri, label in items)
