"""A page of things: the query that chooses them, within the query that asks for what is known of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.errors import BadRequest
from api.v1.filters import Paging, Searching

PREFIXES = """PREFIX rec: <https://w3id.org/onrecord/ns#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
PAGE = "#page"
"""Where the page stands in a query for its facts: a comment, so that what holds it is a query by itself."""

SEARCHED = "#searched"
"""Where the variables of a search stand, if there is one."""

LINKED = "FILTER NOT EXISTS {{ ?{} rec:refersTo ?linked }}"
"""What an article calls somebody and whom it is taken for are two nodes: this leaves the latter where there is one."""

TIME_FACTS = """OPTIONAL {{
    {} ?time
    OPTIONAL {{ ?time rec:words ?words }}
    OPTIONAL {{ ?time rec:edtf ?edtf }}
    OPTIONAL {{ ?time rec:earliest ?earliest }}
    OPTIONAL {{ ?time rec:latest ?latest }}
    OPTIONAL {{ ?time rec:basis ?basis }}
  }}"""
ARTICLE_FACTS = """OPTIONAL { ?article schema:headline ?headline }
  OPTIONAL { ?apart rec:titleOf ?article ; nif:isString ?titleApart }
  OPTIONAL { ?article schema:datePublished ?published }
  OPTIONAL { ?article rec:versionOf/schema:url ?url }
  BIND (COALESCE(?headline, ?titleApart) AS ?title)"""


SHELF = 'SUBSTR(STRAFTER(STR(?{}), "/article/"), 1, 15)'
"""Where a thing's article stands among the others: the beginning of what its IRI holds after what all of them share.

Things in the order of their shelves are in the order of their IRIs, where these have one beginning. An engine may keep
IRIs apart from where it sorts, and look both up for each comparison, but short texts it has at hand: of a million
triples, the first page then takes less than half the time.
"""


@dataclass(frozen=True, slots=True)
class Order:
    """What things are ordered by: an aggregate of what the pattern binds, and which end comes first."""

    key: str
    pattern: str = ""
    descending: bool = False

    def write(self, thing: str, shelf: str) -> str:
        """Write the clause; what is equal stands in the order of its shelf, and then of its IRI."""
        return f"{'DESC(?key)' if self.descending else '?key'} {shelf} ?{thing}"


def order_by(sort: str, orders: Mapping[str, Order], searching: Searching) -> Order:
    """Give the order that a parameter names; a minus turns it round.

    Raises
    ------
    BadRequest
        It is that of a search, and nothing is searched for.
    """
    if sort == "-relevance":
        if searching.text is None:
            raise BadRequest("sort=-relevance orders what a search finds; give words in text as well")
        return Order("MAX(?rank)", descending=True)
    order = orders[sort.removeprefix("-")]
    return Order(order.key, order.pattern, sort.startswith("-"))


@dataclass(frozen=True, slots=True)
class Plan:
    """How things are found: what they are, on which conditions, in which order, and what is known of each.

    ``facts`` asks for what is known, up to the words that order its rows, with `PAGE` where the page of things stands
    and `SEARCHED` where what a search gives does. ``counts`` are further aggregates of the page. ``searched``: whether
    one of the conditions is a search for words.
    """

    thing: str
    facts: str
    conditions: tuple[str, ...]
    order: Order
    counts: str = ""
    searched: bool = False

    @property
    def pattern(self) -> str:
        """The patterns in which the thing is one of those that are asked for, and has what it is ordered by."""
        return "\n".join(f"      {each}" for each in (*self.conditions, self.order.pattern) if each)


def write_page(plan: Plan, paging: Paging) -> str:
    """Write the query for what is known of a page of things, and of one more, which tells of another page."""
    counts, thing, order = plan.counts, plan.thing, plan.order
    searched = ""
    if plan.searched:
        counts += " (MAX(?rank) AS ?score) (MIN(?around) AS ?snippet)"
        searched = " ?score ?snippet"
    page = (
        f"SELECT ?{thing} ({order.key} AS ?key) ({SHELF.format(thing)} AS ?shelf){counts} WHERE {{\n"
        f"{plan.pattern}\n    }}\n"
        f"    GROUP BY ?{thing} ORDER BY {order.write(thing, '?shelf')}"
        f"{'' if paging.whole else f' LIMIT {paging.limit + 1} OFFSET {paging.offset}'}"
    )
    found = plan.facts.replace(PAGE, page).replace(SEARCHED, searched)
    return PREFIXES + found + order.write(thing, SHELF.format(thing))


def write_choice(plan: Plan) -> str:
    """Write the query for all things that are asked for, in their order and with nothing else."""
    thing, order = plan.thing, plan.order
    key = f"DESC({order.key})" if order.descending else f"({order.key})"
    return (
        f"{PREFIXES}SELECT ?{thing} WHERE {{\n{plan.pattern}\n}}\n"
        f"GROUP BY ?{thing} ORDER BY {key} {SHELF.format(thing)} ?{thing}"
    )


def write_members(plan: Plan) -> str:
    """Write the query for all things that are asked for, in any order."""
    conditions = "\n".join(f"  {each}" for each in plan.conditions)
    return f"{PREFIXES}SELECT DISTINCT ?{plan.thing} WHERE {{\n{conditions}\n}}"


def bag(cells: Iterable[str]) -> str:
    """Write the aggregates that collect cells, each a variable of which a thing may have several values.

    A cell holds its fields between tabs, and a bag its cells between line ends; labels have neither.
    """
    return " ".join(f'(GROUP_CONCAT(DISTINCT COALESCE(?{c}, ""); SEPARATOR="\\n") AS ?{c}s)' for c in cells)


def cell(name: str, *fields: str) -> str:
    r"""Write the expression of a cell.

    Examples
    --------
    >>> cell("who", "STR(?actor)", 'COALESCE(STR(?label), "")')
    'BIND (CONCAT(STR(?actor), "\\t", COALESCE(STR(?label), "")) AS ?who)'
    """
    joined = ', "\\t", '.join(fields)
    return f"BIND (CONCAT({joined}) AS ?{name})"


def plain(variable: str) -> str:
    """Write the expression of a text in a cell, in which white space is a space, and which is empty where unbound."""
    return f'COALESCE(REPLACE(STR(?{variable}), "[\\\\t\\\\n\\\\r]+", " "), "")'


def label(variable: str) -> tuple[str, str]:
    """Write the fields of a label: its language, and its text; both are empty where it is unbound."""
    return f'COALESCE(LANG(?{variable}), "")', plain(variable)


def read_bag(text: str) -> list[list[str]]:
    r"""Read the cells of a bag, in the same order whatever the engine's.

    Examples
    --------
    >>> read_bag("b\t1\n\na\t2")
    [['a', '2'], ['b', '1']]
    """
    return [line.split("\t") for line in sorted(set(text.split("\n"))) if line]
