"""Actors and venues as rows: those who are on record with a statement, and those where one was made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from api.asking import Record
from api.store.binding import write_values
from api.v1.conditions import among, matching, one_of
from api.v1.filters import ActorFilters, VenueFilters
from api.v1.models import Actor, Counts, Venue
from api.v1.names import Wanted, read_iri
from api.v1.pages import LINKED, PAGE, SEARCHED, Order, Plan, bag, cell, label, order_by, plain
from api.v1.reading import Naming, bagged, number, text, things
from api.v1.values import Way

_ON_RECORD = "?statement rec:article ?version . ?work rec:latestVersion ?version ."
_UP = "(rec:refersTo|org:subOrganizationOf|rec:homeState|^org:member/org:organization)*"
_ORDERS = {"statements": Order("COUNT(DISTINCT ?statement)"), "iri": Order("SAMPLE(?thing)")}
_COUNTS = "".join(f" (COUNT(DISTINCT IF(?way = rec:{way}, ?statement, ?none)) AS ?{way})" for way in Way)
_COUNTED = " ".join(f"?{way}" for way in Way)
_CELLS = ("label", "name", "kindName", "state", "same", "near", "far")
_FACTS = """
SELECT ?thing ?key%KEYS%%SEARCHED% %BAGS% WHERE {
  { %PAGE% }
  { ?thing a ?any }
  UNION { ?thing rdfs:label ?thingLabel }
  UNION { ?thing skos:altLabel ?other }
  UNION { ?thing a ?kind . FILTER (STRSTARTS(STR(?kind), STR(rec:))) }
  UNION { ?thing rec:homeState ?home . OPTIONAL { ?home rdfs:label ?homeLabel } }
  UNION { ?thing rec:venueKind ?sort }
  UNION { ?thing skos:exactMatch ?outside . FILTER (ISIRI(?outside)) }
  UNION {
    ?thing org:subOrganizationOf ?direct . ?direct rec:refersTo? ?nearBody . %LINKED_NEAR%
    OPTIONAL { ?nearBody rdfs:label ?nearLabel }
  }
  UNION {
    ?thing org:subOrganizationOf ?first . ?first (org:subOrganizationOf|rec:refersTo)+ ?farBody . %LINKED_FAR%
    OPTIONAL { ?farBody rdfs:label ?farLabel }
  }
  %CELLS%
} GROUP BY ?thing ?key%KEYS%%SEARCHED% ORDER BY """


def _facts(keys: str = "") -> str:
    cells = (
        cell("label", "STR(?thing)", *label("thingLabel")),
        cell("name", plain("other")),
        cell("kindName", "STR(COALESCE(?sort, ?kind))"),
        cell("state", "STR(?home)", *label("homeLabel")),
        cell("same", "STR(?outside)"),
        cell("near", "STR(?nearBody)", *label("nearLabel")),
        cell("far", "STR(?farBody)", *label("farLabel")),
    )
    parts = {
        "%KEYS%": f" {keys}" if keys else "",
        "%BAGS%": bag(_CELLS),
        "%CELLS%": "\n  ".join(cells),
        "%PAGE%": PAGE,
        "%SEARCHED%": SEARCHED,
        "%LINKED_NEAR%": LINKED.format("nearBody"),
        "%LINKED_FAR%": LINKED.format("farBody"),
    }
    facts = _FACTS
    for mark, part in parts.items():
        facts = facts.replace(mark, part)
    return facts


def make_actors_plan(filters: ActorFilters, wanted: Mapping[str, Wanted]) -> Plan:
    """Say how the actors that filters ask for are found."""
    conditions, order = tuple(_actor_conditions(filters, wanted)), order_by(filters.sort, _ORDERS, filters)
    return Plan("thing", _facts(_COUNTED), conditions, order, _COUNTS, filters.text is not None)


def make_venues_plan(filters: VenueFilters, wanted: Mapping[str, Wanted]) -> Plan:
    """Say how the venues that filters ask for are found."""
    conditions, order = tuple(_venue_conditions(filters, wanted)), order_by(filters.sort, _ORDERS, filters)
    counted = " (COUNT(DISTINCT ?statement) AS ?number)"
    return Plan("thing", _facts("?number"), conditions, order, counted, filters.text is not None)


def _actor_conditions(filters: ActorFilters, wanted: Mapping[str, Wanted]) -> Iterator[str]:
    if filters.text is not None:
        yield matching("thing", filters.text, "actor")
    yield from _thing_conditions(filters, wanted)
    yield among("way", filters.way or tuple(Way))
    yield f"?thing ?way ?statement . {_ON_RECORD}"
    if wanted["country"]:
        states = one_of("country", wanted["country"], codes=True)
        yield f"{{ SELECT DISTINCT ?thing WHERE {{ {states} ?voice {_UP} ?country . ?voice rec:refersTo? ?thing }} }}"


def _venue_conditions(filters: VenueFilters, wanted: Mapping[str, Wanted]) -> Iterator[str]:
    if filters.text is not None:
        yield matching("thing", filters.text, "venue")
    yield from _thing_conditions(filters, wanted)
    yield f"?statement rec:saidIn ?thing . {_ON_RECORD}"
    if wanted["within"]:
        yield one_of("within", wanted["within"])
        yield "?thing (org:subOrganizationOf|rec:refersTo)* ?within ."
    if wanted["country"]:
        yield one_of("country", wanted["country"], codes=True)
        yield "?thing (rec:refersTo|org:subOrganizationOf|rec:homeState)* ?country ."


def _thing_conditions(filters: ActorFilters | VenueFilters, wanted: Mapping[str, Wanted]) -> Iterator[str]:
    if filters.iri:
        yield write_values("thing", [read_iri("iri", iri) for iri in filters.iri])
    if wanted["name"]:
        yield one_of("thing", wanted["name"])
    if filters.kind:
        yield among("class", filters.kind)
        yield "?thing a ?class ."


def read_actor(row: Record, naming: Naming) -> Actor:
    """Read an actor out of a row."""
    counts = {way: int(text(row, way) or 0) for way in Way}
    return Actor(
        **_read(row, naming),
        statements=Counts(total=sum(counts.values()), **{way.name: number for way, number in counts.items()}),
    )


def read_venue(row: Record, naming: Naming) -> Venue:
    """Read a venue out of a row."""
    return Venue(**_read(row, naming), statements=int(text(row, "number") or 0))


def _read(row: Record, naming: Naming) -> dict[str, Any]:
    iri = str(row["thing"])
    named = next(iter(things(bagged(row, "labels"))), None)
    kinds = [kind.rpartition("#")[2] for (kind,) in bagged(row, "kindNames")]
    return {
        "iri": iri,
        "label": named.label if named else None,
        "page": naming.page(iri),
        "kinds": [kind for kind in kinds if kind != "Actor"] or kinds,
        "names": [name for (name,) in bagged(row, "names") if name],
        "parents": [up for up in things((*bagged(row, "nears"), *bagged(row, "fars"))) if up.iri != iri],
        "state": next(iter(things(bagged(row, "states"))), None),
        "score": number(row, "score"),
        "snippet": text(row, "snippet"),
        "same_as": [same for (same,) in bagged(row, "sames")],
    }
