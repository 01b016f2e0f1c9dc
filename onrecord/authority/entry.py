"""An entry as tables and records give it, before it has an address: the values that travel from a reader to a draft."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from rdflib import Graph, URIRef
from rdflib.term import Node

from onrecord.authority.checking import Problem
from ontology.terms import ACTORKIND, REC, VENUEKIND


class Kind(StrEnum):
    """What an entry is; a forum and a place may say more closely what sort they are."""

    PERSON = "person"
    ORGANIZATION = "organization"
    GROUP = "group"
    STATE = "state"
    FORUM = "forum"
    PARLIAMENT = "parliament"
    CHAMBER = "chamber"
    ASSEMBLY = "assembly"
    COMMITTEE = "committee"
    COUNCIL = "council"
    COURT = "court"
    SUMMIT = "summit"
    PLACE = "place"
    CITY = "city"
    BUILDING = "building"

    @property
    def folder(self) -> str:
        """What stands before its name in its address."""
        return {REC.Forum: "forum", REC.Place: "place", REC.Site: "place"}.get(self.types[0], "actor")

    @property
    def types(self) -> tuple[URIRef, URIRef | None, URIRef | None]:
        """Its class, its kind of actor, and its kind of venue."""
        return _TYPES[self]


_TYPES: Mapping[Kind, tuple[URIRef, URIRef | None, URIRef | None]] = MappingProxyType(
    {
        Kind.PERSON: (REC.Person, ACTORKIND.person, None),
        Kind.ORGANIZATION: (REC.Organization, ACTORKIND.organization, None),
        Kind.GROUP: (REC.Group, ACTORKIND.group, None),
        Kind.STATE: (REC.State, ACTORKIND.state, None),
        Kind.FORUM: (REC.Forum, ACTORKIND.forum, None),
        Kind.PARLIAMENT: (REC.Forum, ACTORKIND.forum, VENUEKIND.parliament),
        Kind.CHAMBER: (REC.Forum, ACTORKIND.forum, VENUEKIND.chamber),
        Kind.ASSEMBLY: (REC.Forum, ACTORKIND.forum, VENUEKIND.assembly),
        Kind.COMMITTEE: (REC.Forum, ACTORKIND.forum, VENUEKIND.committee),
        Kind.COUNCIL: (REC.Forum, ACTORKIND.forum, VENUEKIND.council),
        Kind.COURT: (REC.Forum, ACTORKIND.forum, VENUEKIND.court),
        Kind.SUMMIT: (REC.Forum, ACTORKIND.forum, VENUEKIND.summit),
        Kind.PLACE: (REC.Place, None, None),
        Kind.CITY: (REC.Site, None, VENUEKIND.city),
        Kind.BUILDING: (REC.Site, None, VENUEKIND.building),
    }
)


@dataclass(frozen=True, slots=True)
class Office:
    """An office that somebody held. ``since`` and ``until`` are days, months or years, empty if unknown."""

    role: str
    since: str = ""
    until: str = ""
    home: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``key`` tells it from others in its file; ``home`` and ``part_of`` are codes, names or addresses."""

    where: str
    kind: Kind
    label: str
    key: str = ""
    address: str = ""
    language: str | None = None
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    matches: tuple[URIRef, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    home: str = ""
    part_of: str = ""
    offices: tuple[Office, ...] = ()
    sources: tuple[str, ...] = ()
    rights: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A file of entries, and what the command says of all of them: where they are from, and what may be done."""

    file: Path
    base: str
    source: str = ""
    rights: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds: triples, where each entry stands, what is wrong with it, and what was passed over and why."""

    graph: Graph
    where: Mapping[Node, str]
    problems: tuple[Problem, ...] = ()
    passed_over: Mapping[str, int] = MappingProxyType({})


def slug(name: str) -> str:
    """Make the last part of an address of a name; empty where no letter of it can stand there.

    >>> slug("Adaljíza Magno"), slug("حزب")
    ('adaljiza-magno', '')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
