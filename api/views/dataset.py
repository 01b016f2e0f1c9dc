"""The whole data set: how much of what it holds, from whom, in which languages, and which data sets were brought in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from api.store import Reader
from api.views.front import read_counts
from api.views.tables import CURRENT, Asked, Table, read_tables

_TABLES: Final = (
    Asked(
        "publishers",
        "By publisher",
        (
            ("publisher", "Publisher"),
            ("articles", "Articles"),
            ("first", "From"),
            ("last", "To"),
            ("statements", "Statements"),
        ),
        f"""SELECT ?publisher (COUNT(DISTINCT ?version) AS ?articles) (MIN(?day) AS ?first) (MAX(?day) AS ?last)
       (COUNT(DISTINCT ?statement) AS ?statements) WHERE {{
  {CURRENT} OPTIONAL {{ ?version rec:publisher/rdfs:label ?publisher }}
  OPTIONAL {{ ?version schema:datePublished ?day }} OPTIONAL {{ ?statement rec:article ?version ; rec:kind ?kind }}
}} GROUP BY ?publisher ORDER BY DESC(?articles) ?publisher""",
    ),
    Asked(
        "languages",
        "By language",
        (("language", "Language"), ("articles", "Articles")),
        f"""SELECT ?language (COUNT(DISTINCT ?version) AS ?articles) WHERE {{
  {CURRENT} ?version schema:inLanguage ?language
}} GROUP BY ?language ORDER BY DESC(?articles) ?language""",
    ),
    Asked(
        "datasets",
        "Event data sets that were brought in",
        (("dataset", "Data set"), ("events", "Events")),
        """SELECT ?dataset (COUNT(DISTINCT ?event) AS ?events) WHERE {
  ?dataset a rec:EventDataset . OPTIONAL { ?event rec:inDataset ?dataset ; a rec:RecordedEvent }
} GROUP BY ?dataset ORDER BY ?dataset""",
    ),
    Asked(
        "rights",
        "Terms of use that articles name",
        (("rights", "Terms"), ("articles", "Articles")),
        f"""SELECT ?rights (COUNT(DISTINCT ?version) AS ?articles) WHERE {{
  {CURRENT} ?version dcterms:rights ?rights
}} GROUP BY ?rights ORDER BY DESC(?articles) ?rights""",
    ),
)


@dataclass(frozen=True, slots=True)
class DatasetView:
    """What the page of the data set tells."""

    counts: Mapping[str, int]
    tables: tuple[Table, ...]


def read_dataset(reader: Reader, base: str) -> DatasetView:
    """Read the page of the data set out of a store."""
    return DatasetView(read_counts(reader), read_tables(reader, base, None, _TABLES))
