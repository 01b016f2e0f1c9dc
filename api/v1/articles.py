"""Articles as rows, each in the version that was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rdflib import Literal

from api.asking import Record
from api.store.binding import write_values
from api.v1.conditions import matching, of_article, on_days, one_of
from api.v1.filters import ArticleFilters
from api.v1.models import Article
from api.v1.names import Wanted, read_iri
from api.v1.pages import (
    ARTICLE_FACTS,
    LINKED,
    PAGE,
    SEARCHED,
    Order,
    Plan,
    bag,
    cell,
    label,
    order_by,
    plain,
)
from api.v1.reading import Naming, bagged, number, text, things
from api.v1.values import Versions

_ORDERS = {"published": Order("MIN(?day)", "OPTIONAL { ?article schema:datePublished ?day }")}
_CELLS = ("publisher", "author")
_FACTS = f"""
SELECT ?article ?key{SEARCHED} ?work ?title ?published ?url ?language ?digest ?publishers ?authors ?number WHERE {{
  {{ SELECT ?article ?key{SEARCHED} {bag(_CELLS)} (COUNT(DISTINCT ?statement) AS ?number) WHERE {{
    {{ {PAGE} }}
    {{ ?article rec:versionOf ?any }}
    UNION {{
      ?article rec:publisher/rec:refersTo? ?press . {LINKED.format("press")}
      ?press rdfs:label ?pressLabel
    }}
    UNION {{ ?article schema:author ?by }}
    UNION {{ ?statement rec:article ?article ; rec:text ?said }}
    {cell("publisher", "STR(?press)", *label("pressLabel"))}
    {cell("author", plain("by"))}
  }} GROUP BY ?article ?key{SEARCHED} }}
  OPTIONAL {{ ?article rec:versionOf ?work }}
  OPTIONAL {{ ?article schema:inLanguage ?language }}
  OPTIONAL {{ ?article rec:textDigest ?digest }}
  {ARTICLE_FACTS}
}} ORDER BY """


def make_plan(filters: ArticleFilters, wanted: Mapping[str, Wanted]) -> Plan:
    """Say how the articles that filters ask for are found."""
    conditions, order = tuple(_conditions(filters, wanted)), order_by(filters.sort, _ORDERS, filters)
    return Plan("article", _FACTS, conditions, order, searched=filters.text is not None)


def _conditions(filters: ArticleFilters, wanted: Mapping[str, Wanted]) -> Iterator[str]:
    yield "?article a rec:ArticleVersion ; rec:versionOf ?work ."
    if filters.iri:
        yield of_article("article", [read_iri("iri", iri) for iri in filters.iri])
    if filters.versions is Versions.latest:
        yield "?work rec:latestVersion ?article ."
    if filters.url:
        yield f"{write_values('address', map(Literal, filters.url))} ?work schema:url ?address ."
    if wanted["publisher"]:
        yield one_of("publisher", wanted["publisher"])
        yield "?house rec:refersTo? ?publisher . ?article rec:publisher ?house ."
    if filters.language:
        yield f"{write_values('tongue', map(Literal, filters.language))} ?article schema:inLanguage ?tongue ."
    if filters.since is not None or filters.until is not None:
        yield "?article schema:datePublished ?published ."
        yield from on_days("published", filters)
    if filters.text is not None:
        yield matching("article", filters.text, "article")


def read_row(row: Record, naming: Naming) -> Article:
    """Read an article out of a row."""
    iri = str(row["article"])
    return Article(
        iri=iri,
        work=str(row["work"]),
        page=naming.page(iri),
        url=text(row, "url"),
        title=text(row, "title"),
        published=text(row, "published"),
        publisher=next(iter(things(bagged(row, "publishers"))), None),
        authors=[author for (author,) in bagged(row, "authors")],
        language=text(row, "language"),
        digest=text(row, "digest"),
        statements=int(text(row, "number") or 0),
        score=number(row, "score"),
        snippet=text(row, "snippet"),
    )
