"""Who or what bears a name: all that is known across articles, and what only one article tells of.

Both sources are asked the same two queries, into which names and IRIs are put as data.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rdflib import Literal, URIRef

from api.errors import InvalidTerm
from api.store.binding import write_values
from onrecord.client.frames import Term, convert, load_pandas, read_rows
from onrecord.client.source import Reply
from onrecord.errors import Refused

if TYPE_CHECKING:
    from pandas import DataFrame

type Ask = Callable[[str], Reply]

WAYS: Final = ("claims", "disputes", "raises", "reportedlyClaims")
COUNTS: Final = (
    "statements",
    "claims",
    "disputes",
    "raises",
    "reportedly_claims",
    "statements_there",
    "statements_about",
)
"""How often somebody speaks, in all and by how they stand to the words; what is said there, and what of them."""

COLUMNS: Final = ("iri", "label", "kinds", "names", "parents", "parent_iris", "state", "state_iri", "same_as", *COUNTS)
"""The columns, in order; several values of one stand with `` | `` between them."""

_IRI: Final = re.compile(r"(?:https?://|urn:)", re.IGNORECASE)
_MOST: Final = 200
_PREFIXES: Final = """PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX rec: <https://w3id.org/onrecord/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_CLASSES: Final = (
    "VALUES ?sort { rec:Actor rec:Person rec:Group rec:State rec:Organization rec:Forum rec:Place rec:Site }"
)
_CALLED: Final = "?entity rdfs:label|skos:altLabel|rec:iso2|rec:iso3 ?called"
_WHOLE: Final = f"{_CALLED} . FILTER (LCASE(STR(?called)) = ?wanted)"
_PART: Final = f"{_CALLED} . FILTER (CONTAINS(LCASE(STR(?called)), ?wanted))"
_GIVEN: Final = "?wanted rec:refersTo? ?entity ."
# The values stand in each part, so that no engine reads all labels for want of a better plan.
_FACTS: Final = """SELECT ?entity ?field ?value ?label WHERE {{
  {{ {values} ?entity a ?value BIND ("kinds" AS ?field) }}
  UNION {{ {values} ?entity rdfs:label ?value BIND ("label" AS ?field) }}
  UNION {{ {values} ?entity skos:altLabel ?value BIND ("names" AS ?field) }}
  UNION {{ {values} ?entity skos:exactMatch ?value BIND ("same_as" AS ?field) }}
  UNION {{ {values} ?entity org:subOrganizationOf ?value OPTIONAL {{ ?value rdfs:label ?label }}
          BIND ("parent" AS ?field) }}
  UNION {{ {values} ?entity rec:homeState ?value OPTIONAL {{ ?value rdfs:label ?label }} BIND ("state" AS ?field) }}
}}"""
_COUNTED: Final = """SELECT ?entity ?way (COUNT(DISTINCT ?statement) AS ?n) WHERE {{
  {{ {values} VALUES ?way {{ rec:claims rec:disputes rec:raises rec:reportedlyClaims }} ?entity ?way ?statement }}
  UNION {{ {values} ?statement rec:saidIn ?entity BIND (rec:saidIn AS ?way) }}
  UNION {{ {values} ?statement rec:about ?entity BIND (rec:about AS ?way) }}
  ?statement rec:article ?version . ?work rec:latestVersion ?version .
}} GROUP BY ?entity ?way"""


@dataclass(frozen=True, slots=True)
class Found:
    """The IRIs of who or what bears a name, and what to say of that."""

    iris: tuple[str, ...]
    notes: tuple[str, ...] = ()


