"""Everything with a name in one state of the graph, read once, so that names can be compared with it many times.

What the authority knows is here, and what only an article names: the actors and places of the latest version of each
article that are not taken for anything else. What an article calls somebody is a name of whoever it is taken for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from rdflib import URIRef
from rdflib.term import Identifier

from api.reconciliation import SORTS, widen
from api.reconciliation.entities import Days, Entity, Tenure
from api.reconciliation.names import Form, Name, NameIndex, make_acronym, normalise
from api.reconciliation.properties import CODES, COUNTRY, OUTSIDE, READ_OFF, ROLE
from api.store import Reader, Rows
from api.store.binding import bind_each
from ontology.terms import ORG, REC, SKOS

type Record = Mapping[str, Identifier]

_PREFIXES = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX schema: <https://schema.org/>
PREFIX rec: <https://w3id.org/onrecord/ns#>
"""
_THINGS = "SELECT ?thing ?sort ?version WHERE { ?thing a ?sort OPTIONAL { ?thing rec:article ?version } }"
_LATEST = """
SELECT ?version ?title WHERE { ?work rec:latestVersion ?version OPTIONAL { ?version schema:headline ?title } }
"""
_LINKED = "SELECT ?local ?thing WHERE { ?local rec:refersTo ?thing }"
_FACTS = "SELECT ?thing ?path ?value WHERE { ?thing ?path ?value }"
_ROLES = """
SELECT ?membership ?member ?role ?name ?earliest ?latest WHERE {
  ?membership org:member ?member ; org:role ?role . ?role rdfs:label|skos:altLabel ?name
  OPTIONAL { ?membership rec:earliest ?earliest } OPTIONAL { ?membership rec:latest ?latest }
}
"""
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_FORMS = {
    _LABEL: Form.LABEL,
    str(SKOS.altLabel): Form.ALIAS,
    str(REC.adjective): Form.ADJECTIVE,
    str(REC.metonym): Form.METONYM,
}
_PATHS = (*_FORMS, str(REC.homeState), str(ORG.subOrganizationOf), *dict.fromkeys(str(each.path) for each in READ_OFF))
_NAMED_BY = frozenset({"iso2", "iso3", "wikidata"})


class Catalogue:
    """The entities of one state, and the ways to find them."""

    def __init__(self, entities: Iterable[Entity], names: Iterable[Name]) -> None:
        self.entities = tuple(entities)
        self.names = NameIndex(names)
        self.by_id = {entity.id: number for number, entity in enumerate(self.entities)}
        self.by_iri = {entity.iri: entity for entity in self.entities}
        self._by_value = self._sort_by_value()

    def get(self, identifier: str) -> Entity | None:
        """Give the entity of an identifier: its IRI, or the part of it after the base. None if there is none."""
        number = self.by_id.get(identifier)
        return self.entities[number] if number is not None else self.by_iri.get(identifier)

    def home(self, entity: Entity) -> Entity | None:
        """Give the state that something is, or is at home in."""
        if "State" in entity.types:
            return entity
        return self.by_iri.get(entity.home) if entity.home is not None else None

    def having(self, property_id: str, value: str) -> frozenset[int]:
        """Give those that may have a value of a property, by their numbers."""
        return frozenset(self._by_value.get((property_id, fold(value)), ()))

    def _sort_by_value(self) -> Mapping[tuple[str, str], list[int]]:
        found = defaultdict[tuple[str, str], list[int]](list)
        for number, entity in enumerate(self.entities):
            state = self.home(entity)
            for each in (*CODES, *OUTSIDE):
                for value in entity.given(each.id) or (state.given(each.id) if state and each.inherited else ()):
                    found[each.id, fold(value)].append(number)
            for value in name_state(state) if state is not None else ():
                found[COUNTRY.id, value].append(number)
            for role in dict.fromkeys(fold(role) for tenure in entity.tenures for role in tenure.roles):
                found[ROLE.id, role].append(number)
        return found


def fold(value: str) -> str:
    """Write a value so that it can be compared: a number without leading zeros, anything else as a name.

    Examples
    --------
    >>> fold("004"), fold("Défense Minister")
    ('4', 'defense minister')
    """
    return value.strip().lstrip("0") if value.strip().isdigit() else normalise(value)


def name_state(state: Entity) -> frozenset[str]:
    """Give what may stand for a state in a column: names, identifiers and codes of letters."""
    written = (state.label, *state.given("alias"), *state.given("iso2"), *state.given("iso3"), state.id, state.iri)
    return frozenset(map(fold, written))


def read_catalogue(reader: Reader, base: str) -> Catalogue:
    """Read the catalogue out of a state; ``base`` is what the IRIs of its things begin with."""
    return _Reading(reader, base).finish()


