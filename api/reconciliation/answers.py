"""What the service says of the entities of one state, in the forms of the specification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rdflib import URIRef

from api.errors import NotFound
from api.labels import clip
from api.reconciliation import SORTS
from api.reconciliation.catalogue import Catalogue
from api.reconciliation.entities import Entity
from api.reconciliation.matching import Candidate, climb, find_candidates
from api.reconciliation.properties import (
    ALIAS,
    COUNTRY,
    PARENT,
    PROPERTIES,
    ROLE,
    SAID_HERE,
    STATEMENTS,
    TYPE,
)
from api.reconciliation.queries import read_query
from api.store import Reader, Rows
from api.store.binding import bind_each

type Json = Mapping[str, object]

_MOST_SUGGESTED = 20
_SHOWN = 6
_COUNTS = {
    STATEMENTS.id: "?thing rec:claims|rec:disputes|rec:raises|rec:reportedlyClaims ?statement .",
    SAID_HERE.id: "?statement rec:saidIn ?thing .",
}
_COUNT = """
PREFIX rec: <https://w3id.org/onrecord/ns#>
SELECT ?thing (COUNT(DISTINCT ?statement) AS ?number) WHERE {
  %s
  ?statement rec:article ?version . ?work rec:latestVersion ?version .
} GROUP BY ?thing
"""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What is asked of a catalogue: the name of the call, and what it is given, which JSON can hold."""

    call: str
    given: Json


class Answers:
    """Answers inquiries about one state."""

    def __init__(self, catalogue: Catalogue, reader: Reader) -> None:
        self._catalogue = catalogue
        self._reader = reader

    def answer(self, inquiry: Inquiry) -> Json:
        """Answer an inquiry.

        Raises
        ------
        NotFound
            It is about something that is not in the catalogue.
        """
        match inquiry:
            case Inquiry("match", {"queries": dict(queries)}):
                return {key: self._match(query) for key, query in queries.items()}
            case Inquiry("suggest", {"prefix": str(prefix), "cursor": int(cursor)}):
                found = self._catalogue.names.begin(prefix, cursor + _MOST_SUGGESTED)[cursor:]
                return {"result": [self._suggest(self._catalogue.entities[number]) for number in found]}
            case Inquiry("extend", {"ids": list(ids), "properties": list(properties)}):
                return self._extend(ids, properties)
            case Inquiry("show", {"id": str(identifier)}):
                return self._show(self._known(identifier))
        raise NotFound(f"nobody answers {inquiry.call}; see /docs")

    def _known(self, identifier: str) -> Entity:
        found = self._catalogue.get(identifier)
        if found is None:
            raise NotFound(f"{clip(identifier)} is no identifier of an actor or a venue; look for it by its name")
        return found

    def _match(self, query: object) -> Json:
        return {"result": [self._write(each) for each in find_candidates(self._catalogue, read_query(query, "query"))]}

    def _write(self, candidate: Candidate) -> Json:
        entity = candidate.entity
        features: list[Json] = [{"id": "name", "value": candidate.name_score}] if candidate.name_score else []
        features += [{"id": name, "value": agrees} for name, agrees in candidate.agreed]
        return {
            "id": entity.id,
            "name": entity.label,
            "description": self.describe(entity),
            "score": candidate.score,
            "match": candidate.match,
            "type": write_types(entity),
            "features": features,
        }

    def _suggest(self, entity: Entity) -> Json:
        return {
            "id": entity.id,
            "name": entity.label,
            "description": self.describe(entity),
            "notable": write_types(entity),
        }

    def describe(self, entity: Entity) -> str:
        """Say in a line what something is, so that it is told from others of its name."""
        home = self._catalogue.home(entity)
        parts = [write_types(entity)[0]["name"]]
        parts += [home.label] if home is not None and home is not entity else []
        parts += [clip(str(entity.tenures[0]))] if entity.tenures else []
        if entity.named_in is not None:
            parts.append(f"named in “{clip(entity.named_in)}”" if entity.named_in else "named in one article")
        return ", ".join(parts)

    def _show(self, entity: Entity) -> Json:
        counts = {name: self._count(name, [entity]).get(entity.iri, 0) for name in _COUNTS}
        return {
            "id": entity.id,
            "label": entity.label,
            "description": self.describe(entity),
            "names": list(entity.given(ALIAS.id)[:_SHOWN]),
            "roles": [str(tenure) for tenure in entity.tenures[:_SHOWN]],
            "parents": [self._catalogue.by_iri[up].label for up in climb(self._catalogue, entity)[:_SHOWN]],
            **counts,
        }

    def _extend(self, ids: Sequence[str], properties: Sequence[Sequence[object]]) -> Json:
        found = {identifier: self._catalogue.get(identifier) for identifier in ids}
        known = [entity for entity in found.values() if entity is not None]
        names = [str(name) for name, _ in properties]
        counts = {name: self._count(name, known) for name in names if name in _COUNTS}
        rows = {
            identifier: {
                str(name): self._values(entity, str(name), counts)[: int(str(most))] if entity is not None else []
                for name, most in properties
            }
            for identifier, entity in found.items()
        }
        return {"meta": [_describe_property(name) for name in names], "rows": rows}

    def _values(self, entity: Entity, name: str, counts: Mapping[str, Mapping[str, int]]) -> list[Json]:
        home = self._catalogue.home(entity)
        match name:
            case STATEMENTS.id | SAID_HERE.id:
                return [{"int": counts[name].get(entity.iri, 0)}]
            case COUNTRY.id:
                return [_refer(home)] if home is not None else []
            case PARENT.id:
                above = [self._catalogue.by_iri[up] for up in climb(self._catalogue, entity)]
                return [_refer(up) for up in above]
            case ROLE.id:
                return [{"str": str(tenure)} for tenure in entity.tenures]
            case TYPE.id:
                return [dict(each) for each in write_types(entity)[:1]]
        values = entity.given(name)
        if not values and PROPERTIES[name].inherited and home is not None:
            values = home.given(name)
        return [{"str": value} for value in values]

    def _count(self, name: str, entities: Sequence[Entity]) -> Mapping[str, int]:
        things = [URIRef(entity.iri) for entity in entities]
        if not things:
            return {}
        answer = self._reader.query(bind_each(_COUNT % _COUNTS[name], "thing", things))
        assert isinstance(answer, Rows)  # noqa: S101  # a SELECT has no other answer
        return {str(row["thing"]): int(str(row["number"])) for row in answer.records() if "thing" in row}


def write_types(entity: Entity) -> list[dict[str, str]]:
    """Give the types of an entity, the narrowest first."""
    order = [each for each in SORTS.values() if each.id in entity.types]
    above = {each.above for each in order}
    return [{"id": each.id, "name": each.name} for each in sorted(order, key=lambda each: each.id in above)]


def _refer(entity: Entity) -> Json:
    return {"id": entity.id, "name": entity.label}


def _describe_property(name: str) -> Json:
    known: dict[str, object] = {"id": name, "name": PROPERTIES[name].name}
    if name == COUNTRY.id:
        known["type"] = {"id": "State", "name": "State"}
    return known
