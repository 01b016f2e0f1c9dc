"""Who and where a data set's names and codes are in the authority: found by code first, else by the whole name.

A name that the authority has twice is nobody's. What is found is a state, a group, a body or a person, never more than
the data set says: the civilians of a country are not its state.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from rdflib import RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from ingest.actors.names import fold
from ingest.datasets.record import Code, Party, Scheme, Whereabouts
from ontology.terms import REC

CODES: Final[Mapping[Scheme, tuple[str, ...]]] = {
    Scheme.CAMEO: ("cameoCode",),
    Scheme.COW: ("cowNumber",),
    Scheme.FIPS: ("fipsCode",),
    Scheme.GW: ("gwNumber",),
    Scheme.ISO3: ("iso3",),
    Scheme.ISO_NUMERIC: ("isoNumeric",),
    Scheme.UCDP: ("ucdpFormerNumber",),
}
"""The names that the authority has for the codes of states, in its vocabulary."""

_SPACE = str(REC)
_ACTORS: Final = (REC.State, REC.Group, REC.Organization, REC.Forum, REC.Person)
_FORCES = re.compile(r"(?:Military|Police|Armed|Security) Forces of (?:the )?(?P<state>[^(:]+?)\s*(?:\(.*|:.*)?")
_GOVERNMENT = re.compile(r"Government of (?:the )?(?P<state>[^(]+?)\s*(?:\(.*)?")
_YEARS = re.compile(r"\s*\([^()]*\)\s*$")
_NOBODY = re.compile(
    r"(?:civilians?|protesters?|rioters?|unidentified|unknown|health workers|aid workers|journalists|farmers|students"
    r"|teachers|refugees|prisoners|labou?r group|women|lawyers)\b",
    re.IGNORECASE,
)


class Known:
    """Looks names and codes up in an authority graph, read once."""

    def __init__(self, authority: Graph) -> None:
        self._authority = authority
        self._codes: dict[Code, set[URIRef]] = defaultdict(set)
        for scheme, names in CODES.items():
            for name in names:
                for entry, value in authority.subject_objects(URIRef(_SPACE + name)):
                    if isinstance(entry, URIRef):
                        self._codes[Code(scheme, str(value))].add(entry)
        for entry, other in authority.subject_objects(SKOS.exactMatch):
            if isinstance(entry, URIRef) and (found := re.fullmatch(r"https://sws\.geonames\.org/(\d+)/", str(other))):
                self._codes[Code(Scheme.GEONAMES, found[1])].add(entry)

    @cached_property
    def _actors(self) -> dict[str, set[URIRef]]:
        return self._by_name(*_ACTORS)

    @cached_property
    def _places(self) -> dict[str, set[URIRef]]:
        return self._by_name(REC.Place, REC.Site)

    @cached_property
    def _states(self) -> frozenset[Node]:
        return frozenset(self._authority.subjects(RDF.type, REC.State))

    def find_state(self, codes: Iterable[Code], name: str | None = None) -> URIRef | None:
        """Return the state of a code, or of a name where no code is known."""
        for code in codes:
            found = _only(self._codes.get(code, set()))
            if found is not None and found in self._states:
                return found
        found = self._find(self._actors, name) if name else None
        return found if found in self._states else None

    def find_party(self, party: Party) -> URIRef | None:
        """Return whom a party of an event is in the authority; ``None`` where nobody, or several, have its name.

        A state's forces and government are the state: what they do, it does.
        """
        for code in party.codes:
            if (found := _only(self._codes.get(code, set()))) is not None:
                return found
        for pattern in (_FORCES, _GOVERNMENT):
            if found_name := pattern.fullmatch(party.name):
                return self.find_state((), found_name["state"])
        if is_unnamed(party.name):
            return None
        return next((found for name in spell(party.name) if (found := self._find(self._actors, name))), None)

    def find_place(self, place: Whereabouts, state: URIRef | None) -> URIRef | None:
        """Return which place of the authority an event took place at: one of its name in its state."""
        for code in place.codes:
            if code.scheme is Scheme.GEONAMES and (found := _only(self._codes.get(code, set()))) is not None:
                return found
        found = self._find(self._places, place.name) if place.name else None
        home = self._authority.value(found, REC.homeState) if found is not None else None
        return found if home is None or state is None or home == state else None

    def _find(self, names: Mapping[str, set[URIRef]], name: str) -> URIRef | None:
        found = _only(names.get(fold(name), set()))
        return found or (_only(names.get(fold(name.title()), set())) if name.isupper() else None)

    def _by_name(self, *kinds: URIRef) -> dict[str, set[URIRef]]:
        members = {entry for kind in kinds for entry in self._authority.subjects(RDF.type, kind)}
        names: dict[str, set[URIRef]] = defaultdict(set)
        for path in (RDFS.label, SKOS.altLabel):
            for entry, name in self._authority.subject_objects(path):
                if entry in members and isinstance(entry, URIRef):
                    names[fold(str(name))].add(entry)
        return names


def is_unnamed(name: str) -> bool:
    """Say whether a party is a sort of people and nobody in particular.

    >>> is_unnamed("Civilians (Freedonia)"), is_unnamed("Unidentified Armed Group"), is_unnamed("Blue Front")
    (True, True, False)
    """
    return _NOBODY.match(name) is not None


def spell(name: str) -> Iterator[str]:
    """Give the names that one name of a data set holds: with its acronym in front, or a country or years behind it.

    >>> list(spell("BF: Blue Front (Freedonia)"))
    ['BF: Blue Front (Freedonia)', 'BF: Blue Front', 'Blue Front', 'BF']
    """
    yield name
    bare = _YEARS.sub("", name)
    if bare != name:
        yield bare
    before, mark, after = bare.partition(": ")
    if mark:
        yield after
        yield before


def _only(found: set[URIRef]) -> URIRef | None:
    return next(iter(found)) if len(found) == 1 else None