class _Reading:
    def __init__(self, reader: Reader, base: str) -> None:
        self._reader = reader
        self._base = base
        self._linked = {str(row["local"]): str(row["thing"]) for row in self._ask(_LINKED)}
        self._titles = {str(row["version"]): str(row.get("title", "")) for row in self._ask(_LATEST)}
        self._sorts, self._versions = self._read_things()
        self._facts = defaultdict[str, list[tuple[str, str]]](list)
        for row in self._ask(_FACTS, "path", [URIRef(path) for path in _PATHS]):
            if (thing := str(row["thing"])) in self._sorts or thing in self._linked:
                self._facts[thing].append((str(row["path"]), str(row["value"])))
        self._tenures = self._read_tenures()

    def finish(self) -> Catalogue:
        things = [thing for thing in self._sorts if any(path == _LABEL for path, _ in self._facts[thing])]
        numbers = {thing: number for number, thing in enumerate(things)}
        entities = [self._make(thing) for thing in things]
        return Catalogue(entities, dict.fromkeys([*self._name(numbers, entities), *self._mention(numbers)]))

    def _ask(self, query: str, name: str = "", values: Iterable[Identifier] = ()) -> Iterator[Record]:
        text = _PREFIXES + query
        answer = self._reader.query(bind_each(text, name, values) if name else text)
        assert isinstance(answer, Rows)  # noqa: S101  # a SELECT has no other answer
        return answer.records()

    def _read_things(self) -> tuple[dict[str, set[str]], dict[str, str]]:
        sorts, versions = defaultdict[str, set[str]](set), dict[str, str]()
        for row in self._ask(_THINGS, "sort", [REC[sort] for sort in SORTS]):
            thing, version = str(row["thing"]), row.get("version")
            if thing in self._linked or (version is not None and str(version) not in self._titles):
                continue  # it is known by another name, or from a text that is not the latest
            sorts[thing].add(str(row["sort"]).removeprefix(str(REC)))
            if version is not None:
                versions[thing] = str(version)
        return dict(sorted(sorts.items())), versions

    def _read_tenures(self) -> Mapping[str, list[Tenure]]:
        held = dict[tuple[str, str], tuple[list[str], Days | None]]()
        for row in self._ask(_ROLES):
            days = (
                Days(_text(row, "earliest"), _text(row, "latest")) if row.get("earliest") or row.get("latest") else None
            )
            member = str(row["member"])
            key = self._linked.get(member, member), str(row["membership"])
            held.setdefault(key, ([], days))[0].append(str(row["name"]))
        found = defaultdict[str, list[Tenure]](list)
        for (member, _), (roles, days) in held.items():
            tenure = Tenure(tuple(sorted(set(roles), key=len, reverse=True)), days)
            if tenure not in found[member]:
                found[member].append(tenure)
        return found

    def _make(self, thing: str) -> Entity:
        facts = self._facts[thing]
        labels = sorted(value for path, value in facts if path == _LABEL)
        values = []
        for each in READ_OFF:
            known = {value for path, value in facts if path == str(each.path) and value.startswith(each.start)}
            if known:
                values.append((each.id, tuple(sorted(value.removeprefix(each.start).strip("/") for value in known))))
        return Entity(
            thing.removeprefix(self._base),
            thing,
            labels[0],
            widen(frozenset(self._sorts[thing])),
            next((value for path, value in facts if path == str(REC.homeState)), None),
            tuple(sorted(self._linked.get(up, up) for path, up in facts if path == str(ORG.subOrganizationOf))),
            tuple(sorted(self._tenures.get(thing, ()), key=_begin, reverse=True)),
            tuple(values),
            self._titles.get(self._versions[thing]) if thing in self._versions else None,
        )

    def _name(self, numbers: Mapping[str, int], entities: Iterable[Entity]) -> Iterator[Name]:
        for entity in entities:
            number, forms = numbers[entity.iri], set[str]()
            for path, value in self._facts[entity.iri]:
                if path in _FORMS:
                    yield Name(value, _FORMS[path], number)
                    forms.add(normalise(value))
            for code in _NAMED_BY:
                yield from (Name(value, Form.CODE, number) for value in entity.given(code))
            acronym = make_acronym(entity.label) if "Person" not in entity.types else None
            if acronym is not None and acronym not in forms:
                yield Name(acronym, Form.ACRONYM, number)
            yield Name(entity.iri, Form.CODE, number)
            yield Name(entity.id, Form.CODE, number)

    def _mention(self, numbers: Mapping[str, int]) -> Iterator[Name]:
        for local, thing in self._linked.items():
            if thing in numbers:
                labels = [value for path, value in self._facts[local] if path == _LABEL]
                yield from (Name(value, Form.MENTION, numbers[thing]) for value in labels)


def _begin(tenure: Tenure) -> tuple[str, str]:
    return (tenure.days.first or "") if tenure.days is not None else "", str(tenure)


def _text(row: Record, name: str) -> str | None:
    value = row.get(name)
    return None if value is None else str(value)
