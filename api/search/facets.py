"""What statements are sorted by on the search page: for each facet the pattern in which a statement has a value.

The name of a facet is that of the parameter of `/api/v1/statements` that asks for its values, and a value is written as
that parameter takes it: an IRI, the last part of a term of the vocabulary, or a name whatever its capitals. What holds
others counts for them as it does there: a parliament for its chambers, a state for whoever speaks from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

PREFIXES: Final = """PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX rec: <https://w3id.org/onrecord/ns#>
"""
_LINKED = "FILTER NOT EXISTS { ?term rec:refersTo ?facetKnown }"


class Form(Enum):
    """How a value is written as a parameter."""

    IRI = "iri"
    LOCAL = "local"
    NAME = "name"

    def write(self, term: str) -> str:
        """Write a value of a facet as its parameter takes it.

        Examples
        --------
        >>> Form.LOCAL.write("https://w3id.org/onrecord/ns/stance#deny"), Form.NAME.write("Prime Minister")
        ('deny', 'prime minister')
        """
        match self:
            case Form.LOCAL:
                return term.rpartition("#")[2]
            case Form.NAME:
                return term.lower()
        return term

    def show(self, term: str) -> str:
        """Write a value as it is shown where nothing else is known of it."""
        return term if self is Form.NAME else self.write(term)


@dataclass(frozen=True, slots=True)
class Facet:
    """A parameter, the pattern in which a ?statement has a ?term of it, and how that is written as a value."""

    name: str
    pattern: str
    form: Form


FACETS: Final = (
    Facet(
        "claimant",
        "?statement rec:claimant ?facetNode . OPTIONAL { ?facetNode rec:refersTo ?facetKnown }"
        " BIND (COALESCE(?facetKnown, ?facetNode) AS ?term)",
        Form.IRI,
    ),
    Facet("role", "?statement rec:claimantRole/org:role/rdfs:label ?term .", Form.NAME),
    Facet("venue", f"?statement rec:venue/(org:subOrganizationOf|rec:refersTo)* ?term . {_LINKED}", Form.IRI),
    Facet(
        "country",
        "?statement rec:claimant/(rec:refersTo|org:subOrganizationOf|rec:homeState|^org:member/org:organization)*"
        f" ?term . FILTER EXISTS {{ ?term a rec:State }} {_LINKED}",
        Form.IRI,
    ),
    Facet("publisher", "?statement rec:article/rec:publisher/rdfs:label ?term .", Form.NAME),
    Facet("quote_form", "?statement rec:quoteForm ?term .", Form.LOCAL),
    Facet("speech_act", "?statement rec:speechAct ?term .", Form.LOCAL),
    Facet(
        "event_type",
        "?statement rec:affirms|rec:denies|rec:entertains ?facetEvent . ?facetEvent rec:eventType ?term .",
        Form.LOCAL,
    ),
    Facet("day_basis", "?statement rec:saidOn/rec:basis ?term .", Form.LOCAL),
    Facet(
        "year",
        "?statement rec:saidOn ?facetTime . ?facetTime rec:earliest ?facetFirst ; rec:latest ?facetLast ."
        " FILTER (YEAR(?facetFirst) = YEAR(?facetLast)) BIND (STR(YEAR(?facetFirst)) AS ?term)",
        Form.LOCAL,
    ),
)
"""All facets. ``year`` is no parameter but a window of days, in which those are counted that lie in it for certain."""
