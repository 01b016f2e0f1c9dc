"""The tables on the page of somebody or some place: when they spoke, as whom, with whom, and what belongs to a body."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from api.views.tables import CURRENT, THING, Asked

_SHORT = "rec:claims|rec:disputes|rec:raises|rec:reportedlyClaims"
_LATEST = f"?statement rec:article ?version . {CURRENT}"
_MONTH: Final = (
    "?statement rec:saidOn ?time . ?time rec:earliest ?earliest ; rec:latest ?latest ."
    " BIND (SUBSTR(STR(?earliest), 1, 7) AS ?month) FILTER (SUBSTR(STR(?latest), 1, 7) = ?month)"
)

_ROLES: Final = Asked(
    "roles",
    "Roles over time: as the articles show them, and the years of office where they are known",
    (
        ("role", "Role"),
        ("of", "Of"),
        ("since", "In office from"),
        ("until", "In office to"),
        ("first", "First said on"),
        ("last", "Last said on"),
        ("statements", "Statements"),
    ),
    """SELECT ?role ?of (MIN(?begun) AS ?since) (MAX(?ended) AS ?until) (MIN(?day) AS ?first) (MAX(?day) AS ?last)
       (COUNT(DISTINCT ?statement) AS ?statements) WHERE {
  ?mention rec:refersTo? ?thing . ?membership org:member ?mention ; org:role/rdfs:label ?role .
  OPTIONAL { ?membership org:organization/rdfs:label ?of }
  OPTIONAL { ?membership rec:earliest ?begun }
  OPTIONAL { ?membership rec:latest ?ended }
  OPTIONAL { ?statement rec:claimantRole ?membership OPTIONAL { ?statement rec:saidOn/rec:earliest ?day } }
} GROUP BY ?role ?of ORDER BY DESC(?statements) ?role ?of""",
)
_NETWORK: Final = Asked(
    "network",
    "Who they are on record with: to whom they speak, whom they name, and who names them",
    (("other", "Who"), ("told", "Told by them"), ("named", "Named by them"), ("naming", "Naming them")),
    f"""SELECT ?other (COUNT(DISTINCT ?to) AS ?told) (COUNT(DISTINCT ?of) AS ?named) (COUNT(DISTINCT ?by) AS ?naming)
WHERE {{
  {{ {THING} ?thing {_SHORT} ?to . ?to rec:saidTo ?other ; rec:article ?version . {CURRENT} }}
  UNION {{ {THING} ?thing {_SHORT} ?of . ?of rec:about ?other ; rec:article ?version . {CURRENT} }}
  UNION {{ {THING} ?by rec:about ?thing . ?other {_SHORT} ?by . ?by rec:article ?version . {CURRENT} }}
  FILTER (?other != ?thing) FILTER NOT EXISTS {{ ?other a rec:Publisher }}
}} GROUP BY ?other ORDER BY DESC(?told + ?named + ?naming) ?other""",
)
_OCCASIONS: Final = Asked(
    "occasions",
    "Occasions: each a briefing, a sitting or a speech of which an article tells",
    (
        ("occasion", "Occasion"),
        ("first", "From"),
        ("last", "To"),
        ("statements", "Statements"),
        ("version", "Article"),
    ),
    f"""SELECT ?occasion (MIN(?earliest) AS ?first) (MAX(?latest) AS ?last) (COUNT(DISTINCT ?statement) AS ?statements)
       ?version WHERE {{
  ?mention rec:refersTo? ?thing . ?occasion rec:venue ?mention ; a rec:SpeechEvent ; rec:article ?version . {CURRENT}
  ?statement rec:madeIn ?occasion .
  OPTIONAL {{ ?occasion rec:saidOn ?time OPTIONAL {{ ?time rec:earliest ?earliest }}
    OPTIONAL {{ ?time rec:latest ?latest }} }}
}} GROUP BY ?occasion ?version ORDER BY DESC(?first) ?occasion""",
)
_BELOW: Final = Asked(
    "below",
    "What belongs to it",
    (("below", "Body"), ("statements", "Statements made there")),
    """SELECT ?below (COUNT(DISTINCT ?statement) AS ?statements) WHERE {
  ?below (org:subOrganizationOf|rec:refersTo)+ ?thing . FILTER NOT EXISTS { ?below rec:refersTo ?known }
  OPTIONAL { ?statement rec:saidIn ?below }
} GROUP BY ?below ORDER BY DESC(?statements) ?below""",
)
_ABOVE: Final = Asked(
    "above",
    "What it belongs to",
    (("above", "Body"), ("statements", "Statements made there")),
    """SELECT ?above (COUNT(DISTINCT ?statement) AS ?statements) WHERE {
  ?thing (rec:refersTo?/org:subOrganizationOf)+ ?above . FILTER NOT EXISTS { ?above rec:refersTo ?known }
  OPTIONAL { ?statement rec:saidIn ?above }
} GROUP BY ?above ORDER BY DESC(?statements) ?above""",
)


def _months(said: str, about: str) -> Asked:
    return Asked(
        "months",
        "By month, where the month is certain: what they say, and what is said about them",
        (("month", "Month"), ("said", "Said by them"), ("about", "Said about them")),
        f"""SELECT ?month (COUNT(DISTINCT ?by) AS ?said) (COUNT(DISTINCT ?of) AS ?about) WHERE {{
  {{ {THING} {said} {_LATEST} {_MONTH} BIND (?statement AS ?by) }}
  UNION {{ {THING} {about} {_LATEST} {_MONTH} BIND (?statement AS ?of) }}
}} GROUP BY ?month ORDER BY ?month""",
    )


_SPOKEN: Final = _months(f"?thing {_SHORT} ?statement .", "?statement rec:about ?thing .")
_SPOKEN_THERE: Final = Asked(
    "months",
    "By month, where the month is certain: what is said there",
    (("month", "Month"), ("said", "Said there")),
    f"""SELECT ?month (COUNT(DISTINCT ?statement) AS ?said) WHERE {{
  ?statement rec:saidIn ?thing . {_LATEST} {_MONTH}
}} GROUP BY ?month ORDER BY ?month""",
)


def choose_tables(*, actor: bool, venue: bool) -> Iterator[Asked]:
    """Give the tables of an actor, of a venue, or of what is both."""
    if venue:
        yield _ABOVE
        yield _BELOW
        yield _OCCASIONS
    yield _SPOKEN_THERE if venue and not actor else _SPOKEN
    if actor:
        yield _ROLES
        yield _NETWORK
