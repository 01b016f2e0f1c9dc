"""Statements as rows: which, in what order, and what is known of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from rdflib import Literal

from api.asking import Record
from api.store.binding import write_values
from api.v1.conditions import among, at_least, has, in_window, matching, of_article, one_of
from api.v1.filters import StatementConditions, StatementFilters
from api.v1.models import Claimant, Span, Statement, VenueReference
from api.v1.names import Wanted, read_iri
from api.v1.pages import (
    ARTICLE_FACTS,
    LINKED,
    PAGE,
    PREFIXES,
    SEARCHED,
    TIME_FACTS,
    Order,
    Plan,
    bag,
    cell,
    label,
    order_by,
    plain,
)
from api.v1.reading import Naming, bagged, climb, local_name, number, read_article, read_time, text, things
from api.v1.values import Kind, Versions
from shapes.grounding import cut_sentence

_AROUND = 600
IN_ARTICLE = "?statement rec:article ?version ."
LATEST = "?work rec:latestVersion ?version ."
[SAID] = has("?statement", "rec:kind", "kind", [Kind.statement])
_ORDERS = {
    "said_on": Order("MIN(?day)", "OPTIONAL { ?statement rec:saidOn/rec:earliest ?day }"),
    "published": Order("MIN(?day)", "OPTIONAL { ?version schema:datePublished ?day }"),
    "confidence": Order("MAX(?certainty)", "OPTIONAL { ?statement rec:confidence ?certainty }"),
}
_CELLS = ("claimant", "way", "claimantRole", "addressee", "venue", "parent", "publisher", "span")
_FACTS = f"""
SELECT ?statement ?key{SEARCHED} ?text ?article ?stance ?polarity ?quoteForm ?kind ?speechAct ?cue ?confidence
       ?embeddedIn ?words ?edtf ?earliest ?latest ?basis ?title ?published ?url
       ?claimants ?ways ?claimantRoles ?addressees ?venues ?parents ?publishers ?spans
       ?from (SUBSTR(?whole, ?from + 1, ?last - ?from + {_AROUND}) AS ?context) WHERE {{
  {{ SELECT ?statement ?key{SEARCHED} {bag(_CELLS)}
           (MIN(COALESCE(?begin, 1000000000)) AS ?first) (MAX(COALESCE(?end, 0)) AS ?last) WHERE {{
    {{ {PAGE} }}
    {{ ?statement rec:article ?version }}
    UNION {{
      ?statement rec:claimant/rec:refersTo? ?who . {LINKED.format("who")}
      OPTIONAL {{ ?who rdfs:label ?whoLabel }}
    }}
    UNION {{
      VALUES (?how ?wayName) {{
        (rec:claims "claims") (rec:disputes "disputes") (rec:raises "raises") (rec:reportedlyClaims "reportedlyClaims")
      }}
      ?onRecord ?how ?statement
    }}
    UNION {{
      ?statement rec:claimantRole ?membership .
      ?membership org:member/rec:refersTo? ?member ; org:role/rdfs:label ?roleLabel . {LINKED.format("member")}
    }}
    UNION {{
      ?statement rec:addressee/rec:refersTo? ?whom . {LINKED.format("whom")}
      OPTIONAL {{ ?whom rdfs:label ?whomLabel }}
    }}
    UNION {{
      ?statement rec:venue/rec:refersTo? ?where . {LINKED.format("where")}
      OPTIONAL {{ ?where rdfs:label ?whereLabel }}
    }}
    UNION {{
      ?statement rec:venue/(org:subOrganizationOf|rec:refersTo)* ?part .
      ?part org:subOrganizationOf/rec:refersTo? ?body . {LINKED.format("body")}
      OPTIONAL {{ ?part rec:refersTo ?partLinked }}
      OPTIONAL {{ ?body rdfs:label ?bodyLabel }}
    }}
    UNION {{
      ?statement rec:article/rec:publisher/rec:refersTo? ?press . {LINKED.format("press")}
      ?press rdfs:label ?pressLabel
    }}
    UNION {{
      VALUES (?path ?partOf) {{ (rec:contentSpan "content") (rec:cueSpan "cue") (rec:sourceSpan "source") }}
      ?statement ?path ?span_ .
      ?span_ nif:beginIndex ?begin ; nif:endIndex ?end .
    }}
    {cell("claimant", "STR(?who)", *label("whoLabel"))}
    {cell("way", "STR(?onRecord)", "?wayName")}
    {cell("claimantRole", "STR(?member)", plain("roleLabel"))}
    {cell("addressee", "STR(?whom)", *label("whomLabel"))}
    {cell("venue", "STR(?where)", *label("whereLabel"))}
    {cell("parent", "STR(COALESCE(?partLinked, ?part))", "STR(?body)", *label("bodyLabel"))}
    {cell("publisher", "STR(?press)", *label("pressLabel"))}
    {cell("span", "?partOf", "STR(?begin)", "STR(?end)")}
  }} GROUP BY ?statement ?key{SEARCHED} }}
  OPTIONAL {{ ?statement rec:text ?text }} OPTIONAL {{ ?statement rec:article ?article }}
  OPTIONAL {{ ?statement rec:stance ?stance }}
  OPTIONAL {{ ?statement rec:polarity ?polarity }}
  OPTIONAL {{ ?statement rec:quoteForm ?quoteForm }}
  OPTIONAL {{ ?statement rec:kind ?kind }}
  OPTIONAL {{ ?statement rec:speechAct ?speechAct }}
  OPTIONAL {{ ?statement rec:cue ?cue }}
  OPTIONAL {{ ?statement rec:confidence ?confidence }}
  OPTIONAL {{ ?statement rec:embeddedIn ?embeddedIn }}
  {TIME_FACTS.format("?statement rec:saidOn")}
  {ARTICLE_FACTS}
  OPTIONAL {{ ?article nif:isString ?whole }}
  BIND (IF(?first > {_AROUND}, ?first - {_AROUND}, 0) AS ?from)
}} ORDER BY """


def make_plan(filters: StatementFilters, wanted: Mapping[str, Wanted]) -> Plan:
    """Say how the statements that filters ask for are found."""
    conditions, order = tuple(_conditions(filters, wanted)), order_by(filters.sort, _ORDERS, filters)
    return Plan("statement", _FACTS, conditions, order, searched=filters.text is not None)


def write_list(plan: Plan, sort: str) -> str:
    """Write a short query for the same list, to be read and changed: what is said, who says it, and its order."""
    key = sort.removeprefix("-")
    direction = f"DESC(?{key})" if plan.order.descending else f"?{key}"
    return (
        f"{PREFIXES}\nSELECT ?statement (SAMPLE(?said) AS ?text)"
        ' (GROUP_CONCAT(DISTINCT ?called; SEPARATOR=" | ") AS ?who)'
        f" ({plan.order.key} AS ?{key}) WHERE {{\n{plan.pattern}\n"
        "      ?statement rec:text ?said .\n"
        "      OPTIONAL { ?statement rec:claimant/rdfs:label ?called }\n"
        f"}} GROUP BY ?statement ORDER BY {direction} ?statement"
    )


def _conditions(filters: StatementConditions, wanted: Mapping[str, Wanted]) -> Iterator[str]:
    if filters.iri:
        yield write_values("statement", [read_iri("iri", iri) for iri in filters.iri])
    if not filters.kind:
        yield "?statement a rec:Statement ."
    yield IN_ARTICLE
    if filters.versions is Versions.latest:
        yield LATEST
    if filters.article:
        yield of_article("version", [read_iri("article", given) for given in filters.article])
    yield from _people(wanted)
    yield from _terms(filters)
    if filters.since is not None or filters.until is not None:
        yield "?statement rec:saidOn ?time ."
        yield from in_window("time", filters)
    if filters.text is not None:
        yield matching("statement", filters.text, "statement")
    if filters.embedded is not None:
        yield f"FILTER {'' if filters.embedded else 'NOT '}EXISTS {{ ?statement rec:embeddedIn ?outer }}"
    if not filters.copies:
        yield "FILTER NOT EXISTS { ?statement rec:sameReportAs ?report }"
    if filters.min_confidence is not None:
        yield "?statement rec:confidence ?sure ."
        yield at_least("sure", filters.min_confidence)


def _people(wanted: Mapping[str, Wanted]) -> Iterator[str]:
    if wanted["claimant"]:
        yield one_of("claimant", wanted["claimant"])
        yield "?speaker rec:refersTo? ?claimant . ?statement rec:claimant ?speaker ."
    if wanted["country"]:
        yield one_of("country", wanted["country"], codes=True)
        yield "?voice (rec:refersTo|org:subOrganizationOf|rec:homeState|^org:member/org:organization)* ?country ."
        yield "?statement rec:claimant ?voice ."
    if wanted["role"]:
        yield one_of("role", wanted["role"])
        yield "?membership org:role ?role . ?statement rec:claimantRole ?membership ."
    if wanted["addressee"]:
        yield one_of("addressee", wanted["addressee"])
        yield "?told rec:refersTo? ?addressee . ?statement rec:addressee ?told ."
    if wanted["venue"]:
        yield one_of("venue", wanted["venue"])
        yield "?place (org:subOrganizationOf|rec:refersTo)* ?venue . ?statement rec:venue ?place ."
    if wanted["about"]:
        yield one_of("about", wanted["about"])
        yield "?statement rec:about ?about ."
    if wanted["publisher"]:
        yield one_of("publisher", wanted["publisher"])
        yield "?house rec:refersTo? ?publisher . ?version rec:publisher ?house ."


def _terms(filters: StatementConditions) -> Iterator[str]:
    if filters.way:
        yield among("way", filters.way)
        yield "?anybody ?way ?statement ."
    if filters.event_type:
        yield "?statement rec:affirms|rec:denies|rec:entertains ?event ."
        yield from has("?event", "rec:eventType", "eventType", filters.event_type)
    if filters.day_basis:
        yield from has("?statement", "rec:saidOn/rec:basis", "dayBasis", filters.day_basis)
    for path, values in (
        ("kind", filters.kind),
        ("quoteForm", filters.quote_form),
        ("stance", filters.stance),
        ("polarity", filters.polarity),
        ("speechAct", filters.speech_act),
    ):
        if values:
            yield from has("?statement", f"rec:{path}", path, values)


def read_row(row: Record, naming: Naming) -> Statement:
    """Read a statement out of a row."""
    statement = str(row["statement"])
    words = row["text"]
    roles = defaultdict[str, list[str]](list)
    for who, role in bagged(row, "claimantRoles"):
        roles[who].append(role)
    ways = dict(bagged(row, "ways"))
    spans = _spans(row)
    return Statement(
        iri=statement,
        page=naming.page(statement),
        text=str(words),
        language=words.language if isinstance(words, Literal) else None,
        claimants=[
            Claimant(iri=who.iri, label=who.label, roles=roles[who.iri], way=ways.get(who.iri))
            for who in things(bagged(row, "claimants"))
        ],
        addressees=things(bagged(row, "addressees")),
        venues=_venues(row),
        said_on=read_time(row),
        stance=local_name(row, "stance"),
        polarity=local_name(row, "polarity"),
        quote_form=local_name(row, "quoteForm"),
        kind=local_name(row, "kind"),
        speech_act=local_name(row, "speechAct"),
        cue=text(row, "cue"),
        confidence=number(row, "confidence"),
        embedded_in=text(row, "embeddedIn"),
        sentence=_sentence(row, spans),
        spans=spans,
        score=number(row, "score"),
        snippet=text(row, "snippet"),
        article=read_article(row, str(row["article"])),
    )


def _venues(row: Record) -> list[VenueReference]:
    above = bagged(row, "parents")
    return [
        VenueReference(iri=venue.iri, label=venue.label, parents=climb(venue.iri, above))
        for venue in things(bagged(row, "venues"))
    ]


def _spans(row: Record) -> list[Span]:
    found = [Span(part=part, begin=int(a), end=int(b)) for part, a, b in bagged(row, "spans")]
    return sorted(found, key=lambda span: (span.begin, span.end, span.part))


def _sentence(row: Record, spans: list[Span]) -> str | None:
    around, shift = text(row, "context"), int(number(row, "from") or 0)
    content = [span for span in spans if span.part == "content"]
    if not around or not content:
        return None
    return cut_sentence(around, min(s.begin for s in content) - shift, max(s.end for s in content) - shift)