def find(ask: Ask, iri_or_name: str, *, where: str) -> DataFrame:
    """Find who or what bears a name or an IRI, those on record most often first.

    Raises
    ------
    Refused
        It is no IRI though it begins as one, or a part of too many names.
    Unanswered
        There is no answer.
    """
    found = _find(ask, iri_or_name, where)
    facts: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    snapshot = ""
    if found.iris:
        values = write_values("entity", map(URIRef, found.iris))
        for row in read_rows(ask(_PREFIXES + _FACTS.format(values=values)), where=where):
            facts[row["entity"]["value"]][row["field"]["value"]].append({**row["value"], "label": _value(row, "label")})
        reply = ask(_PREFIXES + _COUNTED.format(values=values))
        snapshot = reply.snapshot
        for row in read_rows(reply, where=where):
            counts[row["entity"]["value"]][row["way"]["value"].rpartition("#")[2]] = int(row["n"]["value"])
    rows = [_describe(iri, facts[iri], counts[iri]) for iri in found.iris]
    rows.sort(key=lambda row: (-int(row["statements"] or 0), row["iri"]))
    pd = load_pandas()
    columns = {name: convert([row[name] for row in rows], "Int64" if name in COUNTS else "") for name in COLUMNS}
    frame = pd.DataFrame(columns, index=pd.RangeIndex(len(rows)))
    frame.attrs |= {"where": where, "snapshot": snapshot, "notes": list(found.notes)}
    return frame


def _find(ask: Ask, wanted: str, where: str) -> Found:
    if _IRI.match(wanted):
        try:
            values = write_values("wanted", [URIRef(wanted)])
        except InvalidTerm as error:
            raise Refused(f"{wanted!r} is no IRI; give one as a frame shows it, or a name", 400) from error
        return Found(_list(ask, values, _GIVEN, where))
    values = write_values("wanted", [Literal(wanted.lower())])
    if whole := _list(ask, values, _WHOLE, where):
        return Found(whole)
    part = _list(ask, values, _PART, where)
    if len(part) > _MOST:
        raise Refused(f"{wanted!r} is a part of more than {_MOST} names; give a longer one", 400)
    note = "taken for those whose names hold it" if part else "nor within a longer name"
    return Found(part, (f"{wanted}: nothing is called so as a whole; {note}",))


def _list(ask: Ask, values: str, condition: str, where: str) -> tuple[str, ...]:
    query = f"""{_PREFIXES}SELECT DISTINCT ?entity WHERE {{
  {values} {condition}
  {_CLASSES} ?entity a ?sort .
  FILTER NOT EXISTS {{ ?entity rec:refersTo ?linked }}
}} ORDER BY ?entity LIMIT {_MOST + 1}"""
    return tuple(row["entity"]["value"] for row in read_rows(ask(query), where=where))


def _describe(iri: str, facts: Mapping[str, Sequence[Term]], counts: Mapping[str, int]) -> dict[str, str | None]:
    kinds = {term["value"].rpartition("#")[2] for term in facts.get("kinds", ()) if "/onrecord/ns#" in term["value"]}
    parents, states = (_name(facts.get(field, ())) for field in ("parent", "state"))
    told = {**dict.fromkeys((*WAYS, "saidIn", "about"), 0), **counts}
    return {
        "iri": iri,
        "label": min(map(_rank, facts.get("label", ())), default=(False, ""))[1] or None,
        "kinds": _join(kinds - {"Actor"} or kinds),
        "names": _join(term["value"] for term in facts.get("names", ())),
        "parents": " | ".join(parents.values()) or None,
        "parent_iris": " | ".join(parents) or None,
        "state": " | ".join(states.values()) or None,
        "state_iri": " | ".join(states) or None,
        "same_as": _join(term["value"] for term in facts.get("same_as", ())),
        "statements": str(sum(told[way] for way in WAYS)),
        "claims": str(told["claims"]),
        "disputes": str(told["disputes"]),
        "raises": str(told["raises"]),
        "reportedly_claims": str(told["reportedlyClaims"]),
        "statements_there": str(told["saidIn"]),
        "statements_about": str(told["about"]),
    }


def _name(terms: Iterable[Term]) -> dict[str, str]:
    """Give the IRIs of things, and a name of each."""
    return {term["value"]: term["label"] or term["value"] for term in sorted(terms, key=lambda term: term["label"])}


def _rank(term: Term) -> tuple[bool, str]:
    return term.get("xml:lang") not in {None, "en"}, term["value"]


def _join(values: Iterable[str]) -> str | None:
    return " | ".join(sorted(set(values))) or None


def _value(row: Mapping[str, Term], name: str) -> str:
    return row[name]["value"] if name in row else ""
