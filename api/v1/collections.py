"""The kinds of things that there are rows of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from api.asking import Record
from api.v1 import articles, entities, events, statements, tables
from api.v1.filters import Paging
from api.v1.models import Actors, Articles, Events, Page, Statements, Venues
from api.v1.names import Wanted
from api.v1.reading import Naming
from api.v1.tables import Columns


@dataclass(frozen=True, slots=True)
class Collection[F: Paging, R: BaseModel]:
    """A kind of things: the parameters that name things, the query for a page of them, and how its rows are read."""

    name: str
    thing: str
    named: tuple[str, ...]
    write: Callable[[F, Mapping[str, Wanted]], str]
    read: Callable[[Record, Naming], R]
    page: type[Page]
    columns: Columns[R]


STATEMENTS = Collection(
    "statements",
    "statement",
    ("claimant", "role", "country", "addressee", "venue", "about", "publisher"),
    statements.write_query,
    statements.read_row,
    Statements,
    tables.STATEMENTS,
)
ACTORS = Collection(
    "actors",
    "thing",
    ("name", "country"),
    entities.write_actors_query,
    entities.read_actor,
    Actors,
    tables.ACTORS,
)
VENUES = Collection(
    "venues",
    "thing",
    ("name", "within", "country"),
    entities.write_venues_query,
    entities.read_venue,
    Venues,
    tables.VENUES,
)
EVENTS = Collection(
    "events",
    "event",
    ("agent", "recipient", "mediator", "place", "country", "claimant"),
    events.write_query,
    events.read_row,
    Events,
    tables.EVENTS,
)
ARTICLES = Collection(
    "articles", "article", ("publisher",), articles.write_query, articles.read_row, Articles, tables.ARTICLES
)
