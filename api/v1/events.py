"""Events as rows: what statements affirm, deny or entertain, and never a bare fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from api.asking import Record
from api.store.binding import write_values
from api.v1.conditions import among, at_least, in_window, matching, one_of
from api.v1.filters import EventFilters
from api.v1.models import Event, Taking
from api.v1.names import Wanted, read_iri
from api.v1.pages import (
    ARTICLE_FACTS,
    LINKED,
    PAGE,
    SEARCHED,
    TIME_FACTS,
    Order,
    Plan,
    bag,
    cell,
    label,
    order_by,
)
from api.v1.reading import Naming, bagged, local_name, number, read_article, read_time, text, things
from api.v1.values import Position, Versions

_ORDERS = {"time": Order("MIN(?day)", "OPTIONAL { ?event rec:time/rec:earliest ?day }")}
_PARTIES = ("agent", "recipient", "mediator", "place")
_CELLS = (*_PARTIES, "take", "publisher", "span")


def _party(path: str) -> str:
    return (
        f"UNION {{ ?event rec:{path}/rec:refersTo? ?{path}Node . {LINKED.format(f'{path}Node')}"
        f" OPTIONAL {{ ?{path}Node rdfs:label ?{path}Label }} }}"
    )


_FACTS = f"""
SELECT ?event ?key{SEARCHED} ?type ?quad ?confidence ?words ?edtf ?earliest ?latest ?basis
       ?article ?title ?published ?url {" ".join(f"?{name}s" for name in _CELLS)} WHERE {{
  {{ SELECT ?event ?key{SEARCHED} {bag(_CELLS)} WHERE {{
    {{ {PAGE} }}
    {{ ?event rec:article ?version }}
    {"\n    ".join(map(_party, _PARTIES))}
    UNION {{
      VALUES (?how ?position) {{ (rec:affirms "affirms") (rec:denies "denies") (rec:entertains "entertains") }}
      ?statement ?how ?event
    }}
    UNION {{
      ?event rec:article/rec:publisher/rec:refersTo? ?press . {LINKED.format("press")}
      ?press rdfs:label ?pressLabel
    }}
    UNION {{ ?event rec:span ?where . ?where nif:beginIndex ?begin ; nif:endIndex ?end }}
    {"\n    ".join(cell(path, f"STR(?{path}Node)", *label(f"{path}Label")) for path in _PARTIES)}
    {cell("take", "STR(?statement)", "?position")}
    {cell("publisher", "STR(?press)", *label("pressLabel"))}
    {cell("span", '"event"', "STR(?begin)", "STR(?end)")}
  }} GROUP BY ?event ?key{SEARCHED} }}
  OPTIONAL {{ ?event rec:article ?article }}
  OPTIONAL {{ ?event rec:eventType ?type OPTIONAL {{ ?type rec:quadClass ?quad }} }}
  OPTIONAL {{ ?event rec:confidence ?confidence }}
  {TIME_FACTS.format("?event rec:time")}
  {ARTICLE_FACTS}
}} ORDER BY """


def make_plan(filters: EventFilters, wanted: Mapping[str, Wanted]) -> Plan:
    """Say how the events that filters ask for are found."""
    conditions, order = tuple(_conditions(filters, wanted)), order_by(filters.sort, _ORDERS, filters)
    return Plan("event", _FACTS, conditions, order, searched=filters.text is not None)


def _conditions(filters: EventFilters, wanted: Mapping[str, Wanted]) -> Iterator[str]:
    if filters.iri:
        yield write_values("event", [read_iri("iri", iri) for iri in filters.iri])
    yield "?event a rec:Event ; rec:article ?version ."
    if filters.versions is Versions.latest:
        yield "?work rec:latestVersion ?version ."
    if filters.text is not None:
        yield matching("event", filters.text, "event")
    if filters.type:
        yield among("type", filters.type)
        yield "?event rec:eventType ?type ."
    for path in _PARTIES:
        if wanted[path]:
            yield one_of(path, wanted[path])
            yield f"?{path}Node rec:refersTo? ?{path} . ?event rec:{path} ?{path}Node ."
    if wanted["country"]:
        yield one_of("country", wanted["country"], codes=True)
        yield "?spot (rec:refersTo|rec:homeState)* ?country . ?event rec:place ?spot ."
    if wanted["claimant"] or filters.position:
        yield among("position", filters.position or tuple(Position))
        yield "?statement ?position ?event ."
    if wanted["claimant"]:
        yield one_of("claimant", wanted["claimant"])
        yield "?speaker rec:refersTo? ?claimant . ?statement rec:claimant ?speaker ."
    if filters.since is not None or filters.until is not None:
        yield "?event rec:time ?time ."
        yield from in_window("time", filters)
    if filters.min_confidence is not None:
        yield "?event rec:confidence ?sure ."
        yield at_least("sure", filters.min_confidence)


def read_row(row: Record, naming: Naming) -> Event:
    """Read an event out of a row."""
    iri = str(row["event"])
    span = next(iter(bagged(row, "spans")), None)
    return Event(
        iri=iri,
        page=naming.page(iri),
        type=local_name(row, "type"),
        quad_class=local_name(row, "quad"),
        agents=things(bagged(row, "agents")),
        recipients=things(bagged(row, "recipients")),
        mediators=things(bagged(row, "mediators")),
        places=things(bagged(row, "places")),
        time=read_time(row),
        statements=[Taking(iri=statement, position=position) for statement, position in bagged(row, "takes")],
        confidence=number(row, "confidence"),
        begin=int(span[1]) if span else None,
        end=int(span[2]) if span else None,
        score=number(row, "score"),
        snippet=text(row, "snippet"),
        article=read_article(row, text(row, "article") or ""),
    )
