"""Offices and who held them when, written as those that ship: an org:Membership with its days (W3C ORG)."""

from __future__ import annotations

import calendar
import hashlib
import re
from collections.abc import Iterator
from datetime import date
from itertools import product

from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from ingest.actors.names import fold
from onrecord.authority.checking import NAMES, Problem
from onrecord.authority.entry import Entry, Office, slug
from ontology.terms import DCTERMS, ORG, REC, XSD

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def write_offices(
    own: Graph, known: Graph, entry: Entry, holder: URIRef, office: Office, home: Node | None, base: str
) -> Iterator[Problem]:
    """Add one office of a holder to a graph, and say what is wrong with its days."""
    spans = {words: read_day(words) for words in (office.since, office.until) if words}
    for words, span in spans.items():
        if span is None:
            yield Problem(entry.where, f"{words!r} is no day; write it as 2021-03-01, 2021-03 or 2021")
    if None in spans.values():
        return
    first = spans.get(office.since)
    last = spans.get(office.until)
    if first and last and first[0] > last[1]:
        yield Problem(
            entry.where, f"the office ends ({office.until}) before it begins ({office.since}); mend one of them"
        )
        return
    role = _find_role(own, known, office, home, base)
    sources = list(own.objects(holder, DCTERMS.source)) or list(known.objects(holder, DCTERMS.source))
    if (role, RDF.type, None) not in known:
        own.add((role, RDF.type, ORG.Role))
        own.add((role, RDFS.label, Literal(office.role, lang=entry.language)))
        if home is not None:
            own.add((role, REC.homeState, home))
    tenure = _name_tenure(holder, role, office, base)
    own.add((tenure, RDF.type, ORG.Membership))
    own.add((tenure, RDFS.label, Literal(f"{entry.label}, {office.role}", lang=entry.language)))
    own.add((tenure, ORG.member, holder))
    own.add((tenure, ORG.role, role))
    if first or last:
        own.add((tenure, REC.edtf, Literal(f"{office.since}/{office.until}")))
    if first:
        own.add((tenure, REC.earliest, Literal(first[0].isoformat(), datatype=XSD.date)))
    if last:
        own.add((tenure, REC.latest, Literal(last[1].isoformat(), datatype=XSD.date)))
    for source in sources:
        own.add((tenure, DCTERMS.source, source))
        if (role, RDF.type, None) not in known:
            own.add((role, DCTERMS.source, source))


def read_day(words: str) -> tuple[date, date] | None:
    """Give the first and the last day that a day, a month or a year may mean; ``None`` where it is none of them.

    >>> read_day("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    >>> read_day("2024-13") is None
    True
    """
    found = _DAY.fullmatch(words)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None  # noqa: S101  # the pattern has it
    try:
        last_month = month or 12
        return (
            date(year, month or 1, day or 1),
            date(year, last_month, day or calendar.monthrange(year, last_month)[1]),
        )
    except ValueError:
        return None


def _find_role(own: Graph, known: Graph, office: Office, home: Node | None, base: str) -> URIRef:
    """Give the office of this name in this state, known already or anew."""
    wanted = fold(office.role)
    for graph in (known, own):
        for path, language in product(NAMES, (None, "en")):
            for role in graph.subjects(path, Literal(office.role, lang=language)):
                office_is = (role, RDF.type, ORG.Role) in graph and graph.value(role, REC.homeState) == home
                if office_is and isinstance(role, URIRef):
                    return role
    name = slug(office.role) or hashlib.sha256(wanted.encode()).hexdigest()[:8]
    state = str(home).rpartition("/")[2] if home is not None else ""
    iri = URIRef(f"{base}role/{name}-of-{state}" if state and state not in name else f"{base}role/{name}")
    if (iri, None, None) in known or (iri, None, None) in own:
        tail = hashlib.sha256(f"{wanted}\0{home}".encode()).hexdigest()[:8]
        return URIRef(f"{iri}-{tail}")
    return iri


def _name_tenure(holder: URIRef, role: URIRef, office: Office, base: str) -> URIRef:
    parts = [str(holder).rpartition("/")[2], str(role).rpartition("/")[2], office.since or office.until]
    return URIRef(f"{base}membership/{'-'.join(part for part in parts if part)}")
